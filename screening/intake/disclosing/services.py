"""Passing a record on: the file is made, and goes out only when it stands in the accounting.

Each disclosure is one transaction: consent and screening are read locked, the file is made, and
the rows of the accounting and of the audit trail are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from screening.audit.trail import record_each
from screening.intake.clients.services import open_in_emergency
from screening.intake.consents.queries import holds
from screening.intake.disclosing.files import File, made
from screening.intake.disclosing.formats import ALONG, FORMATS, included
from screening.intake.disclosing.notices import EMERGENCY_PURPOSE, of_consent, of_emergency
from screening.intake.disclosing.queries import all_to_pass_on, one_to_pass_on
from screening.intake.errors import Locked, NeedsConsent
from screening.models import (
    Client,
    Consent,
    Disclosure,
    EmergencyOpening,
    Screening,
    StaffMember,
)


@transaction.atomic
def disclose(
    *,
    staff: StaffMember,
    screening_id: UUID,
    code: str,
    consent_id: UUID,
    along: Iterable[str],
    recipient: str = "",
    now: datetime,
    today: date,
) -> File:
    """Pass one screening on under a consent.

    In: a code of `FORMATS`; which of `ALONG` are needed too, of which the consent may cover fewer;
    who gets it, if the consent names a group. Raises NeedsConsent where the consent is not this
    client's, does not hold today or does not cover the format, Locked for a draft, and
    Screening.DoesNotExist.
    """
    one = _locked(staff, screening_id, now)
    consent = _consent(staff, one.client, consent_id, code, now, today)
    return _disclosed(staff, one.client, [one], code, along, consent, recipient, now, today)


@transaction.atomic
def disclose_all(
    *,
    staff: StaffMember,
    client_id: UUID,
    code: str,
    consent_id: UUID,
    along: Iterable[str],
    recipient: str = "",
    now: datetime,
    today: date,
) -> File:
    """Pass all current screenings of a client on in one table. As `disclose` otherwise.

    Raises Locked where there are none, and Client.DoesNotExist.
    """
    clients = Client.objects.seen_by(staff, now=now).select_for_update(of=("self",))
    client = clients.get(pk=client_id)
    consent = _consent(staff, client, consent_id, code, now, today)
    screenings = all_to_pass_on(staff, client, now=now)
    if not screenings or not FORMATS[code].for_several:
        raise Locked
    return _disclosed(staff, client, screenings, code, along, consent, recipient, now, today)


@transaction.atomic
def disclose_in_emergency(
    *,
    staff: StaffMember,
    screening_id: UUID,
    code: str,
    along: Iterable[str],
    recipient: str,
    reason: str,
    now: datetime,
    today: date,
) -> File:
    """Pass one screening on without consent, in a medical emergency (42 CFR 2.51).

    In: a code of `FORMATS`; which of `ALONG` are needed too; who gets it and where they work; the
    nature of the emergency. It is reviewed afterwards. Raises ValueError where one of the texts is
    blank, Locked for a draft, and Screening.DoesNotExist.
    """
    if not recipient.strip() or not reason.strip():
        raise ValueError("A disclosure in an emergency needs a recipient and a reason.")
    one = _locked(staff, screening_id, now)
    scope = included(code, FORMATS[code].needs | (set(along) & set(ALONG)))
    notice = of_emergency(recipient.strip(), reason.strip(), scope)
    file = made(code, [one], scope=scope, notice=notice, today=today)
    opening = open_in_emergency(
        staff=staff, client=one.client, kind="disclosure", reason=reason, now=now
    )
    _enter(
        staff,
        one.client,
        [one],
        code,
        scope,
        recipient=recipient.strip(),
        purpose=str(EMERGENCY_PURPOSE),
        now=now,
        opening=opening,
    )
    return file


def _disclosed(
    staff: StaffMember,
    client: Client,
    screenings: Sequence[Screening],
    code: str,
    along: Iterable[str],
    consent: Consent,
    recipient: str,
    now: datetime,
    today: date,
) -> File:
    scope = included(code, set(consent.scope) & (FORMATS[code].needs | set(along)))
    notice = of_consent(consent, scope, recipient=recipient.strip())
    file = made(code, screenings, scope=scope, notice=notice, today=today)
    _enter(
        staff,
        client,
        screenings,
        code,
        scope,
        recipient=recipient.strip() or consent.recipient,
        purpose=consent.purpose,
        now=now,
        consent=consent,
    )
    return file


def _enter(
    staff: StaffMember,
    client: Client,
    screenings: Iterable[Screening],
    code: str,
    scope: list[str],
    *,
    recipient: str,
    purpose: str,
    now: datetime,
    consent: Consent | None = None,
    opening: EmergencyOpening | None = None,
) -> None:
    about: list[tuple[UUID | None, str | UUID]] = []
    for one in screenings:
        Disclosure(
            client=client,
            screening=one,
            consent=consent,
            without_consent=opening,
            recipient=recipient,
            purpose=purpose,
            format=code,
            scope=scope,
            disclosed_at=now,
            disclosed_by=staff,
        ).save(force_insert=True)
        about.append((client.pk, one.pk))
    record_each(
        "disclosed",
        staff=staff,
        now=now,
        why="emergency" if opening else "disclosure",
        about=about,
        details={"format": code, "scope": scope},
    )


def _locked(staff: StaffMember, screening_id: UUID, now: datetime) -> Screening:
    # Locked before the audit trail is, as everywhere: the client too, which the rows refer to.
    rows = Screening.objects.seen_by(staff, now=now)
    rows.select_for_update(of=("self", "client")).select_related("client").get(pk=screening_id)
    one = one_to_pass_on(staff, screening_id, now=now)
    if one.state == "draft":
        raise Locked
    return one


def _consent(
    staff: StaffMember, client: Client, consent_id: UUID, code: str, now: datetime, today: date
) -> Consent:
    rows = Consent.objects.seen_by(staff, now=now).select_for_update(of=("self",))
    consent = rows.filter(client=client, pk=consent_id).first()
    if consent is None or not holds(consent, today) or not included(code, consent.scope):
        raise NeedsConsent
    return consent
