"""The views of the sign-in library, in our templates, with our forms and the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.internal.stagekit import clear_login
from allauth.account.views import LoginView, PasswordChangeView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormView

from screening.audit.trail import record
from screening.handoff.picture import picture_of
from screening.questionnaire.errors import error_summary
from screening.signin.forms import (
    AppForm,
    ConfirmForm,
    PasskeyForm,
    PasswordForm,
    SecondStepForm,
    SignInForm,
    UsePasskeyForm,
)
from screening.signin.second_factor import PASSKEY, TOTP, use_up

if TYPE_CHECKING:
    _Base = FormView[Any]
else:
    _Base = object


class _Page(_Base):
    """A form as all of ours are: faults with status 422, and listed at the top."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.pop("site", None)  # the library's, in the place of our own `site`
        form = context.get("form")
        if form is not None and form.is_bound and form.errors:
            context["errors"] = error_summary(form)
        return context

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class _Change(_Page):
    """A change of how somebody signs in, with its audit entry.

    `what` stands in the audit trail, `done` is said to the person.
    """

    success_url: Any = reverse_lazy("account")
    what = ""
    done: str | Promise = ""

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            record(
                "account_changed",
                staff=self.request.user,  # type: ignore[arg-type]
                now=timezone.now(),
                why="account",
                details={"what": self.what},
            )
        messages.success(self.request, str(self.done))
        return response


class SignIn(_Page, LoginView):
    """The first step of signing in."""

    template_name = "signin/sign_in.html"
    form_class = SignInForm


class SecondStep(_Page, AuthenticateView):
    """The second step of signing in."""

    template_name = "signin/second_step.html"
    form_class = SecondStepForm
    webauthn_form_class = UsePasskeyForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Begin anew where the second step was taken away after the first.

        The library would lead from here to the first step, and from there back here.
        """
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        stage = getattr(self, "stage", None)
        if stage and not Authenticator.objects.filter(user=stage.login.user).exists():
            clear_login(request)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the template shows."""
        context = super().get_context_data(**kwargs)
        staff = self.stage.login.user
        context["has_passkey"] = Authenticator.objects.filter(user=staff, type=PASSKEY).exists()
        if not context["has_passkey"] and not context["form"].is_bound:
            context["form"].fields["code"].widget.attrs["autofocus"] = True
        passkey = context["webauthn_form"]
        if passkey.is_bound:
            context["errors"] = [("use-passkey", str(fault)) for fault in _faults(passkey)]
        return context

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the page again, with what was wrong."""
        response: HttpResponse = self.get(self.request)
        response.status_code = 422
        return response


class Confirm(_Page, ReauthenticateView):
    """The password once more."""

    template_name = "signin/confirm.html"
    form_class = ConfirmForm


class ActivateApp(_Change, ActivateTOTPView):
    """Set up an app for codes."""

    template_name = "signin/app.html"
    form_class = AppForm
    what = "app added"
    done = _("The app is set up.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the template shows."""
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        context["picture"] = picture_of(context["totp_url"])
        context["secret"] = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        """Make the change, and lead on."""
        response = super().form_valid(form)
        app = Authenticator.objects.get(user=self.request.user, type=TOTP)
        use_up(app, form.cleaned_data["code"])
        return response

    def get_success_url(self) -> str:
        """Return where to go next: to recovery codes that were made, or to the account."""
        return _after_adding(self)


class RemoveApp(_Change, DeactivateTOTPView):
    """Take the app away."""

    template_name = "signin/remove.html"
    what = "app removed"
    done = _("The app is removed.")
    extra_context = {"kind": "app"}


class RecoveryCodes(_Page, ViewRecoveryCodesView):
    """The recovery codes, shown once."""

    template_name = "signin/recovery_codes.html"


class NewRecoveryCodes(_Change, GenerateRecoveryCodesView):
    """New recovery codes in the place of the old."""

    template_name = "signin/new_recovery_codes.html"
    success_url = reverse_lazy("mfa_view_recovery_codes")
    what = "recovery codes made"
    done = _("New recovery codes are made. Old ones no longer work.")


class AddPasskey(_Change, AddWebAuthnView):
    """Add a passkey."""

    template_name = "signin/passkey.html"
    form_class = PasskeyForm
    what = "passkey added"
    done = _("The passkey is added.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the template shows."""
        context = super().get_context_data(**kwargs)
        form = kwargs.get("form")
        if form is not None and form.is_bound:
            context["form"] = form
            context["errors"] = [("use-passkey", str(fault)) for fault in _faults(form)]
        return context

    def get_success_url(self) -> str:
        """Return where to go next: to recovery codes that were made, or to the account."""
        return _after_adding(self)


class RemovePasskey(_Change, RemoveWebAuthnView):
    """Take a passkey away."""

    template_name = "signin/remove.html"
    what = "passkey removed"
    done = _("The passkey is removed.")
    extra_context = {"kind": "passkey"}


class ChangePassword(_Change, PasswordChangeView):
    """A new password. It ends all other sessions of this person."""

    template_name = "signin/password.html"
    form_class = PasswordForm
    what = "password changed"
    done = _("The password is changed.")


def _after_adding(view: ActivateApp | AddPasskey) -> str:
    made = view.did_generate_recovery_codes
    return str(reverse_lazy("mfa_view_recovery_codes" if made else "account"))


def _faults(form: Any) -> list[str]:
    return [fault for faults in form.errors.values() for fault in faults]
