"""The only place where statistics read rows of people: counted self-checks, and screenings."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate, TruncMonth

from screening.instrument.baclofen import VERSIONS
from screening.instrument.engine import ASSESSED
from screening.instrument.kept import to_letters
from screening.instrument.schema import Instrument, plain
from screening.models import Screening, Tally
from screening.rollups.counting import Row
from screening.rollups.figures import layout

SELF_CHECK, INTAKE = "self_check", "intake"
SOURCES: Final = (SELF_CHECK, INTAKE)

_FETCHED: Final = 5_000
_SMALL: Final = 1_000_003
"""Ids are added up by what is left when divided by this: the sum of all would be too large."""


def fingerprints(source: str) -> dict[date, str]:
    """Return each month that has rows of a source, with its fingerprint.

    It is another one as soon as a row comes or goes, a screening changes, or something else is
    counted. A counted check that is edited in place is not noticed: nothing edits one.
    """
    found = _of_self_checks() if source == SELF_CHECK else _of_screenings()
    counted = _what_is_counted()
    return {
        month: hashlib.sha256(f"{counted} {own}".encode()).hexdigest()
        for month, own in found.items()
    }


def rows(source: str, month: date) -> Iterator[Row]:
    """Yield every row of a source that counts in a month, a few thousand in memory at a time.

    `month` is its first day. Answers that cannot be written as letters of their version leave
    the letters empty.
    """
    return _self_checks(month) if source == SELF_CHECK else _screenings(month)


def _self_checks(month: date) -> Iterator[Row]:
    found = Tally.objects.filter(month=month, instrument__in=_instruments())
    columns = found.values_list("version", "language", "answers")
    for version, language, answers in columns.iterator(chunk_size=_FETCHED):
        yield Row(version, 0, language, answers)


def _screenings(month: date) -> Iterator[Row]:
    next_month = (month + timedelta(days=31)).replace(day=1)
    found = _counted_screenings().filter(day__gte=month, day__lt=next_month)
    columns = found.values_list("version", "site_id", "language", "answers")
    for version, site, language, answers in columns.iterator(chunk_size=_FETCHED):
        instrument = VERSIONS.get(version)
        yield Row(version, site, language, _letters(answers, instrument) if instrument else "")


def _counted_screenings() -> QuerySet[Any]:
    return Screening.everywhere.filter(
        instrument__in=_instruments(), state__in=("finished", "signed"), outcome=ASSESSED
    ).annotate(day=Coalesce("answered_on", TruncDate("finished_at")))


def _letters(answers: object, instrument: Instrument) -> str:
    """Write what a version knows of some answers: one that cannot be read stops nobody."""
    if not isinstance(answers, dict):
        return ""
    known = {one.id: answers[one.id] for one in instrument.questions if one.id in answers}
    try:
        return to_letters(known, instrument)
    except (ValueError, TypeError):
        return ""


def _of_self_checks() -> dict[date, str]:
    found = Tally.objects.values("month").annotate(many=Count("id"), sum=Sum(F("id") % _SMALL))
    return {one["month"]: f"{one['many']} {one['sum']}" for one in found.order_by("month")}


def _of_screenings() -> dict[date, str]:
    found: defaultdict[date, Any] = defaultdict(hashlib.sha256)
    columns = _counted_screenings().order_by("pk").annotate(month=TruncMonth("day"))
    for month, *row in columns.values_list("month", "pk", "edit", "state", "site_id").iterator():
        if month:
            found[month].update(f"{row};".encode())
    return {month: digest.hexdigest() for month, digest in found.items()}


def _instruments() -> set[str]:
    return {instrument.id for instrument in VERSIONS.values()}


def _what_is_counted() -> str:
    known = [
        (layout(instrument, VERSIONS).fingerprint, plain(instrument))
        for instrument in VERSIONS.values()
    ]
    return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()
