"""How long a session lasts, what ends it, and that what was typed is kept."""

from time import time

import pytest
from django.http import Http404, HttpResponse
from django.test import Client as Browser
from django.urls import include, path
from django.views.decorators.http import require_http_methods

from screening.access import ANALYST, INTAKE, Permission, allowed
from screening.models import AuditEntry, StaffMember
from screening.signin.sessions import ACTIVE_AT, SIGNED_IN_AT
from tests.people import PASSWORD, a_member, signed_in

pytestmark = pytest.mark.django_db

LOGIN = "/staff/account/login/"
MINUTE, HOUR = 60, 3600
SIGNED_OUT = "You were signed out. A half-done screening is kept."
kept: list[tuple[str, int, str]] = []


def keep_draft(request, staff, number):
    if number == 404:
        raise Http404
    kept.append((staff.username, number, request.POST["note"]))


@allowed(Permission.SCREEN)
@require_http_methods(["GET", "POST"])
def draft(request, number):
    return HttpResponse("as usual")


draft.keeps_typed = keep_draft  # type: ignore[attr-defined]


@allowed(Permission.SCREEN)
def other(request):
    return HttpResponse("as usual")


urlpatterns = [
    path("staff/draft/<int:number>/", draft),
    path("staff/other/", other),
    path("", include("config.urls")),
]


@pytest.fixture(autouse=True)
def own_urls(settings):
    settings.ROOT_URLCONF = "tests.signin.test_sessions"
    kept.clear()


def aged(visitor: Browser, *, idle: float = 0, age: float = 0) -> Browser:
    """Let the session be unused for so many seconds, and signed in for so many."""
    session = visitor.session
    session[ACTIVE_AT] = int(time() - idle)
    session[SIGNED_IN_AT] = int(time() - max(age, idle))
    session.save()
    return visitor


@pytest.mark.parametrize(
    ("idle", "age", "open_"),
    [
        (0, 0, True),
        (15 * MINUTE - 5, 15 * MINUTE, True),
        (15 * MINUTE + 1, 15 * MINUTE + 1, False),
        (0, 12 * HOUR - 5, True),
        (0, 12 * HOUR + 1, False),
    ],
)
def test_a_session_ends_after_15_minutes_without_use_and_after_12_hours(idle, age, open_):
    visitor = aged(signed_in(a_member(INTAKE)), idle=idle, age=age)
    response = visitor.get("/staff/you/?a=1")
    if open_:
        assert response.status_code == 200
        assert visitor.session[ACTIVE_AT] >= int(time()) - 5
        return
    assert response.headers["Location"] == f"{LOGIN}?next=/staff/you/%3Fa%3D1"
    assert AuditEntry.objects.get().action == "session_ended"
    # It is over for good, not until the clock is set back.
    shown = visitor.get(LOGIN)
    assert shown.status_code == 200
    assert shown.text.count(SIGNED_OUT) == 1
    assert SIGNED_OUT not in visitor.get(LOGIN).text


def test_a_page_that_asked_for_a_save_in_vain_leads_to_the_same_words():
    visitor = aged(signed_in(a_member(INTAKE)), idle=HOUR)
    refused = visitor.post("/staff/other/", headers={"Accept": "application/json"})
    assert refused.status_code == 401
    assert SIGNED_OUT in visitor.get("/staff/other/", follow=True).text


def test_who_signs_out_or_never_signed_in_is_told_nothing():
    visitor = signed_in(a_member(INTAKE))
    assert SIGNED_OUT not in visitor.post("/staff/account/logout/", follow=True).text
    stranger = Browser(headers={"host": "localhost"})
    assert SIGNED_OUT not in stranger.get("/staff/you/", follow=True).text


def test_a_session_without_its_times_is_over():
    visitor = Browser(headers={"host": "localhost"})
    visitor.force_login(a_member(INTAKE))
    assert visitor.get("/staff/you/").headers["Location"].startswith(LOGIN)


def test_use_keeps_it_open_and_a_script_can_ask_for_it():
    visitor = aged(signed_in(a_member(ANALYST)), idle=14 * MINUTE)
    assert visitor.post("/staff/session/").status_code == 204
    assert visitor.session[ACTIVE_AT] >= int(time()) - 5
    assert visitor.get("/staff/session/").status_code == 405
    aged(visitor, idle=16 * MINUTE)
    refused = visitor.post("/staff/session/", headers={"Accept": "application/json"})
    assert (refused.status_code, refused.json()) == (401, {"signed_in": False})


