"""Writing consents. One that was recorded is never changed: it is revoked, and recorded anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction

from screening.audit.trail import record
from screening.intake.consents.scopes import SCOPES
from screening.models import Client, Consent, StaffMember

LONGEST: Final = timedelta(days=2 * 365)
"""How long a consent may hold after it was signed. The law names no limit; a shorter one makes
sure that the client is asked again."""


def record_consent(
    *,
    staff: StaffMember,
    client_id: UUID,
    disclosed_by: str,
    recipient: str,
    purpose: str,
    scope: Iterable[str],
    signed_by: str,
    signed_on: date,
    ends_on: date,
    now: datetime,
    today: date,
    consent_id: UUID | None = None,
) -> Consent:
    """Record that a client consented in writing.

    `consent_id` makes a second sending of one form harmless: the consent it recorded is returned.
    Raises ValueError where an element that the law demands is missing or a day cannot be, and
    Client.DoesNotExist for a client of another site: a record that was opened in an emergency is
    there to be read, and is passed on as an emergency.
    """
    covered = [code for code in SCOPES if code in set(scope)]
    texts = (disclosed_by, recipient, purpose, signed_by)
    if not covered or not all(text.strip() for text in texts):
        raise ValueError("A consent says who may disclose what, to whom, why, and who signed.")
    if not signed_on <= today <= ends_on <= signed_on + LONGEST:
        raise ValueError("A consent is signed today or before, and ends today or within the limit.")
    consent_id = consent_id or uuid4()
    with transaction.atomic():
        own = Client.objects.seen_by(staff, now=now).filter(site=staff.site)
        client = own.select_for_update(no_key=True).get(pk=client_id)
        if sent_twice := client.consents.filter(pk=consent_id).first():
            return sent_twice
        consent = Consent(
            id=consent_id,
            client=client,
            disclosed_by=disclosed_by.strip(),
            recipient=recipient.strip(),
            purpose=purpose.strip(),
            scope=covered,
            signed_by=signed_by.strip(),
            signed_on=signed_on,
            ends_on=ends_on,
            recorded_at=now,
            recorded_by=staff,
        )
        consent.save(force_insert=True)
        record(
            "consent_recorded",
            staff=staff,
            now=now,
            why="care",
            client_id=client.pk,
            object_id=consent.pk,
            details={"scope": covered},
        )
    return consent


def revoke_consent(*, staff: StaffMember, consent_id: UUID, now: datetime) -> Consent:
    """Record that the client revoked a consent. It holds no more from now on.

    Revoking twice changes nothing. Raises Consent.DoesNotExist for a client of another site.
    """
    with transaction.atomic():
        own = Consent.objects.seen_by(staff, now=now).filter(client__site=staff.site)
        consent = own.select_for_update(no_key=True, of=("self",)).get(pk=consent_id)
        if consent.revoked_at is None:
            consent.revoked_at = now
            consent.revoked_by = staff
            consent.save(update_fields=["revoked_at", "revoked_by"])
            record(
                "consent_revoked",
                staff=staff,
                now=now,
                why="care",
                client_id=consent.client_id,
                object_id=consent.pk,
            )
    return consent
