"""Entries of the audit trail as a person reads them, on the page and in a spreadsheet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any, Final, NamedTuple
from uuid import UUID

from screening.access import ROLES
from screening.audit.actions import ACTIONS, REASONS
from screening.interop.table import Row, csv_text
from screening.models import AuditEntry

COLUMNS: Final[Row] = [
    "number",
    "time (UTC)",
    "staff number",
    "staff name",
    "role",
    "action",
    "what",
    "reason",
    "why",
    "client number",
    "row",
    "details",
    "digest",
]
AT_ONCE: Final = 500


class Line(NamedTuple):
    """One entry in words."""

    number: int
    at: datetime
    who: str
    role: str
    what: str
    why: str
    client_id: UUID | None
    details: str


def line(entry: AuditEntry) -> Line:
    """Put an entry into words. A code that is not known any more stands as it is."""
    return Line(
        entry.number,
        entry.at,
        entry.staff_name,
        str(ROLES.get(entry.role, entry.role)),
        str(ACTIONS.get(entry.action, entry.action)),
        str(REASONS.get(entry.why, entry.why)),
        entry.client_id,
        "; ".join(f"{name}: {_text(value)}" for name, value in entry.details.items()),
    )


def csv_lines(found: Iterable[AuditEntry]) -> Iterator[str]:
    """Write entries as CSV, some hundred rows at once, every cell escaped."""
    rows = chain([COLUMNS], map(_row, found))
    while some := list(islice(rows, AT_ONCE)):
        yield csv_text(some)


def _row(entry: AuditEntry) -> Row:
    words = line(entry)
    return [
        entry.number,
        entry.at.astimezone(UTC).isoformat(),
        entry.staff_id,
        entry.staff_name,
        entry.role,
        entry.action,
        words.what,
        entry.why,
        words.why,
        str(entry.client_id or ""),
        entry.object_id,
        json.dumps(entry.details, ensure_ascii=False, sort_keys=True),
        entry.digest,
    ]


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
