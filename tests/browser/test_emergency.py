"""An emergency on the first page: help before anything else, and it stays an emergency."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.steps import (
    CHECK_ANSWERS,
    answer_all,
    answer_and_continue,
    carry,
    change,
    choose,
    follow,
    go_to_result,
    guidance,
    heading,
    path,
    press,
    start,
    tier,
)

INTERRUPTION = "/check/next/"


@pytest.mark.parametrize(
    "person",
    [
        pytest.param(people.CANNOT_BREATHE_WELL, id="yes"),
        pytest.param(people.NOT_SURE_ABOUT_A_SEIZURE, id="not sure"),
    ],
)
def test_help_comes_before_anything_else_is_asked(page: Page, person):
    start(page)
    answer_and_continue(page, person)

    assert path(page) == INTERRUPTION
    assert heading(page) == "Get emergency help now"
    assert page.get_by_role("heading", level=1).count() == 1
    number = page.locator("main a[href='tel:911']")
    expect(number).to_be_in_viewport()
    assert page.locator("main a").first.get_attribute("href") == "tel:911"
    expect(page.locator("main input")).to_have_count(0)


def test_nothing_but_numbers_and_a_quiet_way_on_can_be_pressed(page: Page):
    carry(page, people.CANNOT_BREATHE_WELL, until="use")

    page.goto(INTERRUPTION)

    links = page.locator("main a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert [link for link in links if not link.startswith("tel:")] == ["/check/use/"]
    expect(page.locator("main button, main .button")).to_have_count(0)


def test_carrying_on_leads_to_a_result_that_is_still_an_emergency(page: Page):
    go_to_result(page, people.CANNOT_BREATHE_WELL)

    assert tier(page) == "emergency"
    assert guidance(page)[0] == "call_emergency"
    expect(page.locator("main a[href='tel:911']").first).to_be_in_viewport()


def test_thoughts_of_suicide_alone_put_the_crisis_line_first(page: Page):
    start(page)
    answer_and_continue(page, {**people.CANNOT_STAY_SAFE, "now_overdose": "no"})

    assert path(page) == INTERRUPTION
    assert page.locator("main a").first.get_attribute("href") == "tel:988"
    expect(page.locator("main a[href='tel:911']")).to_be_visible()


def test_thoughts_of_suicide_after_taking_too_much_show_both_numbers_ambulance_first(page: Page):
    start(page)
    answer_and_continue(page, people.CANNOT_STAY_SAFE)

    assert path(page) == INTERRUPTION
    assert page.locator("main a").first.get_attribute("href") == "tel:911"
    expect(page.locator("main a[href='tel:988']").first).to_be_in_viewport()
    expect(page.locator("main a[href='tel:911']")).to_be_visible()

    follow(page, "Carry on with the questions")
    answer_all(page, people.CANNOT_STAY_SAFE)
    follow(page, "See what to do next")
    assert guidance(page)[:2] == ["crisis_line", "call_emergency"]
    assert "poison_line" in guidance(page)


def test_the_numbers_are_those_of_the_site_s_country(page: Page, settings):
    settings.COUNTRY = "GB"

    carry(page, people.CANNOT_BREATHE_WELL, until="use")
    page.goto(INTERRUPTION)

    expect(page.locator("main a[href='tel:999']")).to_be_visible()
    expect(page.locator("main a[href='tel:911']")).to_have_count(0)


def test_an_emergency_that_comes_up_while_changing_an_answer_interrupts_too(page: Page):
    carry(page, people.AS_PRESCRIBED)
    page.goto(CHECK_ANSWERS)

    change(page, "A seizure (a fit)")
    choose(page, "now_seizure", "yes")
    press(page, "Continue")

    assert path(page) == INTERRUPTION
    follow(page, "Carry on with the questions")
    assert path(page) == CHECK_ANSWERS


def test_back_from_the_interruption_leads_to_the_answers_given(page: Page):
    carry(page, people.CANNOT_BREATHE_WELL, until="use")
    page.goto(INTERRUPTION)

    follow(page, "Back")

    assert path(page) == "/check/now/"
    expect(page.locator("#now_breathing input[value=yes]")).to_be_checked()
