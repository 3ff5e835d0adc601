"""From the queue to a signature: an emergency is acknowledged, noted, signed, seen over time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from screening.access import CLINICIAN, INTAKE
from screening.intake.records import services
from screening.models import Client, StaffMember
from tests.browser.staff import assert_without_fault, go_to, sit_down
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
from tests.people import a_member, a_site


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
        sit_down(page, member)
        return page

    yield seat
    page.context.clear_cookies()


def test_an_emergency_goes_from_the_queue_to_a_signature_by_keyboard(ward, desk):
    a_screening(ward.client, ward.nurse, answers={**EMERGENCY, "mu_craving": "daily"})
    a_draft(a_client(ward.nurse), ward.nurse, answers=EMERGENCY)
    page = desk(ward.nurse)
    page.goto("/staff/queue/")
    assert_without_fault(page)
    go_to(page, "link", "Acknowledge N-1042", exact=True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Screening of N-1042")
    assert_without_fault(page)

    go_to(page, "button", "Acknowledge", exact=True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Enter what was done")
    assert_without_fault(page)
    go_to(page, "textbox", "What was done", exact=True)
    page.keyboard.type("Called an ambulance")
    go_to(page, "button", "Acknowledge", exact=True)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Called an ambulance")).to_be_visible()
    go_to(page, "textbox", "Note", exact=True)
    page.keyboard.type("With the ambulance")
    page.get_by_label("What was decided").select_option("Admitted")
    go_to(page, "button", "Save", exact=True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("The note is saved.")
    expect(page.get_by_text("Waits for a clinician to sign it.")).to_be_visible()
    assert_without_fault(page)

    desk(ward.clinician).reload()
    go_to(page, "textbox", "Note", exact=True)
    page.keyboard.press("Control+End")
    page.keyboard.type(", and admitted")
    go_to(page, "button", "Save and sign", exact=True)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Signed by {ward.clinician.username}")).to_be_visible()
    expect(page.get_by_text("With the ambulance, and admitted")).to_be_visible()
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
