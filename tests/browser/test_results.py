"""From the first page to the result, by hand: what different people are told."""

import re

from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.steps import (
    CHECK_ANSWERS,
    RESULT,
    answer_all,
    answer_and_continue,
    band,
    carry,
    follow,
    go_to_result,
    guidance,
    heading,
    path,
    start,
    tier,
)

FOR_SOMEONE_ELSE = "Answer for the person you are worried about"


def test_somebody_who_takes_it_as_prescribed_hears_what_the_check_can_miss(page: Page):
    go_to_result(page, people.AS_PRESCRIBED)

    assert path(page) == RESULT
    assert tier(page) == "routine"
    assert heading(page) == "You reported no warning signs today"
    assert {"what_this_can_miss", "crisis_line", "contact_provider"} <= set(guidance(page))
    expect(page.locator("[data-guidance=what_this_can_miss] h2")).to_be_visible()


def test_the_lowest_result_shows_no_green_and_no_tick(page: Page):
    carry(page, people.AS_PRESCRIBED)

    page.goto(RESULT)

    assert tier(page) == "routine"
    assert not re.search("[✓✔✅☑🟢]", page.locator("body").inner_text())
    green = page.locator("main *").evaluate_all(
        """all => all.flatMap(one => ['color', 'backgroundColor', 'borderTopColor', 'fill'].map(
            name => getComputedStyle(one)[name])).filter(colour => {
                const [r, g, b] = (colour.match(/[\\d.]+/g) || [0, 0, 0]).map(Number);
                return g > r + 30 && g > b + 30;
            })"""
    )
    assert green == []
    for words in ("low risk", "you are fine", "safe to", "no risk"):
        assert words not in page.locator("main").inner_text().lower()


def test_somebody_who_misuses_it_and_mixes_hears_of_the_mix_and_of_medical_supervision(page: Page):
    go_to_result(page, people.MISUSES_AND_MIXES)

    assert tier(page) == "today"
    assert heading(page) == "Speak to a doctor or pharmacist today"
    assert band(page, "misuse") == "many"
    told = guidance(page)
    assert {"mixing_alcohol", "mixing_opioids", "misuse_talk", "supervised_detox"} <= set(told)
    assert told.index("poison_line") < told.index("contact_provider") < told.index("misuse_talk")
    said = page.locator("[data-guidance=what_to_say]").inner_text()
    assert "alcohol" in said
    assert "taken in another way" in said


def test_somebody_who_stopped_is_told_to_speak_to_a_doctor_today(page: Page):
    start(page)
    answer_and_continue(page, people.STOPPED)

    answered = answer_all(page, people.STOPPED)
    follow(page, "See what to do next")

    assert "/check/use/2/" in answered
    assert "/check/withdrawal/" in answered
    assert tier(page) == "today"
    assert band(page, "withdrawal") == "some"
    assert {"do_not_stop", "signs_can_start"} <= set(guidance(page))
    assert "Stopped in the last 14 days" in page.locator("[data-guidance=what_to_say]").inner_text()


def test_somebody_who_changed_nothing_is_not_asked_about_signs_of_a_change(page: Page):
    carry(page, people.AS_PRESCRIBED, until="use")
    page.goto("/check/use/")

    answered = answer_all(page, people.AS_PRESCRIBED)

    assert path(page) == CHECK_ANSWERS
    assert "/check/health/" in answered
    assert "/check/withdrawal/" not in answered


def test_somebody_with_a_pump_and_an_early_sign_gets_emergency_help_and_the_pump_clinic(page: Page):
    go_to_result(page, people.HAS_A_PUMP)

    assert tier(page) == "emergency"
    assert heading(page) == "Get emergency help now"
    assert {"call_emergency", "pump_clinic"} <= set(guidance(page))
    assert guidance(page)[0] == "call_emergency"
    expect(page.locator("main a[href='tel:911']").first).to_be_in_viewport()


def test_somebody_under_18_leaves_the_check_and_finds_the_same_help(page: Page):
    start(page)
    answer_and_continue(page, people.UNDER_18)
    answer_and_continue(page, people.UNDER_18)

    assert path(page) == RESULT
    assert heading(page) == "This check is not made for people under 18"
    assert page.locator("main").get_attribute("data-outcome") == "under_age"
    assert tier(page) == ""
    assert band(page, "misuse") is None
    assert {"crisis_line", "contact_provider", "what_to_say"} <= set(guidance(page))
    expect(page.locator("main a[href='tel:911']").first).to_be_visible()


def test_somebody_under_18_in_danger_is_told_to_call_first(page: Page):
    carry(page, people.UNDER_18_IN_DANGER)

    page.goto(RESULT)

    assert tier(page) == "emergency"
    assert guidance(page)[0] == "call_emergency"


def test_a_wrong_age_can_be_put_right(page: Page):
    carry(page, people.UNDER_18, until="use/2")
    page.goto(RESULT)

    follow(page, "Back")
    answer_and_continue(page, people.AS_PRESCRIBED)

    assert path(page) == "/check/use/2/"


def test_every_page_after_it_says_so_when_the_answers_are_for_someone_else(page: Page):
    person = people.WORRIED_ABOUT_SOMEONE
    start(page)
    answer_and_continue(page, person)
    expect(page.locator("main")).not_to_contain_text(FOR_SOMEONE_ELSE)

    answer_and_continue(page, person)
    while path(page) != CHECK_ANSWERS:
        expect(page.locator("main")).to_contain_text(FOR_SOMEONE_ELSE)
        answer_and_continue(page, person)

    expect(page.locator("main")).to_contain_text(FOR_SOMEONE_ELSE)
    follow(page, "See what to do next")
    expect(page.locator("main")).to_contain_text("“You” is the person you are worried about")
    assert tier(page) == "today"
    expect(page.locator("[data-guidance=what_to_say]")).to_contain_text("someone I am worried")
