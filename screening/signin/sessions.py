"""Sessions of staff: 15 minutes without use, 12 hours at most, and what ends them.

The times stand in the session, on the server. A public page never looks at them.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.access import may
from screening.audit.trail import record
from screening.models import StaffMember
from screening.pin import HANDED_OVER, forget_pin_tries
from screening.signin.second_factor import next_step

SIGNED_IN_AT: Final = "signed_in_at"
ACTIVE_AT: Final = "active_at"
"""Seconds since 1970, in the session."""

GRACE: Final = timedelta(hours=1)
"""How long after the last moment of a session what was typed is still taken."""

TABLET_IDLE_SECONDS: Final = 60 * 60

_BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
View = Callable[..., HttpResponseBase]


def begin(request: HttpRequest, staff: StaffMember, *, now: datetime) -> None:
    """Sign somebody in who has shown who they are."""
    login(request, staff, backend=_BACKEND)
    stamp(request.session, now=now)
    reauthenticate_by_password(request)
    forget_pin_tries(staff)
    record("sign_in", staff=staff, now=now, why="account")


def stamp(session: Any, *, now: datetime) -> None:
    """Note in a session that it begins now."""
    session[SIGNED_IN_AT] = session[ACTIVE_AT] = int(now.timestamp())


def end_all(staff: StaffMember) -> None:
    """End every session of this person at once."""
    StaffMember.objects.filter(pk=staff.pk).update(sign_in_epoch=F("sign_in_epoch") + 1)
    staff.refresh_from_db(fields=["sign_in_epoch"])


def while_enrolling(view: View) -> View:
    """Mark a view that may be used by somebody who has not set up all of their sign-in."""
    view.while_enrolling = True  # type: ignore[attr-defined]
    return view


class StaffSessionMiddleware:
    """Lets only somebody with a session in use, and all of their sign-in set up, into a staff view.

    A view may carry `keeps_typed`, a callable `(request, staff, **kwargs) -> None`. When a form
    arrives after the session ended, it is called to keep what was typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response of the rest of the chain."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Return None to go on, or the way to the sign-in or to what is still to be set up."""
        # Also the views before the sign-in; the session of a public page must not be opened.
        if not getattr(view, "login_required", True):
            return None
        staff = request.user
        if not isinstance(staff, StaffMember):
            return to_sign_in(request, view)
        now = timezone.now()
        if over_for(request, now=now) is not None:
            try:
                if request.method == "POST":
                    _keep_typed(request, staff, view, kwargs, now=now)
                record("session_ended", staff=staff, now=now, why="account")
            finally:
                logout(request)
            messages.info(request, _("You were signed out. A half-done screening is kept."))
            return to_sign_in(request, view)
        request.session[ACTIVE_AT] = int(now.timestamp())
        if getattr(view, "while_enrolling", False):
            return None
        step = next_step(staff)
        return redirect(step) if step else None


def over_for(request: HttpRequest, *, now: datetime) -> timedelta | None:
    """Return for how long the session of this request has been over, or None while it is not."""
    at = now.timestamp()
    # A client who was handed the tablet needs longer for a page, and sees nothing of the staff.
    idle = TABLET_IDLE_SECONDS if HANDED_OVER in request.session else settings.STAFF_IDLE_SECONDS
    left = min(
        request.session.get(ACTIVE_AT, 0) + idle - at,
        request.session.get(SIGNED_IN_AT, 0) + settings.STAFF_SESSION_SECONDS - at,
    )
    return None if left > 0 else timedelta(seconds=-left)


def _keep_typed(
    request: HttpRequest, staff: StaffMember, view: View, kwargs: dict[str, Any], *, now: datetime
) -> None:
    keep = getattr(view, "keeps_typed", None)
    age = now.timestamp() - request.session.get(SIGNED_IN_AT, 0)
    too_old = age > settings.STAFF_SESSION_SECONDS + GRACE.total_seconds()
    if keep is None or too_old or next_step(staff) or not may(staff, view.permission):  # type: ignore[attr-defined]
        return
    # What may not be written, or is not there any more, is lost with reason.
    with suppress(Http404, PermissionDenied):
        keep(request, staff, **kwargs)


def to_sign_in(request: HttpRequest, view: View) -> HttpResponse:
    """Return the way to the sign-in and back to the page; for a script, only that it is needed."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"signed_in": False}, status=401)
    page = _page_of(request, view)
    return redirect_to_login(page) if page else redirect(settings.LOGIN_URL)


def _page_of(request: HttpRequest, view: View) -> str:
    """Return the address of the page that a request came from: its own, or of the form in it."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    if hasattr(view, "keeps_typed"):
        return request.path
    try:
        page = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    return page.path if page.netloc == request.get_host() else ""
