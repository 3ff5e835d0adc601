"""Writing clients, and opening records in an emergency.

Each write stands in one transaction with its entry in the audit trail.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction

from screening.audit.trail import record
from screening.intake.clients.identity import (
    name_hash,
    name_hashes,
    new_reference,
    reference_hash,
    reference_hashes,
    tidy,
)
from screening.intake.errors import Conflict, DuplicateReference, SeveralFit, TooManyTries
from screening.models import AuditEntry, Client, EmergencyOpening, Site, StaffMember

OPEN_FOR: Final = timedelta(minutes=30)
KINDS: Final = frozenset({"record", "screening", "disclosure"})
"""Which rule an opening goes past: see `EmergencyOpening`."""

TRIES: Final = 10
WITHIN: Final = timedelta(hours=1)
"""How often one person may search other sites, and within what time."""


def create_client(
    *,
    staff: StaffMember,
    reference: str,
    name: str,
    birth_date: date | None,
    phone: str,
    language: str,
    now: datetime,
    client_id: UUID | None = None,
) -> Client:
    """Record a client of the person's own site. An empty reference is made here.

    `client_id` makes a second sending of one form harmless: the client it recorded is returned.
    Raises DuplicateReference.
    """
    client_id = client_id or uuid4()
    with transaction.atomic():
        site = _one_at_a_time(staff)
        already = Client.objects.seen_by(staff, now=now).filter(pk=client_id, created_by=staff)
        if sent_twice := already.first():
            return sent_twice
        client = Client(id=client_id, site=site, created_at=now, created_by=staff)
        reference = reference or _unused_reference(site)
        _fill(client, reference, name, birth_date, phone, language)
        client.save(force_insert=True)
        record("client_created", staff=staff, now=now, why="care", client_id=client.pk)
    return client


def change_client(
    *,
    staff: StaffMember,
    client_id: UUID,
    reference: str,
    name: str,
    birth_date: date | None,
    phone: str,
    language: str,
    edit: int,
    now: datetime,
) -> Client:
    """Change who a client is. `edit` is the number that the row had when it was opened.

    An empty reference leaves the one there is. Raises Conflict, DuplicateReference, and
    Client.DoesNotExist for a client of another site: an opened record is there to be read.
    """
    with transaction.atomic():
        own = Client.objects.seen_by(staff, now=now).filter(site=_one_at_a_time(staff))
        client = own.select_for_update(no_key=True).get(pk=client_id)
        if client.edit != edit:
            raise Conflict(client)
        _fill(client, reference or client.reference, name, birth_date, phone, language)
        client.edit += 1
        client.save()
        record("client_changed", staff=staff, now=now, why="care", client_id=client.pk)
    return client


def set_hashes(client: Client) -> None:
    """Put the hashes that find a client onto it, with the newest key. Saves nothing."""
    birth_date = date.fromisoformat(client.birth_date) if client.birth_date else None
    client.reference_hash = reference_hash(client.reference)
    client.name_hash = name_hash(client.name, birth_date)


def open_in_emergency(
    *, staff: StaffMember, client: Client, kind: str, reason: str, now: datetime
) -> EmergencyOpening:
    """Let somebody past a rule for 30 minutes, because of an emergency. It is reviewed later.

    In: a kind of `KINDS`, and the reason in their own words. Raises ValueError for another kind
    or no reason. The audit trail does not hold the reason, which may say something of the client.
    """
    if kind not in KINDS or not reason.strip():
        raise ValueError("An opening in an emergency needs a kind and a reason.")
    with transaction.atomic():
        opening = EmergencyOpening.objects.create(
            staff=staff,
            client=client,
            kind=kind,
            reason=reason.strip(),
            opened_at=now,
            ends_at=now + OPEN_FOR,
        )
        record(
            "opened_in_emergency",
            staff=staff,
            now=now,
            why="emergency",
            client_id=client.pk,
            object_id=opening.pk,
            details={"kind": kind},
        )
    return opening


def open_elsewhere(
    *,
    staff: StaffMember,
    reference: str,
    name: str,
    birth_date: date | None,
    site_id: int | None,
    reason: str,
    now: datetime,
) -> list[EmergencyOpening]:
    """Open the record of a client of another site, found by who they are. Every try is audited.

    In: an exact reference, or a name and date of birth, or all three; the site, or None if it is
    not known; the reason. Out: the openings, newest record first; several only where one person
    was recorded more than once; none when nothing fits. Raises TooManyTries after `TRIES` within
    `WITHIN`, and SeveralFit for a reference that several sites have given.
    """
    # Recorded first, and kept: who writes to the trail waits for the others, so the count is true.
    record("searched_elsewhere", staff=staff, now=now, why="emergency")
    tries = AuditEntry.objects.filter(
        staff_id=staff.pk, action="searched_elsewhere", at__gt=now - WITHIN
    )
    if tries.count() > TRIES:
        raise TooManyTries
    # The one search that crosses sites. It gives nothing away but the record that it opens.
    found = Client.everywhere.exclude(site=staff.site)
    by_name = name_hashes(name, birth_date)
    if reference or not by_name:
        found = found.filter(reference_hash__in=reference_hashes(reference))
    if by_name:
        found = found.filter(name_hash__in=by_name)
    if site_id is not None:
        found = found.filter(site_id=site_id)
    clients = list(found.order_by("-created_at"))
    if len(clients) > 1 and not by_name:
        raise SeveralFit
    return [
        open_in_emergency(staff=staff, client=client, kind="record", reason=reason, now=now)
        for client in clients
    ]


def _one_at_a_time(staff: StaffMember) -> Site:
    # Two equal references that are recorded at the same moment must not pass each other. An
    # older hash of the same reference is a duplicate too, and no constraint can see that.
    return Site.objects.select_for_update(no_key=True, of=("self",)).get(staff=staff)


def _fill(
    client: Client,
    reference: str,
    name: str,
    birth_date: date | None,
    phone: str,
    language: str,
) -> None:
    client.reference = tidy(reference)
    if existing := _with_reference(client.site, client.reference, but=client.pk):
        raise DuplicateReference(existing)
    client.name = tidy(name)
    client.birth_date = birth_date.isoformat() if birth_date else ""
    client.phone = tidy(phone)
    client.language = language
    set_hashes(client)


def _with_reference(site: Site, reference: str, *, but: UUID | None = None) -> Client | None:
    # Every client of the site counts, whoever saves.
    found = Client.everywhere.filter(site=site, reference_hash__in=reference_hashes(reference))
    return found.exclude(pk=but).first() if but else found.first()


def _unused_reference(site: Site) -> str:
    while _with_reference(site, reference := new_reference()):
        pass
    return reference
