"""What staff do at a screen, and what is looked for on each of their pages."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from playwright.sync_api import Page

from screening.models import StaffMember
from tests.browser import faults
from tests.people import signed_in

LOOKS: list[tuple[Any, int]] = [("light", 1280), ("dark", 768), ("light", 320)]
WIDE = LOOKS[:2]
"""For pages with a table that scrolls: axe cannot judge a cell that is cut off at its edge."""

_MOST_PRESSES = 80


def sit_down(page: Page, member: StaffMember) -> None:
    """Put the session of somebody who has signed in into the browser."""
    name = settings.SESSION_COOKIE_NAME
    session = signed_in(member).cookies[name].value
    page.context.add_cookies(
        [{"name": name, "value": session, "domain": "localhost", "path": "/", "secure": True}]
    )


def go_to(page: Page, role: Any, name: str, *, exact: bool = False) -> None:
    """Go to something by Tab alone."""
    aim = page.get_by_role(role, name=name, exact=exact).first
    aim.wait_for()
    for _ in range(_MOST_PRESSES):
        page.keyboard.press("Tab")
        if aim.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{name} cannot be reached")


def press(page: Page, role: Any, name: str, *, exact: bool = False) -> None:
    """Go to a button or link by Tab alone, and press it."""
    go_to(page, role, name, exact=exact)
    page.keyboard.press("Enter")


def assert_without_fault(page: Page, looks: Sequence[tuple[Any, int]] = LOOKS) -> None:
    """Look for faults in light and dark, wide and narrow."""
    found = []
    for colours, width in looks:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=colours)
        # axe cannot see what lies behind a text in an SVG; its colours are those of every page.
        seen = [fault for fault in faults.found_by_axe(page) if '<text class="chart-' not in fault]
        found += [f"{colours}, {width}: {fault}" for fault in seen]
    page.set_viewport_size({"width": 320, "height": 640})
    checks = (faults.of_ids, faults.of_headings, faults.of_the_title, faults.of_targets)
    found += [fault for check in (*checks, faults.of_width) for fault in check(page)]
    page.set_viewport_size({"width": 1280, "height": 800})
    assert not found, f"{page.url}\n" + "\n".join(found)


def assert_without_fault_in_any_look(page: Page) -> None:
    """Look for all faults at each width, also those that `assert_without_fault` seeks at one."""
    checks = (faults.of_ids, faults.of_headings, faults.of_the_title, faults.of_targets)
    for colours, width in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=colours)
        found = [fault for check in (*checks, faults.of_width) for fault in check(page)]
        found += faults.found_by_axe(page)
        assert not found, f"{page.url}, {colours}, {width}\n" + "\n".join(found)