class TestEndsAtOnce:
    def test_signing_out_ends_every_session_of_this_person_and_of_nobody_else(self):
        member, colleague = a_member(INTAKE), a_member(INTAKE)
        here, there, elsewhere = signed_in(member), signed_in(member), signed_in(colleague)
        assert here.post("/staff/account/logout/").headers["Location"] == LOGIN
        assert here.get("/staff/you/").status_code == 302
        assert there.get("/staff/you/").status_code == 302
        assert elsewhere.get("/staff/you/").status_code == 200
        assert AuditEntry.objects.get().action == "sign_out"

    def test_signing_out_takes_a_post(self):
        visitor = signed_in(a_member(INTAKE))
        assert visitor.get("/staff/account/logout/").status_code == 405
        assert visitor.get("/staff/you/").status_code == 200

    def test_somebody_switched_off_is_refused_at_the_next_request(self):
        member = a_member(INTAKE)
        visitor = signed_in(member)
        StaffMember.objects.filter(pk=member.pk).update(is_active=False)
        assert visitor.get("/staff/you/").headers["Location"].startswith(LOGIN)

    def test_a_new_password_keeps_this_session_and_ends_the_others(self):
        member = a_member(INTAKE)
        here, there = signed_in(member), signed_in(member)
        new = "seven green horses at dawn"
        form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        changed = here.post("/staff/you/password/", form)
        assert changed.headers["Location"] == "/staff/you/"
        assert here.get("/staff/you/").text.count('<p class="message">') == 1
        assert here.get("/staff/you/").status_code == 200
        assert there.get("/staff/you/").status_code == 302
        member.refresh_from_db()
        assert member.check_password(new)
        assert AuditEntry.objects.get().details == {"what": "password changed"}


class TestWhatWasTyped:
    def test_is_kept_when_the_session_is_over(self):
        member = a_member(INTAKE)
        visitor = aged(signed_in(member), idle=2 * HOUR)
        response = visitor.post("/staff/draft/7/", {"note": "half a sentence"})
        assert response.headers["Location"] == f"{LOGIN}?next=/staff/draft/7/"
        assert kept == [(member.username, 7, "half a sentence")]
        assert visitor.get("/staff/draft/7/").status_code == 302

    def test_is_not_kept_while_the_session_is_open(self):
        visitor = signed_in(a_member(INTAKE))
        assert visitor.post("/staff/draft/7/", {"note": "x"}).content == b"as usual"
        assert kept == []

    @pytest.mark.parametrize(("age", "count"), [(12.5 * HOUR, 1), (13 * HOUR + 5, 0)])
    def test_is_kept_for_an_hour_after_the_longest_session(self, age, count):
        visitor = aged(signed_in(a_member(INTAKE)), idle=HOUR, age=age)
        assert visitor.post("/staff/draft/7/", {"note": "x"}).status_code == 302
        assert len(kept) == count

    def test_is_not_kept_for_somebody_switched_off(self):
        member = a_member(INTAKE)
        visitor = aged(signed_in(member), idle=HOUR)
        StaffMember.objects.filter(pk=member.pk).update(is_active=False)
        assert visitor.post("/staff/draft/7/", {"note": "x"}).status_code == 302
        assert kept == []

    def test_is_not_kept_for_somebody_who_may_not(self):
        visitor = aged(signed_in(a_member(ANALYST)), idle=HOUR)
        assert visitor.post("/staff/draft/7/", {"note": "x"}).status_code == 302
        assert kept == []

    def test_is_not_kept_without_the_token_of_the_form(self):
        member = a_member(INTAKE)
        visitor = aged(signed_in(member), idle=HOUR)
        strict = Browser(enforce_csrf_checks=True, headers={"host": "localhost"})
        strict.cookies = visitor.cookies
        assert strict.post("/staff/draft/7/", {"note": "x"}).status_code == 403
        assert kept == []

    def test_a_draft_that_is_gone_is_no_fault(self):
        visitor = aged(signed_in(a_member(INTAKE)), idle=HOUR)
        assert visitor.post("/staff/draft/404/", {"note": "x"}).status_code == 302


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://localhost/staff/clients/?page=2", "?next=/staff/clients/"),
        ("https://evil.example/staff/", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_after_a_post_the_sign_in_leads_back_to_the_page_of_the_form(referer, back):
    visitor = aged(signed_in(a_member(INTAKE)), idle=HOUR)
    response = visitor.post("/staff/other/", headers={"Referer": referer})
    assert response.headers["Location"] == LOGIN + back


def test_public_pages_ask_for_no_session_of_somebody_signed_in(django_assert_num_queries):
    visitor = signed_in(a_member(INTAKE))
    with django_assert_num_queries(0):
        for address in ("/", "/emergency/", "/check/now/"):
            response = visitor.get(address)
            assert response.status_code == 200
            assert not response.wsgi_request.session.accessed
