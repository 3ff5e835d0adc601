"""The list of screenings: filters and order stand in the address, and nothing of a client does."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from screening.access import CLINICIAN, INTAKE
from screening.intake.clients.services import open_in_emergency
from screening.intake.screenings import services
from tests.intake.making import (
    EMERGENCY,
    ROUTINE,
    SOON,
    TODAY,
    a_client,
    a_draft,
    a_screening,
    signed,
)
from tests.intake.records.pages import text_of, trail
from tests.people import a_member, signed_in

pytestmark = pytest.mark.django_db
LIST = "/staff/screenings/"


@pytest.fixture
def five(site, nurse):
    """Make an emergency, one of each tier by other ways and days, and a draft."""
    clinician = a_member(CLINICIAN, site)
    now = timezone.now()

    def made(reference, answers, days, way):
        client = a_client(nurse, reference=reference)
        return a_screening(client, nurse, answers=answers, way=way, now=now - timedelta(days=days))

    made("R1", EMERGENCY, 0, "interview")
    made("R2", TODAY, 1, "tablet")
    signed(made("R3", SOON, 5, "interview"), clinician)
    made("R4", ROUTINE, 40, "tablet")
    a_draft(a_client(nurse, reference="R5"), nurse, now=now - timedelta(days=3))
    return now


def found(response) -> list[str]:
    """List the references on the page in order."""
    return re.findall(r"/\">(R\d+)</a>", response.content.decode())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["R1", "R2", "R5", "R3", "R4"]),
        ("tier=today", ["R2"]),
        ("state=signed", ["R3"]),
        ("state=draft", ["R5"]),
        ("way=tablet", ["R2", "R4"]),
        ("way=tablet&tier=routine", ["R4"]),
        ("sort=when", ["R4", "R3", "R5", "R2", "R1"]),
        ("sort=tier", ["R1", "R2", "R3", "R4", "R5"]),
        ("sort=-tier", ["R5", "R4", "R3", "R2", "R1"]),
        ("sort=state", ["R5", "R1", "R2", "R4", "R3"]),
        ("sort=-state", ["R3", "R1", "R2", "R4", "R5"]),
        ("way=code", []),
    ],
)
def test_filters_and_orders(nurse, five, query, expected):
    response = signed_in(nurse).get(f"{LIST}?{query}")

    assert response.status_code == 200
    assert found(response) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(5, None, ["R1", "R2", "R5", "R3"]), (None, 5, ["R3", "R4"]), (5, 1, ["R2", "R5", "R3"])],
)
def test_days_are_whole_and_count_from_their_first_to_their_last(
    nurse, five, first, last, expected
):
    today = timezone.localdate(five)
    days = {"first": first, "last": last}
    query = {k: str(today - timedelta(days=v)) for k, v in days.items() if v is not None}

    assert found(signed_in(nurse).get(LIST, query)) == expected


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("first=2027-02-30", "Enter the day as a real date"),
        ("first=yesterday", "Enter the day as a real date"),
        ("first=2027-03-02&last=2027-03-01", "Enter a day that is not before the first one"),
    ],
)
def test_what_cannot_be_a_filter_is_said_and_nothing_is_listed(nurse, five, query, message):
    response = signed_in(nurse).get(f"{LIST}?{query}")

    assert response.status_code == 422
    assert text_of(response).count(message) == 2
    assert "<title>Error:" in response.content.decode()
    assert found(response) == []


@pytest.mark.parametrize("query", ["tier=x", "state=x", "way=x", "sort=x", "site=x", "site=99999"])
def test_codes_that_there_are_not_are_refused(nurse, five, query):
    assert signed_in(nurse).get(f"{LIST}?{query}").status_code == 422


@pytest.mark.parametrize(
    ("query", "column", "order", "next_sort"),
    [
        ("", "When", "descending", "sort=when"),
        ("sort=when", "When", "ascending", "sort=-when"),
        ("sort=tier", "Tier", "ascending", "sort=-tier"),
        ("sort=-tier", "Tier", "descending", "sort=tier"),
    ],
)
def test_a_heading_says_the_order_and_leads_to_the_other_one(
    nurse, five, query, column, order, next_sort
):
    html = signed_in(nurse).get(f"{LIST}?{query}&way=tablet").content.decode()

    (heading,) = re.findall(r'<th scope="col" aria-sort="(\w+)"><a[^>]*href="([^"]*)">(\w+)', html)
    assert heading == (order, f"?way=tablet&amp;{next_sort}", column)


def test_a_draft_with_a_sign_of_an_emergency_is_marked(nurse):
    browser = signed_in(nurse)
    a_draft(a_client(nurse), nurse, answers={"now_seizure": "no"})
    assert "Emergency sign" not in text_of(browser.get(LIST))

    a_draft(a_client(nurse), nurse, answers=EMERGENCY)

    assert "Emergency sign, not finished" in text_of(browser.get(LIST))


def test_pages_keep_the_filters_in_their_addresses(nurse, monkeypatch):
    monkeypatch.setattr("screening.intake.records.views.listing.LISTED", 2)
    for _ in range(5):
        a_screening(a_client(nurse, reference=""), nurse, way="tablet")
    browser = signed_in(nurse)

    html = browser.get(f"{LIST}?way=tablet&page=2").content.decode()

    assert 'href="?way=tablet&amp;page=1"' in html
    assert 'href="?way=tablet&amp;page=3"' in html
    assert browser.get(f"{LIST}?way=tablet&page=99").status_code == 200


def test_each_client_shown_is_in_the_trail_and_no_other(nurse, five):
    signed_in(nurse).get(f"{LIST}?tier=today")

    assert len(trail("client_listed")) == 1


def test_another_site_shows_only_while_its_record_is_open(nurse):
    elsewhere = a_member(INTAKE)
    client = a_client(elsewhere, reference="R9")
    a_screening(client, elsewhere)
    browser = signed_in(nurse)
    assert found(browser.get(LIST)) == []

    now = timezone.now()
    open_in_emergency(staff=nurse, client=client, kind="record", reason="Seizure", now=now)

    response = browser.get(LIST)
    assert found(response) == ["R9"]
    assert elsewhere.site.name in text_of(response)
    assert found(browser.get(f"{LIST}?site={nurse.site_id}")) == []


def test_a_longer_list_takes_no_more_queries(nurse):
    browser = signed_in(nurse)
    elsewhere = a_member(INTAKE)
    opened = a_client(elsewhere)
    now = timezone.now()
    open_in_emergency(staff=nurse, client=opened, kind="record", reason="Seizure", now=now)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            browser.get(LIST)
        return len(seen)

    def add() -> None:
        one = a_screening(a_client(nurse), nurse)
        services.correct(staff=nurse, screening_id=one.pk, reason="A slip", now=now)
        a_screening(opened, elsewhere)
        a_draft(a_client(nurse), nurse, answers=EMERGENCY)

    add()
    queries()
    few = queries()
    for _ in range(5):
        add()

    assert queries() == few


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "Nobody has been screened here yet."), ("tier=soon", "No screening fits these filters.")],
)
def test_an_empty_list_says_what_to_do(nurse, query, words):
    assert words in text_of(signed_in(nurse).get(f"{LIST}?{query}"))
