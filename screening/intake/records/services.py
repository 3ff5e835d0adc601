"""Planning screenings: every write, together with its entry in the audit trail."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from screening.audit.trail import record, record_each
from screening.intake.reasons import reason
from screening.models import Client, PlannedScreening, StaffMember


@transaction.atomic
def plan(*, staff: StaffMember, client: Client, due_on: date, now: datetime) -> PlannedScreening:
    """Plan a screening of a client of the person's own site for a day. Raises PermissionDenied."""
    if client.site_id != staff.site_id:
        raise PermissionDenied("A record of another site is there to be read.")
    planned = PlannedScreening(client=client, due_on=due_on, planned_at=now, planned_by=staff)
    planned.save(force_insert=True)
    record(
        "screening_planned",
        staff=staff,
        now=now,
        why="care",
        client_id=client.pk,
        object_id=planned.pk,
    )
    return planned


@transaction.atomic
def cancel(*, staff: StaffMember, planned_id: UUID, now: datetime) -> PlannedScreening:
    """Cancel a planned screening; one that is done or cancelled already stays as it is.

    Raises PlannedScreening.DoesNotExist for a client of another site.
    """
    rows = PlannedScreening.objects.of_own_site(staff)
    planned = rows.select_for_update(of=("self",)).get(pk=planned_id)
    if planned.done_at is None and planned.cancelled_at is None:
        planned.cancelled_at = now
        planned.save(update_fields=["cancelled_at"])
        record(
            "plan_changed",
            staff=staff,
            now=now,
            why="care",
            client_id=planned.client_id,
            object_id=planned.pk,
            details={"change": "cancelled"},
        )
    return planned


@transaction.atomic
def fulfil(*, staff: StaffMember, client_id: UUID, now: datetime, today: date) -> int:
    """Mark what was planned for a client up to today as done. To be called when one is finished.

    Out: how many plans that were.
    """
    rows = PlannedScreening.objects.seen_by(staff, now=now).filter(
        client_id=client_id, due_on__lte=today, done_at=None, cancelled_at=None
    )
    planned = list(rows.select_related("client").select_for_update(of=("self",)))
    for one in planned:
        one.done_at = now
        one.save(update_fields=["done_at"])
    record_each(
        "plan_changed",
        staff=staff,
        now=now,
        why=reason(staff, planned[0].client) if planned else "care",
        about=[(client_id, one.pk) for one in planned],
        details={"change": "done"},
    )
    return len(planned)
