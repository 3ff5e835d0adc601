"""What an entry holds, and that nothing is shown when it cannot be written."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from screening.access import CLINICIAN
from screening.audit.actions import ACTIONS, REASONS
from screening.audit.trail import record, record_each
from screening.audit.verification import verify
from screening.models import AuditEntry
from tests.audit.trails import NOON, run, unprotected
from tests.people import a_member

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_when_what_whom_and_why():
    member, client = a_member(CLINICIAN), uuid4()
    record("client_read", staff=member, now=NOON, why="care", client_id=client, object_id=client)
    entry = AuditEntry.objects.get()
    assert (entry.number, entry.at) == (1, NOON)
    assert (entry.staff_id, entry.staff_name) == (member.pk, member.username)
    assert (entry.role, entry.action, entry.why) == ("clinician", "client_read", "care")
    assert (entry.client_id, entry.object_id, entry.details) == (client, str(client), {})


@pytest.mark.parametrize(("action", "why"), [("client_reed", "care"), ("client_read", "fun")])
def test_an_unknown_word_is_refused(action, why):
    with pytest.raises(ValueError, match="knows no"):
        record(action, staff=None, now=NOON, why=why)
    assert not AuditEntry.objects.exists()


def test_every_word_fits_its_column():
    for name, words in {"action": ACTIONS, "why": REASONS}.items():
        longest = AuditEntry._meta.get_field(name).max_length
        assert longest
        assert max(map(len, words)) <= longest


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2027, 1, 1, tzinfo=UTC),
        datetime(2027, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
        datetime(2027, 7, 1, 2, 30, 0, 999_999, tzinfo=timezone(timedelta(hours=-5))),
    ],
)
def test_a_time_comes_back_from_the_database_as_it_was(moment):
    record("sign_in", staff=None, now=moment, why="account")
    assert AuditEntry.objects.get().at == moment
    assert verify().faults == []


def test_a_list_is_one_entry_for_each_client_and_an_empty_one_none():
    clients = [(uuid4(), "") for _ in range(3)]
    entries = record_each("client_listed", staff=None, now=NOON, why="care", about=iter(clients))
    assert [(entry.number, entry.client_id) for entry in entries] == [
        (number, client) for number, (client, _) in enumerate(clients, start=1)
    ]
    assert record_each("client_listed", staff=None, now=NOON, why="care", about=[]) == []
    assert AuditEntry.objects.count() == 3


def test_what_is_rolled_back_takes_its_entry_along_and_leaves_no_gap():
    record("sign_in", staff=None, now=NOON, why="account")
    with transaction.atomic():
        record("client_changed", staff=None, now=NOON, why="care")
        transaction.set_rollback(True)
    record("sign_out", staff=None, now=NOON, why="account")
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["sign_in", "sign_out"]
    assert verify().faults == []


def test_a_trail_whose_end_was_taken_away_goes_on_no_more():
    record("sign_in", staff=None, now=NOON, why="account")
    with unprotected():
        run("DELETE FROM screening_audithead")
    with pytest.raises(DatabaseError), transaction.atomic():
        record("sign_in", staff=None, now=NOON, why="account")


def test_no_request_runs_in_one_transaction():
    """The entry of a read must be kept when the answer goes out, whatever comes after it."""
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS", False)
