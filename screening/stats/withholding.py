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

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from screening.stats.attack import Known, Numbers, Sum, Sums, first_known, narrow
from screening.stats.disclosure import HIDDEN, WITHHELD, Rules, release

LEAST_CANDIDATES: Final = 3
"""So many values must remain possible for each hidden count."""

Marks = NDArray[np.bool_]
Places = NDArray[np.intp]
"""Three rows: the count, the period and the group of each number that is meant."""

Blamed = tuple[int, bool]
"""A place in a sum, and whether its highest (or else its lowest) value is meant."""


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


def withhold(exact: Numbers, sums: Sums, rules: Rules) -> Numbers:
    """Return what may be shown of the counts of one system.

    In: exact counts, by count, period and group, and how they add up.
    Out: the same shape: rounded numbers, HIDDEN and WITHHELD.
    Raises ValueError where the counts do not add up like this.
    """
    most = 2 * int(exact.max(initial=rules.hide_up_to)) + 1
    every = (*sums.counts, *sums.periods, *sums.groups)
    parts = max((len(parts) for _, parts in every), default=1)
    # Half the memory and time, unless there are more people than it can add up.
    exact = exact.astype(np.int32 if most * (parts + 1) < np.iinfo(np.int32).max else np.int64)
    rests = _rests(exact, sums.counts)
    few = np.concatenate((exact <= rules.hide_up_to, rests <= rules.hide_up_to))
    shown = released(exact, rules)
    del exact, rests  # large, and the attack may know neither
    filters = _filters(shown.shape[2], sums.groups)
    fewest = int(filters.max(initial=0))
    while True:
        known = first_known(shown, len(few) - len(shown), rules, most)
        narrow(known, sums)
        narrowed = few & (known.high - known.low < LEAST_CANDIDATES - 1)
        if not narrowed.any():
            return shown
        blame = _Blame(known, shown, sums, rules, most)
        # Everybody is looked at most, and stays where a smaller group will do.
        while not (marks := blame.of(narrowed, filters >= fewest)).any() and fewest > 0:
            fewest -= 1
        fewest = max(0, fewest - 1)
        # Where no number is to blame by itself, all beside these counts go, or else all there are.
        for instead in (narrowed.any(axis=0) & (shown >= 0), shown >= 0):
            marks = marks if marks.any() else instead
        shown[marks] = WITHHELD
        del known, narrowed, blame  # or they would lie beside the next ones


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


