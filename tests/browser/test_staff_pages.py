"""Every staff page of a filled demonstration: axe, ids, headings, title, targets, width, text.

The pages come from the resolver, so that a new one is looked at without being named here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client as Browser
from django.utils import timezone
from playwright.sync_api import Page

from screening.access import ADMINISTRATOR, ANALYST, AUDITOR
from screening.management.demonstration import MEMBERS, fill
from screening.models import Client, StaffMember
from screening.signin.second_factor import TOTP
from tests.browser import faults
from tests.browser.steps import COOKIE
from tests.browser.test_every_page import look
from tests.intake.role_tables import BEFORE_SIGN_IN, NEEDS, WHO_MAY
from tests.intake.staff_pages import (
    Place,
    a_full_place,
    filled,
    handed_over,
    signed_in_just_now,
    staff_addresses,
)

pytestmark = pytest.mark.usefixtures("transactional_db")

LOOKS = [("light", 1280), ("dark", 320), ("forced", 768)]
FEWER = LOOKS[:2]
"""For a page that was looked at before, of another row."""

# A wide table scrolls in its own box. axe cannot tell the colours of what is scrolled away.
OPEN_TABLES = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(".table-box { overflow: visible !important }");
    document.adoptedStyleSheets.push(sheet);
}"""
CONTRAST = """async () => (await axe.run({
    runOnly: { type: "rule", values: ["color-contrast"] }, resultTypes: ["violations"],
    selectors: false, preload: false })).violations
    .flatMap(fault => fault.nodes.map(node => `color-contrast: ${node.html.slice(0, 160)}`))"""
NOT_FAULTS = ('<text class="chart-', '<th scope="col"', "<textarea")
"""axe cannot see what lies behind a text in an SVG; its colours are those of every page. The column
headings of a stacked table are there for screen readers alone. A text area scrolls by itself."""
STATES = ("finished", "urgent", "signed", "replaced", "draft")

NO_PAGE = {
    "account_logout", "audit_trail_csv", "instrument_file", "invitation_cancel",
    "invitation_renew", "mfa_authenticate", "plan_cancel", "screening_acknowledge",
    "screening_note", "screening_pdf", "screening_save", "screening_sign",
    "session", "staff_home", "staff_member_switch", "tablet_hand_over", "tablet_release",
    "tablet_sign_in",
    *(name for name in NEEDS if name.startswith("stats_") and name.endswith(("csv", "xlsx"))),
}  # fmt: skip
"""Addresses that only take something, lead on, or send a file. The second step has its own test."""

ENROLLING = {"mfa_activate_totp"}
"""A page for somebody who has no app for codes yet."""


@dataclass(frozen=True)
class Visitor:
    """Somebody with a browser, and the addresses that they look at."""

    cookies: Browser
    addresses: dict[str, list[str]]


@pytest.fixture
def cookies_left() -> set[str]:
    return {COOKIE, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


@pytest.fixture
def demonstration() -> Place:
    fill(now=timezone.now())
    people = {name: StaffMember.objects.get(username=name) for name in MEMBERS}
    nurse, clinician = people["demo-intake"], people["demo-clinician"]
    client = next(
        one for one in Client.everywhere.all()
        if one.site_id == nurse.site_id and one.screenings.count() > 3
    )  # fmt: skip
    return a_full_place("Invented", nurse, clinician, client)


def visitors(place: Place) -> Iterator[Visitor]:
    """Yield who looks at what: each page once, by somebody who may."""
    looked_at = NO_PAGE | ENROLLING
    people = (place.clinician, *StaffMember.objects.filter(role__in=(ADMINISTRATOR, AUDITOR)))
    entries = {str(entry.name): entry for _, entry in staff_addresses()}
    tablet = {name for name in entries if name.startswith("tablet")} - NO_PAGE
    yield Visitor(
        Browser(),
        {name: filled(entries[name], place, place.nurse) for name in BEFORE_SIGN_IN - NO_PAGE},
    )
    for member in people:
        mine = (
            {
                name
                for name, permission in NEEDS.items()
                if member.role in WHO_MAY[permission] and name in entries
            }
            - looked_at
            - tablet
        )
        looked_at |= mine
        cookies = signed_in_just_now(member)
        yield Visitor(
            cookies, {name: filled(entries[name], place, member, STATES) for name in sorted(mine)}
        )
    newcomer = StaffMember.objects.get(role=ANALYST)
    cookies = signed_in_just_now(newcomer)
    Authenticator.objects.filter(user=newcomer, type=TOTP).delete()
    yield Visitor(cookies, {name: filled(entries[name], place, newcomer) for name in ENROLLING})
    draft = place.screenings["draft"]
    yield Visitor(
        handed_over(place.nurse, draft),
        {name: filled(entries[name], place, place.nurse) for name in sorted(tablet)},
    )


def seat(page: Page, visitor: Visitor) -> None:
    page.context.clear_cookies()
    name = settings.SESSION_COOKIE_NAME
    if name in visitor.cookies.cookies:
        session = visitor.cookies.cookies[name].value
        page.context.add_cookies(
            [{"name": name, "value": session, "domain": "localhost", "path": "/", "secure": True}]
        )


def faults_of(page: Page, looks: list[tuple[str, int]]) -> list[str]:
    found = []
    for colours, width in looks:
        look(page, colours, width)
        seen = faults.found_by_axe(page, without=["color-contrast"])
        if width == 320:
            found += [f"{colours}, {width}: too wide: {fault}" for fault in faults.of_width(page)]
        page.evaluate(OPEN_TABLES)
        seen += page.evaluate(CONTRAST)
        page.evaluate("() => { document.adoptedStyleSheets = [] }")
        found += [f"{colours}, {width}: {fault}" for fault in seen]
    look(page, "light", 320)
    checks = (faults.of_ids, faults.of_headings, faults.of_the_title, faults.of_targets)
    for check in (*checks, faults.of_spread_text):
        found += [f"{check.__name__}: {fault}" for fault in check(page)]
    return [fault for fault in found if not any(one in fault for one in NOT_FAULTS)]


def test_every_staff_page_is_without_fault(open_page: Callable[..., Page], demonstration: Place):
    page = open_page()
    found: dict[str, list[str]] = {}
    opened: set[str] = set()
    for visitor in visitors(demonstration):
        seat(page, visitor)
        for name, addresses in visitor.addresses.items():
            for address in addresses:
                answer = page.goto(address)
                assert answer
                if answer.request.redirected_from or answer.status == 405:
                    continue
                assert answer.status == 200, (name, address, answer.status)
                if faulty := faults_of(page, FEWER if name in opened else LOOKS):
                    found[f"{name} {address}"] = faulty
                opened.add(name)
    seat(page, Visitor(Browser(), {}))
    assert not found, "\n".join(f"{at}:\n  " + "\n  ".join(one) for at, one in found.items())
    assert opened == {*NEEDS, *BEFORE_SIGN_IN} - NO_PAGE
    assert {*NEEDS, *BEFORE_SIGN_IN} >= NO_PAGE
