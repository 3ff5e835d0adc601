"""A client is recorded, consents, and is found again, by keyboard and on a small screen."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from screening.access import INTAKE
from tests.browser.staff import WIDE, assert_without_fault, sit_down
from tests.people import a_member


@pytest.fixture
def desk(open_page: Callable[..., Page]) -> Iterator[Page]:
    """A page at which somebody of the intake is signed in."""
    page = open_page()
    sit_down(page, a_member(INTAKE))
    yield page
    page.context.clear_cookies()


def press(page: Page, button: str) -> None:
    """Go to a button or link by Tab alone, and press it."""
    aim = page.get_by_role("button", name=button, exact=True).or_(
        page.get_by_role("link", name=button, exact=True)
    )
    aim.first.wait_for()
    for _ in range(80):
        page.keyboard.press("Tab")
        if aim.first.evaluate("one => one === document.activeElement"):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"{button} cannot be reached")


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_a_client_is_recorded_consents_and_is_found_again(desk: Page):
    desk.goto("/staff/clients/")
    assert_without_fault(desk, WIDE)
    press(desk, "Record a new client")

    heading(desk, "Record a client")
    desk.get_by_label("Reference").fill("-")
    press(desk, "Save")
    expect(desk).to_have_title("Error: Record a client - Self-check")
    assert_without_fault(desk, WIDE)
    desk.get_by_label("Reference").fill("Ward 7 / 12")
    desk.get_by_label("Name").fill("Zoë Marker")
    desk.get_by_label("Date of birth").fill("1980-04-23")
    press(desk, "Save")

    heading(desk, "Client Ward 7 / 12")
    assert_without_fault(desk, WIDE)
    press(desk, "Record a consent")

    assert_without_fault(desk, WIDE)
    desk.get_by_label("To whom").fill("Riverside Hospital")
    desk.get_by_label("The summary").check()
    desk.get_by_label("For what purpose").fill("Treatment")
    press(desk, "Show or print it for signing")
    expect(desk.get_by_role("navigation", name="Main")).to_have_count(0)
    assert_without_fault(desk, WIDE)
    desk.emulate_media(media="print")
    expect(desk.get_by_role("button", name="Print")).to_be_hidden()
    expect(desk.get_by_text("Riverside Hospital")).to_be_visible()
    desk.emulate_media(media="screen")
    press(desk, "Back to the form")
    expect(desk.get_by_label("To whom")).to_have_value("Riverside Hospital")
    desk.get_by_label("On paper").check()
    press(desk, "Record the signed consent")

    expect(desk.get_by_text("Active until")).to_be_visible()
    assert_without_fault(desk, WIDE)
    desk.get_by_role("region", name="Consents").get_by_role("link").click()
    heading(desk, "Consent")
    assert_without_fault(desk, WIDE)
    press(desk, "Revoke")
    assert_without_fault(desk, WIDE)
    press(desk, "Revoke it now")
    expect(desk.get_by_text("Revoked on")).to_be_visible()

    desk.goto("/staff/clients/")
    desk.get_by_label("Name").fill("marker zoe")
    desk.get_by_label("Date of birth").fill("1980-04-23")
    press(desk, "Search")
    assert_without_fault(desk, WIDE)
    assert "arker" not in desk.url
    desk.get_by_role("link", name="Ward 7 / 12").click()
    heading(desk, "Client Ward 7 / 12")


def test_what_was_found_twice_or_not_at_all_and_the_way_to_other_sites(desk: Page):
    for _ in range(2):
        desk.goto("/staff/clients/new/")
        desk.get_by_label("Name").fill("Zoë Marker")
        desk.get_by_label("Date of birth").fill("1980-04-23")
        press(desk, "Save")
    expect(desk.get_by_role("heading", name="Maybe the same person")).to_be_visible()
    assert_without_fault(desk, WIDE)
    press(desk, "It is another person: save")

    desk.goto("/staff/clients/")
    desk.get_by_label("Reference").fill("nobody")
    press(desk, "Search")
    expect(desk.get_by_text("No client of your site")).to_be_visible()
    assert_without_fault(desk, WIDE)
    press(desk, "Open a record in an emergency")
    assert_without_fault(desk, WIDE)
    press(desk, "Open the record")
    expect(desk.get_by_role("alert")).to_contain_text("Write why the record is needed now")
    assert_without_fault(desk, WIDE)
