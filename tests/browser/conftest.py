"""A browser that notices, in every test, what no page may do: call elsewhere, complain, or set
a cookie besides the one. Nothing here leaves the machine, not even Leave this site.
"""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

pytest.register_assert_rewrite("tests.browser.steps")

from tests.browser.states import STATES  # noqa: E402
from tests.browser.steps import COOKIE  # noqa: E402

Opener = Callable[..., Page]

_NEUTRAL = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Elsewhere</title>
<link rel="icon" href="data:,"><h1>A page about the weather</h1></html>"""
_EXPECTED = ("Failed to load resource: the server responded with a status of 4", "status of 50")


class _NeutralPage(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(_NEUTRAL)

    def log_message(self, *args) -> None:
        """Keep quiet."""


@pytest.fixture(scope="session")
def neutral_site() -> Iterator[str]:
    """Serve a page of another origin to leave to. Out: its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _NeutralPage)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


class Watch:
    """What the pages of one test did besides what was asked of them."""

    def __init__(self, *allowed: str) -> None:
        self.allowed = allowed
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self._documents: set[str] = set()

    def over(self, context: BrowserContext) -> None:
        """Watch all pages of a browser context."""
        context.on("request", self._note_request)
        context.on("console", self._note_console)
        context.on("weberror", lambda fault: self.complaints.append(str(fault.error)))

    def _note_request(self, request) -> None:
        self.requests.append(request.url)
        if request.is_navigation_request():
            self._documents.add(request.url)

    def _note_console(self, message: ConsoleMessage) -> None:
        # A browser also complains of a page that says what is wrong with the status it has to have.
        page = message.location.get("url") in self._documents
        expected = page and any(text in message.text for text in _EXPECTED)
        if message.type in ("error", "warning") and not expected:
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def assert_quiet(self) -> None:
        """Assert that nothing was asked of another origin, and nothing was complained of."""
        ours = (*self.allowed, "data:", "about:")
        assert [url for url in self.requests if not url.startswith(ours)] == []
        assert not self.complaints, "\n".join(sorted(set(self.complaints)))


@pytest.fixture
def watch(live_server, neutral_site) -> Watch:
    """Watch the pages of a test."""
    return Watch(f"{live_server.url}/", neutral_site)


@pytest.fixture
def cookies_left() -> set[str]:
    """Name the cookies that pages may set. Tests of staff pages allow more."""
    return {COOKIE}


@pytest.fixture
def open_page(
    new_context, live_server, watch: Watch, neutral_site, cookies_left: set[str], settings
) -> Iterator[Opener]:
    """Open a page in a browser of its own, with the given options of the browser."""
    settings.LEAVE_TO = neutral_site
    contexts: list[BrowserContext] = []

    def opened(browser: Browser | None = None, **options) -> Page:
        options = {"base_url": live_server.url, **options}
        context = browser.new_context(**options) if browser else new_context(**options)
        context.set_default_timeout(8000)
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    yield opened
    left_behind = {found.get("name") for context in contexts for found in context.cookies()}
    assert left_behind <= cookies_left
    watch.assert_quiet()


@pytest.fixture
def page(open_page: Opener) -> Page:
    """Open a page as most people would."""
    return open_page()


@pytest.fixture
def stopped_database(live_server, monkeypatch, tmp_path: Path) -> None:
    """Point the server at a place where no database answers."""
    nowhere = tmp_path / "no-such-folder" / "db.sqlite3"
    monkeypatch.setitem(connections.settings["default"], "NAME", str(nowhere))


@pytest.fixture
def reach(open_page: Opener, stopped_database, settings) -> Callable[..., Page]:
    """Open one of the states of `tests.browser.states`, while the database is stopped."""
    settings.ROOT_URLCONF = "tests.browser.urls"

    def reached(state: str, **options) -> Page:
        page = open_page(**options)
        STATES[state](page)
        return page

    return reached
