"""Which posts are taken from whom, and the headers of every page of the check."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.selfcheck.page import read
from tests.selfcheck.walking import COOKIE, Browser, answers, at_result, journey
from tests.test_fetch_guard import ANOTHER_SITE, OWN_PAGE

ROOT = Path(__file__).resolve().parents[2]

POSTS = [
    "/check/now/",
    "/check/use/2/",
    "/check/country/",
    "/check/count/",
    "/check/waiting/",
    "/check/delete/",
    "/leave/",
]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'none'; "
    "connect-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.fixture
def at_our_host(settings) -> Browser:
    settings.ALLOWED_HOSTS = ["check.example.org", "testserver"]
    return at_result(answers(route="both"))


@pytest.mark.parametrize("headers", ANOTHER_SITE.values(), ids=ANOTHER_SITE.keys())
@pytest.mark.parametrize("address", POSTS)
def test_a_post_from_another_site_changes_nothing(at_our_host, address, headers):
    token = at_our_host.token
    response = at_our_host.post(
        address,
        {"country": "GB", "count": "yes", "now_seizure": "yes"},
        headers={"host": "check.example.org", **headers},
        secure=True,
    )
    assert response.status_code == 403
    assert not response.cookies
    assert "Clear-Site-Data" not in response.headers
    assert b'href="tel:911"' in response.content
    assert at_our_host.token == token


@pytest.mark.parametrize("headers", OWN_PAGE.values(), ids=OWN_PAGE.keys())
@pytest.mark.parametrize("address", [a for a in POSTS if a != "/check/count/"])
def test_a_post_from_our_own_page_is_taken(at_our_host, address, headers):
    response = at_our_host.post(
        address,
        {"country": "GB", "now_seizure": "yes"},
        headers={"host": "check.example.org", **headers},
        secure=True,
    )
    assert response.status_code in (302, 422)


@pytest.mark.parametrize("address", POSTS)
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_no_other_method_is_taken(address, method):
    client = at_result()
    token = client.token
    assert getattr(client, method)(address).status_code == 405
    assert client.token == token


def test_a_form_with_far_too_many_fields_is_refused_kindly():
    client = at_result()
    token = client.token
    response = client.post("/check/now/", {f"field{number}": "x" for number in range(301)})
    assert response.status_code == 400
    assert b'href="tel:911"' in response.content
    assert client.token == token


def test_every_answer_of_the_check_carries_the_security_headers():
    for response in journey(Browser()):
        where = response.wsgi_request.path
        assert response.headers["Content-Security-Policy"] == POLICY, where
        assert response.headers["X-Content-Type-Options"] == "nosniff", where
        assert response.headers["Referrer-Policy"] == "same-origin", where
        assert response.headers["X-Frame-Options"] == "DENY", where
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin", where
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin", where
        assert "geolocation=()" in response.headers["Permissions-Policy"], where
        assert "Strict-Transport-Security" not in response.headers, where
        assert not {"Server", "X-Powered-By"} & set(response.headers), where


def test_no_page_of_the_check_needs_what_the_policy_forbids():
    pages = [read(response) for response in journey(Browser()) if response.content]
    assert len(pages) > 20
    for page in pages:
        assert not [name for name in page.attributes if name == "style" or name[:2] == "on"]
        assert "<style" not in page.html
        assert page.html.count("<script") == page.html.count('<script src="/static/')


def test_behind_tls_every_page_says_so():
    script = (
        "from tests.selfcheck.walking import *\n"
        "client = Browser(headers={'host': 'a.example', 'x-forwarded-proto': 'https'})\n"
        "walked = walk(client, answers(now_heart='yes'))\n"
        "print({r.headers['Strict-Transport-Security'] for r in walked.responses})\n"
    )
    run = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", script],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings_test",
            "BEHIND_TLS": "true",
            "ALLOWED_HOSTS": "a.example",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.stdout.strip() == "{'max-age=31536000; includeSubDomains; preload'}", run.stderr


def test_the_cookie_is_not_sent_by_a_form_of_another_site():
    """SameSite=Lax: where the headers above fail, the post comes without the answers."""
    client = Browser()
    assert client.post("/check/now/", {}).cookies[COOKIE]["samesite"] == "Lax"
