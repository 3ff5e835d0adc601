"""A short audit trail to do things to, and how to get past what protects it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection

from screening.audit.append_only import lift, protect
from screening.audit.trail import record, record_each
from screening.audit.verification import verify
from screening.models import AuditEntry

NOON = datetime(2027, 3, 14, 12, 0, 0, 123456, tzinfo=UTC)
CLIENT = UUID(int=7)


def a_trail(length: int = 6) -> list[AuditEntry]:
    """Write entries of every kind: with and without a client, a time zone, odd details."""
    odd: dict[str, str | int | bool | list[str]] = {
        "text": "é \N{SNOWMAN} \N{GRINNING FACE} \"'",
        "count": 2**53 + 1,
        "yes": True,
        "of": ["b", "a"],
    }
    record("audit_read", staff=None, now=NOON, why="oversight", details=odd)
    about = [(CLIENT, f"row {number}") for number in range(2, length + 1)]
    record_each(
        "client_listed", staff=None, now=NOON + timedelta(seconds=1), why="care", about=about
    )
    return list(AuditEntry.objects.order_by("number"))


@contextmanager
def unprotected() -> Iterator[None]:
    """As somebody who owns the database: take the triggers away, and put them back."""
    lift(connection)
    yield
    protect(connection)


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def faults() -> list[tuple[str, int, int]]:
    return [(fault.kind, fault.first, fault.last) for fault in verify().faults]
