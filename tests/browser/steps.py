"""What people do on the site, and what a page shows: the words the journeys are written in."""

import time
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from django.http import HttpResponse
from playwright.sync_api import Page, expect

from screening.instrument.engine import visible
from screening.questionnaire.steps import pages
from screening.selfcheck import answers as cookie
from tests.browser.people import Person, all_answers, answer_of

COOKIE = "__Host-check"
CHECK_ANSWERS = "/check/answers/"
RESULT = "/check/result/"

# --- Given ----------------------------------------------------------------------------


def carry(
    page: Page,
    person: Person,
    *,
    until: str | None = None,
    minutes_ago: int = 0,
    counted: bool = False,
) -> None:
    """Put the cookie of a check under way into the browser, as the site set it some minutes ago.

    `until` names the page that comes next, such as "use/2"; without it all has been answered.
    """
    then = int(time.time()) - 60 * minutes_ago
    everything = all_answers(person)
    asked = set(visible(everything)) & set(_asked_before(until))
    given = {question: code for question, code in everything.items() if question in asked}
    response = HttpResponse()
    check = replace(cookie.new(then).with_answers(given), counted=counted)
    cookie.keep(response, check, now=then)
    put_cookie(page, response.cookies[COOKIE].value)


def _asked_before(until: str | None) -> Iterator[str]:
    for page in pages():
        if until == (page.section.id if page.part == 1 else f"{page.section.id}/{page.part}"):
            return
        yield from (question.id for question in page.questions)


def put_cookie(page: Page, value: str) -> None:
    """Put a cookie of the self-check into the browser."""
    page.context.add_cookies(
        [
            {
                "name": COOKIE,
                "value": value,
                "domain": "localhost",
                "path": "/",
                "secure": True,
                "httpOnly": True,
                "sameSite": "Lax",
            }
        ]
    )


# --- When -----------------------------------------------------------------------------


def start(page: Page) -> None:
    """Open the first page and press Start."""
    page.goto("/")
    follow(page, "Start")


def follow(page: Page, name: str) -> None:
    """Follow a link and wait for the next page."""
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=True).click()


def press(page: Page, name: str) -> None:
    """Press a button and wait for the next page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def choose(page: Page, question: str, *codes: str) -> None:
    """Choose answers to a question by touching their rows."""
    for code in codes:
        page.locator(f'#{question} input[value="{code}"] + label').click()


def answer_page(page: Page, person: Person) -> None:
    """Answer all questions of the page, and leave it standing.

    All rows are clicked in one go, for speed; `choose` presses where a finger would.
    """
    given = {question: answer_of(person, question) for question in questions(page)}
    page.evaluate(
        """given => {
            for (const [question, codes] of Object.entries(given))
                for (const row of document.querySelectorAll(`#${question} .option`)) {
                    const box = row.querySelector("input");
                    if ([codes].flat().includes(box.value) !== box.checked && (box.type ===
                        "checkbox" || !box.checked)) row.querySelector("label").click();
                }
        }""",
        given,
    )


def answer_and_continue(page: Page, person: Person) -> None:
    """Answer all questions of the page and go on."""
    answer_page(page, person)
    press(page, "Continue")


def answer_all(page: Page, person: Person) -> list[str]:
    """Answer page after page until none asks any more. Out: the paths of the pages answered."""
    seen = []
    while questions(page):
        seen.append(path(page))
        answer_and_continue(page, person)
    return seen


def go_to_result(page: Page, person: Person) -> None:
    """Take the whole check by hand, from the first page to the result."""
    start(page)
    answer_and_continue(page, person)
    if path(page) == "/check/next/":
        follow(page, "Carry on with the questions")
    answer_all(page, person)
    if path(page) == CHECK_ANSWERS:
        follow(page, "See what to do next")


def change(page: Page, short: str) -> None:
    """Follow the Change link of an answer on the check-your-answers page."""
    follow(page, f"Change {short}")


def lose_connection(page: Page, address: str) -> None:
    """Let requests for an address lead nowhere, so that the page before stays."""
    page.route(address, lambda route: route.fulfill(status=204))


# --- Then -----------------------------------------------------------------------------


def path(page: Page) -> str:
    """Return the path of the address."""
    return urlsplit(page.url).path


def heading(page: Page) -> str:
    """Return the one first-level heading."""
    return page.get_by_role("heading", level=1).inner_text()


def questions(page: Page) -> list[str]:
    """List the ids of the questions on the page."""
    return page.locator("fieldset.field").evaluate_all("all => all.map(one => one.id)")


def chosen(page: Page) -> dict[str, list[str]]:
    """List what is chosen on the page, by question."""
    found: dict[str, list[str]] = {}
    marked = page.locator("input:checked").evaluate_all("all => all.map(x => [x.name, x.value])")
    for name, code in marked:
        found.setdefault(name, []).append(code)
    return found


def guidance(page: Page) -> list[str]:
    """List the guidance blocks on the page, in order."""
    blocks = page.locator("[data-guidance]")
    return blocks.evaluate_all("all => all.map(one => one.dataset.guidance)")


def tier(page: Page) -> str | None:
    """Return the tier that the result page carries."""
    return page.locator("main").get_attribute("data-tier")


def cookies(page: Page) -> list[str]:
    """List the names of all cookies in the browser, of whatever site."""
    return [found.get("name", "") for found in page.context.cookies()]


def shows_no_answer(page: Page) -> None:
    """Assert that neither a chosen answer nor a result is on the page."""
    assert chosen(page) == {}
    expect(page.locator(".summary, [data-tier], [data-guidance], .reasons")).to_have_count(0)


def band(page: Page, checklist: str) -> str | None:
    """Return the band of a checklist that the result page carries."""
    return page.locator("main").get_attribute(f"data-band-{checklist}")


def is_covered(page: Page) -> bool:
    """Tell whether nothing of the page can be seen."""
    return page.evaluate(
        """() => ["main", "header", "footer", "h1"].every(
            name => !document.querySelector(name).checkVisibility())"""
    )
