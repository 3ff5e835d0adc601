"""Finding what a page is about, and noting that it was read."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.utils import timezone

from screening.access import StaffRequest
from screening.audit.trail import record
from screening.intake.clients.queries import client_for
from screening.intake.reasons import reason
from screening.intake.screenings.queries import screening_for
from screening.models import Client, Screening, StaffMember


def find(staff: StaffMember, screening_id: UUID) -> Screening:
    """Return a screening. Raises Http404 where there is none that this person may see."""
    try:
        return screening_for(staff, screening_id, timezone.now())
    except Screening.DoesNotExist:
        raise Http404 from None


def client_of(staff: StaffMember, client_id: UUID) -> Client:
    """Return a client. Raises Http404 where there is none that this person may see."""
    try:
        return client_for(staff, client_id, timezone.now())
    except Client.DoesNotExist:
        raise Http404 from None


def note_read(request: StaffRequest, read: Screening | Client) -> None:
    """Write into the audit trail that a screening or a client is shown. To be called before."""
    client = read.client if isinstance(read, Screening) else read
    record(
        "screening_read" if isinstance(read, Screening) else "client_read",
        staff=request.user,
        now=timezone.now(),
        why=reason(request.user, client),
        client_id=client.pk,
        object_id=read.pk if isinstance(read, Screening) else "",
    )
