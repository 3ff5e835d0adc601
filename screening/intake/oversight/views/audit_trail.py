"""The audit trail, for auditors: on a page and as a file. Reading it is entered in it."""

from __future__ import annotations

import re

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from screening.access import Permission, StaffRequest, allowed
from screening.audit.trail import record
from screening.intake.oversight.forms import TrailFilters
from screening.intake.oversight.queries import entries, trail_page
from screening.intake.oversight.table import csv_lines, line
from screening.models import AuditEntry, StaffMember
from screening.questionnaire.errors import error_summary


@allowed(Permission.SEE_AUDIT_TRAIL)
@require_safe
def audit_trail(request: StaffRequest) -> HttpResponse:
    """Show a page of the entries that the filters leave."""
    form = _filters(request)
    if not form.is_valid():
        return _refused(request, form)
    _record(request, form, as_file=False)
    page = trail_page(
        entries(form.cleaned_data), before=_place(request, "before"), after=_place(request, "after")
    )
    shown = {"form": form, "lines": list(map(line, page.entries)), "page": page}
    return render(request, "intake/oversight/audit_trail.html", {**shown, "query": form.query()})


@allowed(Permission.SEE_AUDIT_TRAIL)
@require_safe
def audit_trail_csv(request: StaffRequest) -> HttpResponseBase:
    """Send the entries that the filters leave, all of them up to now, as CSV."""
    form = _filters(request)
    if not form.is_valid():
        return _refused(request, form)
    own = _record(request, form, as_file=True)
    found = entries(form.cleaned_data).filter(number__lte=own.number)
    return StreamingHttpResponse(
        csv_lines(found.iterator()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit-trail.csv"'},
    )


def _filters(request: StaffRequest) -> TrailFilters:
    return TrailFilters(request.GET, members=StaffMember.objects.order_by("username"))


def _place(request: StaffRequest, name: str) -> int | None:
    # Nobody types these: an address that was cut off leads to the newest entries.
    written = request.GET.get(name, "")
    return int(written) if re.fullmatch("[0-9]{1,18}", written) else None


def _refused(request: StaffRequest, form: TrailFilters) -> HttpResponse:
    shown = {"form": form, "errors": error_summary(form)}
    return render(request, "intake/oversight/audit_trail.html", shown, status=422)


def _record(request: StaffRequest, form: TrailFilters, *, as_file: bool) -> AuditEntry:
    return record(
        "audit_read",
        staff=request.user,
        now=timezone.now(),
        why="oversight",
        client_id=form.cleaned_data["client"],
        details={**form.chosen(), **({"file": True} if as_file else {})},
    )
