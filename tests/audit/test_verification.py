"""Whatever is done to the trail without the key is found."""

import random
from datetime import timedelta

import pytest
from django.db import connection

from screening.audit import verification
from screening.audit.trail import digest, record, seal
from screening.audit.verification import verify
from screening.models import AuditEntry, AuditHead
from tests.audit.trails import CLIENT, NOON, a_trail, faults, run, unprotected

pytestmark = pytest.mark.django_db

ENTRY = "screening_auditentry"
LENGTH = 6
OTHER = {
    "at": lambda entry: entry.at + timedelta(microseconds=1),
    "staff_id": lambda entry: 5,
    "staff_name": lambda entry: entry.staff_name + " ",
    "role": lambda entry: "auditor",
    "action": lambda entry: "client_read",
    "client_id": lambda entry: None if entry.client_id else CLIENT,
    "object_id": lambda entry: entry.object_id + "0",
    "why": lambda entry: "emergency",
    "details": lambda entry: {**entry.details, "more": 1},
    "digest": lambda entry: "0" * 64,
}


def test_every_column_is_tried():
    columns = {field.name for field in AuditEntry._meta.get_fields()}
    assert columns == {*OTHER, "number"}


def test_a_whole_trail_has_no_fault_and_says_where_it_ends():
    last = a_trail()[-1]
    found = verify()
    assert found.faults == []
    assert (found.entries, found.number, found.digest) == (LENGTH, LENGTH, last.digest)


def test_an_empty_trail_has_no_fault():
    found = verify()
    assert (found.faults, found.number) == ([], 0)


@pytest.mark.parametrize("column", OTHER)
@pytest.mark.parametrize("number", [1, 3, LENGTH])
def test_a_changed_column_is_found(column, number):
    entry = a_trail()[number - 1]
    with unprotected():
        AuditEntry.objects.filter(number=number).update(**{column: OTHER[column](entry)})
    # A changed digest no longer fits the entry after it either.
    last = number + 1 if column == "digest" and number < LENGTH else number
    assert faults()[0] == ("changed", number, last)


@pytest.mark.parametrize("column", ["text", "count", "yes", "of"])
def test_a_change_inside_the_details_is_found(column):
    details = a_trail()[0].details
    changed = {"text": "E", "count": 2**53, "yes": 1, "of": ["a", "b"]}
    with unprotected():
        AuditEntry.objects.filter(number=1).update(details={**details, column: changed[column]})
    assert faults() == [("changed", 1, 1)]


@pytest.mark.parametrize("first", range(1, LENGTH + 1))
@pytest.mark.parametrize("count", [1, 2, LENGTH])
def test_removed_entries_are_found(first, count):
    a_trail()
    last = min(first + count - 1, LENGTH)
    with unprotected():
        AuditEntry.objects.filter(number__range=(first, last)).delete()
    assert faults() == [("missing", first, last)]


def test_a_trail_that_was_cut_short_and_closed_up_is_found():
    entries = a_trail()
    with unprotected():
        AuditEntry.objects.filter(number__gt=4).delete()
    AuditHead.objects.update(number=4, digest=entries[3].digest)
    assert faults() == [("end", 0, 0)]
    with unprotected():
        AuditHead.objects.all().delete()
    assert faults() == [("end", 0, 0)]


def test_closing_the_gap_by_renumbering_is_found():
    a_trail()
    with unprotected():
        AuditEntry.objects.filter(number=3).delete()
        for number in (4, 5, 6):
            AuditEntry.objects.filter(number=number).update(number=number - 1)
    assert faults() == [("changed", 3, 5), ("missing", 6, 6)]


@pytest.mark.parametrize(("one", "other"), [(1, 2), (2, 5), (3, 4), (5, 6)])
def test_entries_that_changed_places_are_found(one, other):
    a_trail()
    with unprotected():
        for before, after in ((one, 99), (other, one), (99, other)):
            AuditEntry.objects.filter(number=before).update(number=after)
    assert ("changed", one) in [(kind, first) for kind, first, _ in faults()]


