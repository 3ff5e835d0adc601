"""A record is passed on under a consent, and the accounting shows it; by keyboard, and narrow."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from screening.access import INTAKE
from screening.models import Disclosure, Screening, StaffMember
from tests.browser.staff import assert_without_fault, go_to, press, sit_down
from tests.intake.disclosing.passing import (
    NAME,
    REFERENCE,
    a_consent,
    a_marked_screening,
    a_named_client,
    words_of,
)
from tests.intake.making import a_correction
from tests.people import a_member


@pytest.fixture
def nurse(live_server) -> StaffMember:
    return a_member(INTAKE)


@pytest.fixture
def one(nurse: StaffMember) -> Screening:
    return a_marked_screening(a_named_client(nurse), nurse)


@pytest.fixture
def desk(open_page: Callable[..., Page], nurse: StaffMember) -> Iterator[Page]:
    """A page at which the nurse is signed in."""
    page = open_page()
    sit_down(page, nurse)
    yield page
    page.context.clear_cookies()


def test_a_summary_is_passed_on_and_the_accounting_shows_it(desk: Page, nurse, one):
    desk.goto(f"/staff/screenings/{one.pk}/")
    press(desk, "link", "Pass it on")
    expect(desk.get_by_text("No consent that holds today covers")).to_be_visible()
    assert_without_fault(desk)

    a_consent(one.client, nurse, "summary", "notes")
    a_consent(one.client, nurse, "summary", "answers", "identity", recipient="My dear providers")
    desk.reload()
    assert_without_fault(desk)
    press(desk, "button", "Make the file")
    expect(desk.get_by_role("alert")).to_contain_text("Select which file to make")
    assert_without_fault(desk)
    go_to(desk, "radio", "PDF: the summary, without the answers")
    desk.keyboard.press("Space")
    go_to(desk, "radio", "To My dear providers")
    desk.keyboard.press("Space")
    go_to(desk, "radio", "The recipient that the consent names")
    desk.keyboard.press("ArrowDown")
    desk.get_by_label("The name of who gets it").fill("Old Town Clinic")
    with desk.expect_download() as coming:
        press(desk, "button", "Make the file")
    assert coming.value.suggested_filename == "summary.pdf"
    words = words_of(coming.value.path().read_bytes(), "summary")
    assert REFERENCE in words
    assert NAME in words
    assert Disclosure.everywhere.get().screening_id == one.pk

    # The page stays: pressed again at once, only another file is made.
    desk.keyboard.press("Enter")
    desk.get_by_label("Name, date of birth and phone number").uncheck()
    with desk.expect_download() as coming:
        press(desk, "button", "Make the file")
    assert NAME not in words_of(coming.value.path().read_bytes(), "summary")
    assert Disclosure.everywhere.count() == 2

    press(desk, "link", "Accounting of disclosures")
    table = desk.get_by_role("table")
    expect(table).to_contain_text("Old Town Clinic")
    expect(table).to_contain_text("It names: My dear providers")
    assert_without_fault(desk)
    press(desk, "link", "Print")
    assert_without_fault(desk)
    desk.emulate_media(media="print")
    expect(desk.get_by_role("button", name="Print")).to_be_hidden()
    expect(desk.get_by_text("Old Town Clinic").first).to_be_visible()


def test_the_ways_beside_it(desk: Page, nurse, one):
    a_correction(one, nurse, answers={})
    desk.goto(f"/staff/screenings/{one.pk}/pass-on/")
    press(desk, "link", "A medical emergency")
    assert_without_fault(desk)
    press(desk, "button", "Make the file without consent")
    expect(desk.get_by_role("alert")).to_contain_text("Write what the emergency is")
    assert_without_fault(desk)

    a_consent(one.client, nurse, "summary", "answers")
    desk.goto(f"/staff/clients/{one.client_id}/pass-on/")
    expect(desk.get_by_text("One table with 1 screening.")).to_be_visible()
    assert_without_fault(desk)

    desk.goto("/staff/instrument/")
    assert_without_fault(desk)
    with desk.expect_download() as coming:
        press(desk, "link", "Codebook")
    assert coming.value.suggested_filename == "codebook.csv"
