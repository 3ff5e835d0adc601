"""A client over time."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from screening.access import Permission, StaffRequest, allowed
from screening.audit.trail import record
from screening.intake.reasons import reason
from screening.intake.records import queries
from screening.intake.records.over_time import drawn, lines
from screening.models import Client


@allowed(Permission.SEE_CLIENTS)
@require_safe
def over_time(request: StaffRequest, client_id: UUID) -> HttpResponse:
    """Show all results of a client, as a chart and as a table."""
    now, today = timezone.now(), timezone.localdate()
    try:
        client = Client.objects.seen_by(request.user, now=now).get(pk=client_id)
    except Client.DoesNotExist:
        raise Http404 from None
    why = reason(request.user, client)
    record("client_read", staff=request.user, now=now, why=why, client_id=client.pk)
    of_client = queries.of_client(request.user, client.pk, now=now)
    found = queries.over_time(of_client)
    made = lines(found, today=today)
    context = {
        "client": client,
        "lines": made,
        "names": [measure.name for measure in made[-1].measures] if made else [],
        "chart": drawn(found, today=today) if len(found) > 1 else None,
    }
    return render(request, "intake/records/over_time.html", context)
