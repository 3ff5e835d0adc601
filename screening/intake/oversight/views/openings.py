"""The review of what was opened in an emergency, by a clinician of the client's site."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from screening.access import Permission, StaffRequest, allowed
from screening.audit.trail import record, record_each
from screening.intake.errors import Conflict
from screening.intake.oversight import services
from screening.intake.oversight.forms import ReviewForm
from screening.intake.oversight.queries import ON_A_PAGE, openings_of_site
from screening.intake.oversight.queries import openings as openings_for
from screening.intake.oversight.words import OPENING_KINDS
from screening.models import EmergencyOpening
from screening.questionnaire.errors import error_summary


@allowed(Permission.REVIEW_OPENINGS)
@require_safe
def openings(request: StaffRequest) -> HttpResponse:
    """List what is still to be reviewed."""
    return _list(request, reviewed=False)


@allowed(Permission.REVIEW_OPENINGS)
@require_safe
def openings_reviewed(request: StaffRequest) -> HttpResponse:
    """List what was reviewed."""
    return _list(request, reviewed=True)


@allowed(Permission.REVIEW_OPENINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def opening_review(request: StaffRequest, opening_id: UUID) -> HttpResponse:
    """Show one opening, and keep what its review found."""
    opening = _opening(request, opening_id)
    if request.method != "POST":
        return _review_page(request, opening, ReviewForm())
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _review_page(request, opening, form, status=422)
    try:
        services.review_opening(
            staff=request.user,
            opening_id=opening_id,
            outcome=form.cleaned_data["outcome"],
            now=timezone.now(),
        )
    except services.OwnOpening:
        raise PermissionDenied("Nobody reviews their own opening.") from None
    except Conflict:
        return _review_page(request, _opening(request, opening_id), form, status=409)
    messages.success(request, _("The review is saved."))
    return redirect("openings")


def _list(request: StaffRequest, *, reviewed: bool) -> HttpResponse:
    page = Paginator(openings_for(request.user, reviewed=reviewed), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    shown = list(page.object_list)
    record_each(
        "client_listed",
        staff=request.user,
        now=timezone.now(),
        why="oversight",
        about=[(opening.client_id, opening.pk) for opening in shown],
    )
    rows = [(opening, OPENING_KINDS.get(opening.kind, opening.kind)) for opening in shown]
    return render(
        request,
        "intake/oversight/openings.html",
        {"rows": rows, "page": page, "reviewed": reviewed},
    )


def _opening(request: StaffRequest, opening_id: UUID) -> EmergencyOpening:
    rows = openings_of_site(request.user).select_related("client", "staff", "reviewed_by")
    opening = rows.filter(pk=opening_id).first()
    if opening is None:
        raise Http404
    return opening


def _review_page(
    request: StaffRequest, opening: EmergencyOpening, form: ReviewForm, status: int = 200
) -> HttpResponse:
    record(
        "client_read",
        staff=request.user,
        now=timezone.now(),
        why="oversight",
        client_id=opening.client_id,
        object_id=opening.pk,
    )
    shown = {
        "opening": opening,
        "kind": OPENING_KINDS.get(opening.kind, opening.kind),
        "form": form,
        "errors": error_summary(form),
        "is_own": opening.staff_id == request.user.pk,
    }
    return render(request, "intake/oversight/opening_review.html", shown, status=status)
