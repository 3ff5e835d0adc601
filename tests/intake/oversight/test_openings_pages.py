"""What was opened in an emergency is reviewed by another clinician of the client's site."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from screening.access import ADMINISTRATOR, ANALYST, AUDITOR, CLINICIAN, INTAKE
from screening.audit.verification import verify
from screening.intake.clients.services import open_in_emergency
from screening.intake.oversight.queries import ON_A_PAGE
from screening.models import AuditEntry, EmergencyOpening
from tests.intake.making import a_client
from tests.people import a_member, a_site, signed_in

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 14, 12, tzinfo=UTC)


@pytest.fixture
def site():
    return a_site()


@pytest.fixture
def clinician(site):
    return a_member(CLINICIAN, site)


@pytest.fixture
def opening(site) -> EmergencyOpening:
    """Of a client of the site, by somebody of another."""
    client = a_client(a_member(INTAKE, site), reference="MARKED-5")
    return open_in_emergency(
        staff=a_member(INTAKE), client=client, kind="record", reason="A seizure", now=NOW
    )


def listed(member, name="openings", **query):
    return signed_in(member).get(reverse(name), query, secure=True)


def page_of(member, opening):
    return signed_in(member).get(reverse("opening_review", args=[opening.pk]), secure=True)


def review(member, opening, outcome="It was needed"):
    address = reverse("opening_review", args=[opening.pk])
    return signed_in(member).post(address, {"outcome": outcome}, secure=True)


@pytest.mark.parametrize("name", ["openings", "openings_reviewed", "opening_review"])
@pytest.mark.parametrize(
    ("role", "status"),
    [(CLINICIAN, 200), (INTAKE, 403), (ANALYST, 403), (ADMINISTRATOR, 403), (AUDITOR, 403)],
)
def test_clinicians_review(site, opening, role, status, name):
    member = a_member(role, site if role in (CLINICIAN, INTAKE) else None)
    arguments = [opening.pk] if name == "opening_review" else []
    answer = signed_in(member).get(reverse(name, args=arguments), secure=True)
    assert answer.status_code == status
    if status == 403:
        assert "MARKED-5" not in answer.content.decode()


def test_the_list_says_who_when_what_and_why_and_is_audited(clinician, opening):
    page = listed(clinician).content.decode()
    for said in (opening.staff.username, "14 March 2027, 12:00", "MARKED-5", "A seizure"):
        assert said in page
    assert reverse("opening_review", args=[opening.pk]) in page
    entry = AuditEntry.objects.get(action="client_listed")
    assert (entry.client_id, entry.object_id) == (opening.client_id, str(opening.pk))
    assert (entry.why, entry.staff_id) == ("oversight", clinician.pk)


def test_another_site_sees_none_of_it(opening):
    stranger = a_member(CLINICIAN)
    assert "MARKED-5" not in listed(stranger).content.decode()
    assert page_of(stranger, opening).status_code == 404
    assert review(stranger, opening).status_code == 404
    # Not even who has the record open.
    opener = a_member(CLINICIAN)
    again = open_in_emergency(
        staff=opener, client=opening.client, kind="record", reason="x", now=NOW
    )
    assert page_of(opener, again).status_code == 404


def test_a_review_is_kept_and_entered(clinician, opening):
    answer = review(clinician, opening, "It was needed. The client was told.")
    assert answer.status_code == 302
    opening.refresh_from_db()
    assert opening.review == "It was needed. The client was told."
    assert opening.reviewed_by == clinician
    assert opening.reviewed_at is not None
    entry = AuditEntry.objects.get(action="opening_reviewed")
    assert (entry.client_id, entry.object_id) == (opening.client_id, str(opening.pk))
    assert entry.details == {}
    assert "MARKED-5" not in listed(clinician).content.decode()
    reviewed = listed(clinician, "openings_reviewed").content.decode()
    assert "It was needed. The client was told." in reviewed
    assert verify().faults == []


def test_nobody_reviews_their_own(site, clinician):
    client = a_client(clinician)
    own = open_in_emergency(
        staff=clinician, client=client, kind="screening", reason="Could not sign", now=NOW
    )
    assert "somebody else reviews it" in listed(clinician).content.decode()
    page = page_of(clinician, own)
    assert "<textarea" not in page.content.decode()
    assert review(clinician, own).status_code == 403
    own.refresh_from_db()
    assert own.reviewed_at is None
    assert review(a_member(CLINICIAN, site), own).status_code == 302


@pytest.mark.parametrize("outcome", ["", "   ", "x" * 4001])
def test_a_review_without_words_is_refused_and_kept(clinician, opening, outcome):
    answer = review(clinician, opening, outcome)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "<title>Error: Review" in text
    assert 'href="#id_outcome"' in text
    assert 'id="id_outcome_error"' in text
    assert outcome in text
    opening.refresh_from_db()
    assert opening.reviewed_at is None


def test_who_comes_second_sees_both_and_overwrites_nothing(site, clinician, opening):
    review(a_member(CLINICIAN, site), opening, "The first words")
    answer = review(clinician, opening, "The second words")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "The first words" in text
    assert "The second words" in text
    opening.refresh_from_db()
    assert opening.review == "The first words"


def test_the_oldest_waits_on_top_and_a_long_list_has_pages(clinician, opening):
    for number in range(ON_A_PAGE):
        open_in_emergency(
            staff=opening.staff,
            client=opening.client,
            kind="record",
            reason=f"Reason {number}",
            now=NOW + timedelta(minutes=number + 1),
        )
    first = listed(clinician).content.decode()
    assert first.index("A seizure") < first.index("Reason 0") < first.index("Reason 1")
    assert f"Reason {ON_A_PAGE - 1}" not in first
    assert f"Reason {ON_A_PAGE - 1}" in listed(clinician, page=2).content.decode()
    assert listed(clinician, page="x").status_code == 200


def test_an_empty_list_says_so(clinician):
    assert "Nothing waits for a review." in listed(clinician).content.decode()
    assert "Nothing was reviewed yet." in listed(clinician, "openings_reviewed").content.decode()
