"""The whole self-check with JavaScript switched off."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import Opener
from tests.browser.steps import (
    CHECK_ANSWERS,
    RESULT,
    answer_page,
    carry,
    change,
    choose,
    chosen,
    cookies,
    follow,
    go_to_result,
    heading,
    path,
    press,
    start,
    tier,
)


@pytest.fixture
def page(open_page: Opener) -> Page:
    """Open a page with JavaScript switched off."""
    return open_page(java_script_enabled=False)


def test_the_whole_journey_works(page: Page):
    go_to_result(page, people.MISUSES_AND_MIXES)

    assert path(page) == RESULT
    assert tier(page) == "today"


def test_an_emergency_interrupts(page: Page):
    start(page)
    answer_page(page, people.CANNOT_BREATHE_WELL)
    press(page, "Continue")

    assert path(page) == "/check/next/"
    expect(page.locator("main a[href='tel:911']")).to_be_in_viewport()


def test_an_error_is_shown_and_its_link_lands_on_the_control(page: Page):
    start(page)
    press(page, "Continue")

    page.get_by_role("link", name="Select yes if you think of suicide").click()

    expect(page.locator("#id_now_self_harm_0")).to_be_focused()
    expect(page.locator("#now_self_harm .field-error")).to_be_in_viewport()


def test_a_double_click_on_continue_goes_one_page_on(page: Page):
    start(page)
    answer_page(page, people.AS_PRESCRIBED)

    page.get_by_role("button", name="Continue").dblclick()

    expect(page).to_have_url("/check/use/")
    expect(page.locator("[data-error-summary]")).to_have_count(0)
    assert chosen(page) == {}


def test_an_answer_can_be_changed(page: Page):
    carry(page, people.AS_PRESCRIBED)
    page.goto(CHECK_ANSWERS)

    change(page, "Needs more for the same effect")
    choose(page, "to_need_more", "yes")
    press(page, "Continue")

    assert path(page) == CHECK_ANSWERS
    follow(page, "See what to do next")
    assert tier(page) == "soon"


def test_the_country_of_the_numbers_can_be_changed(page: Page):
    carry(page, people.CANNOT_BREATHE_WELL)
    page.goto(RESULT)

    page.get_by_label("Country").select_option("AU")
    press(page, "Show these numbers")

    assert path(page) == RESULT
    expect(page.locator("main a[href='tel:000']").first).to_be_visible()


def test_the_answers_can_be_deleted(page: Page):
    carry(page, people.STOPPED)
    page.goto(RESULT)

    press(page, "Delete my answers")

    assert heading(page) == "Your answers are deleted"
    assert cookies(page) == []


def test_nothing_is_offered_that_needs_javascript(page: Page):
    carry(page, people.STOPPED)
    page.goto(RESULT)

    expect(page.get_by_role("button", name="Print this page")).to_have_count(0)
