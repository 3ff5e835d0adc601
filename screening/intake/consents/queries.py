"""Reading consents, and telling which ones hold."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from screening.models import Client, Consent, StaffMember


def consent_for(staff: StaffMember, consent_id: UUID, now: datetime) -> Consent:
    """Return a consent. Raises Consent.DoesNotExist for one that this person may not see."""
    rows = Consent.objects.seen_by(staff, now=now).select_related("client__site", "recorded_by")
    return rows.get(pk=consent_id)


def consents_of(client: Client) -> list[Consent]:
    """List all consents of a client, the newest first."""
    return list(client.consents.order_by("-signed_on", "-recorded_at"))


def holds(consent: Consent, today: date) -> bool:
    """Tell whether a consent holds: signed, not over, and not revoked. Its last day counts."""
    return consent.revoked_at is None and consent.signed_on <= today <= consent.ends_on


def active(client: Client, today: date) -> list[Consent]:
    """List the consents of a client that hold today, the newest first."""
    return [consent for consent in consents_of(client) if holds(consent, today)]


def covering(client: Client, scope: str, today: date) -> Consent | None:
    """Return the newest consent that holds today and covers a code of `SCOPES`, or None."""
    return next((consent for consent in active(client, today) if scope in consent.scope), None)
