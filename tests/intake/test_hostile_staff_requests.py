"""Whatever somebody sends who is signed in: no fault of ours, and nothing sent back unescaped."""

from __future__ import annotations

import logging
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote_from_bytes, urlencode, urlsplit
from uuid import uuid4

import pytest
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import URLPattern, reverse

from screening.access import ADMINISTRATOR, AUDITOR, CLINICIAN
from screening.instrument.baclofen import CURRENT
from tests.hostile import NASTY
from tests.intake.desk import Page
from tests.intake.role_tables import BEFORE_SIGN_IN, NEEDS, WHO_MAY
from tests.intake.staff_pages import (
    Place,
    a_place,
    filled,
    handed_over,
    signed_in_just_now,
    staff_addresses,
)
from tests.people import a_member
from tests.test_hostile_requests import RAW_IN_HEADER, RAW_MARK

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

SEED = 20261122
EACH = {CLINICIAN: 7, ADMINISTRATOR: 30, AUDITOR: 30, "tablet": 40, "nobody": 40}
"""Requests to each address, and to one of a screening in each state, by who sends them."""

OTHER_METHODS = ["head", "put", "delete", "options", "patch"]
NUMBERS = [
    b"0",
    b"-1",
    b"1e9",
    b"9" * 9,
    b"9" * 19,
    b"9" * 5000,
    "٣".encode(),
    "²".encode(),
    b"1.5",
]
DAYS = [
    b"0001-01-01", b"9999-12-31", b"10000-01-01", b"0000-00-00", b"2026-02-30", b"2026-11-22",
    b"0001-01-01T00:00", b"9999-12-31T23:59", b"2026-11-22T99:99", b"2026-11-22T02:30",
]  # fmt: skip
WORDS = [
    b"A fit that does not end", b"yes", b"no", b"on", b"finish", b"later", b"settle", b"update",
    b"mine", b"theirs", b"hold", b"release", b"summary", b"csv", b"xlsx", b"fhir", b"interview",
    b"tablet", b"code", b"-when", b"tier", b"draft", b"abc", b"0000-0000-0000-00", b"client",
    b"representative", b"paper", b"over", b"{}", b"[]", b'{"id": 1}', b"/staff/",
    b"//evil.example/", b"https://evil.example/", b"page=abc", uuid4().hex.encode(),
    str(uuid4()).encode(),
]  # fmt: skip
NAMES = [
    "action", "acted_at", "after", "along", "authority", "back", "before", "birth_date", "client",
    "code", "confirmed", "consent", "credential", "disposition", "due_on", "edit", "first", "form",
    "from", "keep_mu_craving", "last", "lost", "name", "next", "note", "on", "outcome", "page",
    "pin", "reason", "recipient", "reference", "role", "scope", "show", "site", "sort", "staff",
    "state", "then", "tier", "to", "way",
]  # fmt: skip


@pytest.fixture
def own(settings: Any) -> Place:
    settings.TIME_ZONE = "Pacific/Auckland"  # where the first and last days of all end early
    return a_place("Mark")


@pytest.fixture
def exceptions() -> Iterator[list[str]]:
    """What became an error page."""
    caught: list[str] = []

    def catch(sender: object, **about: object) -> None:
        caught.append(repr(sys.exc_info()[1])[:200])

    got_request_exception.connect(catch)
    logging.disable(logging.CRITICAL)
    yield caught
    logging.disable(logging.NOTSET)
    got_request_exception.disconnect(catch)


class Attacker:
    """Somebody who is signed in and sends what they like; nothing of it stays."""

    def __init__(self, browser: Browser, chooser: random.Random) -> None:
        browser.raise_request_exception = False
        self.browser, self.chooser = browser, chooser
        self.cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
        self.statuses: Counter[int] = Counter()
        self.taken: dict[str, list[str]] = {}

    def ask(self, method: str, address: str, **sent: Any) -> HttpResponse:
        with transaction.atomic():
            answer: Any = self.browser.generic(method.upper(), address, **sent)
            if answer.streaming:
                answer.streaming_content = [b"".join(answer.streaming_content)]
            transaction.set_rollback(True)
        for name, value in self.cookies.items():
            self.browser.cookies[name] = value
        self.statuses[answer.status_code] += 1
        if answer.status_code == 405:
            taken = answer.headers["Allow"].lower().split(", ")
            self.taken[address] = [one for one in taken if one in ("get", "post")]
        return answer

    def forms(self, addresses: Iterable[str]) -> dict[str, dict[str, list[str]]]:
        """What the forms of these pages would send as they stand, by where they send it."""
        found = {}
        for address in addresses:
            answer = self.ask("get", address)
            if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
                for form in Page(answer).forms:
                    found[form.action or address] = form.sent
        return found

    def attack(self, address: str, honest: dict[str, list[str]]) -> tuple[str, HttpResponse]:
        """Send one thing. Out: what it was, and what came of it."""
        choose = self.chooser
        method = choose.choice(["get", "post"] if choose.random() < 0.9 else OTHER_METHODS)
        if address in self.taken and choose.random() < 0.9:
            method = choose.choice(self.taken[address])
        query = urlencode(self._fields({})) if choose.random() < 0.3 else ""
        if choose.random() < 0.05:
            address += quote_from_bytes(self._value())
        sent: dict[str, Any] = {"QUERY_STRING": query}
        if method != "get":
            sent["data"] = urlencode(self._fields(honest)).encode()
            sent["content_type"] = "application/x-www-form-urlencoded"
            if choose.random() < 0.1:
                sent["content_type"] = choose.choice(
                    ["application/json", "multipart/form-data", ""]
                )
            if choose.random() < 0.1:
                sent["headers"] = {"accept": "application/json"}
        return f"{method} {address} {str(sent)[:600]}", self.ask(method, address, **sent)

    def _fields(self, honest: dict[str, list[str]]) -> list[tuple[str, bytes]]:
        choose = self.chooser
        fields = [(name, one.encode()) for name, values in honest.items() for one in values]
        # Most of it stays as it is, so that the rest gets past the first look.
        known = [*honest, *NAMES]
        for _ in range(choose.choice([0, 1, 1, 2, 4])):
            name = choose.choice(known)
            if choose.random() < 0.7:
                fields = [pair for pair in fields if pair[0] != name]
            fields.append((name, self._value()))
        if choose.random() < 0.2:
            for question in choose.sample(CURRENT.questions, 4):
                codes = [option.code.encode() for option in question.options]
                fields.append((question.id, choose.choice([*codes, self._value()])))
        if choose.random() < 0.05:
            fields.append((self._value().decode("latin-1"), self._value()))
        return fields

    def _value(self) -> bytes:
        return self.chooser.choice(self.chooser.choice([NASTY, NUMBERS, DAYS, WORDS]))


