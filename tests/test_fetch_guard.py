"""Posts of other sites are refused, judged by the headers that real browsers send."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from screening.fetch_guard import public


@public
def answers(request):
    return HttpResponse("kept")


def for_staff(request):
    return HttpResponse("staff only")


# With the site's own, because its error pages link to them.
urlpatterns = [
    path("answers/", answers),
    path("staff/", for_staff),
    path("", include("config.urls")),
]

OURS = "https://check.example.org"

# What each browser sends with a post to https://check.example.org/answers/. Firefox sends
# Sec-Fetch-Site since version 90 (2021), Chrome since 76 (2019), Safari since 16.4 (2023).
# Over plain http to anything but localhost no browser sends it, so Origin decides there.
OWN_PAGE = {
    "Chrome 140, our own form": {"Sec-Fetch-Site": "same-origin", "Origin": OURS},
    "Firefox 140, our own form": {"Sec-Fetch-Site": "same-origin", "Origin": OURS},
    "Safari 18, our own form": {"Sec-Fetch-Site": "same-origin", "Origin": OURS},
    "Safari 15, our own form": {"Origin": OURS},
    "Chrome 60, our own form": {"Origin": OURS, "Referer": f"{OURS}/answers/"},
    "Firefox 60, our own form: no Origin on same-origin posts": {"Referer": f"{OURS}/answers/"},
    "Android 4.4 browser, our own form": {
        "Origin": OURS,
        "X-Requested-With": "com.android.browser",
    },
    "any browser over plain http": {"Origin": "http://check.example.org"},
    "Chrome 140, reload of a post by the person": {"Sec-Fetch-Site": "same-origin", "Origin": OURS},
    "Chrome 140, post started from outside any page": {"Sec-Fetch-Site": "none", "Origin": "null"},
    "a very old browser, or none": {},
}
ANOTHER_SITE = {
    "Chrome 140, form of another site": {
        "Sec-Fetch-Site": "cross-site",
        "Origin": "https://evil.example",
    },
    "Firefox 140, form of another site that hides its address": {
        "Sec-Fetch-Site": "cross-site",
        "Origin": "null",
    },
    "Safari 18, form of a sister subdomain": {
        "Sec-Fetch-Site": "same-site",
        "Origin": "https://blog.example.org",
    },
    "Chrome 140, our own page in a sandboxed frame": {
        "Sec-Fetch-Site": "cross-site",
        "Origin": "null",
    },
    "Chrome 140, the same host over plain http": {
        "Sec-Fetch-Site": "cross-site",
        "Origin": "http://check.example.org",
    },
    "Sec-Fetch-Site decides, whatever Origin says": {
        "Sec-Fetch-Site": "cross-site",
        "Origin": OURS,
    },
    "a value of Sec-Fetch-Site that does not exist yet": {"Sec-Fetch-Site": "elsewhere"},
    "Safari 15, form of another site": {"Origin": "https://evil.example"},
    "Safari 15, sandboxed frame": {"Origin": "null"},
    "Safari 15, form of a sister subdomain": {"Origin": "https://blog.example.org"},
    "Safari 15, another port of the same host": {"Origin": f"{OURS}:8443"},
    "Android 4.4 browser, form of another site": {"Origin": "http://evil.example"},
    "our host as the beginning of another": {"Origin": f"{OURS}.evil.example"},
    "our host as a user name": {"Origin": "https://check.example.org@evil.example"},
    "our host as a path": {"Origin": "https://evil.example/check.example.org"},
    "an Origin that is no address": {"Origin": "https://["},
}


@pytest.fixture
def browser_of_somebody():
    with override_settings(
        ROOT_URLCONF="tests.test_fetch_guard", ALLOWED_HOSTS=["check.example.org", "[::1]"]
    ):
        # With Django's own CSRF check on, which the test client otherwise leaves out.
        yield Client(
            enforce_csrf_checks=True,
            headers={"host": "check.example.org"},
        )


@pytest.mark.parametrize("headers", OWN_PAGE.values(), ids=OWN_PAGE.keys())
def test_a_post_of_our_own_page_is_let_in(browser_of_somebody, headers):
    response = browser_of_somebody.post("/answers/", headers=headers, secure=True)
    assert (response.status_code, response.content) == (200, b"kept")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("headers", ANOTHER_SITE.values(), ids=ANOTHER_SITE.keys())
def test_a_post_of_another_site_is_refused(browser_of_somebody, headers, method):
    response = getattr(browser_of_somebody, method)("/answers/", headers=headers, secure=True)
    assert response.status_code == 403
    assert b"kept" not in response.content


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_link_from_another_site_is_let_in(browser_of_somebody, method):
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    response = getattr(browser_of_somebody, method)("/answers/", headers=headers, secure=True)
    assert response.status_code == 200


def test_the_port_counts_and_the_letter_case_does_not(browser_of_somebody):
    def post(host: str, origin: str) -> int:
        headers = {"host": host, "Origin": origin}
        return browser_of_somebody.post("/answers/", headers=headers).status_code

    assert post("check.example.org:8000", "http://Check.Example.ORG:8000") == 200
    assert post("check.example.org:8000", "http://check.example.org:8001") == 403
    assert post("[::1]:8000", "http://[::1]:8000") == 200


def test_a_view_that_is_not_public_is_closed_and_keeps_its_csrf_token(browser_of_somebody):
    opened = browser_of_somebody.get("/staff/", secure=True)
    assert opened.status_code == 302
    assert opened.headers["Location"].startswith("/staff/account/login/")
    posted = browser_of_somebody.post(
        "/staff/", headers=OWN_PAGE["Safari 18, our own form"], secure=True
    )
    assert posted.status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_public_page_opens_no_session_and_no_database(browser_of_somebody, method):
    """Not even for somebody who is signed in: a test without the database mark has none."""
    browser_of_somebody.cookies[settings.SESSION_COOKIE_NAME] = "a-session-of-a-staff-member"
    response = getattr(browser_of_somebody, method)("/answers/", secure=True)
    assert response.content == b"kept"
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