@pytest.mark.parametrize("number", [-3, 0, 7, 9])
def test_an_entry_that_was_put_in_is_found(number):
    copied = a_trail()[2]
    copied.number = number
    AuditEntry.objects.bulk_create([copied])
    assert faults()
    assert faults() == faults()


def test_any_single_thing_done_to_any_entry_is_found():
    """Random hands on a longer trail: each time one thing is done, found, and undone."""
    a_trail(length=30)
    chance = random.Random(20270314)
    with unprotected():
        for _ in range(120):
            number = chance.randint(1, 30)
            entry = AuditEntry.objects.get(number=number)
            column = chance.choice([*OTHER, "number", "gone"])
            if column == "gone":
                entry.delete()
            elif column == "number":
                AuditEntry.objects.filter(number=number).update(number=chance.choice([-1, 31, 50]))
            else:
                AuditEntry.objects.filter(number=number).update(**{column: OTHER[column](entry)})
            found = {fault.kind for fault in verify().faults} - {"unprotected"}
            assert found, (number, column)
            AuditEntry.objects.filter(number__in=(number, -1, 31, 50)).delete()
            entry.number = number
            entry.save(force_insert=True)
    assert faults() == []


@pytest.mark.parametrize(
    "change",
    [
        "number = 'x'",
        "number = 3.5",
        "at = 'soon'",
        "client_id = '7'",
        "details = '{'",
        "why = x'ff'",
    ],
)
def test_what_cannot_even_be_read_is_a_fault(change):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite keeps a value of another type")
    a_trail()
    with unprotected():
        run("PRAGMA ignore_check_constraints = ON")
        run(f"UPDATE {ENTRY} SET {change} WHERE number = 3")
        run("PRAGMA ignore_check_constraints = OFF")
    assert faults()


def test_a_trail_longer_than_one_batch_is_read_in_the_same_way(monkeypatch):
    monkeypatch.setattr(verification, "BATCH", 2)
    a_trail()
    seen: list[int] = []
    assert verify(progress=seen.append).faults == []
    assert seen == [2, 4, 6]
    with unprotected():
        AuditEntry.objects.filter(number=4).update(why="account")
    assert faults() == [("changed", 4, 4)]


def test_who_has_another_key_cannot_write_what_fits(settings):
    a_trail()
    right = settings.AUDIT_KEY
    settings.AUDIT_KEY = bytes(32)
    record("sign_in", staff=None, now=NOON, why="account")
    settings.AUDIT_KEY = right
    assert faults() == [("changed", 7, 7), ("end", 0, 0)]


def test_who_has_the_key_is_found_by_what_was_kept_elsewhere():
    """The chain alone cannot show this; that is why the last digest is kept elsewhere."""
    kept = verify_at = a_trail()[-1]
    with unprotected():
        entry = AuditEntry.objects.get(number=6)
        entry.why = "account"
        entry.digest = digest(entry, previous=AuditEntry.objects.get(number=5).digest)
        entry.save()
    head = AuditHead.objects.get()
    head.digest = entry.digest
    head.seal = seal(head)
    head.save()
    assert verify().faults == []
    (fault,) = verify(expected=(verify_at.number, kept.digest)).faults
    assert fault.kind == "kept"


def test_what_was_kept_is_found_again_as_the_trail_grows_and_not_in_an_old_copy():
    early = a_trail()[-1]
    record("sign_in", staff=None, now=NOON, why="account")
    late = AuditEntry.objects.get(number=7)
    assert verify(expected=(early.number, early.digest)).faults == []
    with unprotected():
        late.delete()
    head = AuditHead.objects.get()
    head.number, head.digest = early.number, early.digest
    head.seal = seal(head)
    head.save()
    assert [fault.kind for fault in verify(expected=(7, late.digest)).faults] == ["kept"]
