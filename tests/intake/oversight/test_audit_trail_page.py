"""Auditors read the trail, and nothing else: filtered, page by page, and as a file."""

import csv
import io
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from screening.access import (
    ADMINISTRATOR,
    ANALYST,
    AUDITOR,
    CLINICIAN,
    INTAKE,
)
from screening.audit.trail import record, record_each
from screening.audit.verification import verify
from screening.intake.oversight.queries import ON_A_PAGE
from screening.models import AuditEntry
from tests.intake.making import a_client
from tests.people import a_member, signed_in

pytestmark = pytest.mark.django_db

PAGE, FILE = "audit_trail", "audit_trail_csv"
NOON = datetime(2027, 3, 14, 12, tzinfo=UTC)


@pytest.fixture
def auditor():
    return signed_in(a_member(AUDITOR))


def read(browser, name=PAGE, **filters):
    return browser.get(reverse(name), filters, secure=True)


def rows(browser, **filters) -> list[list[str]]:
    """Download, and leave out the heading and what the reading itself wrote."""
    answer = read(browser, FILE, **filters)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode()
    return [row for row in csv.reader(io.StringIO(text)) if row[5] not in ("action", "audit_read")]


@pytest.mark.parametrize("name", [PAGE, FILE])
@pytest.mark.parametrize(
    ("role", "status"),
    [(AUDITOR, 200), (INTAKE, 403), (CLINICIAN, 403), (ANALYST, 403), (ADMINISTRATOR, 403)],
)
def test_only_auditors_may_read_it(role, status, name):
    answer = read(signed_in(a_member(role)), name)
    assert answer.status_code == status
    assert AuditEntry.objects.filter(action="audit_read").exists() == (status == 200)


@pytest.mark.parametrize("name", [PAGE, FILE])
def test_nobody_reads_it_without_signing_in(client, name):
    assert read(client, name).status_code == 302
    assert not AuditEntry.objects.filter(action="audit_read").exists()


def test_an_entry_is_shown_in_words_with_the_number_of_the_client_and_no_link_to_it(auditor):
    member, number = a_member(CLINICIAN), uuid4()
    record("client_read", staff=member, now=NOON, why="care", client_id=number)
    page = read(auditor).content.decode()
    for said in (
        member.username,
        "Clinician",
        "read the record of a client",
        "2027-03-14 12:00:00",
    ):
        assert said in page
    assert page.count(str(number)) == 1
    assert f"{number}/" not in page


def test_reading_is_entered_with_what_was_looked_for(auditor):
    number = uuid4()
    read(auditor, action="client_read", client=number, emergencies="1")
    entry = AuditEntry.objects.get(action="audit_read")
    assert (entry.role, entry.why, entry.client_id) == ("auditor", "oversight", number)
    assert entry.details == {"action": "client_read", "client": str(number), "emergencies": "1"}
    b"".join(read(auditor, FILE).streaming_content)
    assert AuditEntry.objects.filter(action="audit_read").last().details == {"file": True}
    assert verify().faults == []


def test_the_newest_entry_comes_first(auditor):
    for day in range(3):
        record("sign_in", staff=None, now=NOON + timedelta(days=day), why="account")
    numbers = [int(row[0]) for row in rows(auditor)]
    assert numbers == sorted(numbers, reverse=True)


@pytest.fixture
def some_entries():
    """Five entries, by object: who, when and what differ."""
    intake = a_member(INTAKE)
    other = a_member(CLINICIAN)
    day = timedelta(days=1)
    number = UUID(int=5)
    record("client_read", staff=intake, now=NOON, why="care", object_id="a", client_id=number)
    record("client_read", staff=other, now=NOON + day, why="care", object_id="b")
    record("disclosed", staff=other, now=NOON + day, why="emergency", object_id="c")
    record("opened_in_emergency", staff=intake, now=NOON + 2 * day, why="emergency", object_id="d")
    record("keys_rotated", staff=None, now=NOON + 3 * day, why="administration", object_id="e")
    return {"intake": intake.pk, "other": other.pk, "client": number}


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({}, "edcba"),
        ({"first": "2027-03-15"}, "edcb"),
        ({"last": "2027-03-15"}, "cba"),
        ({"first": "2027-03-15", "last": "2027-03-15"}, "cb"),
        ({"staff": "intake"}, "da"),
        ({"staff": "system"}, "e"),
        ({"action": "client_read"}, "ba"),
        ({"client": "client"}, "a"),
        ({"emergencies": "1"}, "dc"),
        ({"emergencies": "1", "staff": "other", "first": "2027-03-15"}, "c"),
        ({"first": "2028-01-01"}, ""),
    ],
)
def test_filters_leave_what_they_say(auditor, some_entries, filters, left):
    filters = {name: some_entries.get(value, value) for name, value in filters.items()}
    found = [row[10] for row in rows(auditor, **filters) if row[10]]
    assert "".join(found) == left
    page = read(auditor, **filters)
    shown = [line.number for line in page.context["lines"] if line.what != "read the audit trail"]
    kept = [entry for entry in AuditEntry.objects.filter(number__in=shown) if entry.object_id]
    assert "".join(entry.object_id for entry in sorted(kept, key=lambda e: -e.number)) == left


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("first", "soon"),
        ("first", "0001-01-01"),
        ("last", "9999-12-31"),
        ("last", "2027-02-30"),
        ("staff", "999999"),
        ("staff", "x"),
        ("action", "nothing"),
        ("emergencies", "x"),
        ("client", "7"),
        ("client", "Mary Example"),
    ],
)
@pytest.mark.parametrize("page", [PAGE, FILE])
def test_a_filter_that_makes_no_sense_is_said_beside_the_field(auditor, page, name, value):
    answer = read(auditor, page, **{name: value})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "<title>Error: Audit trail" in text
    assert f'href="#id_{name}"' in text
    assert f'id="id_{name}_error"' in text
    assert not AuditEntry.objects.filter(action="audit_read").exists()


