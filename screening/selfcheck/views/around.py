"""Before and after the questions: starting, leaving, deleting, coming back after a while."""

from __future__ import annotations

import logging
from dataclasses import replace

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from screening.fetch_guard import public
from screening.handoff.keeping import destroy
from screening.selfcheck import answers as cookie
from screening.selfcheck.addresses import to_come_back
from screening.selfcheck.views.opening import (
    check_if_any,
    current_time,
    from_the_start_if_lost,
    private,
    start_again,
    to,
)

logger = logging.getLogger(__name__)


@public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Say what this is, and offer to start. Sets no cookie and opens none."""
    under_way = cookie.present(request)
    response = render(request, "selfcheck/start.html", {"under_way": under_way})
    return private(response) if under_way else response


@public
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Clear everything and go to a page that has nothing to do with this one."""
    response = HttpResponseRedirect(settings.LEAVE_TO)
    cookie.forget(response)
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return private(response)


@public
@require_POST
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the answers, and what is kept behind a code made from them."""
    check = check_if_any(request, current_time())
    response = to("deleted")
    try:
        if check and check.code:
            destroy(check.code)
    except DatabaseError:
        # The answers go all the same: the person asked for it, and may be in a hurry.
        logger.exception("A code could not be destroyed")
        faults = {"heading": _("Your answers are deleted, but the code is not"), "deleted": True}
        response = private(render(request, "selfcheck/code_fault.html", faults, status=503))
    cookie.forget(response)
    response["Clear-Site-Data"] = '"cache"'
    return response


@public
@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """Say that the answers are gone."""
    return private(render(request, "selfcheck/deleted.html"))


@public
@require_http_methods(["GET", "HEAD", "POST"])
@from_the_start_if_lost
def waiting(request: HttpRequest) -> HttpResponse:
    """Ask whether to carry on, after half an hour without activity. Shows no answer."""
    now = current_time()
    check = cookie.read(request, now=now)
    if check is None:
        return start_again(request, lost=False)
    if request.method != "POST":
        return private(render(request, "selfcheck/waiting.html"))
    response = HttpResponseRedirect(to_come_back(check.answers))
    cookie.keep(response, replace(check, active_at=now), now=now)
    return private(response)
