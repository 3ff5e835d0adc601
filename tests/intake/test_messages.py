"""Whatever is saved is said at the top of the next page: once, without a word about the client."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from screening.handoff import keeping
from screening.intake.consents.services import record_consent
from screening.intake.oversight.services import set_hold
from screening.pin import set_pin
from tests.intake.desk import Desk, Given
from tests.intake.making import EMERGENCY, a_screening, all_answers
from tests.intake.staff_pages import Place, a_place, handed_over
from tests.people import signed_in

pytestmark = pytest.mark.django_db

PIN = "193847"
_SAID = re.compile(r'<p class="message">(.*?)</p>', re.DOTALL)


@pytest.fixture
def own() -> Place:
    return a_place("Mark")


def said(page: HttpResponse) -> list[str]:
    """Return what a page says was done."""
    return [re.sub("<[^>]+>", "", found) for found in _SAID.findall(page.content.decode())]


def next_page(browser: Browser, answer: Any) -> HttpResponse:
    assert answer.status_code == 302
    shown: Any = browser.get(answer.headers["Location"], follow=True)
    return shown


def of(name: str, **row: str) -> Callable[[Place], str]:
    """Return a function that names an address of a row of a place."""

    def address(place: Place) -> str:
        rows = {**place.rows, "screening_id": place.screenings[row.get("one", "finished")].pk}
        return reverse(name, args=[rows[key] for key in row.get("key", "").split()])

    return address


TODAY = timezone.localdate
SCREENING = {"key": "screening_id"}

CASES: list[tuple[str, Callable[[Place], str], Callable[[Place], str] | None, Given, str]] = [
    ("nurse", of("client_new"), None, {"reference": "N-1"}, "The client is recorded."),
    ("nurse", of("client_edit", key="client_id"), None, {}, "The changes are saved."),
    ("nurse", of("consent_revoke", key="consent_id"), None, {}, "The consent is revoked."),
    (
        "nurse",
        of("plan_new", key="client_id"),
        None,
        {"due_on": (TODAY() + timedelta(days=9)).isoformat()},
        "The screening is planned.",
    ),
    (
        "nurse",
        of("due"),
        of("plan_cancel", key="planned_id"),
        {},
        "The planned screening is cancelled.",
    ),
    (
        "nurse",
        of("interview", one="draft", **SCREENING),
        None,
        {"then": "later"},
        "The draft is saved.",
    ),
    (
        "nurse",
        of("screening_discard", one="draft", **SCREENING),
        None,
        {},
        "The draft is deleted.",
    ),
    (
        "nurse",
        of("screening", **SCREENING),
        of("screening_note", **SCREENING),
        {"note": "Mark slept"},
        "The note is saved.",
    ),
    (
        "clinician",
        of("screening", **SCREENING),
        of("screening_sign", **SCREENING),
        {"note": "Mark slept"},
        "Saved and signed. The screening is locked.",
    ),
    (
        "nurse",
        of("screening", one="urgent", **SCREENING),
        of("screening_acknowledge", one="urgent", **SCREENING),
        {"action": "Mark went in"},
        "The emergency is acknowledged.",
    ),
    (
        "clinician",
        of("opening_review", key="opening_id"),
        None,
        {"outcome": "Mark was in need"},
        "The review is saved.",
    ),
    (
        "clinician",
        of("client_hold", key="client_id"),
        None,
        {"reason": "complaint"},
        "The record is on hold.",
    ),
]


@pytest.mark.parametrize(
    ("role", "start", "to", "given", "sentence"), CASES, ids=[case[-1] for case in CASES]
)
def test_what_was_done_is_said_once(own: Place, role, start, to, given, sentence):
    desk = Desk([], getattr(own, role))

    answer = desk.send(start(own), given, to=to(own) if to else "")

    shown = next_page(desk.browser, answer)
    assert said(shown) == [sentence]
    assert 'role="status"' in shown.content.decode()
    assert said(desk.get("/staff/queue/")) == []


def test_so_is_a_consent_and_the_end_of_a_hold(own: Place):
    now, today = timezone.now(), timezone.localdate()
    set_hold(staff=own.clinician, client_id=own.client.pk, on=True, reason="complaint", now=now)
    desk = Desk([], own.clinician)
    page = reverse("client_hold", args=[own.client.pk])
    ended = desk.send(page, {"reason": "over"})
    assert said(next_page(desk.browser, ended)) == ["The hold is over."]

    consented = desk.send(
        reverse("consent_new", args=[own.client.pk]),
        {
            "recipient": "Mark", "purpose": "Mark", "scope": ["screening"], "way": "paper",
            "signer": "client", "signed_on": today.isoformat(),
        },
    )  # fmt: skip
    assert said(next_page(desk.browser, consented)) == ["The consent is recorded."]


def test_who_acknowledges_an_emergency_is_told_of_those_that_wait(own: Place):
    first = own.screenings["urgent"]
    others = [a_screening(own.client, own.nurse, answers=EMERGENCY) for _ in range(2)]
    desk = Desk([], own.nurse)
    for one, more in zip([first, *others], ("2 more emergencies wait", "1 more", ""), strict=True):
        page, to = (reverse(name, args=[one.pk]) for name in ("screening", "screening_acknowledge"))
        shown = next_page(desk.browser, desk.send(page, {"action": "Rang"}, to=to))
        (sentence,) = said(shown)
        assert sentence.startswith("The emergency is acknowledged.")
        assert more in sentence
        link = f'<a href="{reverse("queue")}">See the queue</a>'
        assert (link in shown.content.decode()) == bool(more)


def test_a_code_and_a_tablet_that_is_taken_back(own: Place):
    now, today = timezone.now(), timezone.localdate()
    terms: dict[str, Any] = dict.fromkeys(("disclosed_by", "recipient", "purpose"), "Mark")
    record_consent(
        staff=own.nurse, client_id=own.client.pk, scope=["screening"], signed_by="Mark",
        signed_on=today, ends_on=today + timedelta(days=9), now=now, today=today, **terms,
    )  # fmt: skip
    code = keeping.keep(
        all_answers(), seed=b"seed", country="", language="en", taken_on=today, now=now
    )
    desk = Desk([], own.nurse)
    redeemed = desk.send(reverse("redeem", args=[own.client.pk]), {"code": code})
    assert said(next_page(desk.browser, redeemed)) == ["The answers behind the code are recorded."]

    set_pin(own.nurse, PIN)
    tablet = handed_over(own.nurse, own.screenings["draft"])
    back = tablet.post(reverse("tablet_release"), {"pin": PIN})
    assert said(next_page(tablet, back)) == ["You have the tablet back."]


def test_a_tablet_with_a_client_says_nothing_of_what_staff_did(own: Place):
    browser = signed_in(own.nurse)
    set_pin(own.nurse, PIN)
    done = Desk([], own.nurse)
    done.browser.cookies = browser.cookies
    done.send(reverse("client_new"), {"reference": "N-1"})
    browser.post(reverse("tablet_hand_over", args=[own.screenings["draft"].pk]))

    assert "recorded" not in browser.get(reverse("tablet")).content.decode()

    back = browser.post(reverse("tablet_release"), {"pin": PIN})
    assert said(next_page(browser, back)) == [
        "The client is recorded.",
        "You have the tablet back.",
    ]


def test_a_fault_is_no_success(own: Place):
    desk = Desk([], own.nurse)
    page = reverse("screening", args=[own.screenings["finished"].pk])
    to = reverse("screening_note", args=[own.screenings["finished"].pk])
    refused = desk.send(page, {"note": "x" * 8001}, to=to, status=422)
    assert said(refused) == []
    assert said(desk.get("/staff/queue/")) == []
