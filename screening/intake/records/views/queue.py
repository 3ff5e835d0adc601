"""The home of the intake: what waits, most urgent first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from screening.access import Permission, StaffRequest, allowed
from screening.intake.records import queries
from screening.intake.records.rows import record_listed, rows


@allowed(Permission.SEE_CLIENTS)
@require_safe
def queue(request: StaffRequest) -> HttpResponse:
    """Show the queue of the person's site."""
    now, today = timezone.now(), timezone.localdate()
    found = queries.queue(request.user, now=now, today=today)
    parts = {
        "emergencies": found.emergencies,
        "waiting": found.waiting,
        "drafts": found.drafts,
        "today": found.today,
    }
    shown = [one.client for part in parts.values() for one in part.screenings]
    record_listed(shown, staff=request.user, now=now)
    context = {
        name: {
            "rows": rows(part.screenings, today=today, now=now),
            "total": part.total,
            "more": part.more,
        }
        for name, part in parts.items()
    }
    return render(request, "intake/records/queue.html", {**context, "day": today.isoformat()})
