"""The accounting of disclosures (42 CFR 2.25): to whom, what and why, for three years back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from screening.access import Permission, StaffRequest, allowed
from screening.audit.trail import record
from screening.intake.consents.scopes import plain
from screening.intake.disclosing.formats import FORMATS
from screening.intake.disclosing.queries import accounting, accounting_since
from screening.intake.reasons import reason
from screening.intake.records.words import who
from screening.models import Client, Disclosure


@allowed(Permission.DISCLOSE)
@require_safe
def disclosures(request: StaffRequest, client_id: UUID) -> HttpResponse:
    """Show the accounting of a client."""
    return _page(request, client_id, action="client_read")


@allowed(Permission.DISCLOSE)
@require_safe
def disclosures_print(request: StaffRequest, client_id: UUID) -> HttpResponse:
    """Show the accounting of a client for the printer."""
    return _page(request, client_id, action="accounting_printed")


def _page(request: StaffRequest, client_id: UUID, *, action: str) -> HttpResponse:
    staff, now = request.user, timezone.now()
    clients = Client.objects.seen_by(staff, now=now).select_related("site")
    client = get_object_or_404(clients, pk=client_id)
    record(action, staff=staff, now=now, why=reason(staff, client), client_id=client.pk)
    context = {
        "client": client,
        "rows": [_row(one) for one in accounting(staff, client, now=now)],
        "since": timezone.localtime(accounting_since(now)),
        "until": timezone.localtime(now),
        "made_by": who(staff),
        "for_print": action == "accounting_printed",
    }
    return render(request, "intake/disclosing/disclosures.html", context)


def _row(one: Disclosure) -> dict[str, object]:
    form = FORMATS.get(one.format)
    return {
        "disclosure": one,
        "what": form.text if form else one.format,
        "scope": plain(one.scope),
        "by": who(one.disclosed_by),
    }
