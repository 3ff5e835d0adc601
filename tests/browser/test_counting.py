"""The choice to be counted: unticked, explained, and counted once."""

from playwright.sync_api import Page, expect

from screening.models import Tally
from tests.browser import people
from tests.browser.steps import RESULT, carry, path, press

BOX = "Yes, count my answers"
BUTTON = "Count my answers"


def open_result(page: Page) -> None:
    carry(page, people.NEEDS_MORE)
    page.goto(RESULT)


def test_the_box_is_not_ticked_and_the_reasons_are_beside_it(page: Page):
    open_result(page)

    expect(page.get_by_label(BOX)).not_to_be_checked()
    page.locator("summary", has_text="What we would keep").click()
    for words in ("no day, no time", "24 months", "cannot take it back"):
        expect(page.locator("#count")).to_contain_text(words)


def test_nothing_is_counted_without_the_tick(page: Page):
    open_result(page)

    with page.expect_response("**/check/count/") as answered:
        press(page, BUTTON)

    assert answered.value.status == 422
    assert page.title().startswith("Error: ")
    page.get_by_role("link", name="Tick the box").click()
    expect(page.get_by_label(BOX)).to_be_focused()
    assert Tally.objects.count() == 0


def test_a_ticked_box_counts_once_however_often_it_is_pressed(page: Page):
    open_result(page)
    page.get_by_label(BOX).check()

    with page.expect_navigation():
        page.get_by_role("button", name=BUTTON).dblclick()

    assert path(page) == RESULT
    expect(page.locator("#count")).to_contain_text("They are counted. Thank you.")
    expect(page.get_by_role("button", name=BUTTON)).to_have_count(0)
    assert Tally.objects.count() == 1


def test_going_back_and_counting_again_counts_no_second_time(page: Page):
    open_result(page)
    twin = page.context.new_page()
    twin.goto(RESULT)
    for one in (page, twin):
        one.get_by_label(BOX).check()

        press(one, BUTTON)

        expect(one.locator("#count")).to_contain_text("They are counted. Thank you.")
    assert Tally.objects.count() == 1


def test_when_it_cannot_be_counted_nothing_is_lost(page: Page, stopped_database):
    open_result(page)
    page.get_by_label(BOX).check()

    with page.expect_response("**/check/count/") as answered:
        press(page, BUTTON)

    assert answered.value.status == 503
    expect(page.locator("main a[href='tel:911']")).to_be_visible()
    page.get_by_role("link", name="Back to your result").click()
    expect(page.locator("[data-tier=soon]")).to_be_visible()
