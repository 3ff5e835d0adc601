"""Whatever is sent: no fault of ours, nothing sent back unescaped, and help is still there."""

import io
import logging
import re
import sys
from collections import Counter
from itertools import islice
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import got_request_exception
from django.test import RequestFactory

from config.wsgi import application
from screening.security_headers import CONTENT_SECURITY_POLICY, PERMISSIONS_POLICY
from screening.selfcheck import answers as cookie
from tests.hostile import Request, hostile_requests, public_routes
from tests.hostile_cookies import honest_cookies, odd_cookies

pytestmark = [pytest.mark.usefixtures("connections_closed"), pytest.mark.sqlite_only]

HOW_MANY = 10_000
SEED = 20261121
EXPECTED = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
RAW_MARK = re.compile(rb"zq9(?:[\"'<>\x00]|.{0,40}`49)")
"""The mark as it was sent, or with {{7*7}} worked out."""

RAW_IN_HEADER = re.compile(r"zq9['%27]*[\"<>]|[\r\n]")


class Answer:
    """What the site answers, through the very function that the web server calls."""

    def __init__(self, request: Request) -> None:
        environ: dict[str, Any] = {
            **RequestFactory().get("/").environ,
            "REQUEST_METHOD": request.method,
            "PATH_INFO": request.path.decode("latin-1"),
            "QUERY_STRING": request.query.decode("latin-1"),
            "wsgi.input": io.BytesIO(request.body),
            "wsgi.errors": io.StringIO(),
        }
        environ.pop("HTTP_COOKIE", None)
        for name, value in request.headers.items():
            key = name.upper().replace("-", "_")
            environ[key if key.startswith("CONTENT_") else f"HTTP_{key}"] = value
        answer = application(environ, self._start)
        self.body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()

    def _start(self, status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        self.status = int(status.split()[0])
        self.headers = headers

    def faults(self) -> list[str]:
        """Say what is wrong with it, in a few words each."""
        found = []
        names = Counter(name.lower() for name, _ in self.headers)
        values = dict(self.headers)
        if self.status >= 500:
            found.append(f"status {self.status}")
        if RAW_MARK.search(self.body) or b"Traceback" in self.body:
            found.append("sent back")
        for name, value in self.headers:
            if RAW_IN_HEADER.search(value):
                found.append(f"sent back in {name}")
        found += [f"no {name}" for name, value in EXPECTED.items() if values.get(name) != value]
        found += [f"{name} twice" for name, n in names.items() if n > 1 and name != "set-cookie"]
        to = values.get("Location", "/")
        if to != settings.LEAVE_TO and (not to.startswith("/") or to.startswith(("//", "/\\"))):
            found.append("sends people elsewhere")
        return found


@pytest.fixture
def exceptions():
    """The kinds of exceptions that became an error page."""
    caught: list[str] = []

    def catch(sender, request, **kwargs):
        caught.append(repr(sys.exc_info()[1])[:200])

    got_request_exception.connect(catch)
    logging.disable(logging.CRITICAL)
    yield caught
    logging.disable(logging.NOTSET)
    got_request_exception.disconnect(catch)


# Connections close after each request, as they do in production.
@pytest.mark.django_db(transaction=True)
def test_ten_thousand_hostile_requests(exceptions):
    faults: dict[str, Request] = {}
    statuses: Counter[int] = Counter()
    for request in islice(hostile_requests(SEED), HOW_MANY):
        before = len(exceptions)
        answer = Answer(request)
        statuses[answer.status] += 1
        for fault in answer.faults():
            faults.setdefault(" ".join([fault, *exceptions[before:]]), request)

    assert not faults, "\n\n".join(
        f"{fault}:\n  {request}"[:1500] for fault, request in faults.items()
    )
    # The requests get far: into pages, past forms, to every kind of refusal.
    assert {200, 302, 400, 403, 404, 405, 422} <= set(statuses)
    assert statuses[200] > HOW_MANY / 20
    assert sum(statuses.values()) == HOW_MANY


@pytest.mark.django_db(transaction=True)
def test_a_sealed_cookie_with_an_odd_content_is_a_fresh_start(exceptions):
    """The key is ours, so another version of the site wrote it: kindly say so, and start afresh."""
    faults: dict[str, int] = Counter()
    for token in odd_cookies():
        for path in (
            "/",
            "/check/now/",
            "/check/answers/",
            "/check/result/",
            "/check/next/",
            "/check/waiting/",
        ):
            for method in ("GET", "POST"):
                before = len(exceptions)
                request = Request(method, path.encode())
                request.headers = {"host": "localhost", "cookie": f"{cookie.cookie_name()}={token}"}
                for fault in Answer(request).faults():
                    faults[" ".join([fault, *exceptions[before:]])] += 1
    assert not faults


def test_every_address_is_among_them():
    """Each address of the resolver is met, with and without answers, by each method."""
    met: Counter[tuple[str, str]] = Counter()
    sent = list(islice(hostile_requests(SEED), HOW_MANY))
    for route in public_routes():
        pattern = (
            re.escape(route).replace("<slug:section>", "[a-z]+").replace("<int:part>", "[0-9]+")
        )
        for request in sent:
            if re.fullmatch(pattern.encode(), request.path) and "cookie" in request.headers:
                met[route, request.method] += 1
    for route in public_routes():
        assert all(met[route, method] > 3 for method in ("GET", "POST", "HEAD", "PUT")), route
    assert len(public_routes()) > 15
    assert len(honest_cookies()) == len(set(honest_cookies()))


@pytest.mark.parametrize(
    ("body", "headers", "fault"),
    [
        (b"<p>zq9<b></p>", [], "sent back"),
        (b'<a title="zq9"">', [], "sent back"),
        (b"zq9&quot;&#x27;&lt;b&gt;&amp;`49", [], "sent back"),
        (b"Traceback (most recent call last)", [], "sent back"),
        (b"", [("Location", "//evil.example/")], "sends people elsewhere"),
        (b"", [("Location", "https://evil.example/")], "sends people elsewhere"),
        (b"", [("X", "a\r\nb")], "sent back in X"),
        (b"", [("X", "/?zq9'\"")], "sent back in X"),
        (b"", [("X-Frame-Options", "DENY")], "x-frame-options twice"),
    ],
)
def test_what_is_wrong_would_be_found(body, headers, fault):
    answer = Answer(Request(headers={"host": "localhost"}))
    assert answer.faults() == []
    answer.body, answer.headers = answer.body + body, answer.headers + headers
    assert fault in answer.faults()
    answer.headers = [pair for pair in answer.headers if pair[0] != "X-Content-Type-Options"]
    assert "no X-Content-Type-Options" in answer.faults()
