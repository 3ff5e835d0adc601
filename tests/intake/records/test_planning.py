"""Planned screenings: a list of what is due, which finishing a screening clears."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from screening.access import INTAKE
from screening.intake.records import services
from tests.intake.making import SOON, a_client, a_correction, a_screening
from tests.intake.records.pages import text_of, trail
from tests.people import a_member, a_site, signed_in

pytestmark = pytest.mark.django_db
DUE = "/staff/due/"


@pytest.fixture
def nurse():
    return a_member(INTAKE, a_site())


def plan(nurse, days, reference=""):
    now = timezone.now()
    client = a_client(nurse, reference=reference) if isinstance(reference, str) else reference
    due_on = timezone.localdate(now) + timedelta(days=days)
    return services.plan(staff=nurse, client=client, due_on=due_on, now=now)


def test_the_most_overdue_stands_first(nurse):
    for reference, days in (("R1", 0), ("R2", 3), ("R3", -2), ("R4", -1)):
        plan(nurse, days, reference)

    response = signed_in(nurse).get(DUE)

    assert re.findall(r"\">(R\d)</a>", response.content.decode()) == ["R3", "R4", "R1", "R2"]
    text = text_of(response)
    for words in ("2 days overdue", "1 day overdue", "today", "in 3 days"):
        assert words in text
    assert len(trail("client_listed")) == 4


def test_nobody_of_another_site_is_due_here(nurse):
    plan(a_member(INTAKE), 0, "R1")

    text = text_of(signed_in(nurse).get(DUE))

    assert "R1" not in text
    assert "No screening is planned." in text


def test_planning_from_the_page_of_a_client(nurse):
    client = a_client(nurse, reference="R1")
    browser = signed_in(nurse)
    today = timezone.localdate()

    response = browser.post(reverse("plan_new", args=[client.pk]), {"due_on": str(today)})

    assert (response.status_code, response["Location"]) == (302, DUE)
    assert "R1" in text_of(browser.get(DUE))
    assert trail("screening_planned") == [("screening_planned", client.pk)]


@pytest.mark.parametrize(("when", "days"), [("1", 7), ("2", 14), ("4", 28), ("13", 91)])
def test_a_day_some_weeks_from_now_is_one_choice(nurse, when, days):
    client = a_client(nurse)
    browser = signed_in(nurse)
    due_on = timezone.localdate() + timedelta(days=days)
    page = reverse("plan_new", args=[client.pk])
    assert f"{due_on:%A} {due_on.day} {due_on:%B}" in text_of(browser.get(page))

    assert browser.post(page, {"when": when, "due_on": ""}).status_code == 302

    assert client.planned.get().due_on == due_on


@pytest.mark.parametrize(
    ("when", "days", "message"),
    [
        ("", None, "Select when, or enter another day"),
        ("another", None, "Enter the day"),
        ("3", None, "Select when from the list"),
        ("2", 5, "Select “On another day”, or empty the day below"),
        ("", -1, "Enter a day that is not in the past"),
        ("another", -1, "Enter a day that is not in the past"),
        ("another", 6 * 366, "Enter a day within the next 5 years"),
    ],
)
def test_a_day_that_cannot_be_is_refused(nurse, when, days, message):
    client = a_client(nurse)
    day = "" if days is None else str(timezone.localdate() + timedelta(days=days))

    response = signed_in(nurse).post(
        reverse("plan_new", args=[client.pk]), {"when": when, "due_on": day}
    )

    assert response.status_code == 422
    assert text_of(response).count(message) == 2
    assert f'value="{day}"' in response.content.decode() or not day
    assert trail("screening_planned") == []


def test_a_cancelled_plan_is_gone_and_twice_is_once(nurse):
    planned = plan(nurse, 1, "R1")
    browser = signed_in(nurse)
    address = reverse("plan_cancel", args=[planned.pk])

    assert browser.post(address).status_code == 302
    assert browser.post(address).status_code == 302

    assert "R1" not in text_of(browser.get(DUE))
    assert len(trail("plan_changed")) == 1


def test_another_site_cancels_nothing(nurse):
    planned = plan(nurse, 1)
    browser = signed_in(a_member(INTAKE))

    assert browser.post(reverse("plan_cancel", args=[planned.pk])).status_code == 404
    planned.refresh_from_db()
    assert planned.cancelled_at is None


@pytest.mark.parametrize(("days", "is_done"), [(-1, True), (0, True), (1, False)])
def test_a_screening_does_what_was_planned_up_to_its_day(nurse, days, is_done):
    client = a_client(nurse)
    planned, of_another = plan(nurse, days, client), plan(nurse, days)

    a_screening(client, nurse)

    planned.refresh_from_db()
    of_another.refresh_from_db()
    assert (planned.done_at is not None) is is_done
    assert of_another.done_at is None


def test_a_correction_does_nothing_that_was_planned(nurse):
    client = a_client(nurse)
    one = a_screening(client, nurse, answers=SOON)
    planned = plan(nurse, 0, client)

    a_correction(one, nurse, answers={"mu_craving": "daily"})

    planned.refresh_from_db()
    assert planned.done_at is None
