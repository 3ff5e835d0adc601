"""Screenings as lines of a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from screening.audit.trail import record_each
from screening.intake.reasons import reason
from screening.intake.records.words import STATES, WAYS, when, who
from screening.models import Client, Screening, StaffMember


@dataclass(frozen=True, slots=True)
class Row:
    """A screening with what a list says of it in words."""

    screening: Screening
    when: str
    by: str
    way: str
    state: str


def rows(screenings: Iterable[Screening], *, today: date) -> list[Row]:
    """Put screenings into words. `when` is when it was finished, or begun if it is a draft."""
    return [
        Row(
            screening=one,
            when=when(one.finished_at or one.begun_at, today=today),
            by=who(one.begun_by),
            way=str(WAYS.get(one.way, one.way)),
            state=str(STATES.get(one.state, one.state)),
        )
        for one in screenings
    ]


def record_listed(clients: Iterable[Client], *, staff: StaffMember, now: datetime) -> None:
    """Enter in the audit trail that these clients are about to be seen in a list, once each."""
    listed = {client.pk: reason(staff, client) for client in clients}
    for why in sorted(set(listed.values())):
        about = [(pk, "") for pk, its in listed.items() if its == why]
        record_each("client_listed", staff=staff, now=now, why=why, about=about)
