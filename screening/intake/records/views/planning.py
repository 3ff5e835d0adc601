"""Planned screenings: what is due, planning one, cancelling one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from screening.access import Permission, StaffRequest, allowed
from screening.audit.trail import record
from screening.intake.reasons import must_be_own, reason
from screening.intake.records import queries, services
from screening.intake.records.forms import PlanForm
from screening.intake.records.queries import LISTED
from screening.intake.records.rows import record_listed
from screening.intake.records.words import day, who
from screening.intake.records.words import due as far_off
from screening.models import Client, PlannedScreening
from screening.questionnaire.errors import error_summary


@allowed(Permission.SEE_CLIENTS)
@require_safe
def due(request: StaffRequest) -> HttpResponse:
    """List the planned screenings of the person's site, the most overdue first."""
    now, today = timezone.now(), timezone.localdate()
    page = Paginator(queries.due(request.user, now=now), LISTED).get_page(request.GET.get("page"))
    record_listed((one.client for one in page), staff=request.user, now=now)
    rows = [
        {
            "plan": one,
            "day": day(one.due_on, today=today),
            "far_off": far_off(one.due_on, today=today),
            "is_overdue": one.due_on < today,
            "by": who(one.planned_by),
        }
        for one in page
    ]
    return render(request, "intake/records/due.html", {"page": page, "rows": rows})


@allowed(Permission.SCREEN)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request: StaffRequest, client_id: UUID) -> HttpResponse:
    """Plan a screening of a client."""
    now, today = timezone.now(), timezone.localdate()
    try:
        client = Client.objects.seen_by(request.user, now=now).get(pk=client_id)
    except Client.DoesNotExist:
        raise Http404 from None
    must_be_own(request.user, client)
    form = PlanForm(request.POST if request.method == "POST" else None, today=today)
    if form.is_valid():
        services.plan(
            staff=request.user, client=client, due_on=form.cleaned_data["due_on"], now=now
        )
        messages.success(request, _("The screening is planned."))
        return redirect("due")
    why = reason(request.user, client)
    record("client_read", staff=request.user, now=now, why=why, client_id=client.pk)
    context = {"client": client, "form": form, "errors": error_summary(form)}
    status = 422 if form.is_bound else 200
    return render(request, "intake/records/plan.html", context, status=status)


@allowed(Permission.SCREEN)
@require_POST
def plan_cancel(request: StaffRequest, planned_id: UUID) -> HttpResponse:
    """Cancel a planned screening."""
    try:
        services.cancel(staff=request.user, planned_id=planned_id, now=timezone.now())
    except PlannedScreening.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("The planned screening is cancelled."))
    return redirect("due")
