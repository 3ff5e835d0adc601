"""The pages that hold and erase a record."""

import pytest
from django.urls import reverse
from django.utils import timezone

from screening.access import ADMINISTRATOR, ANALYST, AUDITOR, CLINICIAN, INTAKE
from screening.audit.verification import verify
from screening.intake.clients.services import open_in_emergency
from screening.models import AuditEntry, Client, EmergencyOpening
from tests.intake.making import a_client
from tests.people import a_member, signed_in

pytestmark = pytest.mark.django_db

PAGES = ("client_hold", "client_erase")


@pytest.fixture
def clinician():
    return a_member(CLINICIAN)


@pytest.fixture
def record(clinician) -> Client:
    return a_client(clinician, reference="Marked 5")


def get(member, name, record):
    return signed_in(member).get(reverse(name, args=[record.pk]), secure=True)


def post(member, name, record, **data):
    return signed_in(member).post(reverse(name, args=[record.pk]), data, secure=True)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("role", "status"),
    [(CLINICIAN, 200), (INTAKE, 403), (ANALYST, 403), (ADMINISTRATOR, 403), (AUDITOR, 403)],
)
def test_clinicians_keep_records(clinician, record, role, status, name):
    member = a_member(role, clinician.site if role in (CLINICIAN, INTAKE) else None)
    answer = get(member, name, record)
    assert answer.status_code == status
    assert ("Marked 5" in answer.content.decode()) == (status == 200)
    posted = post(member, name, record, reference="Marked 5", to="hold", reason="complaint")
    assert (posted.status_code == 403) == (status == 403)
    assert AuditEntry.objects.filter(why="retention").exists() == (status == 200)


@pytest.mark.parametrize("name", PAGES)
def test_a_client_of_another_site_is_not_there_even_when_open_in_an_emergency(record, name):
    stranger = a_member(CLINICIAN)
    open_in_emergency(staff=stranger, client=record, kind="record", reason="x", now=timezone.now())
    assert get(stranger, name, record).status_code == 404
    assert post(stranger, name, record, reference="Marked 5").status_code == 404
    assert Client.everywhere.exists()


@pytest.mark.parametrize("name", PAGES)
def test_showing_the_reference_is_entered_first(clinician, record, name):
    get(clinician, name, record)
    entry = AuditEntry.objects.get(action="client_read")
    assert (entry.client_id, entry.why) == (record.pk, "retention")


def test_a_hold_is_put_on_and_ended(clinician, record):
    assert "Not on hold" in get(clinician, "client_hold", record).content.decode()
    assert (
        post(clinician, "client_hold", record, to="hold", reason="proceedings").status_code == 302
    )
    assert (
        "nothing of this record can be deleted"
        in get(clinician, "client_hold", record).content.decode()
    )
    # Sent once more by a second click: still on hold.
    post(clinician, "client_hold", record, to="hold", reason="proceedings")
    record.refresh_from_db()
    assert record.is_on_hold
    post(clinician, "client_hold", record, to="release", reason="over")
    record.refresh_from_db()
    assert not record.is_on_hold
    actions = AuditEntry.objects.filter(action__in=("client_held", "client_released"))
    assert [entry.details["reason"] for entry in actions] == ["proceedings", "over"]


@pytest.mark.parametrize("reason", ["", "over", "free words about a person"])
def test_a_hold_without_a_reason_of_the_list_is_refused(clinician, record, reason):
    answer = post(clinician, "client_hold", record, to="hold", reason=reason)
    assert answer.status_code == 422
    assert "<title>Error: Legal hold" in answer.content.decode()
    assert 'href="#id_reason_0"' in answer.content.decode()
    record.refresh_from_db()
    assert not record.is_on_hold


def test_a_client_is_erased_after_the_reference_was_typed(clinician, record):
    assert "cannot be undone" in get(clinician, "client_erase", record).content.decode()
    answer = post(clinician, "client_erase", record, reference=" marked  5 ")
    assert answer.status_code == 200
    assert "The client is erased" in answer.content.decode()
    assert not Client.everywhere.exists()
    assert AuditEntry.objects.get(action="client_erased").client_id == record.pk
    assert get(clinician, "client_erase", record).status_code == 404
    assert verify().faults == []


@pytest.mark.parametrize("typed", ["", "Marked 6", "x" * 300])
def test_a_wrong_reference_erases_nothing(clinician, record, typed):
    answer = post(clinician, "client_erase", record, reference=typed)
    assert answer.status_code == 422
    assert "<title>Error: Erase a client" in answer.content.decode()
    assert 'href="#id_reference"' in answer.content.decode()
    assert Client.everywhere.exists()


def test_a_record_on_hold_cannot_be_erased(clinician, record):
    post(clinician, "client_hold", record, to="hold", reason="proceedings")
    assert (
        "<form method"
        not in get(clinician, "client_erase", record)
        .content.decode()
        .replace(reverse("account_logout"), "")
        .split("<main")[1]
    )
    answer = post(clinician, "client_erase", record, reference="Marked 5")
    assert answer.status_code == 409
    assert "on legal hold" in answer.content.decode()
    assert Client.everywhere.exists()


def test_what_waits_for_its_review_is_not_erased(clinician, record):
    """Or somebody could erase what they did, before another person looks at it."""
    opening = open_in_emergency(
        staff=clinician, client=record, kind="screening", reason="A seizure", now=timezone.now()
    )
    assert "waits for its review" in get(clinician, "client_erase", record).content.decode()
    answer = post(clinician, "client_erase", record, reference="Marked 5")
    assert answer.status_code == 409
    assert "waits for its review" in answer.content.decode()
    assert Client.everywhere.exists()
    EmergencyOpening.objects.filter(pk=opening.pk).update(reviewed_at=timezone.now())
    assert post(clinician, "client_erase", record, reference="Marked 5").status_code == 200
    assert not Client.everywhere.exists()


@pytest.mark.parametrize("name", PAGES)
def test_no_title_names_the_client(clinician, record, name):
    title = get(clinician, name, record).content.decode().split("</title>")[0]
    assert "Marked" not in title
