"""A client's consent to be screened, as the site records it."""

from __future__ import annotations

from datetime import datetime, timedelta

from screening.intake.consents.services import record_consent
from screening.models import Client, Consent, StaffMember


def a_consent(
    client: Client, staff: StaffMember, *, now: datetime, scope: tuple[str, ...] = ("screening",)
) -> Consent:
    """Record a consent that holds for a month."""
    return record_consent(
        staff=staff,
        client_id=client.pk,
        disclosed_by="The clinic",
        recipient="The clinic",
        purpose="Treatment",
        scope=list(scope),
        signed_by="The client",
        signed_on=now.date(),
        ends_on=now.date() + timedelta(days=30),
        now=now,
        today=now.date(),
    )
