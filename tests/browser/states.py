"""Every public page and every state of it, and how to get there."""

from collections.abc import Callable, Mapping
from typing import Final

from playwright.sync_api import Page

from screening.directory.contacts import COUNTRIES
from tests.browser import people
from tests.browser.people import Person
from tests.browser.steps import CHECK_ANSWERS, RESULT, carry, press, put_cookie

State = Callable[[Page], object]

TOO_LONG = 70_000
"""Characters: more than the site reads of any form."""


def _open(address: str) -> State:
    return lambda page: page.goto(address)


def _open_with(person: Person, address: str, **how) -> State:
    def state(page: Page) -> None:
        carry(page, person, **how)
        page.goto(address)

    return state


def _asked(name: str) -> State:
    return _open_with(people.HAS_A_PUMP, f"/check/{name}/", until=name)


def _unanswered(name: str) -> State:
    """Send a page of questions without an answer."""

    def state(page: Page) -> None:
        _asked(name)(page)
        press(page, "Continue")

    return state


def _press_on_result(button: str, *, tick: bool = False) -> State:
    def state(page: Page) -> None:
        _open_with(people.NEEDS_MORE, RESULT)(page)
        if tick:
            page.get_by_label("Yes, count my answers").check()
        press(page, button)

    return state


def _with_a_changed_cookie(page: Page) -> None:
    put_cookie(page, "changed")
    page.goto(RESULT)


def _too_long(page: Page) -> None:
    page.goto("/check/now/")
    page.locator("#id_now_pump_0").evaluate(
        "(box, length) => { box.value = 'x'.repeat(length); box.checked = true }", TOO_LONG
    )
    press(page, "Continue")


def _sent_by_another_site(page: Page) -> None:
    page.goto("/help/")
    address = page.url
    page.goto("about:blank")
    with page.expect_navigation():
        page.evaluate(
            """address => {
                const form = document.body.appendChild(document.createElement("form"));
                form.method = "post";
                form.action = address;
                form.submit();
            }""",
            address,
        )


def _unanswered_code(page: Page) -> None:
    page.goto("/check/code/destroy/")
    press(page, "Destroy this code")


def _no_code(page: Page) -> None:
    _open_with(people.NEEDS_MORE, "/check/code/")(page)
    press(page, "Make a code")


QUESTION_PAGES: Final = ("now", "use", "use/2", "health", "withdrawal", "misuse", "tolerance")

ERRORS: Final[Mapping[str, State]] = {
    **{f"errors on {name}": _unanswered(name) for name in QUESTION_PAGES},
    "errors on destroying a code": _unanswered_code,
    "result, box not ticked": _press_on_result("Count my answers"),
}
"""Every form, sent without an answer."""

STATES: Final[Mapping[str, State]] = {
    "start": _open("/"),
    "start, under way": _open_with(people.AS_PRESCRIBED, "/"),
    **{f"questions {name}": _asked(name) for name in QUESTION_PAGES},
    "questions misuse, answered": _open_with(people.MISUSES_AND_MIXES, "/check/misuse/"),
    "interruption": _open_with(people.CANNOT_BREATHE_WELL, "/check/next/", until="use"),
    "interruption, not safe": _open_with(people.CANNOT_STAY_SAFE, "/check/next/"),
    "check your answers": _open_with(people.WORRIED_ABOUT_SOMEONE, CHECK_ANSWERS),
    **{f"result {name}": _open_with(person, RESULT) for name, person in people.TIERS.items()},
    "result with most guidance": _open_with(people.MISUSES_AND_MIXES, RESULT),
    "result, counted": _open_with(people.NEEDS_MORE, RESULT, counted=True),
    "not counted": _press_on_result("Count my answers", tick=True),
    "code": _open_with(people.NEEDS_MORE, "/check/code/"),
    "code, no database": _no_code,
    "destroy a code": _open("/check/code/destroy/"),
    "under age": _open_with(people.UNDER_18, RESULT),
    "under age, emergency": _open_with(people.UNDER_18_IN_DANGER, RESULT),
    "waiting": _open_with(people.STOPPED, RESULT, minutes_ago=31),
    "deleted": _press_on_result("Delete my answers"),
    "start again": _open(RESULT),
    "start again, changed": _with_a_changed_cookie,
    **{f"help {code}": _open(f"/help/?country={code}") for code in COUNTRIES},
    **{name: _open(f"/{name}/") for name in ("emergency", "about", "privacy", "accessibility")},
    "evidence": _open("/evidence/"),
    "400": _too_long,
    "403": _sent_by_another_site,
    "404": _open("/nowhere/"),
    "500": _open("/fault/"),
    **ERRORS,
}
"""Every public page in every state. `tests.browser.urls` has /fault/; the database is stopped."""

MAIN: Final = (
    "start",
    "questions now",
    "errors on now",
    "interruption",
    "check your answers",
    "result emergency",
    "result with most guidance",
    "result routine",
)
"""The pages that everyone meets."""
