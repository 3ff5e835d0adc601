"""Reading what is published. Statistics read nothing else, but the names of sites.

`released` says what there is to choose from, and `look` reads what was chosen, each row once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Final

from django.conf import settings
from django.db.models import Q

from screening.instrument.baclofen import CURRENT, VERSIONS
from screening.instrument.schema import Instrument
from screening.models import Publication, Published, Site
from screening.rollups.figures import Layout, layout
from screening.stats.disclosure import HIDDEN
from screening.stats.groups import MOST_FILTERS, group_text, values
from screening.stats.periods import month_after, published_periods
from screening.stats.steps import steps

SELF_CHECK: Final = "self_check"
INTAKE: Final = "intake"
REACHED: Final = "reached"
_MONTH: Final = len("2027-03")

System = tuple[str, int]
"""A source and a version. What is counted of two systems is never added."""

Key = tuple[str, int, str, str]
"""Source or "reached", version, period and group of a row."""


@dataclass(frozen=True)
class Released:
    """What there is to choose from.

    `shown` holds, for each system, the periods whose total is shown; `published_on` when it was
    published last. It is a demonstration if any site is one.
    """

    shown: Mapping[System, frozenset[str]]
    published_on: Mapping[System, date]
    sites: Mapping[int, str]
    is_demonstration: bool = False

    @property
    def anything(self) -> bool:
        """Whether any number is shown anywhere."""
        return bool(self.shown)

    def versions(self, source: str) -> tuple[int, ...]:
        """List the versions of which something is shown, the newest first; else the current one."""
        found = {version for one, version in self.shown if one in _rows_of(source)}
        return tuple(sorted(found, reverse=True)) or (CURRENT.version,)

    def periods(self, source: str, version: int) -> tuple[str, ...]:
        """List the periods that can be looked at, in order of time.

        That are the complete ones, from the first month of which anything is shown.
        """
        systems = [(row, version) for row in _rows_of(source)]
        shown = {period for system in systems for period in self.shown.get(system, ())}
        months = sorted(filter(is_month, shown))
        days = [self.published_on[system] for system in systems if system in self.published_on]
        if months and days:
            last = month_after(max(days).replace(day=1), -1)
            shown.update(published_periods(date.fromisoformat(f"{months[0]}-01"), last))
        return tuple(sorted(shown))

    def newest(self, source: str, version: int) -> str:
        """Return the period that is looked at first: the newest quarter, or else month, or year.

        Of those whose total is shown. Returns "" where there is none.
        """
        shown = self.shown.get((source, version)) or self.periods(source, version)
        for is_kind in (is_quarter, is_month, is_year):
            if found := sorted(filter(is_kind, shown)):
                return found[-1]
        return ""

    def choices(self, source: str, version: int) -> dict[str, dict[str, str]]:
        """Return for each filter its values in words. One with fewer than two is left out.

        All values that are possible: that one was never counted must not be seen here.
        """
        instrument = VERSIONS[version]
        languages = dict(settings.LANGUAGES)
        sites = {str(number): name for number, name in self.sites.items()}
        there = values(instrument, () if source == SELF_CHECK else tuple(sites), tuple(languages))
        names = {"site": sites, "language": {code: str(name) for code, name in languages.items()}}
        for question in instrument.questions:
            if question.id in there:
                names[question.id] = {option.code: option.text for option in question.options}
        return {name: {code: names[name][code] for code in codes} for name, codes in there.items()}


@dataclass(frozen=True)
class Look:
    """What a page of statistics shows: one system, one period, one group.

    `chosen` are the filters that are set, at most two: name to value. `periods` are all that
    there are, in order of time; `choices` the values of each filter, in words; `published_on` the
    day of the last refresh.
    """

    source: str
    version: int
    period: str
    chosen: Mapping[str, str]
    released: Released
    rows: Mapping[Key, Published]

    @property
    def instrument(self) -> Instrument:
        """The instrument in the version that is looked at."""
        return VERSIONS[self.version]

    @property
    def layout(self) -> Layout:
        """What is counted of it, and where it stands."""
        return _layout(self.version)

    @property
    def group(self) -> str:
        """The group that is looked at, as `Published` names it."""
        return group_text(self.chosen)

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """All periods that can be looked at, in order of time."""
        return self.released.periods(self.source, self.version)

    @property
    def months(self) -> tuple[str, ...]:
        """All months that can be looked at, in order of time."""
        return tuple(filter(is_month, self.periods))

    @cached_property
    def choices(self) -> dict[str, dict[str, str]]:
        """The values of each filter that there is, in words."""
        return self.released.choices(self.source, self.version)

    @property
    def more_filters(self) -> dict[str, dict[str, str]]:
        """The filters that could be set besides: those of `choices` not chosen, if any may be."""
        if len(self.chosen) >= MOST_FILTERS:
            return {}
        return {name: of for name, of in self.choices.items() if name not in self.chosen}

    @property
    def published_on(self) -> date | None:
        """The day on which it was published."""
        return self.released.published_on.get((self.source, self.version))

    def group_with(self, name: str, value: str) -> str:
        """Name the group that is looked at, with one filter more."""
        return group_text({**self.chosen, name: value})

    def count(
        self,
        name: str,
        *,
        group: str | None = None,
        period: str | None = None,
        version: int | None = None,
    ) -> int:
        """Return a count by its name in the layout: rounded, or HIDDEN or WITHHELD.

        Known are the group with no filter more or one (`group_with`) in the period, the group in
        each month, and the group in each version. It is HIDDEN in all others, as where the whole
        group is.
        """
        row = self._row(self.source, group=group, period=period, version=version)
        return row.counts[_layout(version or self.version).at[name]] if row else HIDDEN

    def coefficient(self, name: str) -> float | None:
        """Return a measure of a checklist by its name, or None where too few are complete."""
        row = self._row(self.source)
        return row.coefficients.get(name) if row else None

    def reached(self, step: str, *, period: str | None = None) -> int:
        """Return how many self-checks came to a step: rounded, or HIDDEN or WITHHELD."""
        row = self._row(REACHED, group="", period=period)
        names = [one.name for one in steps(self.instrument)]
        return row.counts[names.index(step)] if row else HIDDEN

    def _row(
        self,
        source: str,
        *,
        group: str | None = None,
        period: str | None = None,
        version: int | None = None,
    ) -> Published | None:
        return self.rows.get(
            (
                source,
                self.version if version is None else version,
                self.period if period is None else period,
                self.group if group is None else group,
            )
        )


def released() -> Released:
    """Find what there is to choose from."""
    shown: dict[System, set[str]] = {}
    everybody = Published.objects.filter(group="", version__in=VERSIONS)
    for source, version, period in everybody.values_list("source", "version", "period"):
        shown.setdefault((source, version), set()).add(period)
    sites = list(Site.objects.order_by("name").values_list("pk", "name", "is_demonstration"))
    return Released(
        shown={system: frozenset(periods) for system, periods in shown.items()},
        published_on={
            (one.source, one.version): one.published_on for one in Publication.objects.all()
        },
        sites={number: name for number, name, _ in sites},
        is_demonstration=any(is_demonstration for _, _, is_demonstration in sites),
    )


def look(
    released: Released, *, source: str, version: int, period: str, chosen: Mapping[str, str]
) -> Look:
    """Read what was chosen. In: values that `released` has, and at most two filters."""
    empty = Look(source, version, period, dict(chosen), released, {})
    groups = [
        empty.group,
        *(empty.group_with(name, value) for name, of in empty.more_filters.items() for value in of),
    ]
    own = Q(period=period, group__in=groups) | Q(period__in=empty.months, group=empty.group)
    wanted = Q(own, version=version) | Q(version__in=VERSIONS, period=period, group=empty.group)
    wanted &= Q(source=source)
    if source == SELF_CHECK:
        periods = [period, *empty.months]
        wanted |= Q(source=REACHED, version=version, period__in=periods, group="")
    rows = {
        (row.source, row.version, row.period, row.group): row
        for row in Published.objects.filter(wanted)
        if len(row.counts) == _length(row)
    }
    return Look(source, version, period, dict(chosen), released, rows)


def _length(row: Published) -> int:
    # Until the next refresh, an older program may have published them in another order.
    if row.source == REACHED:
        return len(steps(VERSIONS[row.version]))
    return _layout(row.version).counts


def is_month(period: str) -> bool:
    """Tell whether a period is a month, such as "2027-03"."""
    return len(period) == _MONTH and "Q" not in period


def is_quarter(period: str) -> bool:
    """Tell whether a period is a quarter, such as "2027-Q1"."""
    return "Q" in period


def is_year(period: str) -> bool:
    """Tell whether a period is a year, such as "2027"."""
    return "-" not in period


def _rows_of(source: str) -> tuple[str, ...]:
    return (SELF_CHECK, REACHED) if source == SELF_CHECK else (source,)


@cache
def _layout(version: int) -> Layout:
    return layout(VERSIONS[version], VERSIONS)
