"""How the sign-in library behaves here: nobody signs up, names are not given away, tries slow."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from screening.audit.trail import record
from screening.models import StaffMember
from screening.signin.sessions import begin
from screening.signin.slowing import TooManyTries, count_try, forget_tries

PURPOSE = "password"
FIRST_STEP = "first_step"
"""The key of a session that is half begun: what a session of this person would be checked with."""


def too_many(fault: TooManyTries) -> ValidationError:
    """Return what a person is told who has to wait."""
    return ValidationError(
        ngettext(
            "It went wrong too often. Wait %(minutes)d minute and try again.",
            "It went wrong too often. Wait %(minutes)d minutes and try again.",
            fault.minutes,
        )
        % {"minutes": fault.minutes},
        code="too_many_tries",
    )


class AccountAdapter(DefaultAccountAdapter):
    """Signing in with a username and a password, as this site does it."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("This username and this password do not go together."),
        "enter_current_password": _("This is not your password now."),
        "incorrect_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Let nobody sign up: an administrator invites."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Answer with pages only."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: what was changed is said by our own views, in our words."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Return whom a name and a password belong to.

        A name that does not exist, or is switched off, takes as long and is answered as a wrong
        password. Raises ValidationError while the name has to wait.
        """
        now = timezone.now()
        name = plain(credentials["username"])
        try:
            count_try(name, purpose=PURPOSE, now=now)
        except TooManyTries as fault:
            raise too_many(fault) from None
        found = authenticate(request, username=name, password=credentials["password"])
        known = StaffMember.objects.filter(username=name).first()
        if found:
            forget_tries(name, purpose=PURPOSE)
        else:
            record("sign_in_failed", staff=known, now=now, why="account")
        return found

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse | None:
        """Note what the first step was taken with, before the second is asked for."""
        assert isinstance(user, StaffMember)  # noqa: S101
        request.session[FIRST_STEP] = user.get_session_auth_hash()
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begin the session of somebody who has shown who they are.

        What ends all sessions of a person between the two steps ends the first step too.
        """
        assert isinstance(user, StaffMember)  # noqa: S101
        now = timezone.now()
        noted = request.session.pop(FIRST_STEP, "")
        if not user.is_active or not constant_time_compare(noted, user.get_session_auth_hash()):
            record("sign_in_failed", staff=user, now=now, why="account")
            raise ImmediateHttpResponse(redirect("account_login"))
        begin(request, user, now=now)

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, Any]]:
        """Ask for the password, and for nothing else, before a change of how somebody signs in."""
        return [
            {"id": "reauthenticate", "description": "", "url": reverse("account_reauthenticate")}
        ]


def plain(name: str) -> str:
    """Return a username as it is kept and compared: without spaces around it, in lower case."""
    return name.strip().lower()
