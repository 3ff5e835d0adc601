"""A tablet that was handed to a client shows nothing of the staff side until it is taken back.

The session remembers for which screening. From then on each of its requests below /staff/ and
/stats/ leads to the pages for the client, those of the sign-in too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.access import StaffRequest
from screening.audit.trail import record
from screening.models import Screening
from screening.pin import HANDED_OVER


class TabletLockMiddleware:
    """Leads a tablet that was handed over back to the pages for the client."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response of the rest of the chain, or the way back to the client's pages."""
        staff_sides, own_side = _sides(get_script_prefix())
        path = request.path
        if path.startswith(staff_sides) and not path.startswith(own_side) and is_locked(request):
            return redirect("tablet")
        return self.get_response(request)


@lru_cache(maxsize=8)
def _sides(prefix: str) -> tuple[tuple[str, ...], str]:
    """Return where the parts of the staff side begin, and the pages for the client."""
    return (reverse("staff_home"), reverse("stats")), reverse("tablet")


def is_locked(request: HttpRequest) -> bool:
    """Tell whether the tablet of this request was handed over. Opens the session."""
    return HANDED_OVER in request.session


def handed_over_for(request: HttpRequest) -> UUID | None:
    """Return the id of the screening that the tablet was handed over for, or None."""
    noted = request.session.get(HANDED_OVER)
    return UUID(noted) if noted else None


def hand_over(request: StaffRequest, screening: Screening) -> HttpResponse:
    """Lock the tablet for a draft. Out: the way to its first page."""
    _note("tablet_handed_over", request, screening.client_id, screening.pk)
    request.session[HANDED_OVER] = str(screening.pk)
    # A request that is still under way must not save the session as it was before.
    request.session.cycle_key()
    response = redirect("tablet")
    response.headers["Clear-Site-Data"] = '"cache"'  # nothing to come back to
    return response


def take_back(request: StaffRequest, client_id: UUID | None) -> None:
    """Unlock the tablet for the person who is signed in."""
    _note("tablet_taken_back", request, client_id, handed_over_for(request) or "")
    del request.session[HANDED_OVER]
    request.session.cycle_key()
    messages.success(request, _("You have the tablet back."))


def _note(action: str, request: StaffRequest, client_id: UUID | None, about: Any) -> None:
    record(
        action,
        staff=request.user,
        now=timezone.now(),
        why="care",
        client_id=client_id,
        object_id=about,
    )
