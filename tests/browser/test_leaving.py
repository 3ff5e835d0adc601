"""Leaving quickly: by link or by key, nothing shows any more, whatever way back is tried."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import people
from tests.browser.conftest import Opener
from tests.browser.steps import (
    CHECK_ANSWERS,
    COOKIE,
    RESULT,
    carry,
    cookies,
    follow,
    heading,
    is_covered,
    lose_connection,
    path,
    press,
    shows_no_answer,
)

REMEMBER_HOW_IT_CAME = (
    "addEventListener('pageshow', event => { window.cameBack = event.persisted })"
)
LEAVE = "Leave this site"


@pytest.fixture(scope="module")
def remembering_browser(launch_browser: Callable[..., Browser]):
    """Start a browser that keeps pages in memory for Back, as people's own browsers do."""
    browser = launch_browser(ignore_default_args=["--disable-back-forward-cache"])
    yield browser
    browser.close()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def remembering_page(request, remembering_browser, open_page: Opener) -> Page:
    page = open_page(remembering_browser, java_script_enabled=request.param)
    page.add_init_script(REMEMBER_HOW_IT_CAME)
    return page


def read_all_pages(page: Page) -> None:
    carry(page, people.MISUSES_AND_MIXES)
    for address in ("/", "/check/now/", "/check/misuse/", CHECK_ANSWERS, RESULT):
        page.goto(address)


def go_back(page: Page) -> None:
    """Press Back. A page that comes out of memory never loads, so nothing waits for that."""
    page.go_back(wait_until="commit")


def go_back_to_the_first_page(page: Page) -> list[str]:
    """Press Back as often as it goes. Out: the paths seen."""
    seen = []
    while page.url != "about:blank":
        go_back(page)
        if page.url != "about:blank":
            seen.append(path(page))
            shows_no_answer(page)
    return seen


def test_the_browser_of_these_tests_does_keep_pages_in_memory(
    remembering_browser: Browser, open_page: Opener
):
    page = open_page(remembering_browser)
    page.add_init_script(REMEMBER_HOW_IT_CAME)
    page.goto("/about/")
    page.goto("/privacy/")

    go_back(page)

    assert heading(page) == "About this check"
    assert page.evaluate("window.cameBack") is True


class TestBack:
    def test_after_leaving_shows_no_answer(self, remembering_page: Page, neutral_site: str):
        page = remembering_page
        read_all_pages(page)

        with page.expect_response("**/leave/") as left:
            page.get_by_role("link", name=LEAVE).click()
        page.wait_for_url(neutral_site)

        assert cookies(page) == []
        headers = left.value.all_headers()
        assert headers["clear-site-data"] == '"cache", "cookies", "storage"'
        assert headers["cache-control"] == "no-store"
        assert headers["set-cookie"].startswith(f'{COOKIE}="";')
        assert "Max-Age=0" in headers["set-cookie"]
        assert CHECK_ANSWERS in go_back_to_the_first_page(page)

    def test_after_deleting_shows_no_answer(self, remembering_page: Page):
        page = remembering_page
        read_all_pages(page)

        press(page, "Delete my answers")

        assert heading(page) == "Your answers are deleted"
        assert cookies(page) == []
        assert RESULT in go_back_to_the_first_page(page)

    def test_from_another_page_of_the_site_shows_the_result_again(self, remembering_page: Page):
        page = remembering_page
        carry(page, people.STOPPED)
        page.goto(RESULT)
        follow(page, "Help and phone numbers")

        go_back(page)

        expect(page.locator("[data-tier=today] h1")).to_be_visible()


class TestLeavingByLink:
    @pytest.mark.parametrize("address", ["/", "/help/", "/check/now/", RESULT, "/nowhere/"])
    def test_is_in_view_on_every_page_wherever_one_has_scrolled(self, page: Page, address: str):
        carry(page, people.STOPPED)
        page.goto(address)

        page.keyboard.press("End")

        expect(page.get_by_role("link", name=LEAVE)).to_be_in_viewport(ratio=1)

    def test_replaces_the_page_in_the_history(self, page: Page, neutral_site: str):
        carry(page, people.STOPPED)
        page.goto("/")
        page.goto(RESULT)

        page.get_by_role("link", name=LEAVE).click()
        page.wait_for_url(neutral_site)
        page.go_back()

        assert path(page) == "/"

    def test_covers_the_page_at_once_whatever_the_connection(self, page: Page):
        lose_connection(page, "**/leave/")
        carry(page, people.STOPPED)
        page.goto(RESULT)

        with page.expect_request_finished():
            page.get_by_role("link", name=LEAVE).click()

        assert is_covered(page)
        assert page.title() == "…"


class TestShiftThreeTimes:
    def test_leaves_and_is_announced(self, page: Page, neutral_site: str):
        carry(page, people.STOPPED)
        page.goto(RESULT)
        status = page.get_by_role("status")

        page.keyboard.press("Shift")
        expect(status).to_have_text("Shift, press 2 more times to leave")
        page.keyboard.press("Shift")
        expect(status).to_have_text("Shift, press 1 more time to leave")
        page.keyboard.press("Shift")

        page.wait_for_url(neutral_site)
        assert cookies(page) == []

    def test_does_not_leave_when_the_presses_are_more_than_5_seconds_apart(self, page: Page):
        page.clock.install()
        carry(page, people.STOPPED)
        page.goto(RESULT)

        page.keyboard.press("Shift")
        page.keyboard.press("Shift")
        page.clock.fast_forward(5001)
        expect(page.get_by_role("status")).to_have_text("You are still on this site")
        page.keyboard.press("Shift")

        expect(page.get_by_role("status")).to_have_text("Shift, press 2 more times to leave")
        assert path(page) == RESULT
        assert cookies(page) == [COOKIE]

    def test_does_not_leave_when_shift_belongs_to_another_key(self, page: Page):
        carry(page, people.STOPPED)
        page.goto(RESULT)

        for _ in range(4):
            page.keyboard.press("Shift+Tab")

        expect(page.get_by_role("status")).to_be_empty()
        assert cookies(page) == [COOKIE]
