"""A page left alone for half an hour: covered, and the person is asked. Nobody waits for it here:
the clock of the browser, or the time in the cookie, is moved.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import Opener
from tests.browser.steps import (
    CHECK_ANSWERS,
    COOKIE,
    RESULT,
    carry,
    cookies,
    heading,
    is_covered,
    lose_connection,
    path,
    press,
    shows_no_answer,
)

PAGES = [RESULT, CHECK_ANSWERS, "/check/misuse/"]


def asks_what_to_do(page: Page) -> None:
    assert heading(page) == "Are you still there?"
    shows_no_answer(page)
    expect(page.get_by_role("button", name="Carry on")).to_be_visible()
    expect(page.get_by_role("button", name="Delete and start again")).to_be_visible()


@pytest.fixture
def left_alone(page: Page) -> Page:
    """Open the result and do nothing for half an hour."""
    page.clock.install()
    carry(page, people.MISUSES_AND_MIXES)
    page.goto(RESULT)
    page.clock.fast_forward("30:01")
    page.wait_for_url("**/check/waiting/")
    return page


@pytest.mark.parametrize("address", PAGES)
def test_after_30_minutes_the_page_asks_and_shows_no_answer(page: Page, address: str):
    page.clock.install()
    carry(page, people.MISUSES_AND_MIXES)
    page.goto(address)

    page.clock.fast_forward("29:50")
    assert path(page) == address
    page.clock.fast_forward("00:15")

    page.wait_for_url("**/check/waiting/")
    asks_what_to_do(page)


def test_the_page_is_covered_whatever_the_connection(page: Page):
    lose_connection(page, "**/check/waiting/")
    page.clock.install()
    carry(page, people.MISUSES_AND_MIXES)
    page.goto(RESULT)

    with page.expect_request_finished():
        page.clock.fast_forward("30:01")

    assert is_covered(page)


def test_whoever_is_reading_is_not_asked(page: Page):
    page.clock.install()
    carry(page, people.MISUSES_AND_MIXES)
    page.goto(RESULT)

    page.clock.fast_forward("29:00")
    page.mouse.wheel(0, 200)
    page.mouse.move(50, 50)
    page.clock.fast_forward("29:00")

    expect(page.locator("[data-tier=today] h1")).to_be_visible()


def test_carry_on_leads_back_to_the_answers(left_alone: Page):
    press(left_alone, "Carry on")

    assert path(left_alone) == CHECK_ANSWERS
    expect(left_alone.locator(".summary").first).to_be_visible()


def test_delete_and_start_again_deletes(left_alone: Page):
    press(left_alone, "Delete and start again")

    assert heading(left_alone) == "Your answers are deleted"
    assert cookies(left_alone) == []


def test_back_does_not_lead_to_the_result(left_alone: Page):
    left_alone.go_back()

    assert left_alone.url == "about:blank"


@pytest.mark.parametrize("address", PAGES)
def test_a_check_left_alone_is_covered_without_javascript_too(open_page: Opener, address: str):
    page = open_page(java_script_enabled=False)
    carry(page, people.MISUSES_AND_MIXES, minutes_ago=31)

    page.goto(address)

    asks_what_to_do(page)
    assert cookies(page) == [COOKIE]
    press(page, "Carry on")
    assert path(page) == CHECK_ANSWERS


@pytest.mark.parametrize("address", PAGES)
def test_without_javascript_the_page_moves_on_by_itself(open_page: Opener, address: str):
    page = open_page(java_script_enabled=False)
    carry(page, people.MISUSES_AND_MIXES)

    page.goto(address)

    refresh = page.locator("head meta[http-equiv=refresh]")
    assert refresh.get_attribute("content") == "1800; url=/check/waiting/"


def test_what_was_sent_after_half_an_hour_is_kept_and_not_shown(page: Page):
    page.clock.install()
    carry(page, people.AS_PRESCRIBED)
    page.goto("/check/tolerance/")
    carry(page, people.AS_PRESCRIBED, minutes_ago=31)
    page.locator("#to_need_more input[value=yes] + label").click()

    press(page, "Continue")

    asks_what_to_do(page)
    press(page, "Carry on")
    row = page.locator(".summary-row", has_text="Needs more for the same effect")
    expect(row).to_contain_text("Yes")
