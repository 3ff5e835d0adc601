"""A code with which a clinic can see the answers, once: making, showing and destroying it."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, datetime

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from screening.fetch_guard import public
from screening.handoff.codes import LONGEST_TYPED, BadCode, grouped, parse
from screening.handoff.keeping import destroy, keep, valid_until
from screening.handoff.picture import picture_of
from screening.instrument.engine import left
from screening.questionnaire.steps import route
from screening.selfcheck import answers as cookie
from screening.selfcheck.answers import Check
from screening.selfcheck.views.opening import (
    check_if_any,
    current_time,
    private,
    to,
    with_check,
)

logger = logging.getLogger(__name__)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@with_check
def code(request: HttpRequest, check: Check) -> HttpResponse:
    """Show the person's code, or what a code is for; a post makes one."""
    if route(check.answers).unfinished or left(check.answers):
        return to("result")
    now = timezone.now()
    try:
        until = valid_until(check.code, now=now) if check.code else None
        if request.method == "POST":
            return to("code") if until and not check.code_outdated else _make(request, check, now)
    except DatabaseError:
        logger.exception("A code could not be made or looked up")
        return _fault(request, _("We cannot make or show a code now"))
    return _show(request, check, until)


def _make(request: HttpRequest, check: Check, now: datetime) -> HttpResponse:
    shown = route(check.answers).shown
    made = keep(
        {name: check.answers[name] for name in shown},
        country=check.country,
        language=get_language() or settings.LANGUAGE_CODE,
        taken_on=timezone.localdate(now),
        # Both halves of a double click come with the same cookie: they make one code.
        seed=cookie.token(request).encode(),
        replacing=check.code,
        now=now,
    )
    response = to("code")
    seconds = current_time()
    check = replace(check, code=made, code_outdated=False, active_at=seconds)
    cookie.keep(response, check, now=seconds)
    return response


def _show(request: HttpRequest, check: Check, until: date | None) -> HttpResponse:
    context: dict[str, object] = {"code": check.code, "until": until}
    if until and check.code_outdated:
        context["outdated"] = True
    elif until:
        written = grouped(check.code)
        context |= {"groups": written.split("-"), "picture": picture_of(written)}
    return render(request, "selfcheck/code.html", context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def destroy_code(request: HttpRequest) -> HttpResponse:
    """Destroy a code that is typed, or sent by the button beside it.

    It needs no answers: the person may have left since, and have the code on paper.
    """
    if request.method != "POST":
        return private(render(request, "selfcheck/destroy_code.html"))
    typed = request.POST.get("code", "")
    try:
        destroyed = parse(typed)
    except BadCode as fault:
        wrong = {"errors": (("id_code", str(fault)),), "typed": typed[:LONGEST_TYPED]}
        return private(render(request, "selfcheck/destroy_code.html", wrong, status=422))
    try:
        destroy(destroyed)
    except DatabaseError:
        logger.exception("A code could not be destroyed")
        return private(_fault(request, _("We could not destroy the code")))
    seconds = current_time()
    check = check_if_any(request, seconds)
    said = {"under_way": check is not None}
    response = private(render(request, "selfcheck/code_destroyed.html", said))
    if check and check.code == destroyed:
        cookie.keep(response, replace(check, code="", code_outdated=False), now=seconds)
    return response


def _fault(request: HttpRequest, heading: str) -> HttpResponse:
    said = {"heading": heading, "under_way": cookie.present(request)}
    return render(request, "selfcheck/code_fault.html", said, status=503)
