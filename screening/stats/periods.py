"""Periods of statistics: whole months, quarters and calendar years, and nothing in between.

Pure. Other stretches of months would overlap these, and could be subtracted from each other.
A period is written "2027-03", "2027-Q1" or "2027"; a month is given as its first day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

_QUARTER: Final = 3
_YEAR: Final = 12


def month_after(month: date, count: int = 1) -> date:
    """Return the month so many months later, or earlier where `count` is below zero."""
    months = month.year * _YEAR + month.month - 1 + count
    return date(months // _YEAR, months % _YEAR + 1, 1)


def months(first: date, last: date) -> tuple[date, ...]:
    """List the months from one to another, these included."""
    count = (last.year - first.year) * _YEAR + last.month - first.month + 1
    return tuple(month_after(first, later) for later in range(count))


def month_text(month: date) -> str:
    """Write a month as a period."""
    return f"{month:%Y-%m}"


def months_of(period: str) -> tuple[date, ...]:
    """List the months of a period. Raises ValueError for what is not a period."""
    year, _, rest = period.partition("-")
    if len(year) != len("2027") or not year.isdecimal() or not year.isascii():
        raise ValueError(f"{period!r} is not a period.")
    first, count = 1, _YEAR
    if rest in {"Q1", "Q2", "Q3", "Q4"}:
        first, count = int(rest[1]) * _QUARTER - 2, _QUARTER
    elif rest:
        first, count = date.fromisoformat(f"{period}-01").month, 1
    elif period != year:
        raise ValueError(f"{period!r} is not a period.")
    return tuple(month_after(date(int(year), first, 1), later) for later in range(count))


def published_periods(first: date, last: date) -> list[str]:
    """List the periods that lie between two months, these included: months, quarters, years."""
    each = months(first, last)
    quarters = dict.fromkeys(f"{month.year}-Q{(month.month + 2) // _QUARTER}" for month in each)
    years = dict.fromkeys(str(month.year) for month in each)
    return [
        *map(month_text, each),
        *(one for one in (*quarters, *years) if set(months_of(one)) <= set(each)),
    ]


def sums(periods: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """List which of these periods add up to which: (whole, its parts)."""
    found = []
    for whole in periods:
        inside = set(months_of(whole))
        by_length: dict[int, list[str]] = {}
        for one in periods:
            if one != whole and inside.issuperset(months := months_of(one)):
                by_length.setdefault(len(months), []).append(one)
        found += [(whole, tuple(parts)) for parts in by_length.values()]
    return found
