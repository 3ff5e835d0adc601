"""Every public page in every state: axe, ids, headings, title, size of what is pressed, width."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import faults
from tests.browser.states import ERRORS, MAIN, STATES

HEIGHTS = {320: 640, 768: 1024, 1280: 800}
COLOURS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}
SOME = [("light", 1280), ("dark", 320)]
ALL = [(colours, width) for colours in COLOURS for width in HEIGHTS]

CHECKS: dict[str, Callable[[Page], list[str]]] = {
    "ids": faults.of_ids,
    "headings": faults.of_headings,
    "title": faults.of_the_title,
    "targets": faults.of_targets,
    "width": faults.of_width,
    "spread text": faults.of_spread_text,
}


def look(page: Page, colours: str, width: int) -> None:
    """Look at the page in other colours and at another width."""
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    page.emulate_media(**COLOURS[colours])


@pytest.mark.parametrize("state", STATES)
def test_every_page_in_every_state_is_without_fault(reach, state: str):
    page = reach(state)
    found = []
    for colours, width in ALL if state in MAIN else SOME:
        look(page, colours, width)
        found += [f"{colours}, {width}: {fault}" for fault in faults.found_by_axe(page)]
    look(page, "light", 320)
    for name, check in CHECKS.items():
        found += [f"{name}: {fault}" for fault in check(page)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("check", "broken", "fault"),
    [
        (faults.found_by_axe, "document.querySelector('.option label').remove()", "label"),
        (faults.found_by_axe, "document.querySelector('label').style.color = '#ccc'", "contrast"),
        (faults.found_by_axe, "document.documentElement.lang = ''", "html-has-lang"),
        (faults.of_ids, "document.querySelectorAll('.option input')[1].id = 'main'", "twice: main"),
        (faults.of_ids, "document.querySelector('.hint').id = ''", "missing: id_now_unreal"),
        (faults.of_headings, "document.querySelector('h1').outerHTML = '<h3>x</h3>'", "0 first"),
        (faults.of_the_title, "document.title = 'Baclofen'", "Baclofen"),
        (
            faults.of_targets,
            "document.querySelector('.button').style = 'font-size: 1px'",
            "must be",
        ),
        (faults.of_width, "document.querySelector('h1').style.width = '400px'", "400px"),
        (faults.of_spread_text, "document.querySelector('h1').style.height = '1.2em'", "cut"),
    ],
)
def test_each_check_finds_a_page_that_is_broken(reach, check, broken: str, fault: str):
    page = reach("questions now", viewport={"width": 320, "height": 640})
    before = check(page)

    page.evaluate(broken.replace("font-size: 1px", "font-size: 1px; min-height: 0; padding: 0"))

    assert fault in " ".join(set(check(page)) - set(before))


@pytest.mark.parametrize("state", ERRORS)
def test_every_link_from_an_error_moves_the_focus_to_the_control(reach, state: str):
    page: Page = reach(state, viewport={"width": 320, "height": 640})
    links = page.locator("[data-error-summary] a").all()

    assert links
    for link in links:
        control = page.locator(link.get_attribute("href") or "")
        link.press("Enter")

        expect(control).to_be_focused()
        expect(control).to_be_in_viewport()
        expect(page.locator(".field-error", has_text=link.inner_text()).first).to_be_in_viewport()
        assert control.evaluate("one => one.matches('input, select')")
