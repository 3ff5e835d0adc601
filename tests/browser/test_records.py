"""From the queue to a signature: an emergency is acknowledged, noted, signed, seen over time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from screening.access import CLINICIAN, INTAKE
from screening.intake.records import services
from screening.models import Client, StaffMember
from tests.browser import faults
from tests.intake.making import (
    EMERGENCY,
    SOON,
    TODAY,
    a_client,
    a_correction,
    a_disposition,
    a_draft,
    a_screening,
    signed,
)
from tests.people import a_member, a_site, signed_in

LOOKS = [("light", 1280), ("dark", 768), ("light", 320)]


@dataclass(frozen=True)
class Ward:
    """A site with somebody of each role, and a client who was screened before."""

    nurse: StaffMember
    clinician: StaffMember
    client: Client


@pytest.fixture
def ward(live_server) -> Ward:
    site = a_site("North")
    nurse, clinician = a_member(INTAKE, site), a_member(CLINICIAN, site)
    client = a_client(nurse, reference="N-1042")
    now = timezone.now()
    for days, answers in ((60, SOON), (30, TODAY)):
        then = now - timedelta(days=days)
        signed(a_screening(client, nurse, answers=answers, now=then), clinician)
    a_disposition("Admitted")
    a_draft(a_client(nurse), nurse)
    services.plan(
        staff=nurse, client=client, due_on=timezone.localdate() + timedelta(days=7), now=now
    )
    return Ward(nurse, clinician, client)


@pytest.fixture
def desk(open_page: Callable[..., Page]) -> Iterator[Callable[[StaffMember], Page]]:
    """Seat somebody at a page at which they are signed in."""
    page = open_page()

    def seat(member: StaffMember) -> Page:
        name = settings.SESSION_COOKIE_NAME
        place = {"domain": "localhost", "path": "/", "secure": True}
        session = signed_in(member).cookies[name].value
        page.context.add_cookies([{"name": name, "value": session, **place}])
        return page

    yield seat
    page.context.clear_cookies()


def assert_without_fault(page: Page) -> None:
    """Look for faults in light and dark, wide and narrow, and in text that is spread."""
    found = []
    for colours, width in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=colours)
        # axe cannot see what lies behind a text in an SVG; its colours are those of every page.
        seen = [fault for fault in faults.found_by_axe(page) if '<text class="chart-' not in fault]
        found += [f"{colours}, {width}: {fault}" for fault in seen]
        found += [f"{width}: {fault}" for fault in faults.of_width(page)]
    checks = (faults.of_ids, faults.of_headings, faults.of_the_title, faults.of_targets)
    found += [fault for check in checks for fault in check(page)]
    page.set_viewport_size({"width": 1280, "height": 800})
    assert not found, f"{page.url}\n" + "\n".join(found)


def go_to(page: Page, role: str, name: str) -> None:
    """Go to something by Tab alone."""
    aim = page.get_by_role(role, name=name, exact=True)
    aim.wait_for()
    for _ in range(80):
        page.keyboard.press("Tab")
        if aim.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{name} cannot be reached")


def test_an_emergency_goes_from_the_queue_to_a_signature_by_keyboard(ward, desk):
    a_screening(ward.client, ward.nurse, answers={**EMERGENCY, "mu_craving": "daily"})
    page = desk(ward.nurse)
    page.goto("/staff/queue/")
    assert_without_fault(page)
    go_to(page, "link", "Acknowledge N-1042")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Screening of N-1042")
    assert_without_fault(page)

    go_to(page, "button", "Acknowledge")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Enter what was done")
    assert_without_fault(page)
    go_to(page, "textbox", "What was done")
    page.keyboard.type("Called an ambulance")
    go_to(page, "button", "Acknowledge")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Called an ambulance")).to_be_visible()
    go_to(page, "textbox", "Note")
    page.keyboard.type("With the ambulance")
    page.get_by_label("What was decided").select_option("Admitted")
    go_to(page, "button", "Save")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Waits for a clinician to sign it.")).to_be_visible()

    desk(ward.clinician).reload()
    go_to(page, "button", "Sign")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Signed by {ward.clinician.username}")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    assert_without_fault(page)


@pytest.mark.parametrize(
    "address",
    [
        "queue/",
        "screenings/",
        "screenings/?tier=emergency",
        "screenings/?first=2027-03-02&last=2027-03-01",
        "due/",
    ],
)
def test_lists_are_without_fault(ward, desk, address):
    page = desk(ward.nurse)
    page.goto(f"/staff/{address}")

    assert_without_fault(page)


def test_the_pages_of_a_client_are_without_fault(ward, desk):
    page = desk(ward.nurse)
    for address in ("over-time/", "plans/new/"):
        page.goto(f"/staff/clients/{ward.client.pk}/{address}")
        assert_without_fault(page)


def test_what_stays_in_view_never_lies_over_the_answers(ward, desk):
    one = a_screening(ward.client, ward.nurse, answers=SOON)
    page = desk(ward.nurse)
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.goto(f"/staff/screenings/{one.pk}/")

    page.locator("#told").scroll_into_view_if_needed()

    above, below = (
        page.locator(name).bounding_box() for name in (".screening-desk", ".screening-answers")
    )
    assert above["y"] + above["height"] <= below["y"]


def test_a_replaced_version_and_its_print(ward, desk):
    old = a_screening(ward.client, ward.nurse, answers=SOON)
    a_correction(old, ward.nurse, answers={"mu_craving": "daily"})
    page = desk(ward.nurse)
    page.goto(f"/staff/screenings/{old.pk}/")
    assert_without_fault(page)

    page.goto(f"/staff/screenings/{old.pk}/print/")
    assert_without_fault(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.get_by_text("Replaced.")).to_be_visible()
    expect(page.locator(".told h3").first).to_be_visible()
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(255, 255, 255)"
