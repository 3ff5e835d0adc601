"""Logs say what went wrong and where, and nothing about the person."""

import io
import logging
import logging.config

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client, override_settings
from django.urls import include, path
from django.utils.log import AdminEmailHandler

from config.logs import QuietFormatter, logging_settings
from screening.fetch_guard import public

MARKERS = ["MARKER-ANSWER", "MARKER-QUERY", "MARKER-BROWSER", "203.0.113.7"]


@public
def fails(request):
    raise ValueError(f"cannot score {request.POST['answer']} with {request.META['QUERY_STRING']}")


@public
def misses_a_value(request):
    page = Template("{{ answers.nothing_here }}").render(Context({"answers": request.POST}))
    return HttpResponse(page)


# With the site's own, because its error pages link to them.
urlpatterns = [
    path("fails/", fails),
    path("misses/", misses_a_value),
    path("", include("config.urls")),
]


@pytest.fixture
def console(settings):
    """Everything the site logs at its most talkative, as it would stand on the console."""
    written = io.StringIO()
    talkative = logging_settings("DEBUG")
    talkative["handlers"]["console"]["stream"] = written
    logging.config.dictConfig(talkative)
    yield written
    logging.config.dictConfig(settings.LOGGING)


@pytest.mark.parametrize("address", ["/fails/", "/misses/", "/nothing-here/"])
@override_settings(ROOT_URLCONF="tests.config.test_logs")
def test_nothing_that_came_with_a_request_is_logged(console, address):
    Client(raise_request_exception=False).post(
        f"{address}?q=MARKER-QUERY",
        {"answer": "MARKER-ANSWER"},
        headers={"User-Agent": "MARKER-BROWSER"},
        REMOTE_ADDR="203.0.113.7",
    )
    logged = console.getvalue()
    assert logged
    assert [marker for marker in MARKERS if marker in logged] == []


@override_settings(ROOT_URLCONF="tests.config.test_logs")
def test_a_failure_can_be_found_all_the_same(console):
    Client(raise_request_exception=False).post("/fails/", {"answer": "MARKER-ANSWER"})
    logged = console.getvalue()
    assert "Internal Server Error: /fails/" in logged
    assert "builtins.ValueError at" in logged
    assert "test_logs.py" in logged
    assert " in fails" in logged


def test_a_one_time_link_is_not_logged(console):
    """A post that is refused is a warning with the address in it; the link still works."""
    Client(enforce_csrf_checks=True).post("/staff/invitation/MARKER-LINK/")
    assert "Forbidden" in console.getvalue()
    assert "/staff/invitation/" in console.getvalue()
    assert "MARKER-LINK" not in console.getvalue()


def test_nothing_is_sent_by_mail_or_written_by_the_development_server():
    loggers = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    handlers = [handler for logger in loggers for handler in logger.handlers]
    assert not [handler for handler in handlers if isinstance(handler, AdminEmailHandler)]
    assert not logging.getLogger("django.server").isEnabledFor(logging.ERROR)


def test_a_record_without_an_exception_is_written_as_it_is():
    formatter = QuietFormatter("{levelname}: {message}", style="{")
    record = logging.LogRecord("a", logging.INFO, __file__, 1, "ready", None, (None, None, None))
    assert formatter.format(record).strip() == "INFO: ready"
