"""Looking for what was done to the audit trail behind its back.

What the chain shows: without the key nobody can change, remove, move or put in an entry such that
what is left still fits. What it cannot show: that somebody who has the key wrote all of it anew,
or that the whole database was put back to an earlier day. For that, the number and digest of the
last entry are kept elsewhere, and compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from django.db import DatabaseError, connection, transaction

from screening.audit.append_only import is_protected
from screening.audit.trail import digest, let_one_write, seal
from screening.models import AuditEntry, AuditHead

BATCH: Final = 2000
"""Rows read at once, so that a trail of any length needs the same memory."""

_UNREADABLE: Final = (ValueError, TypeError, AttributeError, DatabaseError)


@dataclass(slots=True)
class Fault:
    """One thing that is wrong, with the entries `first` to `last`.

    `kind` is "changed" (changed, moved, or next to one that was), "missing", "put_in", "end" (the
    record of where the trail ends is gone or was changed), "kept" (not what was kept elsewhere)
    or "unprotected" (triggers are missing).
    """

    kind: str
    first: int = 0
    last: int = 0


@dataclass(slots=True)
class Verified:
    """What was found: how many entries, the last one's number and digest, and every fault."""

    entries: int = 0
    number: int = 0
    digest: str = ""
    faults: list[Fault] = field(default_factory=list)

    def _fault(self, kind: str, first: int = 0, last: int = 0) -> None:
        before = self.faults[-1] if self.faults else None
        if before and before.kind == kind and first <= before.last + 1:
            before.last = max(before.last, last)  # neighbours are one fault: there may be millions
        else:
            self.faults.append(Fault(kind, first, last))

    def take(self, number: int, entry: AuditEntry | None) -> None:
        """Look at the next entry; None is one that cannot be read."""
        self.entries += 1
        if number < 1:
            self._fault("put_in", number, number)
            return
        if number > self.number + 1:
            self._fault("missing", self.number + 1, number - 1)
        elif entry is None or not _fits(entry, self.digest):
            self._fault("changed", number, number)
        self.number, self.digest = number, entry.digest if entry else ""

    def compare_end(self, head: AuditHead | None) -> None:
        """Look at where the trail should end."""
        if head is None:
            if self.entries:
                self._fault("end")
        elif head.seal != seal(head):
            self._fault("end")
        elif head.number > self.number:
            self._fault("missing", self.number + 1, head.number)
        elif head.number < self.number:
            self._fault("put_in", head.number + 1, self.number)
        elif head.digest != self.digest:
            self._fault("changed", self.number, self.number)


def verify(
    *,
    expected: tuple[int, str] | None = None,
    progress: Callable[[int], None] = lambda entries: None,
) -> Verified:
    """Recompute the whole chain, also while others write to it.

    In: the number and digest of an entry as they were kept elsewhere, and what to tell how many
    entries are done, from time to time.
    """
    found = Verified()
    kept_is_there = expected is None

    def take(pairs: Iterator[tuple[int, AuditEntry | None]]) -> None:
        nonlocal kept_is_there
        for number, entry in pairs:
            found.take(number, entry)
            if (number, entry and entry.digest) == expected:
                kept_is_there = True
            if found.entries % BATCH == 0:
                progress(found.entries)

    take(_entries(after=None))
    with transaction.atomic():
        # The end is compared while nobody adds to it.
        let_one_write()
        take(_entries(after=found.number))
        found.compare_end(AuditHead.objects.filter(id=1).first())
    if expected is not None and not kept_is_there:
        found.faults.append(Fault("kept", expected[0], expected[0]))
    if not is_protected(connection):
        found.faults.append(Fault("unprotected"))
    return found


def _fits(entry: AuditEntry, previous: str) -> bool:
    try:
        return entry.digest == digest(entry, previous=previous)
    except _UNREADABLE:
        return False


def _entries(after: int | None) -> Iterator[tuple[int, AuditEntry | None]]:
    while True:
        rows = AuditEntry.objects.order_by("number")
        if after is not None:
            rows = rows.filter(number__gt=after)
        try:
            batch: list[tuple[int, AuditEntry | None]] = [(e.number, e) for e in rows[:BATCH]]
        except _UNREADABLE:
            numbers = rows.values_list("number", flat=True)[:BATCH]
            batch = [(number, _readable(number)) for number in numbers]
        for number, entry in batch:
            # SQLite would keep anything. What follows such a number cannot be put in order.
            if not isinstance(number, int):
                yield (after or 0) + 1, None
                return
            after = number
            yield number, entry
        if len(batch) < BATCH:
            return


def _readable(number: int) -> AuditEntry | None:
    try:
        return AuditEntry.objects.get(number=number)
    except _UNREADABLE:
        return None
