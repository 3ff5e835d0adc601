"""Writing the audit trail: append-only, without gaps, chained by keyed hash."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from screening.audit.actions import ACTIONS, REASONS
from screening.models import AuditEntry, AuditHead, StaffMember

LOCK: Final = 7_203_511
"""The number of the advisory lock with which PostgreSQL lets one writer at a time continue."""


def record(
    action: str,
    *,
    staff: StaffMember | None,
    now: datetime,
    why: str,
    client_id: UUID | None = None,
    object_id: str | UUID = "",
    details: Mapping[str, str | int | bool | list[str]] | None = None,
) -> AuditEntry:
    """Write one entry. Must be called before data is shown, and in the transaction of a write.

    In: a code of `ACTIONS`; who, or None for the system; a code of `REASONS`; the client and the
    row it is about; details, which must hold nothing about the client. Raises ValueError for
    an unknown code, and DatabaseError when the trail cannot be written: then nothing is shown.

    In a write, call it last: from here to the end of the transaction everybody else who writes
    the trail waits, and who takes a lock on a row after this can end in a deadlock with somebody
    who holds that row and waits for the trail. What is rolled back takes its entry with it; for a
    read, call it outside a transaction, so that the entry is kept when the answer goes out.
    """
    (entry,) = record_each(
        action,
        staff=staff,
        now=now,
        why=why,
        about=[(client_id, object_id)],
        details=details,
    )
    return entry


def record_each(
    action: str,
    *,
    staff: StaffMember | None,
    now: datetime,
    why: str,
    about: Iterable[tuple[UUID | None, str | UUID]],
    details: Mapping[str, str | int | bool | list[str]] | None = None,
) -> list[AuditEntry]:
    """Write an entry for each (client, row) at once, as for a list. As `record` otherwise."""
    if action not in ACTIONS or why not in REASONS:
        raise ValueError(f"The audit trail knows no {action!r} because of {why!r}")
    entries = [
        AuditEntry(
            at=now.astimezone(UTC),
            staff_id=staff.pk if staff else None,
            staff_name=staff.get_username() if staff else "",
            role=staff.role if staff else "",
            action=action,
            client_id=client_id,
            object_id=str(object_id),
            why=why,
            details=dict(details or {}),
        )
        for client_id, object_id in about
    ]
    if entries:
        _append(entries)
    return entries


def _append(entries: list[AuditEntry]) -> None:
    with transaction.atomic():
        let_one_write()
        head = AuditHead.objects.filter(id=1).first() or AuditHead(id=1)
        for entry in entries:
            entry.number = head.number + 1
            entry.digest = digest(entry, previous=head.digest)
            head.number, head.digest = entry.number, entry.digest
        AuditEntry.objects.bulk_create(entries)
        head.seal = seal(head)
        head.save()


def let_one_write() -> None:
    """Wait until nobody else writes the trail, and keep others from it until the transaction ends.

    The transaction should see what others committed in the meantime, as Django's do by default.
    """
    # SQLite's transactions are immediate: there is one writer at a time already.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def digest(entry: AuditEntry, *, previous: str) -> str:
    """Return the keyed digest of an entry and of the digest before it: 64 hexadecimal digits."""
    content = {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "staff_id": entry.staff_id,
        "staff_name": entry.staff_name,
        "role": entry.role,
        "action": entry.action,
        "client_id": str(entry.client_id or ""),
        "object_id": entry.object_id,
        "why": entry.why,
        "details": entry.details,
        "previous": previous,
    }
    return _keyed(json.dumps(content, sort_keys=True, separators=(",", ":")))


def seal(head: AuditHead) -> str:
    """Return the keyed digest of where the chain ends."""
    return _keyed(f"head {head.number} {head.digest}")


def _keyed(text: str) -> str:
    return hmac.new(settings.AUDIT_KEY, text.encode(), hashlib.sha256).hexdigest()
