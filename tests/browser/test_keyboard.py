"""The whole self-check with the keyboard alone: all of it reached, and one always sees where."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import Opener
from tests.browser.people import answer_of
from tests.browser.states import QUESTION_PAGES
from tests.browser.steps import (
    CHECK_ANSWERS,
    RESULT,
    carry,
    chosen,
    path,
    questions,
    shows_no_answer,
    tier,
)

PAGES = [
    *("/", "/help/", "/check/next/", CHECK_ANSWERS, RESULT),
    *[f"/check/{name}/" for name in QUESTION_PAGES],
]

NAME_CONTROLS = """() => {
    const all = [...document.querySelectorAll("a[href], button, input, select, summary")];
    // A group of radios is one stop.
    window.nameOf = one => one.type === "radio" ? one.name : String(all.indexOf(one));
    return [...new Set(all.filter(one => one.checkVisibility()).map(window.nameOf))];
}"""

FOCUS = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    // A radio shows its focus on the row that it is in.
    const shown = [one, one.labels && one.labels[0]].filter(Boolean);
    const visible = shown.some(part => {
        const style = getComputedStyle(part);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    const box = shown[shown.length - 1].getBoundingClientRect();
    const inView = box.bottom > 0 && box.top < innerHeight;
    const behind = hit => hit.contains(one) && !hit.matches("html, body, .page, main");
    const covered = [0.1, 0.5, 0.9].every(part => {
        const hit = document.elementFromPoint(
            box.left + box.width / 2, Math.min(innerHeight - 1, box.top + box.height * part));
        return !shown.some(own => hit && (own.contains(hit) || behind(hit)));
    });
    return {name: window.nameOf(one), visible, inView, covered, text: (one.innerText || one.id)};
}"""


def tab_through(page: Page) -> list[dict]:
    """Press Tab from the top of the page to its end. Out: what had the focus, in order."""
    stops: list[dict] = []
    while len(stops) < 150:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None or (stops and stop["name"] == stops[0]["name"]):
            break
        stops.append(stop)
    return stops


def tab_to(page: Page, control) -> None:
    """Press Tab until a control has the focus."""
    for _ in range(60):
        if control.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {control}")


def open_with_keys(page: Page, link) -> None:
    tab_to(page, link)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def answer_with_keys(page: Page, person: people.Person) -> None:
    """Answer every question: arrows among radios, Space on boxes; then Continue."""
    for question in questions(page):
        boxes = page.locator(f"#{question} input")
        codes = boxes.evaluate_all("all => all.map(one => one.value)")
        given = answer_of(person, question)
        if isinstance(given, str):
            tab_to(page, boxes.first)
            page.keyboard.press("Space")
            for _ in range(codes.index(given)):
                page.keyboard.press("ArrowDown")
        for code in given if isinstance(given, list) else []:
            tab_to(page, boxes.nth(codes.index(code)))
            page.keyboard.press("Space")
    assert chosen(page) == {
        question: [given] if isinstance(given, str) else given
        for question in questions(page)
        for given in [answer_of(person, question)]
    }
    open_with_keys(page, page.get_by_role("button", name="Continue"))


def test_the_whole_journey_works_with_the_keyboard_alone(page: Page):
    person = people.MISUSES_AND_MIXES
    page.goto("/")
    open_with_keys(page, page.get_by_role("link", name="Start", exact=True))

    while questions(page):
        answer_with_keys(page, person)

    assert path(page) == CHECK_ANSWERS
    open_with_keys(page, page.get_by_role("link", name="See what to do next"))
    assert path(page) == RESULT
    assert tier(page) == "today"

    summary = page.locator("#scores summary")
    tab_to(page, summary)
    page.keyboard.press("Enter")
    expect(page.locator("#scores table")).to_be_visible()

    open_with_keys(page, page.get_by_role("button", name="Delete my answers"))
    shows_no_answer(page)


@pytest.mark.parametrize(
    ("address", "width"),
    [
        *[(address, 320) for address in PAGES],
        *[(address, 1280) for address in ("/", "/check/health/", RESULT)],
    ],
)
def test_tab_reaches_everything_and_one_sees_where(open_page: Opener, address: str, width: int):
    page = open_page(viewport={"width": width, "height": 640})
    carry(page, {**people.HAS_A_PUMP, **people.CANNOT_BREATHE_WELL})
    page.goto(address)
    controls = page.evaluate(NAME_CONTROLS)

    stops = tab_through(page)

    assert {stop["name"] for stop in stops} == set(controls)
    assert [stop["text"] for stop in stops if not stop["visible"]] == []
    assert [stop["text"] for stop in stops if not stop["inView"] or stop["covered"]] == []


def test_the_first_tab_leads_to_a_link_that_skips_to_the_main_part(page: Page):
    page.goto("/help/")

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the main part")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_after_an_error_the_keyboard_is_at_the_summary_and_its_link_leads_on(page: Page):
    page.goto("/check/now/")
    open_with_keys(page, page.get_by_role("button", name="Continue"))
    expect(page.locator("[data-error-summary]")).to_be_focused()

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#id_now_hard_to_wake_0")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#id_now_hard_to_wake_0")).to_be_checked()
