"""Who is to blame when a hidden count can be worked out: the numbers that it follows from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from screening.stats.attack import Known, Numbers, Sum, Sums
from screening.stats.disclosure import HIDDEN, Rules

LEAST_CANDIDATES: Final = 3
"""So many values must remain possible for each hidden count."""

Marks = NDArray[np.bool_]
Places = NDArray[np.intp]
"""Three rows: the count, the period and the group of each number that is meant."""

Blamed = tuple[int, bool]
"""A place in a sum, and whether its highest (or else its lowest) value is meant."""


class Blame:
    """From which shown numbers it follows what others can be at most, and at least."""

    def __init__(
        self,
        known: Known,
        alone: Known,
        shown: Numbers,
        free: Marks,
        sums: Sums,
        rules: Rules,
        most: int,
    ) -> None:
        self._known, self._shown, self._free = known, shown, free
        self._rules, self._most = rules, most
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
            helps = self._may_go(beside) & (now == first)
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

    def _may_go(self, places: Places) -> Marks:
        """Tell which of these are shown, in a group that is looked at, and were not out before."""
        going: Marks = self._groups[places[2]].copy()
        counts = places[0] < len(self._shown)
        of_counts = tuple(places[:, counts])
        going[counts] &= (self._shown[of_counts] >= 0) & self._free[of_counts]
        going[~counts] = False
        return going

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