class _Blame:
    """From which shown numbers it follows what others can be at most, and at least."""

    def __init__(self, known: Known, shown: Numbers, sums: Sums, rules: Rules, most: int) -> None:
        self._known, self._shown, self._rules, self._most = known, shown, rules, most
        alone = first_known(shown, 0, rules, most)
        self._alone = (alone.low, alone.high)
        self._sums_with = [_by_place(some) for some in (sums.counts, sums.periods, sums.groups)]

    def of(self, narrowed: Marks, groups: Marks) -> Marks:
        """Mark numbers of these groups, so that these counts are not as narrowed any more."""
        self._groups = groups
        self._marks = np.zeros(self._shown.shape, dtype=bool)
        asked = {side: np.zeros(narrowed.shape, dtype=bool) for side in (False, True)}
        places = np.array(np.nonzero(narrowed))
        # One of the two ends is enough: the upper one, where anything has moved it.
        upper = self._side(places, high=True) < self._first(places, high=True)
        todo = {True: places[:, upper], False: places[:, ~upper]}
        while any(places.size for places in todo.values()):
            self._next = {side: np.zeros(narrowed.shape, dtype=bool) for side in (False, True)}
            for high, places in todo.items():
                asked[high][tuple(places)] = True
                for axis, sums_with in enumerate(self._sums_with):
                    for place, some in _by(axis, places):
                        for one in sums_with.get(place, ()):
                            self._blame(one, axis, place, some, high=high)
            for high, further in self._next.items():
                todo[high] = np.array(np.nonzero(further & ~asked[high]))
        return self._marks

    def _blame(self, one: Sum, axis: int, place: int, places: Places, *, high: bool) -> None:
        """Mark, for each place whose end this sum is to blame for, a number of the sum.

        Where there is none that helps, those are asked for in turn that follow from others.
        """
        whole, parts = one
        blamed: list[Blamed] = [(part, high) for part in parts]
        if place != whole:
            others = [(part, not high) for part in parts if part != place]
            blamed = [(whole, high), *others]
        ends = [self._side(_beside(places, axis, at), high=side) for at, side in blamed]
        implied = sum(ends) if place == whole else ends[0] - sum(ends[1:])
        low, up = self._side(places, high=False), self._side(places, high=True)
        if high:
            binding = implied <= np.maximum(up, low + LEAST_CANDIDATES - 2)
        else:
            binding = implied >= np.minimum(low, up - LEAST_CANDIDATES + 2)
        if binding.any():
            self._choose(blamed, axis, places[:, binding])

    def _choose(self, blamed: list[Blamed], axis: int, places: Places) -> None:
        never = self._most + self._rules.round_to
        best, chosen = np.full(places.shape[1], never), np.full(places.shape[1], -1)
        helped = np.zeros(places.shape[1], dtype=bool)
        follows = []
        for at, side in blamed:
            beside = _beside(places, axis, at)
            first, now = self._first(beside, high=side), self._side(beside, high=side)
            numbers = self._numbers(beside)
            helps = (numbers >= 0) & (now == first) & self._groups[beside[2]]
            if not side:
                helps &= first > self._rules.hide_up_to + 1
            helped[helps] |= self._marks[tuple(beside[:, helps])]
            better = helps & (numbers < best)
            best[better], chosen[better] = numbers[better], at
            follows.append(now != first)
        for (at, side), from_others in zip(blamed, follows, strict=True):
            beside = _beside(places, axis, at)
            self._marks[tuple(beside[:, (chosen == at) & ~helped])] = True
            self._next[side][tuple(beside[:, (best == never) & from_others])] = True

    def _side(self, places: Places, *, high: bool) -> Numbers:
        side: Numbers = (self._known.high if high else self._known.low)[tuple(places)]
        return side

    def _first(self, places: Places, *, high: bool) -> Numbers:
        first = np.full(places.shape[1], self._most if high else 0, dtype=self._shown.dtype)
        counts = places[0] < len(self._shown)
        first[counts] = self._alone[high][tuple(places[:, counts])]
        return first

    def _numbers(self, places: Places) -> Numbers:
        """Return what is shown there; of a rest, nothing."""
        numbers = np.full(places.shape[1], HIDDEN, dtype=self._shown.dtype)
        counts = places[0] < len(self._shown)
        numbers[counts] = self._shown[tuple(places[:, counts])]
        return numbers


def _by_place(sums: Sequence[Sum]) -> dict[int, list[Sum]]:
    found: dict[int, list[Sum]] = {}
    for one in sums:
        for place in (one[0], *one[1]):
            found.setdefault(place, []).append(one)
    return found


def _filters(groups: int, sums: Sequence[Sum]) -> Numbers:
    """Return for each group how many filters it has: 0 for everybody. In: the coarsest first."""
    filters = np.zeros(groups, dtype=np.int64)
    for whole, parts in sums:
        filters[list(parts)] = filters[whole] + 1
    return filters


def _beside(places: Places, axis: int, place: int) -> Places:
    """Return the same places, but for another count, period or group."""
    beside = places.copy()
    beside[axis] = place
    return beside


def _by(axis: int, places: Places) -> Iterator[tuple[int, Places]]:
    """Part the places by their count, period or group."""
    in_order = places[:, np.argsort(places[axis], kind="stable")]
    each, starts = np.unique(in_order[axis], return_index=True)
    for place, start, end in zip(each, starts, (*starts[1:], None), strict=False):
        yield int(place), in_order[:, start:end]
