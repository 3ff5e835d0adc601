"""What all tests share: which of them need a browser or a database, and where Chromium is."""

import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unittest import TestCase

import pytest
from xdist.scheduler import LoadFileScheduling

# Playwright keeps an event loop in the main thread, where Django then refuses the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
NO_CHROMIUM = (
    "no Chromium found: browser tests need it; install the package chromium, "
    "or run: .venv/bin/playwright install chromium"
)

# A window's address bar, which nobody sees here, would be a process of its own for every page.
FEATURES_OFF = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"]
# What Playwright switches off itself: of two such flags, Chromium heeds the last one alone.
FEATURES_OFF += [
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
]


@cache
def chromium_path() -> str | None:
    """Return the path of a Chromium: one on PATH, else the one Playwright installed, else None."""
    for name in CHROMIUM_NAMES:
        if found := shutil.which(name):
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the Chromium of this machine, and keep it from calling anyone."""
    flags = [
        "--disable-background-networking",
        "--disable-component-update",
        f"--disable-features={','.join(FEATURES_OFF)}",
        "--disable-gpu",
        "--disable-sync",
        "--no-first-run",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium's sandbox refuses to run as root
    return {**browser_type_launch_args, "executable_path": chromium_path(), "args": flags}


@pytest.fixture
def connections_closed() -> None:
    """Close what earlier tests left open: each request looks at it, which is the database's use."""
    from django.db import connections

    connections.close_all()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark the tests that use a browser or the database, and skip browser tests without one.

    Browser tests come first. They take longest, so that nobody waits for one at the end.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & {"browser", "browser_type", "launch_browser", "playwright"}:
            item.add_marker("browser")
        if _uses_database(item, fixtures):
            item.add_marker("database")
    in_browser = [item for item in items if item.get_closest_marker("browser")]
    if in_browser and not chromium_path():
        if os.environ.get("CI"):
            raise pytest.UsageError(NO_CHROMIUM)
        for item in in_browser:
            item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))
    yield
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    """Hand out tests to the cores: see `BrowserTestsOneByOne`."""
    return BrowserTestsOneByOne(config, log)


class BrowserTestsOneByOne(LoadFileScheduling):  # type: ignore[misc]
    """Gives a whole file to one core, but browser tests one at a time: some files are very long."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if nodeid.startswith("tests/browser/") else super()._split_scope(nodeid)


def _uses_database(item: pytest.Item, fixtures: set[str]) -> bool:
    of_class = getattr(item, "cls", None)
    return bool(
        item.get_closest_marker("django_db")
        or fixtures & {"db", "transactional_db", "live_server"}
        or (of_class and issubclass(of_class, TestCase))
    )


@pytest.fixture(scope="session", autouse=True)
def emptied_past_the_audit_trail() -> Iterator[None]:
    """Let Django empty all tables after a test that commits, though the audit trail refuses it.

    The triggers are away for that moment only: every test runs with them.
    """
    from django.db import connection
    from django.test import TransactionTestCase

    from screening.audit.append_only import lift, protect

    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def emptied(case: TransactionTestCase) -> None:
        lift(connection)
        try:
            empty(case)
        finally:
            protect(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)
        yield
