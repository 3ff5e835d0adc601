"""The record of a client."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from screening.access import Permission, StaffRequest, allowed, may
from screening.audit.trail import record
from screening.intake.clients.queries import planned_for, screenings_of
from screening.intake.consents.queries import consents_of, covering, holds
from screening.intake.consents.scopes import SCREENING
from screening.intake.reasons import reason
from screening.intake.records.rows import rows
from screening.intake.records.words import due
from screening.models import Client


@allowed(Permission.SEE_CLIENTS)
@require_safe
def client(request: StaffRequest, client_id: UUID) -> HttpResponse:
    """Show who a client is, the consents, the screenings and what is planned."""
    staff, now, today = request.user, timezone.now(), timezone.localdate()
    visible = Client.objects.seen_by(staff, now=now).select_related("site")
    found = get_object_or_404(visible, pk=client_id)
    record("client_read", staff=staff, now=now, why=reason(staff, found), client_id=found.pk)
    screenings = rows(screenings_of(found, staff, now), today=today, now=now)
    context = {
        "client": found,
        "consents": [(consent, holds(consent, today)) for consent in consents_of(found)],
        "screenings": screenings,
        "urgent": [row for row in screenings if row.is_urgent],
        "planned": [
            (plan, due(plan.due_on, today=today)) for plan in planned_for(found, staff, now)
        ],
        "today": today,
        "needs_consent": found.is_named and not covering(found, SCREENING, today),
        "is_own": found.site_id == staff.site_id,
        "may_keep": may(staff, Permission.KEEP_RECORDS),
    }
    return render(request, "intake/clients/client.html", context)
