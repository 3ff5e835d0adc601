"""Withholding: a release is attacked before it goes out, and what gives others away stays back.

Rounding alone is not enough. If a total is shown as 60 it is at most 62, and if its parts are shown
as 15, 20, 15 and 20 they are at least 13, 18, 13 and 18, which makes 62 already: a fifth part that
is hidden must be 0. So the release is read as its most curious reader would (`attack`), who knows
how everything adds up:

- over counts: a total is the sum of its parts, and whoever has a sign but not another is
  somebody although no count says so (the rests);
- over groups: everybody is the sum of those of each age;
- over periods: a quarter is the sum of its months.

Where that leaves fewer than `LEAST_CANDIDATES` values for a count that is to be hidden, or for a
rest that is as small, a number that it follows from is withheld, and the attack begins again, until
it finds nothing. That is the smallest number that helps, in the smallest groups that help.

What this guarantees: no count up to the threshold follows from any of these sums one by one and
what all others say about its neighbours, in any order and however often (bounds consistency). What
it does not: it solves no systems of several sums at once (integer programming), a reader may know
something about the people beforehand, and that a number was withheld says something too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from screening.stats.attack import (
    NOT_YET,
    Known,
    Numbers,
    Outdated,
    Sum,
    Sums,
    find_outdated,
    first_known,
    narrow,
)
from screening.stats.blame import LEAST_CANDIDATES, Blame, Marks
from screening.stats.disclosure import HIDDEN, WITHHELD, Rules, release


def sums_of_counts(
    names: Sequence[str],
    wholes: Iterable[tuple[str, Sequence[str]]],
    within: Iterable[tuple[str, str]],
    both: Iterable[tuple[str, str, str]],
) -> list[Sum]:
    """Write every relation of a `screening.rollups.figures.Layout` as a sum.

    In: the names of the counts, and the three relations as they stand there. What is needed to
    make them sums is a rest, the last part of its sum, with a place after the counts: of a larger
    count what is not in the smaller one; of two signs those who were asked and have neither.
    """
    at = {name: place for place, name in enumerate(names)}
    found = [(at[whole], tuple(at[part] for part in parts)) for whole, parts in wholes]
    above = {}
    rests: dict[tuple[str, str], int] = {}
    for smaller, larger in within:
        above[smaller] = larger
        if (smaller, larger) not in rests:
            rests[smaller, larger] = len(names) + len(rests)
            found.append((at[larger], (at[smaller], rests[smaller, larger])))
    for place, (pair, one, other) in enumerate(both, len(names) + len(rests)):
        asked = above[one] if above[one] == above[other] else names[0]
        found.append((at[asked], (at[one], rests[pair, other], place)))
    return found


def withhold(exact: Numbers, sums: Sums, rules: Rules, already: Numbers | None = None) -> Numbers:
    """Return what may be shown of the counts of one system.

    In: exact counts, by count, period and group; how they add up; and what was shown of them
    before, NOT_YET where nothing was. That stays as it is, since it cannot be taken back.
    Out: the same shape: rounded numbers, HIDDEN and WITHHELD.
    Raises ValueError where the counts do not add up like this.
    """
    most = int(exact.max(initial=rules.hide_up_to))
    if already is not None:
        most = max(most, int(already.max(initial=0)))
    most = 2 * most + 1
    every = (*sums.counts, *sums.periods, *sums.groups)
    parts = max((len(parts) for _, parts in every), default=1)
    # Half the memory and time, unless there are more people than it can add up.
    exact = exact.astype(np.int32 if most * (parts + 1) < np.iinfo(np.int32).max else np.int64)
    rests = _rests(exact, sums.counts)
    few = np.concatenate((exact <= rules.hide_up_to, rests <= rules.hide_up_to))
    shown, free, outdated = _begin(exact, rules, already, most)
    few[: len(shown)] &= shown == HIDDEN
    if already is not None:
        # What follows from earlier releases by themselves cannot be helped any more.
        few &= ~_narrowed(np.where(free, NOT_YET, shown), few, sums, rules, most, outdated)[1]
    del exact, rests  # large, and the attack may know neither
    filters = _filters(shown.shape[2], sums.groups)
    fewest = int(filters.max(initial=0))
    while True:
        known, narrowed = _narrowed(shown, few, sums, rules, most, outdated)
        if not narrowed.any():
            return shown
        alone = first_known(shown, 0, rules, most, outdated)
        blame = Blame(known, alone, shown, free, sums, rules, most)
        # Everybody is looked at most, and stays where a smaller group will do.
        while not (marks := blame.of(narrowed, filters >= fewest)).any() and fewest > 0:
            fewest -= 1
        fewest = max(0, fewest - 1)
        # Where no number is to blame by itself, all beside these counts go, or else all there are.
        for instead in (narrowed.any(axis=0) & (shown >= 0) & free, (shown >= 0) & free):
            marks = marks if marks.any() else instead
        if not marks.any():
            return shown
        shown[marks] = WITHHELD
        del known, narrowed, blame, alone  # or they would lie beside the next ones


def _begin(
    exact: Numbers, rules: Rules, already: Numbers | None, most: int
) -> tuple[Numbers, Marks, Outdated | None]:
    """Return what is shown at first, what of it can still be withheld, and what is outdated."""
    shown = released(exact, rules)
    if already is None:
        return shown, np.ones(shown.shape, dtype=bool), None
    free = already == NOT_YET
    shown = np.where(free, shown, already).astype(exact.dtype)
    return shown, free, find_outdated(shown, exact, rules, most)


def _narrowed(
    shown: Numbers, few: Marks, sums: Sums, rules: Rules, most: int, outdated: Outdated | None
) -> tuple[Known, Marks]:
    """Attack. Out: what is known then, and which small counts are narrowed too far."""
    known = first_known(shown, len(few) - len(shown), rules, most, outdated)
    narrow(known, sums)
    return known, few & (known.high - known.low < LEAST_CANDIDATES - 1)


def released(exact: Numbers, rules: Rules) -> Numbers:
    """Pass each number through `disclosure.release` by itself."""
    shown = np.empty_like(exact)
    for count, numbers in enumerate(exact):
        values, places = np.unique(numbers, return_inverse=True)
        each = np.array([release(int(value), rules) for value in values], dtype=exact.dtype)
        shown[count] = each[places].reshape(numbers.shape)
    return shown


def _rests(exact: Numbers, sums: Sequence[Sum]) -> Numbers:
    count = max((part for _, parts in sums for part in parts), default=0) + 1 - len(exact)
    rests = np.zeros((max(count, 0), *exact.shape[1:]), dtype=exact.dtype)
    for whole, parts in sums:
        *others, last = parts
        left = exact[whole].copy()
        for part in others:
            left -= exact[part] if part < len(exact) else rests[part - len(exact)]
        if last >= len(exact):
            rests[last - len(exact)] = left
        elif (left != exact[last]).any():
            raise ValueError(f"Count {whole} is not the sum of {parts}.")
    if (rests < 0).any():
        raise ValueError("A count exceeds one that it is part of.")
    return rests


def _filters(groups: int, sums: Sequence[Sum]) -> Numbers:
    """Return for each group how many filters it has: 0 for everybody. In: the coarsest first."""
    filters = np.zeros(groups, dtype=np.int64)
    for whole, parts in sums:
        filters[list(parts)] = filters[whole] + 1
    return filters
