"""A tablet is handed over, stays locked whatever is tried, and is taken back with a PIN."""

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from screening.access import INTAKE
from screening.intake.screenings.queries import screening_for
from screening.models import Screening, StaffMember
from screening.pin import set_pin
from tests.browser.people import AS_PRESCRIBED, CANNOT_BREATHE_WELL
from tests.browser.staff import assert_without_fault_in_any_look, sit_down
from tests.browser.steps import answer_all, answer_and_continue, follow, heading, path, press
from tests.intake.making import a_client, a_draft
from tests.people import a_member

PIN = "193847"


@pytest.fixture
def nurse(live_server) -> StaffMember:
    member = a_member(INTAKE)
    set_pin(member, PIN)
    return member


@pytest.fixture
def draft(nurse) -> Screening:
    return a_draft(a_client(nurse, reference="N-1042"), nurse, way="tablet")


@pytest.fixture
def tablet(open_page: Callable[..., Page], nurse) -> Iterator[Page]:
    """A tablet at which a nurse is signed in."""
    page = open_page(viewport={"width": 768, "height": 1024})
    sit_down(page, nurse)
    yield page
    page.context.clear_cookies()


def hand_over(page: Page, draft: Screening) -> None:
    page.goto(f"/staff/screenings/{draft.pk}/interview/")
    press(page, "Hand the tablet over instead")
    assert path(page) == "/staff/tablet/"


def test_a_client_answers_and_the_nurse_takes_the_tablet_back(tablet, draft, nurse):
    hand_over(tablet, draft)
    follow(tablet, "Start")
    answer_and_continue(tablet, CANNOT_BREATHE_WELL)
    assert heading(tablet) == "Tell somebody now: give the tablet back at once"
    expect(tablet.get_by_text("This person said that something may be")).to_be_visible()
    expect(tablet.get_by_label("Your PIN")).to_be_visible()
    follow(tablet, "Carry on with the questions")
    answer_all(tablet, CANNOT_BREATHE_WELL)
    assert heading(tablet) == "Check your answers"
    follow(tablet, "I am done")
    expect(tablet.locator("[data-tier], .tier")).to_have_count(0)
    tablet.get_by_label("Your PIN").fill("999999")
    press(tablet, "Take the tablet back")
    expect(tablet.locator("[data-error-summary]")).to_be_focused()
    tablet.get_by_label("Your PIN").fill(PIN)
    press(tablet, "Take the tablet back")
    assert path(tablet) == f"/staff/screenings/{draft.pk}/"
    done = screening_for(nurse, draft.pk, timezone.now())
    assert (done.state, done.tier) == ("finished", "emergency")


def test_nothing_of_the_staff_side_can_be_reached(tablet, draft):
    other = tablet.context.new_page()
    other.goto("/staff/queue/")
    hand_over(tablet, draft)
    # A tab that was open before goes where this one is.
    expect(other.get_by_role("link", name="Start")).to_be_visible()
    for address in ("/staff/", f"/staff/clients/{draft.client_id}/", "/staff/account/login/"):
        tablet.goto(address)
        assert path(tablet) == "/staff/tablet/"
    follow(tablet, "Start")
    for _ in range(6):
        tablet.go_back()
        tablet.wait_for_load_state()
        expect(tablet.get_by_text("N-1042")).to_have_count(0)
        expect(tablet.locator(".staff")).to_have_count(0)
    other.close()


def test_in_an_emergency_the_nurse_lands_at_the_alarm_in_one_step(tablet, draft):
    hand_over(tablet, draft)
    follow(tablet, "Start")
    answer_and_continue(tablet, CANNOT_BREATHE_WELL)
    tablet.get_by_label("Your PIN").fill(PIN)
    press(tablet, "Take the tablet back")
    assert path(tablet) == f"/staff/screenings/{draft.pk}/interview/"
    expect(tablet.get_by_role("button", name="Stop here: finish as an emergency")).to_be_visible()


@pytest.mark.parametrize("answers", [AS_PRESCRIBED, CANNOT_BREATHE_WELL])
def test_no_fault_in_any_look(tablet, draft, answers):
    hand_over(tablet, draft)
    follow(tablet, "Start")
    answer_and_continue(tablet, answers)
    if answers is AS_PRESCRIBED:
        press(tablet, "Continue")
    for address in (tablet.url, *(f"/staff/tablet/{name}" for name in ("", "help/", "give-back/"))):
        tablet.goto(address)
        assert_without_fault_in_any_look(tablet)
