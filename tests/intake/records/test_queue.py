"""The queue: most urgent first, one site, and the same number of queries however long it is."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from screening.access import CLINICIAN, INTAKE
from screening.intake.clients.services import open_in_emergency
from tests.intake.making import (
    EMERGENCY,
    ROUTINE,
    SOON,
    TODAY,
    a_client,
    a_draft,
    a_screening,
    acknowledged,
    signed,
)
from tests.intake.records.pages import address, part, text_of, trail
from tests.people import a_member, signed_in

pytestmark = pytest.mark.django_db
QUEUE = "/staff/queue/"


def references(html: str) -> list[str]:
    """List the references in some HTML, in order, each once."""
    return list(dict.fromkeys(re.findall(r"\bR\d+\b", html)))


def test_the_most_urgent_stand_first_and_then_the_oldest(nurse):
    now = timezone.now()
    wanted = [("R1", TODAY, 30), ("R2", TODAY, 2), ("R3", SOON, 50), ("R4", ROUTINE, 90)]
    for reference, answers, hours in reversed(wanted):
        then = now - timedelta(hours=hours)
        a_screening(a_client(nurse, reference=reference), nurse, answers=answers, now=then)

    response = signed_in(nurse).get(QUEUE)

    assert references(part(response, "waiting")) == ["R1", "R2", "R3", "R4"]


def test_an_emergency_leads_to_its_page_until_it_is_acknowledged_and_signed(site, nurse):
    one = a_screening(a_client(nurse, reference="R1"), nurse, answers=EMERGENCY)
    browser = signed_in(nurse)

    response = browser.get(QUEUE)
    assert f'href="{address("screening", one)}"' in part(response, "emergencies")
    assert references(part(response, "waiting")) == []

    one = acknowledged(one, nurse)
    response = browser.get(QUEUE)
    assert references(part(response, "emergencies")) == []
    assert references(part(response, "waiting")) == ["R1"]

    signed(one, a_member(CLINICIAN, site))
    response = browser.get(QUEUE)
    assert references(part(response, "waiting")) == []
    assert references(part(response, "today")) == ["R1"]


def test_a_draft_with_a_sign_of_an_emergency_stands_with_the_emergencies(nurse):
    now = timezone.now()

    def ago(minutes):
        return now - timedelta(minutes=minutes)

    client = a_client(nurse, reference="R2")
    a_screening(client, nurse, answers=EMERGENCY, now=ago(50))
    client = a_client(nurse, reference="R1")
    draft = a_draft(client, nurse, answers=EMERGENCY, now=ago(90), way="tablet")
    a_draft(a_client(nurse, reference="R3"), nurse, answers={"wd_seizure": "mild"}, now=ago(20))
    a_draft(a_client(nurse, reference="R4"), nurse, answers={"now_seizure": "no"})

    response = signed_in(nurse).get(QUEUE)

    emergencies = part(response, "emergencies")
    assert references(emergencies) == ["R1", "R2", "R3"]
    assert emergencies.count("Not finished") == 2
    assert f'href="{address("interview", draft)}"' in emergencies
    assert references(part(response, "drafts")) == ["R4"]
    assert "3 open emergencies" in text_of(response)
    assert len(trail("client_listed")) == 4


def test_an_emergency_says_why_and_how_long_it_has_waited(nurse):
    then = timezone.now() - timedelta(minutes=40, seconds=5)
    answers = {"now_seizure": "yes", "now_overdose": "unsure"}
    a_screening(a_client(nurse), nurse, answers=answers, now=then)
    a_draft(a_client(nurse), nurse, answers={"now_heart": "yes"})

    first, second = part(signed_in(nurse).get(QUEUE), "emergencies").split("<li>")[1:]

    assert "A seizure (a fit); Took much more than usual" in first
    assert "for 40\N{NO-BREAK SPACE}minutes" in first
    assert "A very fast or uneven heartbeat" in second
    assert "just now" in second


def test_drafts_lead_to_their_interview(nurse):
    draft = a_draft(a_client(nurse, reference="R1"), nurse)

    drafts = part(signed_in(nurse).get(QUEUE), "drafts")

    assert references(drafts) == ["R1"]
    assert f'href="{address("interview", draft)}"' in drafts


def test_what_was_finished_before_today_is_not_of_today(nurse):
    then = timezone.now() - timedelta(days=2)
    a_screening(a_client(nurse, reference="R1"), nurse, now=then)

    assert references(part(signed_in(nurse).get(QUEUE), "today")) == []


def test_an_empty_queue_says_what_to_do(nurse):
    text = text_of(signed_in(nurse).get(QUEUE))

    assert "Nothing waits for a review." in text
    assert "To begin a screening, find the client." in text


def test_nobody_of_another_site_is_in_it(nurse):
    elsewhere = a_member(INTAKE)
    a_screening(a_client(elsewhere, reference="R1"), elsewhere, answers=EMERGENCY)
    a_draft(a_client(elsewhere, reference="R2"), elsewhere)

    response = signed_in(nurse).get(QUEUE)

    assert references(response.content.decode()) == []
    assert trail("client_listed") == []


def test_a_record_opened_in_an_emergency_stays_out_of_the_queue(nurse):
    elsewhere = a_member(INTAKE)
    client = a_client(elsewhere, reference="R1")
    a_screening(client, elsewhere, answers=EMERGENCY)
    now = timezone.now()
    open_in_emergency(staff=nurse, client=client, kind="record", reason="Seizure", now=now)

    assert references(signed_in(nurse).get(QUEUE).content.decode()) == []


def test_each_client_on_the_page_is_entered_in_the_trail_once(nurse):
    client = a_client(nurse)
    a_screening(client, nurse)
    a_draft(client, nurse)
    other = a_client(nurse)
    a_screening(other, nurse, answers=EMERGENCY)

    signed_in(nurse).get(QUEUE)

    assert sorted(trail("client_listed"), key=str) == sorted(
        [("client_listed", client.pk), ("client_listed", other.pk)], key=str
    )


def test_a_longer_queue_takes_no_more_queries(nurse):
    browser = signed_in(nurse)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            browser.get(QUEUE)
        return len(seen)

    def add() -> None:
        for answers in (EMERGENCY, TODAY):
            a_screening(a_client(nurse), nurse, answers=answers)
        a_draft(a_client(nurse), nurse)
        a_draft(a_client(nurse), nurse, answers=EMERGENCY)

    add()
    queries()
    few = queries()
    for _ in range(4):
        add()

    assert queries() == few
    assert few < 25


def test_a_long_list_is_cut_and_leads_to_the_rest(nurse, monkeypatch):
    monkeypatch.setattr("screening.intake.records.queries.LISTED", 2)
    for _ in range(3):
        a_screening(a_client(nurse), nurse, answers=TODAY)

    waiting = part(signed_in(nurse).get(QUEUE), "waiting")

    assert waiting.count("<tr>") == 1 + 2
    assert "See all 3" in waiting


def test_more_emergencies_than_are_shown_are_counted(nurse, monkeypatch):
    monkeypatch.setattr("screening.intake.records.queries.LISTED", 1)
    a_draft(a_client(nurse), nurse, answers=EMERGENCY)
    a_screening(a_client(nurse), nurse, answers=EMERGENCY)

    emergencies = part(signed_in(nurse).get(QUEUE), "emergencies")

    assert emergencies.count("<li>") == 1
    assert "There are 2, of which the oldest are here." in emergencies
