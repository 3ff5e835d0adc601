"""Reviewing openings, holding records and erasing them.

Each write stands in one transaction with its entry in the audit trail.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from screening.audit.trail import record
from screening.intake.errors import Conflict
from screening.intake.oversight.queries import (
    kept_too_long,
    openings_of_site,
    waits_for_review,
)
from screening.intake.oversight.words import HOLD_REASONS, RELEASE_REASONS
from screening.models import Client, EmergencyOpening, StaffMember


class OwnOpening(Exception):
    """Somebody tried to review what they opened themselves."""


class OnHold(Exception):
    """The record is on legal hold: nothing of it is deleted."""


class NotReviewed(Exception):
    """Something was opened in an emergency, and nobody has reviewed it yet."""


def review_opening(
    *, staff: StaffMember, opening_id: UUID, outcome: str, now: datetime
) -> EmergencyOpening:
    """Keep what the review of an opening found.

    Raises EmergencyOpening.DoesNotExist for one of another site, OwnOpening, and Conflict when it
    was reviewed before, with the opening as it is.
    """
    with transaction.atomic():
        rows = openings_of_site(staff).select_for_update(of=("self",))
        opening = rows.get(pk=opening_id)
        if opening.staff_id == staff.pk:
            raise OwnOpening
        if opening.reviewed_at:
            raise Conflict(opening)
        opening.reviewed_at, opening.reviewed_by, opening.review = now, staff, outcome.strip()
        opening.save(update_fields=["reviewed_at", "reviewed_by", "review"])
        record(
            "opening_reviewed",
            staff=staff,
            now=now,
            why="oversight",
            client_id=opening.client_id,
            object_id=opening.pk,
        )
    return opening


def set_hold(*, staff: StaffMember, client_id: UUID, on: bool, reason: str, now: datetime) -> None:
    """Put a legal hold on a record of the person's own site, or end it.

    In: a code of `HOLD_REASONS`, or of `RELEASE_REASONS` to end it. What is so already stays and
    is not entered again. Raises ValueError for another reason, and Client.DoesNotExist.
    """
    if reason not in (HOLD_REASONS if on else RELEASE_REASONS):
        raise ValueError(f"There is no reason {reason!r}.")
    with transaction.atomic():
        client = _own_locked(staff, client_id, now)
        if client.is_on_hold == on:
            return
        client.is_on_hold = on
        client.save(update_fields=["is_on_hold"])
        record(
            "client_held" if on else "client_released",
            staff=staff,
            now=now,
            why="retention",
            client_id=client.pk,
            details={"reason": reason},
        )


def erase_client(*, staff: StaffMember, client_id: UUID, now: datetime) -> None:
    """Delete a client of the person's own site with everything recorded about them.

    The audit trail stays whole: it knows an arbitrary number and nothing more. Raises OnHold,
    NotReviewed and Client.DoesNotExist.
    """
    with transaction.atomic():
        client = _own_locked(staff, client_id, now)
        if client.is_on_hold:
            raise OnHold
        if waits_for_review(client):
            raise NotReviewed
        _delete(client, staff, now)


def erase_when_kept_too_long(*, client_id: UUID, years: int, now: datetime) -> bool:
    """Delete a client if nothing asks for the record to be kept. Out: whether that was so."""
    with transaction.atomic():
        # Looked at once more under a lock: a hold or a screening may have come in between.
        Client.everywhere.select_for_update().filter(pk=client_id).first()
        client = kept_too_long(years=years, now=now).filter(pk=client_id).first()
        if client:
            _delete(client, None, now)
    return client is not None


def _own_locked(staff: StaffMember, client_id: UUID, now: datetime) -> Client:
    rows = Client.objects.seen_by(staff, now=now).filter(site=staff.site)
    return rows.select_for_update().get(pk=client_id)


def _delete(client: Client, staff: StaffMember | None, now: datetime) -> None:
    client_id = client.pk
    client.delete()
    record("client_erased", staff=staff, now=now, why="retention", client_id=client_id)
