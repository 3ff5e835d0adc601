"""Whoever reads statistics is entered in the audit trail, with what they asked for."""

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from screening.access import ANALYST
from screening.models import AuditEntry
from screening.stats import words
from screening.stats.contents import PAGES
from tests.people import a_member, signed_in
from tests.stats.published import QUARTER, count, publish

pytestmark = pytest.mark.django_db

ADDRESSES = [f"{page.view_name}{kind}" for page in PAGES.values() for kind in ("", "_csv", "_xlsx")]


@pytest.fixture
def analyst():
    return signed_in(a_member(ANALYST))


def read(browser, name="stats", **asked):
    return browser.get(reverse(name), asked)


def test_reading_is_in_the_audit_trail_with_what_was_asked(analyst):
    publish()
    read(analyst, "stats_what_if_csv", source="intake", period=QUARTER, age="65_plus")
    (entry,) = AuditEntry.objects.filter(action="statistics_read")
    change = entry.details.pop("change")
    assert change
    assert entry.why == "oversight"
    assert entry.details == {
        "page": "what-if",
        "source": "intake",
        "version": 1,
        "period": QUARTER,
        "filters": "age=65_plus",
        "file": "csv",
    }


@pytest.mark.parametrize(
    ("name", "used"),
    [
        ("stats", {"period": QUARTER, "filters": "age=65_plus"}),
        ("stats_trend", {"filters": "age=65_plus"}),
        ("stats_giving_up", {"period": QUARTER}),
    ],
)
def test_the_audit_trail_names_no_choice_that_a_page_leaves_aside(analyst, name, used):
    publish()
    read(analyst, name, period=QUARTER, age="65_plus")
    (entry,) = AuditEntry.objects.filter(action="statistics_read")
    assert {one: entry.details.get(one) for one in ("period", "filters")} == {
        "period": None,
        "filters": None,
        **used,
    }


def test_without_the_audit_trail_there_are_no_numbers(analyst):
    publish()
    analyst.raise_request_exception = False

    def broken(execute, sql, *others):
        if 'INSERT INTO "screening_auditentry"' in sql:
            raise DatabaseError("no trail")
        return execute(sql, *others)

    number = words.count(count("all", "self_check"))
    assert number in read(analyst).text
    for name in ADDRESSES:
        with connection.execute_wrapper(broken):
            answer = read(analyst, name)
        assert answer.status_code == 500
        assert number not in answer.text