def test_a_time_that_ends_before_it_begins_is_refused(auditor):
    answer = read(auditor, first="2027-03-15", last="2027-03-14")
    assert answer.status_code == 422
    assert "not before the first one" in answer.content.decode()


def numbers_on(page) -> list[int]:
    return [line.number for line in page.context["lines"]]


def test_pages_follow_each_other_both_ways_and_keep_the_filters(auditor):
    about = [(None, str(number)) for number in range(2 * ON_A_PAGE + 20)]
    entries = record_each("client_listed", staff=None, now=NOON, why="care", about=about)
    expected = [entry.number for entry in entries][::-1]
    seen, ways = [], []
    page = read(auditor, action="client_listed", staff="system")
    while True:
        seen += numbers_on(page)
        ways.append(page)
        assert "action=client_listed" in page.content.decode()
        older = page.context["page"].older
        if older is None:
            break
        assert f"action=client_listed&amp;before={older}" in page.content.decode().replace(
            "staff=system&amp;", ""
        )
        page = read(auditor, action="client_listed", staff="system", before=older)
    assert seen == expected
    assert [len(numbers_on(page)) for page in ways] == [ON_A_PAGE, ON_A_PAGE, 20]
    newer = ways[2].context["page"].newer
    back = read(auditor, action="client_listed", staff="system", after=newer)
    assert numbers_on(back) == numbers_on(ways[1])
    first = read(auditor, action="client_listed", staff="system", after=back.context["page"].newer)
    assert numbers_on(first) == numbers_on(ways[0])
    assert first.context["page"].newer is None


@pytest.mark.parametrize("place", ["", "x", "-1", "9" * 18, "9" * 40, "0", "٣"])
@pytest.mark.parametrize("name", ["before", "after"])
def test_a_place_that_is_not_there_breaks_nothing(auditor, name, place):
    assert read(auditor, **{name: place}).status_code == 200


def test_a_page_costs_the_same_in_a_long_trail(auditor, django_assert_max_num_queries):
    record_each("client_listed", staff=None, now=NOON, why="care", about=[(None, "")] * 3000)
    read(auditor)
    with django_assert_max_num_queries(16):
        read(auditor, before=1500)


def test_the_file_has_a_neutral_name_and_ends_with_what_was_there(auditor):
    record("sign_in", staff=None, now=NOON, why="account")
    answer = read(auditor, FILE)
    assert answer["Content-Disposition"] == 'attachment; filename="audit-trail.csv"'
    assert answer["Cache-Control"] == "no-store"
    # Written after the download was asked for and before it was read.
    record("sign_out", staff=None, now=NOON, why="account")
    text = b"".join(answer.streaming_content).decode()
    assert "sign_in" in text
    assert "sign_out" not in text


def test_a_file_of_many_entries_has_each_of_them_once(auditor):
    record_each("client_listed", staff=None, now=NOON, why="care", about=[(None, "")] * 1203)
    found = [row[0] for row in rows(auditor, action="client_listed")]
    assert len(found) == len(set(found)) == 1203


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2", "@sum", "\t=x"])
def test_no_cell_is_run_as_a_formula(auditor, name):
    member = a_member(CLINICIAN)
    member.username = name
    record("client_read", staff=member, now=NOON, why="care", details={"kind": name})
    (row,) = [row for row in rows(auditor) if row[5] == "client_read"]
    assert row[3].startswith("'")
    assert not [cell for cell in row if cell[:1] in "=+-@\t" and cell]


def test_what_others_call_themselves_is_text_on_the_page(auditor):
    member = a_member(CLINICIAN)
    member.username = "<script>alert(1)</script>"
    record("client_read", staff=member, now=NOON, why="care", details={"kind": "<b>"})
    page = read(auditor).content.decode()
    assert "<script>alert" not in page
    assert "<b>" not in page


def test_an_auditor_sees_nothing_about_a_client(auditor):
    member = a_member(INTAKE)
    a_client(member, reference="Marked-77", name="Marked Person", now=timezone.now())
    for answer in (read(auditor).content, b"".join(read(auditor, FILE).streaming_content)):
        assert b"arked" not in answer
