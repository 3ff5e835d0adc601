"""Signing in with two steps, and what somebody without an account can find out (nothing)."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from screening.access import ADMINISTRATOR, ANALYST, INTAKE
from screening.models import AuditEntry, FailedSignIns, StaffMember
from screening.signin.second_factor import PASSKEY, RECOVERY, TOTP, SecondFactorAdapter
from tests.people import PASSWORD, SECRET, a_member, enrol, signed_in
from tests.signin.passkeys import a_credential

pytestmark = pytest.mark.django_db

LOGIN = "/staff/account/login/"
SECOND = "/staff/account/second-step/"
TOO_OFTEN = "It went wrong too often. Wait 1 minute and try again."


@pytest.fixture
def visitor() -> Browser:
    return Browser(headers={"host": "localhost"})


@pytest.fixture
def nurse() -> StaffMember:
    member = a_member(INTAKE)
    enrol(member)
    return member


def code(ahead: int = 0) -> str:
    counter = list(yield_hotp_counters_from_time())[1] + ahead
    return format_hotp_value(hotp_value(SECRET, counter))


def first_step(visitor, name, password=PASSWORD, **data):
    return visitor.post(LOGIN, {"login": name, "password": password, **data})


def last_actions(count: int = 1) -> list[str]:
    entries = AuditEntry.objects.order_by("-number").values_list("action", flat=True)
    return list(entries[:count])


def test_password_and_code_lead_to_the_page_that_was_asked_for(visitor, nurse):
    asked = visitor.get("/staff/you/?a=1")
    assert asked.headers["Location"] == f"{LOGIN}?next=/staff/you/%3Fa%3D1"
    response = first_step(visitor, f" {nurse.username.upper()} ", next="/staff/you/")
    assert response.headers["Location"] == SECOND
    assert visitor.get("/staff/you/").headers["Location"].startswith(LOGIN)
    response = visitor.post(SECOND, {"code": code()})
    assert response.headers["Location"] == "/staff/you/"
    assert visitor.get("/staff/you/").status_code == 200
    assert last_actions() == ["sign_in"]


@pytest.mark.parametrize("change", ["password", "epoch", "off"])
def test_a_first_step_does_not_outlive_what_ends_the_sessions(visitor, nurse, change):
    first_step(visitor, nurse.username)
    if change == "password":
        nurse.set_password("seven green horses at dawn")
    elif change == "epoch":
        nurse.sign_in_epoch += 1
    else:
        nurse.is_active = False
    nurse.save()
    response = visitor.post(SECOND, {"code": code()})
    assert response.headers["Location"] == LOGIN
    assert visitor.get("/staff/you/").headers["Location"].startswith(LOGIN)
    assert visitor.get(LOGIN).status_code == 200
    assert not AuditEntry.objects.filter(action="sign_in").exists()


def test_a_first_step_without_a_second_any_more_begins_anew(visitor, nurse):
    first_step(visitor, nurse.username)
    Authenticator.objects.filter(user=nurse).delete()
    assert visitor.get(SECOND).headers["Location"] == LOGIN
    assert visitor.get(LOGIN).status_code == 200


def test_typing_can_begin_at_once_unless_there_is_a_fault_to_read(visitor, nurse):
    assert visitor.get(LOGIN).text.count("autofocus") == 1
    assert "autofocus" not in first_step(visitor, nurse.username, "wrong").text
    first_step(visitor, nurse.username)
    shown = visitor.get(SECOND).text
    assert "autofocus" in shown.split('name="code"')[1].split(">")[0]
    assert "autofocus" not in visitor.post(SECOND, {"code": "000000"}).text


def test_a_passkey_comes_before_the_code(visitor):
    member = a_member(ADMINISTRATOR)
    enrol(member)
    Authenticator.objects.filter(user=member, type=PASSKEY).update(
        data={"name": "Key", "credential": a_credential()}
    )
    first_step(visitor, member.username)
    assert "autofocus" not in visitor.get(SECOND).text


def test_a_form_without_its_token_is_refused_in_plain_words_beside_the_help():
    careful = Browser(enforce_csrf_checks=True, headers={"host": "localhost"})
    response = careful.post(LOGIN, {"login": "somebody", "password": PASSWORD})
    assert response.status_code == 403
    assert "The page was open for too long" in response.text
    assert "tel:911" in response.text


def test_the_cookie_is_for_this_host_only_and_gone_with_the_browser(visitor, nurse):
    cookie = first_step(visitor, nurse.username).cookies[settings.SESSION_COOKIE_NAME]
    assert settings.SESSION_COOKIE_NAME.startswith("__Host-")
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["max-age"], cookie["expires"], cookie["domain"]) == ("", "", "")
    token = visitor.get(SECOND).cookies[settings.CSRF_COOKIE_NAME]
    assert (token["httponly"], token["max-age"], token["expires"]) == (True, "", "")


def test_a_code_works_once(visitor, nurse):
    given = code()
    first_step(visitor, nurse.username)
    assert visitor.post(SECOND, {"code": given}).status_code == 302
    other = Browser(headers={"host": "localhost"})
    first_step(other, nurse.username)
    assert other.post(SECOND, {"code": given}).status_code == 422
    assert other.post(SECOND, {"code": code(1)}).status_code == 302


def test_a_recovery_code_works_once(visitor, nurse):
    mine = RecoveryCodes(Authenticator.objects.get(user=nurse, type=RECOVERY))
    (given, *_rest) = mine.get_unused_codes()
    for status in (302, 422):
        visitor = Browser(headers={"host": "localhost"})
        first_step(visitor, nurse.username)
        assert visitor.post(SECOND, {"code": given}).status_code == status


def test_no_code_of_an_app_is_taken_from_an_administrator_with_a_passkey(visitor):
    member = a_member(ADMINISTRATOR)
    enrol(member)
    passkey = Authenticator.objects.get(user=member, type=PASSKEY)
    passkey.data["credential"] = a_credential()
    passkey.save()
    first_step(visitor, member.username)
    asked = visitor.get(SECOND)
    assert "Use your passkey" in asked.text
    assert visitor.post(SECOND, {"code": code()}).status_code == 422
    name = a_credential()["id"]
    response = {"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AAAA"}
    forged = {"id": name, "rawId": name, "type": "public-key", "response": response}
    for credential in ("{}", "nonsense", '{"id": 1}', json.dumps(forged)):
        assert visitor.post(SECOND, {"credential": credential}).status_code == 422
    assert last_actions() == ["sign_in_failed"]
    mine = RecoveryCodes(Authenticator.objects.get(user=member, type=RECOVERY))
    assert visitor.post(SECOND, {"code": mine.get_unused_codes()[0]}).status_code == 302


def test_somebody_who_becomes_administrator_signs_in_with_an_app_and_adds_a_passkey(visitor):
    member = a_member(ADMINISTRATOR)
    enrol(member)
    Authenticator.objects.filter(user=member, type=PASSKEY).delete()
    first_step(visitor, member.username)
    assert visitor.post(SECOND, {"code": code()}).status_code == 302
    assert visitor.get("/staff/members/").headers["Location"] == "/staff/you/passkeys/add/"


@pytest.mark.parametrize(
    ("enrolled", "role", "leads_to"),
    [
        ((), INTAKE, "/staff/you/app/"),
        ((TOTP,), INTAKE, "/staff/you/recovery-codes/new/"),
        ((), ADMINISTRATOR, "/staff/you/passkeys/add/"),
        ((TOTP, RECOVERY), ADMINISTRATOR, "/staff/you/passkeys/add/"),
        ((PASSKEY, RECOVERY), INTAKE, "/staff/you/app/"),
    ],
)
def test_who_has_not_enrolled_reaches_only_the_enrolment(enrolled, role, leads_to):
    member = a_member(role)
    visitor = signed_in(member)
    Authenticator.objects.filter(user=member).exclude(type__in=enrolled).delete()
    if PASSKEY in enrolled and role == INTAKE:
        Authenticator.objects.create(user=member, type=PASSKEY, data={})
    for address in ("/staff/", "/staff/you/", "/staff/members/", "/staff/you/password/"):
        assert visitor.get(address).headers["Location"] == leads_to
    assert visitor.get(leads_to).headers["Location"].startswith("/staff/you/confirm/")
    assert visitor.get("/emergency/").status_code == 200
    assert visitor.post("/staff/account/logout/").headers["Location"] == LOGIN


def test_setting_up_an_app_gives_recovery_codes_once():
    member = a_member(ANALYST)
    fresh = Browser(headers={"host": "localhost"})
    assert first_step(fresh, member.username).headers["Location"] == "/staff/"
    fresh.get("/staff/you/app/")
    wrong = fresh.post("/staff/you/app/", {"code": "000000"})
    assert wrong.status_code == 422
    assert "Error: Set up an app" in wrong.text
    secret = fresh.session["mfa.totp.secret"]
    counter = list(yield_hotp_counters_from_time())[1]
    right = fresh.post("/staff/you/app/", {"code": format_hotp_value(hotp_value(secret, counter))})
    assert right.headers["Location"] == "/staff/you/recovery-codes/"
    stored = Authenticator.objects.get(user=member, type=TOTP).data["secret"]
    assert secret not in stored
    assert SecondFactorAdapter().decrypt(stored) == secret
    codes = RecoveryCodes(Authenticator.objects.get(user=member, type=RECOVERY)).get_unused_codes()
    shown = fresh.get("/staff/you/recovery-codes/").text
    assert all(one in shown for one in codes)
    assert not any(one in fresh.get("/staff/you/recovery-codes/").text for one in codes)
    assert fresh.get("/staff/you/").status_code == 200
    assert "account_changed" in last_actions(1)


class TestWithoutAnAccount:
    def test_unknown_wrong_and_switched_off_get_the_same_answer(self, visitor, nurse):
        off = a_member(INTAKE)
        StaffMember.objects.filter(pk=off.pk).update(is_active=False)
        pages = [
            first_step(visitor, "nobody", "wrong password here"),
            first_step(visitor, nurse.username, "wrong password here"),
            first_step(visitor, off.username, PASSWORD),
        ]
        texts = set()
        for page, name in zip(pages, ("nobody", nurse.username, off.username), strict=True):
            token = page.context["csrf_token"]
            texts.add(page.text.replace(name, "").replace(str(token), ""))
            assert page.status_code == 422
        assert len(texts) == 1
        assert "do not go together" in texts.pop()

    def test_unknown_names_cost_as_many_queries_and_one_hash(self, visitor, nurse, monkeypatch):
        hashes = []
        real = MD5PasswordHasher.encode

        def counted(self, password, salt):
            hashes.append(password)
            return real(self, password, salt)

        monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
        costs = set()
        for name in (nurse.username, "nobody at all"):
            hashes.clear()
            with CaptureQueriesContext(
                connection,
            ) as queries:
                first_step(visitor, name, "wrong password here")
            costs.add((len(hashes), len(queries)))
        assert len(costs) == 1
        assert costs.pop()[0] == 1

    @pytest.mark.parametrize("known", [True, False])
    def test_the_tenth_failure_slows_down(self, visitor, nurse, known):
        name = nurse.username if known else "nobody"
        for _ in range(10):
            assert "do not go together" in first_step(visitor, name, "wrong password").text
        assert TOO_OFTEN in first_step(visitor, name, PASSWORD).text
        assert FailedSignIns.objects.get().count == 10
        FailedSignIns.objects.update(last_at=timezone.now() - timedelta(seconds=61))
        assert first_step(visitor, name, PASSWORD).status_code == (302 if known else 422)

    def test_no_name_is_stored(self, visitor, nurse):
        first_step(visitor, "some.body", "wrong password")
        assert "some.body" not in str(list(FailedSignIns.objects.values()))
        assert "some.body" not in str(list(AuditEntry.objects.values()))
        assert last_actions() == ["sign_in_failed"]

    @pytest.mark.parametrize(
        "address",
        ["signup", "password/reset", "email", "login/code", "inactive", "password/set"],
    )
    def test_there_is_no_way_to_sign_up_or_to_reset_by_mail(self, visitor, address):
        assert visitor.get(f"/staff/account/{address}/").status_code == 404


def test_wrong_codes_slow_down_and_a_right_password_does_not_start_anew(visitor, nurse):
    for _ in range(10):
        first_step(visitor, nurse.username)
        assert "did not work" in visitor.post(SECOND, {"code": "000000"}).text
    first_step(visitor, nurse.username)
    assert TOO_OFTEN in visitor.post(SECOND, {"code": code()}).text


def test_a_next_address_of_another_site_is_not_followed(visitor, nurse):
    first_step(visitor, nurse.username, next="https://evil.example/")
    assert visitor.post(SECOND, {"code": code()}).headers["Location"] == "/staff/"


def test_forms_need_their_token(nurse):
    strict = Browser(enforce_csrf_checks=True, headers={"host": "localhost"})
    assert first_step(strict, nurse.username).status_code == 403


def test_signing_in_starts_the_count_anew(visitor, nurse):
    for _ in range(9):
        first_step(visitor, nurse.username, "wrong password")
    first_step(visitor, nurse.username)
    visitor.post("/staff/account/logout/")
    assert "do not go together" in first_step(visitor, nurse.username, "wrong password").text
    assert "do not go together" in first_step(visitor, nurse.username, "wrong password").text


def test_the_pages_of_the_library_carry_the_colours_of_the_clinic(visitor, nurse, settings):
    settings.PROVIDER_COLOUR = "#1d5b79"
    assert "site-colours.css" in visitor.get(LOGIN).text
    first_step(visitor, nurse.username)
    assert "site-colours.css" in visitor.get(SECOND).text
