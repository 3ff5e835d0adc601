"""From exact counts to what may be shown: the only way from `RollUp` to `Published`.

A month is published when it is over, a quarter and a year when all of their months are, and as long
as all of them are kept. All of it is published once a month, so that no two releases differ by the
one person who was corrected or erased in between. Batch only: this imports numpy, no page does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from itertools import combinations
from typing import Final

import numpy as np
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from screening.instrument.baclofen import VERSIONS
from screening.instrument.schema import Instrument
from screening.models import Publication, Published, Reached, RollUp, Site
from screening.models.statistics import CHECKS_KEPT_MONTHS
from screening.rollups.figures import layout
from screening.stats import groups, periods
from screening.stats.attack import NOT_YET, Numbers, Sum, Sums
from screening.stats.coefficients import published as published_coefficients
from screening.stats.disclosure import HIDDEN, Rules
from screening.stats.queries import INTAKE, REACHED
from screening.stats.steps import steps, within
from screening.stats.withholding import sums_of_counts, withhold
from screening.stats.words import rules as rules_of_settings

INTAKE_YEARS: Final = 5
"""Calendar years of screenings that are published, this one included."""

FORM: Final = 1
"""Raised when the same counts are to be published in another way: all is published anew then."""


@dataclass(frozen=True)
class _Cell:
    """The exact counts of people of one month who are alike in everything that is filtered by."""

    month: date
    values: Mapping[str, str]
    counts: Sequence[int]


@dataclass(frozen=True)
class _System:
    """All that one version was counted for in one way; nothing of two systems is ever added."""

    source: str
    instrument: Instrument
    cells: Sequence[_Cell]
    names: Sequence[str]
    shown: int
    """The first so many are counts, which can be shown; the others are sums, which never are."""
    relations: Sequence[Sum]
    filters: Mapping[str, Sequence[str]]
    periods: Sequence[str]

    def fingerprint(self, rules: Rules) -> str:
        """Return what is another when something else is counted, or by other rules."""
        parts = (FORM, astuple(rules), self.names, self.relations)
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def publish(*, today: date, anew: bool = False) -> int:
    """Publish the periods that are over since the last time, and drop what is kept no more.

    Each version of each source is a release of its own, in a transaction of its own.
    In: `anew` to publish all periods once more from today's counts, which takes back what was
    withheld for the sake of earlier releases, and can show who was erased in between.
    Out: how many releases there were. Raises django.db.Error.
    """
    rules = rules_of_settings()
    gone = set(Publication.objects.values_list("source", "version"))
    published = 0
    for source, version in _systems():
        gone.discard((source, version))
        system = _read(source, VERSIONS[version], today)
        out = [] if anew else _periods_out(system, rules)
        # Not whenever a period is new: one row of a year ago must not bring about a release.
        if not system.periods or periods.month_text(_last_month(today)) in out:
            continue
        out = [one for one in system.periods if one in out]
        _keep(system, list(_rows(system, rules, out)), out, rules, today)
        published += 1
    for source, version in gone:
        _drop(source, version)
    return published


def _periods_out(system: _System, rules: Rules) -> list[str]:
    """List the periods that are published, by the rules that hold now."""
    known = Publication.objects.filter(
        source=system.source,
        version=system.instrument.version,
        fingerprint=system.fingerprint(rules),
    ).first()
    return list(known.periods) if known else []


@transaction.atomic
def _keep(
    system: _System, rows: list[Published], out: list[str], rules: Rules, today: date
) -> None:
    # First of all, so that of two who publish at once one waits here for the other.
    Publication.objects.update_or_create(
        source=system.source,
        version=system.instrument.version,
        defaults={
            "fingerprint": system.fingerprint(rules),
            "periods": list(system.periods),
            "published_on": today,
        },
    )
    _published(system).exclude(period__in=out).delete()
    Published.objects.bulk_create(rows, batch_size=100)


def _published(system: _System) -> QuerySet[Published]:
    return Published.objects.filter(source=system.source, version=system.instrument.version)


@transaction.atomic
def _drop(source: str, version: int) -> None:
    Publication.objects.filter(source=source, version=version).delete()
    Published.objects.filter(source=source, version=version).delete()


def _systems() -> list[tuple[str, int]]:
    found = set(RollUp.objects.values_list("source", "version"))
    found.update((REACHED, one) for one in Reached.objects.values_list("version", flat=True))
    return sorted((source, version) for source, version in found if version in VERSIONS)


def _read(source: str, instrument: Instrument, today: date) -> _System:
    if source == REACHED:
        return _read_reached(instrument, today)
    counted = layout(instrument, VERSIONS)
    cells = list(_cells(source, instrument.version))
    window = _window(source, [cell.month for cell in cells], today)
    there = {name: sorted({cell.values[name] for cell in cells}) for name in groups.FILTERS}
    sites = {*there["site"], *map(str, Site.objects.values_list("id", flat=True))}
    languages = {*there["language"], *(code for code, _ in settings.LANGUAGES)}
    names = counted.names[: counted.counts]
    return _System(
        source,
        instrument,
        [cell for cell in cells if cell.month in window],
        counted.names,
        counted.counts,
        sums_of_counts(names, counted.wholes, counted.within, counted.both),
        groups.values(
            instrument, sorted(sites, key=int) if source == INTAKE else (), sorted(languages)
        ),
        periods.published_periods(window[0], window[-1]) if window else (),
    )


def _cells(source: str, version: int) -> Iterator[_Cell]:
    rows = RollUp.objects.filter(source=source, version=version)
    for row in rows.iterator(chunk_size=100):
        values = {name: str(getattr(row, name)) for name in groups.FILTERS}
        yield _Cell(row.month, values, row.counts)


def _read_reached(instrument: Instrument, today: date) -> _System:
    names = [step.name for step in steps(instrument)]
    counted: dict[date, dict[str, int]] = {}
    rows = Reached.objects.filter(version=instrument.version, step__in=names)
    for month, step, count in rows.values_list("month", "step", "count"):
        counted.setdefault(month, dict.fromkeys(names, 0))[step] = count
    for of_month in counted.values():
        # Steps are counted approximately, and shown as if exactly: nobody goes on who never came.
        for smaller, larger in within(instrument):
            of_month[smaller] = min(of_month[smaller], of_month[larger])
    window = _window(REACHED, list(counted), today)
    return _System(
        REACHED,
        instrument,
        [_Cell(month, {}, [*counted[month].values()]) for month in counted if month in window],
        names,
        len(names),
        sums_of_counts(names, (), within(instrument), ()),
        {},
        periods.published_periods(window[0], window[-1]) if window else (),
    )


def _window(source: str, counted: Sequence[date], today: date) -> Sequence[date]:
    """List the months that can be published: over, and all of them still kept.

    A month of which nothing is counted, before the first or between others, is one of zeros.
    """
    this_month = today.replace(day=1)
    # Whoever starts in the middle of a year has had a whole one, of which some months are empty.
    first = min([*counted, this_month]).replace(month=1)
    if source == INTAKE:
        kept = this_month.replace(year=this_month.year - INTAKE_YEARS + 1, month=1)
    else:
        kept = periods.month_after(this_month, -CHECKS_KEPT_MONTHS)
    first = max(first, kept)
    return periods.months(first, _last_month(today))


def _last_month(today: date) -> date:
    return periods.month_after(today.replace(day=1), -1)


def _rows(system: _System, rules: Rules, out: Sequence[str]) -> Iterator[Published]:
    """Yield the rows of all periods but those that are out."""
    all_groups = groups.groups(system.filters)
    exact = _added_up(system, all_groups)
    sums = Sums(
        system.relations,
        _placed(periods.sums(system.periods), system.periods),
        _placed(groups.sums(system.filters), all_groups),
    )
    already = _already(system, all_groups, out)
    shown = withhold(exact[: system.shown], sums, rules, already)
    # Where everybody is hidden, so is everything else, and there is no row.
    for period, group in np.argwhere((shown != HIDDEN).any(axis=0)).tolist():
        if system.periods[period] in out:
            continue
        counts = shown[:, period, group].tolist()
        yield Published(
            source=system.source,
            version=system.instrument.version,
            period=system.periods[period],
            group=all_groups[group],
            counts=counts,
            coefficients={}
            if system.source == REACHED
            else published_coefficients(
                dict(zip(system.names, exact[:, period, group].tolist(), strict=True)),
                dict(zip(system.names, counts, strict=False)),
                system.instrument,
                rules,
                everybody=all_groups[group] == groups.EVERYBODY,
            ),
        )


def _already(system: _System, all_groups: Sequence[str], out: Sequence[str]) -> Numbers | None:
    """Return what is shown already, by count, period and group; None where nothing is."""
    if not out:
        return None
    shape = (system.shown, len(system.periods), len(all_groups))
    already: Numbers = np.full(shape, NOT_YET, dtype=np.int64)
    period_at = {period: place for place, period in enumerate(system.periods)}
    group_at = {group: place for place, group in enumerate(all_groups)}
    already[:, [period_at[period] for period in out], :] = HIDDEN
    for row in _published(system).filter(period__in=out).iterator(chunk_size=100):
        if row.group in group_at:
            already[:, period_at[row.period], group_at[row.group]] = row.counts
    return already


def _added_up(system: _System, all_groups: Sequence[str]) -> Numbers:
    """Add up the cells: by count and sum, period and group."""
    periods_with: dict[date, list[int]] = {}
    for place, period in enumerate(system.periods):
        for month in periods.months_of(period):
            periods_with.setdefault(month, []).append(place)
    place_of = {group: place for place, group in enumerate(all_groups)}
    shape = (len(system.names), len(system.periods), len(all_groups))
    exact: Numbers = np.zeros(shape, dtype=np.int64)
    for cell in system.cells:
        counts = np.array(cell.counts, dtype=exact.dtype)[:, np.newaxis]
        within_groups = [place_of[group] for group in _groups_of(cell.values, system.filters)]
        for place in periods_with[cell.month]:
            exact[:, place, within_groups] += counts
    return exact


def _groups_of(values: Mapping[str, str], filters: Iterable[str]) -> Iterator[str]:
    for count in range(groups.MOST_FILTERS + 1):
        for names in combinations(filters, count):
            yield groups.group_text({name: values[name] for name in names})


def _placed(
    sums: Iterable[tuple[str, Sequence[str]]], names: Sequence[str]
) -> list[tuple[int, tuple[int, ...]]]:
    at = {name: place for place, name in enumerate(names)}
    return [(at[whole], tuple(at[part] for part in parts)) for whole, parts in sums]
