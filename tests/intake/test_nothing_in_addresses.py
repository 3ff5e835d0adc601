"""Nothing about a client in what others may see or keep: addresses, titles, cookies, headers, logs.

A browser keeps addresses and titles in its history, a proxy logs them, and a log is read by many.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from urllib.parse import unquote_plus

import pytest

from config.logs import QuietFormatter
from tests.intake.desk import Visit
from tests.intake.whole_day import MARKS, Day, a_day

pytestmark = pytest.mark.django_db

_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)


@pytest.fixture
def day(caplog: pytest.LogCaptureFixture) -> Day:
    for name in ("", "allauth", "django", "django.request", "django.server", "screening"):
        caplog.set_level(logging.DEBUG, logger=name)
    return a_day()


def outside(visit: Visit) -> Iterator[str]:
    """Yield all that a visit leaves outside the page itself."""
    yield visit.address
    yield from (f"{name}: {value}" for name, value in visit.answer.headers.items())
    yield visit.answer.cookies.output()
    for title in _TITLE.findall(visit.body):
        yield title.decode()


def marks_in(text: str) -> list[str]:
    plain = unquote_plus(text).casefold()
    return [mark for mark in MARKS if mark.casefold() in plain]


def test_nothing_about_the_client_stands_outside_a_page(day: Day):
    seen = [text for visit in day.visits for text in outside(visit)]
    assert [text for text in seen if marks_in(text)] == []
    assert len(day.visits) > 100
    # The walk did meet what it looks for: on pages, where it belongs, and in files passed on.
    shown = " ".join(visit.body.decode("utf-8", "replace") for visit in day.visits)
    assert {"Vexmark", "Notemark", "Emergencymark", "Hollowbrook"} <= set(marks_in(shown))
    assert sum("Content-Disposition" in visit.answer.headers for visit in day.visits) > 6


def test_no_log_says_anything_about_the_client_or_a_secret(
    day: Day, caplog: pytest.LogCaptureFixture
):
    written = QuietFormatter("%(name)s %(message)s")
    said = [written.format(record) for record in caplog.get_records("setup")]
    secrets = [value for name, value in day.secrets.items() if "link" not in name]
    assert [text for text in said if marks_in(text) or any(one in text for one in secrets)] == []
    assert any("Unprocessable" in text for text in said), "the log was not talkative"


@pytest.mark.parametrize("hidden", ["VXM-77341", "vxm-77341", "Quillon%20Vexmark", "555+018+7743"])
def test_a_mark_would_be_found(hidden: str):
    assert marks_in(f"/staff/clients/?q={hidden}")
