"""Releases of invented screenings, as they would be published, and with less care."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from random import Random

import numpy as np

from screening.instrument.baclofen import CURRENT
from screening.stats import groups, periods
from screening.stats.attack import NOT_YET, Numbers, Sums
from screening.stats.disclosure import WITHHELD, Rules
from screening.stats.withholding import sums_of_counts, withhold
from tests.stats.counting_slowly import LAYOUT, counted, invent

NAMES = LAYOUT.names[: LAYOUT.counts]


@dataclass(frozen=True, eq=False)
class Kept:
    """Exact counts of invented screenings by count, period and group."""

    exact: Numbers
    sums: Sums
    periods: Sequence[str]
    groups: Sequence[str]

    def rows(self) -> list[tuple[str, str]]:
        return [(period, group) for period in self.periods for group in self.groups]

    def published(self, shown: Numbers) -> dict[tuple[str, str], list[int]]:
        """Return what a reader finds: nothing of a group of which everything is hidden."""
        found = {
            (period, group): shown[:, one, other].tolist()
            for one, period in enumerate(self.periods)
            for other, group in enumerate(self.groups)
        }
        return {row: counts for row, counts in found.items() if max(counts) >= 0 or -2 in counts}

    def after_two_releases(self, rules: Rules, *, apart: bool = False) -> Numbers:
        """Return what is shown when the last month, and what it adds up to, comes later.

        With `apart` the later release is made as if there had been no earlier one, and a reader
        still has what was shown then.
        """
        months = [period for period in self.periods if len(periods.months_of(period)) == 1]
        early = [self.periods.index(month) for month in months[:-1]]
        names = [self.periods[place] for place in early]
        sums = Sums(self.sums.counts, placed(periods.sums(names), names), self.sums.groups)
        first = withhold(np.ascontiguousarray(self.exact[:, early]), sums, rules)
        already = np.full(self.exact.shape, NOT_YET, dtype=np.int64)
        already[:, early] = first
        if not apart:
            return withhold(self.exact, self.sums, rules, already)
        shown = withhold(self.exact, self.sums, rules)
        shown[:, early] = np.where(first == WITHHELD, shown[:, early], first)
        return shown


@cache
def kept(screenings: int, months: int, seed: int) -> Kept:
    """Invent so many screenings of the first months of a year."""
    random = Random(seed)
    all_months = periods.months(date(2027, 1, 1), date(2027, months, 1))
    all_periods = periods.published_periods(all_months[0], all_months[-1])
    filters = groups.values(CURRENT, [], ["en", "es"])
    all_groups = groups.groups(filters)
    exact = np.zeros((len(NAMES), len(all_periods), len(all_groups)), dtype=np.int64)
    for _ in range(screenings):
        one = invent(random, all_months)
        values = {
            "language": one.language,
            **{name: str(one.answers[name]) for name in filters if name != "language"},
        }
        row = np.array(counted(one.answers)[: LAYOUT.counts])
        for period in all_periods:
            if one.month in periods.months_of(period):
                for count in range(groups.MOST_FILTERS + 1):
                    for names in combinations(filters, count):
                        group = groups.group_text({name: values[name] for name in names})
                        exact[:, all_periods.index(period), all_groups.index(group)] += row
    return Kept(
        exact,
        Sums(
            sums_of_counts(NAMES, LAYOUT.wholes, LAYOUT.within, LAYOUT.both),
            placed(periods.sums(all_periods), all_periods),
            placed(groups.sums(filters), all_groups),
        ),
        all_periods,
        all_groups,
    )


def placed(sums, names: Sequence[str]) -> list[tuple[int, tuple[int, ...]]]:
    return [(names.index(whole), tuple(map(names.index, parts))) for whole, parts in sums]


def unrounded() -> Rules:
    """Rules that nobody can set: hidden as ever, but nothing is rounded."""
    rules = object.__new__(Rules)
    for name, value in {
        "hide_up_to": 10,
        "round_to": 1,
        "shares_from": 20,
        "coefficients_from": 50,
    }.items():
        object.__setattr__(rules, name, value)
    return rules
