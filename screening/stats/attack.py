"""The attack on a release: what a reader can work out from everything that is shown together.

For every count there is a lowest and a highest value that it can have. Each sum that it is in
narrows both: a whole is at least what its parts are at least, and a part at most what the whole
leaves when all others are as low as they can be. That is done until nothing moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from screening.stats.disclosure import Rules, interval

Numbers = NDArray[np.integer]
"""Numbers by count, period and group."""

Sum = tuple[int, tuple[int, ...]]
"""The place of a whole, and the places of the parts that add up to it."""

_AT_ONCE: Final = 128
"""So many counts are narrowed by periods and groups together: what fits a processor's cache."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Which counts, periods and groups add up to which.

    Places of `counts` from the number of shown counts on are rests: nobody is shown them, but
    they can be computed from what is shown.
    """

    counts: Sequence[Sum]
    periods: Sequence[Sum]
    groups: Sequence[Sum]


@dataclass(frozen=True, slots=True)
class Known:
    """What a reader knows: the lowest and the highest that every count and rest can be."""

    low: Numbers
    high: Numbers


NOT_YET: Final = -3
"""Stands where nothing is shown yet, and so nothing known."""


@dataclass(frozen=True, slots=True)
class Outdated:
    """Counts that were right when they were shown, and are others now: where, and how many now.

    Somebody was corrected or erased since. A reader does not know, and works with what was shown;
    here both are taken for possible, or nothing would add up.
    """

    places: tuple[NDArray[np.intp], ...]
    now: Numbers


def first_known(
    shown: Numbers, rests: int, rules: Rules, most: int, outdated: Outdated | None = None
) -> Known:
    """Return what each shown number says by itself. In: how many rests; `most`, that none exceeds.

    Nothing is known of the rests.
    """
    low = np.zeros((len(shown) + rests, *shown.shape[1:]), dtype=shown.dtype)
    high = np.full_like(low, most)
    for count, numbers in enumerate(shown):
        low[count], high[count] = _bounds(numbers, rules, most)
    if outdated:
        low[outdated.places] = np.minimum(low[outdated.places], outdated.now)
        high[outdated.places] = np.maximum(high[outdated.places], outdated.now)
    return Known(low, high)


def find_outdated(shown: Numbers, exact: Numbers, rules: Rules, most: int) -> Outdated:
    """Find the counts that cannot be what they are shown as."""
    known = first_known(shown, 0, rules, most)
    places = np.nonzero((exact < known.low) | (exact > known.high))
    return Outdated(places, exact[places])


def _bounds(shown: Numbers, rules: Rules, most: int) -> tuple[Numbers, Numbers]:
    """Return the lowest and highest counts that are shown like these, none above `most`."""
    values, places = np.unique(shown, return_inverse=True)
    pairs = [(0, most) if value == NOT_YET else interval(int(value), rules) for value in values]
    low = np.array([lowest for lowest, _ in pairs], dtype=shown.dtype)
    high = np.array([min(highest, most) for _, highest in pairs], dtype=shown.dtype)
    return low[places].reshape(shown.shape), high[places].reshape(shown.shape)


def narrow(known: Known, sums: Sums) -> None:
    """Narrow what is known by all sums, in place, until nothing moves."""
    moved = np.ones(len(known.low), dtype=bool)
    while moved.any():
        before = _widths(known)
        for whole, parts in sums.counts:
            if moved[whole] or any(moved[part] for part in parts):
                _narrow(known.low, known.high, whole, parts)
        places = np.flatnonzero(moved)
        for start in range(0, len(places), _AT_ONCE):
            some = places[start : start + _AT_ONCE]
            # Counts last, so that the numbers of a period or a group lie side by side.
            low, high = (np.ascontiguousarray(side[some].T) for side in (known.low, known.high))
            _narrow_all(low, high, sums.groups)
            _narrow_all(low.swapaxes(0, 1), high.swapaxes(0, 1), sums.periods)
            known.low[some], known.high[some] = low.T, high.T
        moved = _widths(known) != before


def _widths(known: Known) -> Numbers:
    # Bounds only move towards each other, so that any move shows in the sum.
    widths: Numbers = known.high.sum(axis=(1, 2), dtype=np.int64)
    widths -= known.low.sum(axis=(1, 2), dtype=np.int64)
    return widths


def _narrow_all(low: Numbers, high: Numbers, sums: Sequence[Sum]) -> None:
    for whole, parts in sums:
        _narrow(low, high, whole, parts)


def _narrow(low: Numbers, high: Numbers, whole: int, parts: tuple[int, ...]) -> None:
    least, most = low[parts[0]].copy(), high[parts[0]].copy()
    for part in parts[1:]:
        least += low[part]
        most += high[part]
    np.maximum(low[whole], least, out=low[whole])
    np.minimum(high[whole], most, out=high[whole])
    # What the whole leaves for one part is its own bound, and what is between the others.
    np.subtract(high[whole], least, out=least)
    np.subtract(low[whole], most, out=most)
    for part in parts:
        highest = np.minimum(high[part], least + low[part])
        np.maximum(low[part], most + high[part], out=low[part])
        high[part] = highest
