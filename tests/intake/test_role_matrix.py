"""Every staff address, tried by every role, by people of another site, and by nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import URLPattern, reverse
from django.utils import timezone

from screening.access import CLINICIAN, INTAKE, ROLES, Permission
from screening.intake.clients.services import open_in_emergency
from screening.models import StaffMember
from tests.intake.role_tables import (
    BEFORE_SIGN_IN,
    NEEDS,
    OF_ONE_CLIENT,
    OWN_SITE_ONLY,
    WHO_MAY,
)
from tests.intake.staff_pages import (
    Place,
    a_place,
    filled,
    handed_over,
    signed_in_just_now,
    staff_addresses,
)
from tests.people import a_member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

STATES = ("finished", "draft", "signed")
MARKS = {"own": "Ownmarkzq", "other": "Othermarkzq"}


@pytest.fixture
def own() -> Place:
    return a_place(MARKS["own"])


@pytest.fixture
def other() -> Place:
    return a_place(MARKS["other"])


def behind_sign_in() -> list[URLPattern]:
    return [entry for _, entry in staff_addresses() if entry.name not in BEFORE_SIGN_IN]


def of_one_client(entry: URLPattern) -> bool:
    return bool(OF_ONE_CLIENT & set(entry.pattern.converters))


def what_came(answer: HttpResponse) -> str:
    to = answer.headers.get("Location", "")
    if answer.status_code == 302 and to.startswith(reverse("account_login")):
        return "sign in"
    return {403: "refused", 404: "nothing there", 405: "no such method"}.get(
        answer.status_code, "let in"
    )


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def tried(
    browser: Browser,
    entry: URLPattern,
    place: Place,
    visitor: StaffMember,
    *,
    states: tuple[str, ...] = ("finished",),
) -> Iterator[tuple[str, HttpResponse]]:
    """Get and post to every filling of an address, each as if nothing had been done before."""
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    for address in filled(entry, place, visitor, states):
        for method in ("get", "post"):
            with transaction.atomic():
                answer = getattr(browser, method)(address)
                body = content_of(answer)
                transaction.set_rollback(True)
            for name, value in cookies.items():
                browser.cookies[name] = value
            assert answer.status_code < 500, address
            answer.headers["X-Body"] = body.decode("latin-1").replace("\n", " ").replace("\r", " ")
            yield f"{method} {entry.name}", answer


def shown(answer: HttpResponse) -> str:
    return answer.headers["X-Body"]


def test_each_address_needs_what_the_table_says():
    found = {
        str(entry.name): getattr(entry.callback, "permission", None) for entry in behind_sign_in()
    }
    assert found == NEEDS
    assert set(WHO_MAY) == set(Permission)
    assert set().union(*WHO_MAY.values()) == set(ROLES)


def test_what_is_open_before_the_sign_in_asks_for_no_permission():
    before = {
        str(entry.name)
        for _, entry in staff_addresses()
        if not getattr(entry.callback, "login_required", True)
    }
    assert before == BEFORE_SIGN_IN


@pytest.mark.parametrize("role", [*ROLES, "", "superuser"])
def test_a_role_comes_in_where_it_may_and_nowhere_else(role: str, own: Place, other: Place):
    member = {INTAKE: own.nurse, CLINICIAN: own.clinician}.get(role) or a_member(role)
    browser = signed_in_just_now(member)
    faults: list[str] = []
    for entry in behind_sign_in():
        may = role in WHO_MAY[NEEDS[str(entry.name)]]
        came: dict[str, set[str]] = defaultdict(set)
        for what, answer in tried(
            browser, entry, own, member, states=STATES if may else STATES[:1]
        ):
            came[what.split()[0]].add(what_came(answer))
            no_store = "no-store" in answer.headers.get("Cache-Control", "")
            if what_came(answer) == "let in" and answer.status_code != 302 and not no_store:
                faults.append(f"{what} may be kept in a cache")
            if MARKS["other"] in shown(answer):
                faults.append(f"{what} shows a client of another site")
            if MARKS["own"] in shown(answer) and role not in (INTAKE, CLINICIAN):
                faults.append(f"{what} shows a client")
        allowed = {"let in", "no such method"} if may else {"refused"}
        everything = came["get"] | came["post"]
        if not everything <= allowed or (may and "let in" not in everything):
            faults.append(f"{entry.name}: {dict(came)}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", [INTAKE, CLINICIAN])
def test_somebody_of_another_site_finds_nothing_of_this_one(role: str, own: Place, other: Place):
    member = other.nurse if role == INTAKE else other.clinician
    browser = signed_in_just_now(member)
    faults: list[str] = []
    reached = 0
    for entry in behind_sign_in():
        came = set()
        for what, answer in tried(browser, entry, own, member, states=STATES):
            came.add(what_came(answer))
            if MARKS["own"] in shown(answer):
                faults.append(f"{what} shows a client of another site")
        if of_one_client(entry) and role in WHO_MAY[NEEDS[str(entry.name)]]:
            reached += 1
            if "nothing there" not in came or not came <= {"nothing there", "no such method"}:
                faults.append(f"{entry.name}: {came}")
    assert not faults, "\n".join(faults)
    assert reached > 20


def test_an_opening_in_an_emergency_opens_the_record_and_not_what_its_site_decides(
    own: Place, other: Place
):
    member = other.clinician
    open_in_emergency(
        staff=member, client=own.client, kind="record", reason="A fit", now=timezone.now()
    )
    browser = signed_in_just_now(member)
    for entry in filter(of_one_client, behind_sign_in()):
        came = {what_came(answer) for _, answer in tried(browser, entry, own, member)}
        expected = "nothing there" if entry.name in OWN_SITE_ONLY else "let in"
        assert expected in came, entry.name
        assert came <= {expected, "no such method"}, entry.name


def test_a_tablet_that_was_handed_over_for_a_client_of_another_site_shows_nothing(
    own: Place, other: Place
):
    browser = handed_over(other.nurse, own.screenings["draft"])
    for entry in behind_sign_in():
        for what, answer in tried(browser, entry, own, other.nurse):
            assert answer.status_code == 302 or str(entry.name).startswith("tablet"), what
            assert MARKS["own"] not in shown(answer), what


def test_a_tablet_that_was_handed_over_shows_nothing_of_the_staff_side(own: Place):
    browser = handed_over(own.nurse, own.screenings["draft"])
    for entry in behind_sign_in():
        for what, answer in tried(browser, entry, own, own.nurse):
            assert MARKS["own"] not in shown(answer), what
            if str(entry.name).startswith("tablet") and entry.name != "tablet_hand_over":
                continue
            to = answer.headers.get("Location")
            assert to == reverse("tablet") or what_came(answer) == "no such method", what


def test_nobody_is_led_to_the_sign_in(own: Place):
    nobody = Browser(headers={"host": "localhost"})
    for entry in behind_sign_in():
        for what, answer in tried(nobody, entry, own, own.nurse):
            assert what_came(answer) == "sign in", what


def test_who_is_switched_off_is_led_to_the_sign_in(own: Place):
    browser = signed_in_just_now(own.clinician)
    StaffMember.objects.filter(pk=own.clinician.pk).update(is_active=False)
    for entry in behind_sign_in():
        for what, answer in tried(browser, entry, own, own.clinician):
            assert what_came(answer) == "sign in", what


@pytest.mark.parametrize("role", [INTAKE, CLINICIAN])
def test_who_sees_clients_but_has_no_site_sees_none(role: str, own: Place):
    member = a_member(role, own.site)
    member.site = None
    member.save()
    browser = signed_in(member)
    for entry in behind_sign_in():
        for what, answer in tried(browser, entry, own, member):
            assert what_came(answer) == "refused", what


def test_the_pages_before_the_sign_in_show_nothing(own: Place):
    nobody = Browser(headers={"host": "localhost"})
    for _, entry in staff_addresses():
        if entry.name in BEFORE_SIGN_IN:
            for what, answer in tried(nobody, entry, own, own.nurse):
                assert MARKS["own"] not in shown(answer), what
                assert "no-store" in answer.headers["Cache-Control"], what