def faults_of(answer: HttpResponse) -> list[str]:
    """Say what is wrong with an answer, in a few words each."""
    found = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    if "html" in answer.headers.get("Content-Type", "") and RAW_MARK.search(answer.content):
        found.append("sent back")
    found += [
        f"sent back in {n}" for n, value in answer.headers.items() if RAW_IN_HEADER.search(value)
    ]
    to = answer.headers.get("Location", "/")
    if any(urlsplit(to)[:2]) or to.startswith(("//", "/\\")):
        found.append("sends people elsewhere")
    return found


def wrong_rows(entry: URLPattern) -> list[str]:
    """Return the address with rows in it that are not there, if it has any."""
    names = entry.pattern.converters
    if not names:
        return []
    values = {"uuid": uuid4(), "int": 2**63, "str": "zq9'<b>", "slug": "nowhere"}
    kinds = {
        name: type(one).__name__.lower().removesuffix("converter") for name, one in names.items()
    }
    kinds = {name: kind.replace("string", "str") for name, kind in kinds.items()}
    return [reverse(str(entry.name), kwargs={name: values[kind] for name, kind in kinds.items()})]


def attacked(
    attacker: Attacker, aimed: dict[str, list[str]], each: int, exceptions: list[str]
) -> Iterator[str]:
    """Yield what went wrong at these addresses, which are given by name, and how."""
    forms = attacker.forms(address for addresses in aimed.values() for address in addresses)
    for name, addresses in aimed.items():
        for address in addresses:
            for _ in range(each):
                before = len(exceptions)
                what, answer = attacker.attack(address, forms.get(address, {}))
                for fault in faults_of(answer):
                    yield f"{name}: {fault} {exceptions[before:]}\n  {what}"


def assert_faultless(faults: Iterable[str]) -> None:
    first: dict[str, str] = {}
    for fault in faults:
        first.setdefault(fault.split("\n")[0], fault)
    assert not first, "\n".join(first.values())


@pytest.mark.parametrize("role", [CLINICIAN, ADMINISTRATOR, AUDITOR])
def test_hostile_requests_of_somebody_who_may_be_there(
    role: str, own: Place, exceptions: list[str]
):
    member = own.clinician if role == CLINICIAN else a_member(role)
    attacker = Attacker(signed_in_just_now(member), random.Random(SEED))
    states = ("finished", "draft", "urgent")
    aimed = {
        str(entry.name): filled(entry, own, member, states) + wrong_rows(entry)
        for _, entry in staff_addresses()
        if entry.name not in BEFORE_SIGN_IN and role in WHO_MAY[NEEDS[str(entry.name)]]
    }
    assert_faultless(attacked(attacker, aimed, EACH[role], exceptions))
    # They got far: into pages, past forms, to every kind of refusal.
    assert {200, 302, 404, 405, 422} <= set(attacker.statuses)
    assert sum(attacker.statuses.values()) > 500


def test_hostile_requests_of_a_tablet_and_of_nobody(own: Place, exceptions: list[str]):
    chooser = random.Random(SEED)
    tablet = Attacker(handed_over(own.nurse, own.screenings["draft"]), chooser)
    nobody = Attacker(Browser(headers={"host": "localhost"}), chooser)
    every = {
        str(entry.name): filled(entry, own, own.nurse, ("draft",)) + wrong_rows(entry)
        for _, entry in staff_addresses()
    }
    before = {name: every[name] for name in BEFORE_SIGN_IN}
    on_tablet = {name: aimed for name, aimed in every.items() if name.startswith("tablet")}
    assert_faultless(attacked(tablet, on_tablet, EACH["tablet"], exceptions))
    assert_faultless(attacked(nobody, before, EACH["nobody"], exceptions))
    assert tablet.statuses[302] > 20
    assert nobody.statuses[422] > 5


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"status": 500}, "status 500"),
        ({"content": b"<p>zq9<b>"}, "sent back"),
        ({"headers": {"Location": "//evil.example/"}}, "sends people elsewhere"),
        ({"headers": {"X": "/?zq9'\""}}, "sent back in X"),
    ],
)
def test_what_is_wrong_would_be_found(change: dict[str, Any], fault: str):
    assert faults_of(HttpResponse(b"zq9&lt;b>")) == []
    assert faults_of(HttpResponse(**change)) == [fault]
