"""The forms of signing in, of one's own account, and of what administrators keep."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

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

from screening.access import AT_A_SITE, ROLES
from screening.audit.trail import record
from screening.models import Disposition, Invitation, Site, StaffMember
from screening.pin import set_pin
from screening.signin.adapter import plain, too_many
from screening.signin.second_factor import (
    TOTP,
    SecondFactorAdapter,
    takes_app_codes,
    use_up,
)
from screening.signin.slowing import TooManyTries, count_try, forget_tries

if TYPE_CHECKING:
    _SiteForm = forms.ModelForm[Site]
    _DispositionForm = forms.ModelForm[Disposition]
else:
    _SiteForm = _DispositionForm = forms.ModelForm

LONG = _("At least 15 characters. Several unrelated words are good. You can paste it.")
# What the library lets through of a credential that a browser would not send.
_BROKEN = (AttributeError, InvalidSignature, LookupError, TypeError, ValueError, struct.error)
_NAME = {"autocapitalize": "none", "spellcheck": "false"}
_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric"}
_NEW = {"autocomplete": "new-password"}
_CURRENT = {"autocomplete": "current-password"}


def _dress(form: forms.BaseForm, name: str, label: Any, hint: Any, **attributes: str) -> None:
    """Give a field of the library our words, and no placeholder."""
    field = form.fields[name]
    field.label, field.help_text, field.widget.attrs = label, hint, attributes


class SignInForm(LoginForm):
    """The first step: username and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, "login", _("Username"), "", autocomplete="username", **_NAME)
        _dress(self, "password", _("Password"), "", **_CURRENT)


class SecondStepForm(AuthenticateForm):
    """The second step: a code of the app, or a recovery code."""

    user: StaffMember

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if takes_app_codes(self.user):
            label, hint = _("Code"), _("From your app, or one of your recovery codes.")
        else:
            label, hint = _("Recovery code"), _("Only if you cannot use your passkey.")
        _dress(self, "code", label, hint, **_CODE)

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
        _dress(self, "password", _("Password"), "", **_CURRENT)


class AppForm(ActivateTOTPForm):
    """The first code of an app, which shows that it was set up right."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, "code", _("Code"), _("The 6 digits that the app shows now."), **_CODE)


class PasskeyForm(AddWebAuthnForm):
    """A new passkey. The browser fills in `credential`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("So that you know it again: the name of the device, for example.")
        _dress(self, "name", _("Name"), hint, autocomplete="off", maxlength="60")

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
        _dress(self, "oldpassword", _("Your password now"), "", **_CURRENT)
        _dress(self, "password1", _("New password"), LONG, **_NEW)
        _dress(self, "password2", _("New password once more"), "", **_NEW)

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
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"), help_text=LONG, strip=False, widget=forms.PasswordInput(attrs=_NEW)
    )
    again = forms.CharField(
        label=_("Password once more"), strip=False, widget=forms.PasswordInput(attrs=_NEW)
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


class MemberForm(forms.Form):
    """The role and site of a staff member."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", ""), *ROLES.items()])
    site = forms.ModelChoiceField(
        label=_("Site"),
        help_text=_("Only for intake and clinicians."),
        queryset=Site.objects.filter(is_active=True),
        required=False,
        empty_label="",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a site where the role needs one, and drop it elsewhere."""
        given = super().clean() or self.cleaned_data
        if given.get("role") not in AT_A_SITE:
            given["site"] = None
        elif "site" in given and given["site"] is None:
            self.add_error("site", _("Choose the site where this person works."))
        return given


class InviteForm(MemberForm):
    """Whom an administrator invites."""

    username = forms.CharField(
        label=_("Username"),
        help_text=_("Small letters, digits and . _ - + @ only. It cannot be changed later."),
        max_length=150,
        validators=[StaffMember.username_validator],
        widget=forms.TextInput(attrs={"autocomplete": "off", **_NAME}),
    )
    field_order = ["username", "role", "site"]

    def clean_username(self) -> str:
        """Return a name that nobody has."""
        name = plain(self.cleaned_data["username"])
        if StaffMember.objects.filter(username=name).exists():
            raise ValidationError(_("Somebody has this username already."))
        return name


class NewLinkForm(forms.Form):
    """What somebody lost."""

    lost = forms.ChoiceField(
        label=_("What did they lose?"),
        choices=[
            ("password", _("Their password only")),
            ("device", _("Their phone, passkey or recovery codes")),
        ],
        widget=forms.RadioSelect,
    )


class SiteForm(_SiteForm):
    """A site."""

    class Meta:
        model = Site
        fields = ["name", "is_active"]
        labels = {"name": _("Name"), "is_active": _("In use")}


class DispositionForm(_DispositionForm):
    """A line of the list of dispositions."""

    class Meta:
        model = Disposition
        fields = ["label", "position", "is_active"]
        labels = {"label": _("Text"), "position": _("Place in the list"), "is_active": _("In use")}
