"""One's own account: what is shown, and changing how one signs in."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from screening.access import ADMINISTRATOR, ANALYST, CLINICIAN, GRANTED, INTAKE
from screening.models import AuditEntry
from screening.signin.second_factor import (
    PASSKEY,
    RECOVERY,
    TOTP,
    SecondFactorAdapter,
    encrypt_anew,
)
from tests.people import PASSWORD, SECRET, a_member, enrol, signed_in
from tests.signin.passkeys import a_credential

pytestmark = pytest.mark.django_db

CONFIRM = "/staff/you/confirm/"


def confirmed(member):
    """Open a browser of somebody who typed their password again just now."""
    visitor = signed_in(member)
    assert visitor.post(CONFIRM, {"password": PASSWORD}).status_code == 302
    return visitor


@pytest.mark.parametrize("role", GRANTED)
def test_everybody_sees_their_own_account(role):
    member = a_member(role)
    shown = signed_in(member).get("/staff/you/").text
    assert member.username in shown
    assert "10 are left." in shown
    assert ("PIN for the tablet" in shown) == (role in (INTAKE, CLINICIAN))
    assert ("Remove Key" in shown) == (role == ADMINISTRATOR)


def test_the_password_is_asked_for_before_a_change():
    visitor = signed_in(a_member(INTAKE))
    for address in ("/staff/you/app/remove/", "/staff/you/recovery-codes/new/"):
        response = visitor.get(address)
        assert response.headers["Location"].startswith(f"{CONFIRM}?next=")
    wrong = visitor.post(CONFIRM, {"password": "not my password"})
    assert wrong.status_code == 422
    assert "This is not your password." in wrong.text
    right = visitor.post(CONFIRM, {"password": PASSWORD, "next": "/staff/you/app/remove/"})
    assert right.headers["Location"] == "/staff/you/app/remove/"
    assert visitor.get("/staff/you/app/remove/").status_code == 200


def test_guessing_the_password_of_somebody_signed_in_slows_down():
    visitor = signed_in(a_member(INTAKE))
    for _ in range(10):
        visitor.post(CONFIRM, {"password": "not my password"})
    assert "Wait 1 minute" in visitor.post(CONFIRM, {"password": PASSWORD}).text
    form = {"oldpassword": PASSWORD, "password1": "x", "password2": "x"}
    assert "Wait 1 minute" in visitor.post("/staff/you/password/", form).text


def test_an_app_that_is_removed_is_set_up_again_at_once():
    member = a_member(INTAKE)
    visitor = confirmed(member)
    visitor.post("/staff/you/app/remove/")
    assert not Authenticator.objects.filter(user=member).exists()
    assert visitor.get("/staff/you/").headers["Location"] == "/staff/you/app/"
    page = visitor.get("/staff/you/app/")
    assert 'role="img"' in page.text
    assert "data:" not in page.text
    assert AuditEntry.objects.get().details == {"what": "app removed"}


@pytest.mark.parametrize(
    ("address", "form", "sentence"),
    [
        ("/staff/you/app/remove/", {}, "The app is removed."),
        ("/staff/you/pin/", {"pin": "193847"}, "The PIN is set."),
        (
            "/staff/you/recovery-codes/new/",
            {},
            "New recovery codes are made. Old ones no longer work.",
        ),
        (
            "/staff/you/password/",
            {
                "oldpassword": PASSWORD,
                "password1": "seven green horses at dawn",
                "password2": "seven green horses at dawn",
            },
            "The password is changed.",
        ),
    ],
)
def test_what_was_changed_is_said_once_and_in_our_words(address, form, sentence):
    shown = confirmed(a_member(INTAKE)).post(address, form, follow=True).text
    assert re.findall(r'<p class="message">(.*?)</p>', shown) == [sentence]


def test_so_is_a_passkey_that_was_removed():
    member = a_member(ADMINISTRATOR)
    visitor = confirmed(member)
    key = Authenticator.objects.get(user=member, type=PASSKEY)
    second = Authenticator.objects.create(user=member, type=PASSKEY, data=key.data)
    shown = visitor.post(f"/staff/you/passkeys/{second.pk}/remove/", follow=True).text
    assert re.findall(r'<p class="message">(.*?)</p>', shown) == ["The passkey is removed."]


def test_new_recovery_codes_take_the_place_of_the_old():
    member = a_member(INTAKE)
    visitor = confirmed(member)
    old = RecoveryCodes(Authenticator.objects.get(user=member, type=RECOVERY)).get_unused_codes()
    visitor.post("/staff/you/recovery-codes/new/")
    shown = re.findall(r"<code>(\d{8})</code>", visitor.get("/staff/you/recovery-codes/").text)
    assert len(shown) == 10
    assert not set(shown) & set(old)
    assert AuditEntry.objects.get().details == {"what": "recovery codes made"}


def test_a_passkey_of_somebody_else_cannot_be_removed():
    other = a_member(ADMINISTRATOR)
    enrol(other)
    theirs = Authenticator.objects.get(user=other, type=PASSKEY)
    visitor = confirmed(a_member(ADMINISTRATOR))
    assert visitor.post(f"/staff/you/passkeys/{theirs.pk}/remove/").status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


BROKEN = ["", "nonsense", "{}", '{"id": 1}', "[]", "null", "1", '{"response": []}']


def changed(part: str, value: object) -> str:
    credential = a_credential()
    credential["response"][part] = value
    return json.dumps(credential)


@pytest.mark.parametrize(
    "credential",
    [*BROKEN, changed("attestationObject", "AA"), changed("clientDataJSON", 7), changed("x", None)],
)
def test_a_passkey_that_is_none_is_refused(credential):
    visitor = confirmed(a_member(ANALYST))
    visitor.get("/staff/you/passkeys/add/")
    response = visitor.post("/staff/you/passkeys/add/", {"name": "x", "credential": credential})
    assert response.status_code == 422
    assert 'href="#use-passkey"' in response.text


def test_secrets_are_encrypted_and_follow_the_newest_key(settings):
    member = a_member(INTAKE)
    enrol(member)
    settings.FIELD_KEYS = [b"n" * 32, *settings.FIELD_KEYS]
    assert encrypt_anew() == 2
    stored = Authenticator.objects.get(user=member, type=TOTP).data["secret"]
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert SecondFactorAdapter().decrypt(stored) == SECRET
    assert SECRET not in stored
