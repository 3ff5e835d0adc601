"""Keeping the counts of each month in step with the rows they are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection, transaction

from screening.instrument.baclofen import VERSIONS
from screening.models import RolledUpMonth, RollUp
from screening.rollups.counting import Counted, count
from screening.rollups.rows import SELF_CHECK, fingerprints, rows

LOCK: Final = 1292_1003
"""The number of the advisory lock with which PostgreSQL lets one write counts at a time."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """Months counted, unchanged and removed; rows counted, and of these the ones left out."""

    counted: int = 0
    unchanged: int = 0
    removed: int = 0
    rows: int = 0
    left_out: int = 0


def refresh(
    *,
    source: str,
    anew: bool = False,
    report: Callable[[int, int], None] = lambda done, of: None,
) -> Refreshed:
    """Count the months of a source whose rows changed, or every month if `anew`.

    Each month is a transaction of its own, so this may be stopped at any moment, run again, and
    run twice at once. In: `report` is told how many months are done, of how many.
    Out: what was done. Raises django.db.Error.
    """
    there = fingerprints(source)
    known = dict(RolledUpMonth.objects.filter(source=source).values_list("month", "fingerprint"))
    months = sorted(there.keys() | known.keys())
    changed = unchanged = removed = read = left_out = 0
    for done, month in enumerate(months):
        report(done, len(months))
        if month not in there:
            _keep(source, month, Counted(), "")
            removed += 1
        elif known.get(month) == there[month] and not anew:
            unchanged += 1
        else:
            # The fingerprint is older than the rows that are read now: whatever changes in the
            # meantime, the next run sees it.
            counted = count(rows(source, month), VERSIONS)
            _keep(source, month, counted, there[month])
            changed += 1
            read += counted.rows
            left_out += counted.left_out
    report(len(months), len(months))
    return Refreshed(changed, unchanged, removed, read, left_out)


@transaction.atomic
def forget_counts_of_checks(*, before: date) -> None:
    """Delete the counts of self-checks of all months before this one, whose rows are gone too.

    Raises django.db.Error.
    """
    _let_one_write()
    RollUp.objects.filter(source=SELF_CHECK, month__lt=before).delete()
    RolledUpMonth.objects.filter(source=SELF_CHECK, month__lt=before).delete()


@transaction.atomic
def _keep(source: str, month: date, counted: Counted, fingerprint: str) -> None:
    """Put these counts in the place of those there are. Without a fingerprint, nothing stays."""
    _let_one_write()
    RollUp.objects.filter(source=source, month=month).delete()
    RolledUpMonth.objects.filter(source=source, month=month).delete()
    RollUp.objects.bulk_create(
        (
            RollUp(source=source, month=month, counts=counts.tolist(), **cell._asdict())
            for cell, counts in counted.cells.items()
        ),
        batch_size=100,
    )
    if fingerprint:
        RolledUpMonth.objects.create(source=source, month=month, fingerprint=fingerprint)


def _let_one_write() -> None:
    # SQLite's transactions are immediate: there is one writer at a time already.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
