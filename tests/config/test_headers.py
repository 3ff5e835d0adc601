"""Every response carries the security headers, each once."""

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from screening.fetch_guard import public
from screening.security_headers import CONTENT_SECURITY_POLICY, STAFF_CONTENT_SECURITY_POLICY

EXPECTED = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@public
def page(request):
    return HttpResponse("a page")


@public
def fails(request):
    raise RuntimeError("as this test wants")


@public
def of_staff(request):
    return HttpResponse("a page behind the sign-in")


of_staff.permission = "any"  # type: ignore[attr-defined]


# With the site's own, because its error pages link to them.
urlpatterns = [
    path("page/", page),
    path("of-staff/", of_staff),
    path("fails/", fails),
    path("", include("config.urls")),
]


@pytest.mark.parametrize(
    ("address", "host", "status"),
    [
        ("/page/", "localhost", 200),
        ("/page", "localhost", 301),
        ("/nowhere/", "localhost", 404),
        ("/page/", "evil.example", 400),
        ("/fails/", "localhost", 500),
    ],
)
@override_settings(ROOT_URLCONF="tests.config.test_headers")
def test_pages_and_error_pages_carry_the_headers_once(address, host, status):
    client = Client(raise_request_exception=False, headers={"host": host})
    response = client.get(address)
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in EXPECTED} == EXPECTED
    names = [name.lower() for name, _ in response.items()]
    assert len(names) == len(set(names))
    permissions = response.headers["Permissions-Policy"].split(", ")
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(permissions)


def test_nothing_may_run_or_load_from_elsewhere():
    rules = dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; "))
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert set(rules.values()) == {"'none'", "'self'"}


@override_settings(ROOT_URLCONF="tests.config.test_headers")
def test_a_staff_page_may_ask_its_own_site_and_nothing_more():
    policy = Client().get("/of-staff/")["Content-Security-Policy"]
    assert policy == STAFF_CONTENT_SECURITY_POLICY
    changed = set(policy.split("; ")) ^ set(CONTENT_SECURITY_POLICY.split("; "))
    assert changed == {"connect-src 'self'", "connect-src 'none'"}
