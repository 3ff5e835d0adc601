"""Correcting a finished screening, and discarding a draft."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from screening.access import Permission, StaffRequest, allowed
from screening.intake.errors import Locked, NotAcknowledged
from screening.intake.reasons import must_be_own
from screening.intake.screenings.forms import CorrectForm
from screening.intake.screenings.services import correct, discard, is_unacknowledged
from screening.intake.screenings.views.finding import find, note_read
from screening.questionnaire.errors import error_summary


@allowed(Permission.SCREEN)
@require_http_methods(["GET", "HEAD", "POST"])
def screening_correct(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """Ask why a screening is corrected, and begin the correction."""
    now = timezone.now()
    old = find(request.user, screening_id)
    must_be_own(request.user, old)
    draft = getattr(old, "corrected_by", None)
    if old.state not in ("finished", "signed") or is_unacknowledged(old):
        return redirect("screening", screening_id)
    if draft is not None:
        return redirect("interview", draft.pk)
    form = CorrectForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            new = correct(
                staff=request.user,
                screening_id=screening_id,
                reason=form.cleaned_data["reason"],
                now=now,
            )
        except (Locked, NotAcknowledged):
            # Somebody else began to correct it a moment ago: the same address leads there.
            return redirect("screening_correct", screening_id)
        return redirect("interview", new.pk)
    note_read(request, old)
    context = {"screening": old, "form": form, "errors": error_summary(form)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "intake/screenings/correct.html", context, status=status)


@allowed(Permission.SCREEN)
@require_http_methods(["GET", "HEAD", "POST"])
def screening_discard(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """Ask whether to delete a draft, and delete it."""
    now = timezone.now()
    screening = find(request.user, screening_id)
    must_be_own(request.user, screening)
    if screening.state != "draft":
        return redirect("screening", screening_id)
    refused = ""
    if request.method == "POST":
        try:
            discard(staff=request.user, screening_id=screening_id, now=now)
            messages.success(request, _("The draft is deleted."))
            return redirect("client", screening.client_id)
        except Locked:
            refused = _("This draft cannot be deleted: there is a legal hold on the record.")
    note_read(request, screening)
    context = {"screening": screening, "refused": refused}
    status = HTTPStatus.CONFLICT if refused else HTTPStatus.OK
    return render(request, "intake/screenings/discard.html", context, status=status)
