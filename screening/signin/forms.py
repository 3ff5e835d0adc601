"""The forms of signing in and of one's own account."""

from __future__ import annotations

import struct
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from cryptography.exceptions import InvalidSignature
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.audit.trail import record
from screening.models import Invitation, StaffMember
from screening.pin import set_pin
from screening.signin.adapter import too_many
from screening.signin.second_factor import (
    TOTP,
    SecondFactorAdapter,
    takes_app_codes,
    use_up,
)
from screening.signin.slowing import TooManyTries, count_try, forget_tries

LONG = _("At least 15 characters. Several unrelated words are good. You can paste it.")
# What the library lets through of a credential that a browser would not send.
_BROKEN = (AttributeError, InvalidSignature, LookupError, TypeError, ValueError, struct.error)
_NAME = {"autocapitalize": "none", "spellcheck": "false"}
_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric"}
_NEW = {"autocomplete": "new-password"}
_CURRENT = {"autocomplete": "current-password"}


def _dress(
    form: forms.BaseForm, name: str, label: Any, hint: Any, missing: Any, **attributes: str
) -> None:
    """Give a field of the library our words, and no placeholder."""
    field = form.fields[name]
    field.label, field.help_text, field.widget.attrs = label, hint, attributes
    field.error_messages["required"] = missing


class SignInForm(LoginForm):
    """The first step: username and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing = _("Enter your username")
        _dress(self, "login", _("Username"), "", missing, autocomplete="username", **_NAME)
        if not self.is_bound:  # or the list of what is wrong is read first
            self.fields["login"].widget.attrs["autofocus"] = True
        _dress(self, "password", _("Password"), "", _("Enter your password"), **_CURRENT)


class SecondStepForm(AuthenticateForm):
    """The second step: a code of the app, or a recovery code."""

    user: StaffMember

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if takes_app_codes(self.user):
            label, hint = _("Code"), _("From your app, or one of your recovery codes.")
        else:
            label, hint = _("Recovery code"), _("Only if you cannot use your passkey.")
        _dress(self, "code", label, hint, _("Enter the code"), **_CODE)

    def clean_code(self) -> str:
        """Return a right code, which can be used once. Wrong ones are counted and slow down."""
        now = timezone.now()  # the library makes the form, and has no time to pass in
        name = self.user.get_username()
        try:
            count_try(name, purpose="code", now=now)
        except TooManyTries as fault:
            raise too_many(fault) from None
        try:
            code: str = super().clean_code()
            if self.authenticator.type == TOTP and not (
                takes_app_codes(self.user) and use_up(self.authenticator, code)
            ):
                raise SecondFactorAdapter().validation_error("incorrect_code")
        except ValidationError:
            record("sign_in_failed", staff=self.user, now=now, why="account")
            raise
        forget_tries(name, purpose="code")
        return code


class ConfirmForm(ReauthenticateForm):
    """The password once more, before a change of how somebody signs in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, "password", _("Password"), "", _("Enter your password"), **_CURRENT)


class AppForm(ActivateTOTPForm):
    """The first code of an app, which shows that it was set up right."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint, missing = _("The 6 digits that the app shows now."), _("Enter the code of the app")
        _dress(self, "code", _("Code"), hint, missing, **_CODE)


class PasskeyForm(AddWebAuthnForm):
    """A new passkey. The browser fills in `credential`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("So that you know it again: the name of the device, for example.")
        missing = _("Enter a name for this passkey")
        _dress(self, "name", _("Name"), hint, missing, autocomplete="off", maxlength="60")

    def clean(self) -> dict[str, Any]:
        """Return a credential that is one."""
        try:
            return super().clean()
        except _BROKEN:
            raise SecondFactorAdapter().validation_error("incorrect_code") from None


class UsePasskeyForm(AuthenticateWebAuthnForm):
    """A passkey as the second step. The browser fills in `credential`."""

    def clean_credential(self) -> Authenticator:
        """Return the passkey that was used."""
        try:
            return super().clean_credential()
        except (ValidationError, *_BROKEN):
            now = timezone.now()
            record("sign_in_failed", staff=self.user, now=now, why="account")
            raise SecondFactorAdapter().validation_error("incorrect_code") from None


class PasswordForm(ChangePasswordForm):
    """A new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing = _("Enter the password that you have now")
        _dress(self, "oldpassword", _("Your password now"), "", missing, **_CURRENT)
        missing = _("Enter a new password")
        _dress(self, "password1", _("New password"), LONG, missing, **_NEW)
        missing = _("Enter the new password once more")
        _dress(self, "password2", _("New password once more"), "", missing, **_NEW)

    def clean_oldpassword(self) -> str:
        """Return the password, if it is right. Wrong ones are counted and slow down."""
        typed: str = self.cleaned_data["oldpassword"]
        adapter = get_adapter()
        if self.user is None or not adapter.reauthenticate(self.user, typed):
            raise adapter.validation_error("enter_current_password")
        return typed


class PinForm(forms.Form):
    """A new PIN, which is kept when the form is valid."""

    pin = forms.CharField(
        label=_("New PIN"),
        help_text=_("6 to 12 digits, not in a row."),
        error_messages={"required": _("Enter a PIN")},
        strip=True,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, staff: StaffMember, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff

    def clean_pin(self) -> str:
        """Return a PIN that will do."""
        pin: str = self.cleaned_data["pin"]
        set_pin(self.staff, pin)
        return pin


class AcceptForm(forms.Form):
    """What somebody who was invited fills in."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As your colleagues know you."),
        error_messages={"required": _("Enter your name")},
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=LONG,
        strip=False,
        error_messages={"required": _("Enter a password")},
        widget=forms.PasswordInput(attrs=_NEW),
    )
    again = forms.CharField(
        label=_("Password once more"),
        strip=False,
        error_messages={"required": _("Enter the password once more")},
        widget=forms.PasswordInput(attrs=_NEW),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean_password(self) -> str:
        """Return a password that will do."""
        password: str = self.cleaned_data["password"]
        name = self.cleaned_data.get("name", "")
        somebody = StaffMember(username=self.invitation.username, first_name=name)
        validate_password(password, user=somebody)
        return password

    def clean_again(self) -> str:
        """Compare it with the first."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise ValidationError(_("The two passwords are not the same."))
        return again
