"""On a small phone, with a thumb: every row can be touched, and nothing lies over it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import Opener
from tests.browser.people import answer_of
from tests.browser.steps import CHECK_ANSWERS, RESULT, carry, chosen, path, questions, tier

ON_TOP = """one => {
    const box = one.getBoundingClientRect();
    const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return one.contains(hit);
}"""


@pytest.fixture
def page(open_page: Opener) -> Page:
    """Open a page on a small phone."""
    return open_page(viewport={"width": 320, "height": 568}, has_touch=True, is_mobile=True)


def touch_and_wait(page: Page, control) -> None:
    with page.expect_navigation():
        control.tap()


def test_the_whole_journey_works_by_touch(page: Page):
    page.goto("/")
    touch_and_wait(page, page.get_by_role("link", name="Start", exact=True))

    while asked := questions(page):
        for question in asked:
            given = answer_of(people.NEEDS_MORE, question)
            for code in [given] if isinstance(given, str) else given:
                page.locator(f'#{question} input[value="{code}"] + label').tap()
        assert list(chosen(page)) == asked
        touch_and_wait(page, page.get_by_role("button", name="Continue"))

    assert path(page) == CHECK_ANSWERS
    touch_and_wait(page, page.get_by_role("link", name="See what to do next"))
    assert path(page) == RESULT
    assert tier(page) == "soon"


def test_the_whole_row_of_an_answer_can_be_touched(page: Page):
    page.goto("/check/now/")
    for place, answer in enumerate(["yes", "no", "unsure"]):
        row = page.locator("#now_seizure .option").nth(place)
        box = row.bounding_box()
        assert box is not None
        for x in (3, box["width"] / 2, box["width"] - 3):
            page.locator("#id_now_seizure_0").evaluate("one => one.form.reset()")

            row.tap(position={"x": x, "y": box["height"] - 4})

            assert chosen(page) == {"now_seizure": [answer]}


@pytest.mark.parametrize(
    ("person", "address"),
    [
        pytest.param(None, "/", id="start"),
        pytest.param(None, "/emergency/", id="emergency page"),
        pytest.param(people.CANNOT_BREATHE_WELL, "/check/next/", id="interruption"),
        pytest.param(people.CANNOT_BREATHE_WELL, RESULT, id="result"),
        pytest.param(people.UNDER_18_IN_DANGER, RESULT, id="under age"),
    ],
)
def test_the_emergency_number_is_on_the_first_screen(page: Page, person, address: str):
    if person:
        carry(page, person)

    page.goto(address)

    number = page.locator("main a[href='tel:911']").first
    expect(number).to_be_in_viewport(ratio=1)
    assert number.evaluate(ON_TOP), "something lies over it"
