"""What a browser is given and what it sends: one cookie, and nothing to anybody else.

That no page calls another origin, complains or breaks the content security policy is watched in
every test of this folder (conftest.py); here it is shown that the watch can bark.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser import people
from tests.browser.conftest import Watch
from tests.browser.steps import (
    CHECK_ANSWERS,
    COOKIE,
    RESULT,
    answer_all,
    answer_and_continue,
    carry,
    cookies,
    follow,
    path,
    press,
    start,
)

WITHOUT_ANSWERS = [
    *("/", "/check/now/", "/emergency/", "/help/", "/help/?country=GB", "/about/", "/evidence/"),
    *("/privacy/", "/accessibility/", "/check/deleted/", RESULT, CHECK_ANSWERS, "/nowhere/"),
]
LOADED = """() => [...document.querySelectorAll("link, script, img, form")].map(
    one => [one.rel || one.localName, one.href || one.src || one.action])"""


def test_no_cookie_is_set_before_the_first_answer_is_sent(page: Page):
    for address in WITHOUT_ANSWERS:
        page.goto(address)
        assert cookies(page) == [], address


def test_one_cookie_is_set_with_the_first_answers_and_no_other_ever(page: Page):
    start(page)
    with page.expect_response("**/check/now/") as answered:
        answer_and_continue(page, people.STOPPED)

    header = answered.value.all_headers()["set-cookie"]
    assert header.startswith(f"{COOKIE}=")
    assert "\n" not in header
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(header.split("; "))
    assert not any(word in header.lower() for word in ("expires", "max-age", "domain"))
    while path(page) != CHECK_ANSWERS:
        assert cookies(page) == [COOKIE]
        answer_and_continue(page, people.STOPPED)
    follow(page, "See what to do next")
    assert cookies(page) == [COOKIE]

    (kept,) = page.context.cookies()
    assert (kept["secure"], kept["httpOnly"], kept["sameSite"]) == (True, True, "Lax")
    assert kept["expires"] == -1
    assert page.evaluate("document.cookie") == ""
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0

    press(page, "Delete my answers")
    assert cookies(page) == []


def test_no_address_says_anything_about_the_answers(page: Page, watch: Watch):
    start(page)
    answer_all(page, people.MISUSES_AND_MIXES)
    follow(page, "See what to do next")

    assert len(watch.requests) > 10
    told = " ".join(watch.requests)
    for word in ("weekly", "differently", "alcohol", "today", "many", "baclofen"):
        assert word not in told


def test_everything_a_page_loads_and_sends_to_is_ours_the_icon_too(page: Page):
    for address in (*WITHOUT_ANSWERS, CHECK_ANSWERS, RESULT):
        if address in (CHECK_ANSWERS, RESULT):
            carry(page, people.MISUSES_AND_MIXES)
        page.goto(address)
        origin = page.evaluate("location.origin")

        loaded = page.evaluate(LOADED)

        assert {"stylesheet", "icon", "script"} <= {kind for kind, _ in loaded}
        assert [place for _, place in loaded if not place.startswith(f"{origin}/")] == []


def test_links_out_do_not_say_where_one_came_from(page: Page):
    for address in ("/help/?country=US", RESULT):
        carry(page, people.MISUSES_AND_MIXES)
        page.goto(address)
        out = page.locator("a[href^='http']")

        assert out.count() > 0
        for link in out.all():
            assert "noreferrer" in (link.get_attribute("rel") or "")


class TestTheWatch:
    @pytest.fixture
    def guarded(self, browser, live_server, watch: Watch) -> Iterator[Page]:
        """Open a page that only the watch of this test looks at."""
        context = browser.new_context(base_url=live_server.url)
        watch.over(context)
        page = context.new_page()
        page.goto("/about/")
        yield page
        context.close()

    @pytest.mark.parametrize(
        "fault",
        [
            "document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/x.png'}))",
            "document.body.setAttribute('style', 'color: red')",
            "document.head.append(Object.assign(document.createElement('script'), {text: '1'}))",
            "console.error('trouble')",
            "setTimeout(() => { throw new Error('trouble') })",
        ],
        ids=["another origin", "inline style", "inline script", "console", "exception"],
    )
    def test_barks(self, guarded: Page, watch: Watch, fault: str):
        watch.assert_quiet()

        with (
            guarded.expect_event("console")
            if "throw" not in fault
            else guarded.expect_event("pageerror")
        ):
            guarded.evaluate(f"() => {{ {fault} }}")

        with pytest.raises(AssertionError):
            watch.assert_quiet()
