"""What the views share: opening the person's check, and keeping what they show private."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from screening.directory.contacts import COUNTRIES
from screening.instrument.engine import UnusableAnswers
from screening.selfcheck import answers as cookie
from screening.selfcheck.answers import Check, LostAnswers

P = ParamSpec("P")
CheckView = Callable[[HttpRequest, Check], HttpResponse]


def with_check(view: CheckView) -> Callable[[HttpRequest], HttpResponse]:
    """Open the person's check for a view, or say kindly why that cannot be.

    After half an hour without activity the person is asked first, and no answer is shown.
    """

    @wraps(view)
    @from_the_start_if_lost
    def opened(request: HttpRequest) -> HttpResponse:
        now = current_time()
        check = cookie.read(request, now=now)
        if check is None:
            return start_again(request, lost=False)
        if check.is_idle(now):
            return to("waiting")
        return private(renewed(view(request, check), check, now))

    return opened


def from_the_start_if_lost(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Lead to the start where the cookie cannot be opened, or holds what the instrument lacks."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except (LostAnswers, UnusableAnswers):
            request = args[0]
            assert isinstance(request, HttpRequest)  # noqa: S101 - for the type checker
            return start_again(request, lost=True)

    return guarded


def check_if_any(request: HttpRequest, now: int) -> Check | None:
    """Open the person's check where that can be done, and ask nothing of them where it cannot."""
    try:
        return cookie.read(request, now=now)
    except LostAnswers:
        return None


def current_time() -> int:
    """Return the time in whole seconds since 1970. Everything below the views is told."""
    return int(time.time())


def country_of(check: Check) -> str:
    """Return the country whose telephone numbers the person is shown, as a key of `COUNTRIES`."""
    return check.country if check.country in COUNTRIES else settings.COUNTRY


def to(name: str) -> HttpResponse:
    """Lead to another page of the check."""
    return private(HttpResponseRedirect(reverse(name)))


def private(response: HttpResponse) -> HttpResponse:
    """Keep a response out of every cache."""
    response["Cache-Control"] = "no-store"
    return response


def renewed(response: HttpResponse, check: Check | None, now: int) -> HttpResponse:
    """Count looking at a page as activity, unless the view has just set the cookie."""
    if check is None or now - check.active_at <= cookie.RENEW_AFTER:
        return response
    if cookie.cookie_name() not in response.cookies:
        cookie.keep(response, replace(check, active_at=now), now=now)
    return response


def start_again(request: HttpRequest, *, lost: bool) -> HttpResponse:
    """Say that there are no answers any more, and offer to start afresh."""
    status = 400 if lost else 200
    response = render(request, "selfcheck/start_again.html", {"lost": lost}, status=status)
    cookie.forget(response)
    return private(response)
