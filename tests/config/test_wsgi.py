"""When everything else fails, the emergency number still shows."""

import io
import logging
from copy import deepcopy
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import include, path

from config.wsgi import application
from screening.fetch_guard import public

pytestmark = pytest.mark.usefixtures("connections_closed")


@public
def fails(request):
    raise RuntimeError("MARKER-ANSWER")


@public
def works(request):
    return HttpResponse("a page")


urlpatterns = [path("fails/", fails), path("works/", works), path("", include("config.urls"))]


def get(address: str) -> tuple[str, dict[str, str], str]:
    environ = RequestFactory(headers={"host": "localhost"}).get(address).environ
    answer: dict[str, Any] = {}

    def start_response(status, headers, exc_info=None):
        answer.update(status=status, headers=dict(headers))

    body = b"".join(application({**environ, "wsgi.input": io.BytesIO()}, start_response))
    return answer["status"], answer["headers"], body.decode()


@pytest.fixture
def site_without_error_page(settings, tmp_path):
    (tmp_path / "500.html").write_text("{% no_such_tag %}")
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [tmp_path]
    settings.TEMPLATES = templates
    settings.ROOT_URLCONF = "tests.config.test_wsgi"


def test_a_working_page_passes_through(site_without_error_page):
    assert get("/works/")[::2] == ("200 OK", "a page")


def test_a_broken_error_page_leaves_the_emergency_number(site_without_error_page, caplog):
    with caplog.at_level(logging.ERROR, logger="config.wsgi"):
        status, headers, page = get("/fails/")
    assert status == "500 Internal Server Error"
    assert "<strong>Emergency services: 911</strong>" in page
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Cache-Control"] == "no-store"
    assert int(headers["Content-Length"]) == len(page.encode())
    assert "MARKER" not in page
    assert [record.message for record in caplog.records if record.name == "config.wsgi"] == [
        "The error page failed as well"
    ]
