"""Screenings as lines of a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from screening.audit.trail import record_each
from screening.intake.reasons import reason
from screening.intake.records.findings import red_flags
from screening.intake.records.words import STATES, WAYS, waiting, when, who
from screening.intake.screenings.services import is_unacknowledged
from screening.models import Client, Screening, StaffMember
from screening.waiting import is_urgent_draft


@dataclass(frozen=True, slots=True)
class Row:
    """A screening with what a list says of it in words.

    `is_urgent` tells whether it is an emergency that waits for somebody, or a draft with a sign of
    one: then `red_flags` are the short names of the questions behind it, and `waiting` says for how
    long it has waited.
    """

    screening: Screening
    when: str
    by: str
    way: str
    state: str
    is_urgent: bool
    red_flags: tuple[str, ...]
    waiting: str


def rows(screenings: Iterable[Screening], *, today: date, now: datetime) -> list[Row]:
    """Put screenings into words. `when` is when it was finished, or begun if it is a draft."""
    return [_row(one, today, now) for one in screenings]


def _row(one: Screening, today: date, now: datetime) -> Row:
    at = one.finished_at or one.begun_at
    is_urgent = is_unacknowledged(one) or is_urgent_draft(one)
    return Row(
        screening=one,
        when=when(at, today=today),
        by=who(one.begun_by),
        way=str(WAYS.get(one.way, one.way)),
        state=str(STATES.get(one.state, one.state)),
        is_urgent=is_urgent,
        red_flags=tuple(flag.question for flag in red_flags(one)) if is_urgent else (),
        waiting=waiting(at, now=now) if is_urgent else "",
    )


def record_listed(clients: Iterable[Client], *, staff: StaffMember, now: datetime) -> None:
    """Enter in the audit trail that these clients are about to be seen in a list, once each."""
    listed = {client.pk: reason(staff, client) for client in clients}
    for why in sorted(set(listed.values())):
        about = [(pk, "") for pk, its in listed.items() if its == why]
        record_each("client_listed", staff=staff, now=now, why=why, about=about)
