"""A person's answers on their way: one sealed cookie. The only code that touches it.

The server keeps nothing. The cookie goes with the browser, with "Leave this site", with "Delete
my answers", and after 24 hours.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from screening.instrument.baclofen import CURRENT
from screening.sealed import Unsealable, open_sealed, seal

PURPOSE: Final = "self-check answers"

IDLE_AFTER: Final = 30 * 60
"""Seconds without activity after which no answer is shown until the person says so."""

RENEW_AFTER: Final = 60
"""Seconds after which looking at a page renews the cookie, so that reading counts as activity."""

_DEFINITION: Final = f"{CURRENT.id} {CURRENT.version}"


class LostAnswers(Exception):
    """There is a cookie, but it cannot be opened: changed, too old, or of another version."""


@dataclass(frozen=True, slots=True)
class Check:
    """A self-check under way.

    `answers` as the instrument takes them; `active_at` in seconds since 1970; `ticket` a
    random word that lets a check be counted once; `counted` whether it was; `country` the
    choice of telephone numbers, or ""; `code` the code for a clinic that was made last, or "";
    `code_outdated` whether an answer was changed since.
    """

    active_at: int
    answers: dict[str, str | list[str]] = field(default_factory=dict)
    ticket: str = ""
    counted: bool = False
    country: str = ""
    code: str = ""
    code_outdated: bool = False

    def with_answers(self, answers: dict[str, str | list[str]]) -> Check:
        """Return the check with these answers added or changed."""
        merged = {**self.answers, **answers}
        outdated = self.code_outdated or bool(self.code and merged != self.answers)
        return replace(self, answers=merged, code_outdated=outdated)

    def is_idle(self, now: int) -> bool:
        """Tell whether there was no activity for half an hour."""
        return now - self.active_at > IDLE_AFTER


def new(now: int) -> Check:
    """Begin a check."""
    return Check(active_at=now, ticket=secrets.token_urlsafe(16))


def cookie_name() -> str:
    """Name the cookie. The prefix makes a browser refuse it without TLS or with a domain."""
    return "check" if settings.DEBUG else "__Host-check"


def present(request: HttpRequest) -> bool:
    """Tell whether the browser sent a cookie, without opening it."""
    return cookie_name() in request.COOKIES


def token(request: HttpRequest) -> str:
    """Return what the browser sent, sealed: a secret, and another one each time it is kept."""
    return request.COOKIES.get(cookie_name(), "")


def read(request: HttpRequest, *, now: int) -> Check | None:
    """Open the check that the browser sent.

    Out: the check, or None when there is none. Raises LostAnswers.
    """
    token = request.COOKIES.get(cookie_name())
    if token is None:
        return None
    try:
        return _opened(json.loads(open_sealed(token, purpose=PURPOSE, now=now)))
    except Unsealable as fault:
        raise LostAnswers(str(fault)) from None
    except (ValueError, KeyError, TypeError):
        raise LostAnswers("of a form that we do not write") from None


def _opened(content: dict[str, Any]) -> Check:
    if content["definition"] != _DEFINITION:
        raise LostAnswers("of another version of the instrument")
    check = Check(
        active_at=content["active"],
        answers=content["answers"],
        ticket=content["ticket"],
        counted=content["counted"],
        country=content["country"],
        # A check begun before there were codes has neither.
        code=content.get("code", ""),
        code_outdated=content.get("code_outdated", False),
    )
    kinds = (int, dict, str, bool, str, str, bool)
    parts = [getattr(check, name) for name in Check.__slots__]
    if not all(map(isinstance, parts, kinds)):
        raise TypeError
    return check


def keep(response: HttpResponse, check: Check, *, now: int) -> None:
    """Put a check into the response's cookie. It has no expiry: it goes with the browser."""
    content = {
        "definition": _DEFINITION,
        "active": check.active_at,
        "answers": check.answers,
        "ticket": check.ticket,
        "counted": check.counted,
        "country": check.country,
        "code": check.code,
        "code_outdated": check.code_outdated,
    }
    payload = json.dumps(content, separators=(",", ":")).encode()
    response.set_cookie(
        cookie_name(),
        seal(payload, purpose=PURPOSE, now=now),
        path="/",
        secure=not settings.DEBUG,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Take the cookie away."""
    response.set_cookie(
        cookie_name(),
        "",
        max_age=0,
        expires="Thu, 01 Jan 1970 00:00:00 GMT",
        path="/",
        secure=not settings.DEBUG,
        httponly=True,
        samesite="Lax",
    )
