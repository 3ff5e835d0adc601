"""What an emergency opens of another site's record, and what it does not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from screening.access import CLINICIAN, INTAKE
from screening.intake.clients.services import TRIES, open_elsewhere, open_in_emergency
from screening.intake.errors import TooManyTries
from screening.models import AuditEntry, Client, PlannedScreening, Screening
from screening.signin.administration import change_member
from tests.intake.making import a_client, a_draft, a_screening
from tests.people import a_member, a_site, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse():
    return a_member(INTAKE)


@pytest.fixture
def record(nurse) -> Client:
    return a_client(nurse, reference="N-1")


@pytest.fixture
def stranger(record):
    """A clinician of another site, with the record open in an emergency."""
    member = a_member(CLINICIAN)
    open_in_emergency(
        staff=member, client=record, kind="record", reason="Cannot be asked", now=timezone.now()
    )
    return member


@pytest.fixture
def desk(stranger):
    return signed_in(stranger)


def test_it_is_read_and_noted_and_the_trail_says_emergency(desk, record, nurse, stranger):
    screening = a_screening(record, nurse)
    page = reverse("screening", args=[screening.pk])
    assert desk.get(page, secure=True).status_code == 200
    note = {"note": "Seen here", "disposition": "", "edit": screening.edit}
    sent = desk.post(reverse("screening_note", args=[screening.pk]), note, secure=True)
    assert sent.status_code == 302
    whys = AuditEntry.objects.filter(staff_id=stranger.pk, client_id=record.pk)
    assert set(whys.values_list("why", flat=True)) == {"emergency"}


@pytest.mark.parametrize("name", ["screening_sign", "screening_correct"])
def test_it_is_neither_signed_nor_corrected(desk, record, nurse, name):
    screening = a_screening(record, nurse)
    typed = {"edit": screening.edit, "reason": "Because of a slip"}
    sent = desk.post(reverse(name, args=[screening.pk]), typed, secure=True)
    assert sent.status_code == 404
    assert Screening.everywhere.get().state == "finished"
    page = desk.get(reverse("screening", args=[screening.pk]), secure=True).content.decode()
    assert reverse(name, args=[screening.pk]) not in page


def test_its_drafts_are_not_discarded(desk, record, nurse):
    draft = a_draft(record, nurse)
    sent = desk.post(reverse("screening_discard", args=[draft.pk]), secure=True)
    assert sent.status_code == 404
    assert Screening.everywhere.filter(pk=draft.pk).exists()
    page = desk.get(reverse("interview", args=[draft.pk]), secure=True).content.decode()
    assert reverse("screening_discard", args=[draft.pk]) not in page


def test_nothing_is_planned_or_cancelled(desk, record, nurse):
    due = timezone.localdate() + timedelta(days=5)
    sent = desk.post(reverse("plan_new", args=[record.pk]), {"due_on": due}, secure=True)
    assert sent.status_code == 404
    planned = PlannedScreening.everywhere.create(
        client=record, due_on=due, planned_at=timezone.now(), planned_by=nurse
    )
    sent = desk.post(reverse("plan_cancel", args=[planned.pk]), secure=True)
    assert sent.status_code == 404
    assert PlannedScreening.everywhere.get().cancelled_at is None


@pytest.mark.parametrize("kind", ["screening", "disclosure"])
def test_going_past_another_rule_opens_no_record(record, kind):
    member = a_member(INTAKE)
    now = timezone.now()
    open_in_emergency(staff=member, client=record, kind=kind, reason="In danger", now=now)
    assert not Client.objects.seen_by(member, now=now).exists()


def test_who_moves_to_another_site_leaves_what_they_had_opened(record, stranger):
    now = timezone.now()
    assert Client.objects.seen_by(stranger, now=now).exists()
    change_member(
        by=a_member("administrator"), staff_id=stranger.pk, role=CLINICIAN, site=a_site(), now=now
    )
    stranger.refresh_from_db()
    assert not Client.objects.seen_by(stranger, now=now).exists()


def test_every_try_to_find_somebody_elsewhere_is_in_the_trail(nurse):
    def seek() -> None:
        open_elsewhere(
            staff=nurse,
            reference="NOBODY",
            name="",
            birth_date=None,
            site_id=None,
            reason="A guess",
            now=timezone.now(),
        )

    for _ in range(TRIES):
        seek()
    with pytest.raises(TooManyTries):
        seek()
    assert AuditEntry.objects.filter(action="searched_elsewhere").count() == TRIES + 1
