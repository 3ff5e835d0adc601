"""Disclosure control: what may be shown of a count. No rule about it stands anywhere else.

Pure: plain numbers in, plain numbers out. That what is shown together gives nothing away either
is the subject of `screening.stats.withholding`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Final

HIDDEN: Final = -1
"""Shown as "10 or fewer": so few that people could be recognised, or nobody at all."""

WITHHELD: Final = -2
"""Shown as "not shown": more than a few, but another count could be worked out from it."""

ITEMS_FROM: Final = 6
"""Measures of single items need a checklist of so many: alpha, and alpha without each item and the
correlation of each with the others, are 7 equations for a checklist of 3 items, in which only 3
pairs of items are unknown. They can be solved, hidden pairs included. From 6 items on, 13 equations
stand against 15 pairs.
"""

_LEAST: Final = {
    "hide_up_to": 10,
    "round_to": 5,
    "shares_from": 20,
    "coefficients_from": 50,
}


@dataclass(frozen=True, slots=True)
class Rules:
    """The four thresholds. They can be raised; ValueError below what stands here.

    Also where rounding is so coarse that a count above what is hidden would be shown as 0.
    """

    hide_up_to: int = _LEAST["hide_up_to"]
    """Counts up to this are hidden, zeros included."""
    round_to: int = _LEAST["round_to"]
    """All others are rounded to the nearest multiple of this."""
    shares_from: int = _LEAST["shares_from"]
    """A percentage needs a whole of at least this many, as shown."""
    coefficients_from: int = _LEAST["coefficients_from"]
    """A coefficient needs at least this many complete checklists."""

    def __post_init__(self) -> None:
        for name, least in _LEAST.items():
            if getattr(self, name) < least:
                raise ValueError(f"{name} is {getattr(self, name)}; it must be {least} or more.")
        if self.round_to > 2 * self.hide_up_to:
            raise ValueError("round_to must be at most twice hide_up_to.")


def release(count: int, rules: Rules) -> int:
    """Return what may be shown of an exact count: HIDDEN, or the nearest multiple, halves up."""
    if count <= rules.hide_up_to:
        return HIDDEN
    return (2 * count + rules.round_to) // (2 * rules.round_to) * rules.round_to


def share(part: int, whole: int, rules: Rules) -> int | None:
    """Return how many percent one shown number is of another, from 0 to 100, halves up.

    None where either is not shown, or the whole is too small for a percentage.
    """
    if part < 0 or whole < rules.shares_from:
        return None
    # Rounded by itself, a part may stand above its whole.
    return min(100, (200 * part + whole) // (2 * whole))


def coefficient(value: float, complete: int, rules: Rules) -> float | None:
    """Return a measure with two decimals. None where too few checklists were complete.

    In: of how many it is, as shown. The number must stand for enough at least, so that whether
    there is a measure says no more than the number does.
    """
    return round(value, 2) if interval(complete, rules)[0] >= rules.coefficients_from else None


def interval(shown: int, rules: Rules) -> tuple[int, float]:
    """Return the lowest and the highest count that is shown like this: what a reader knows.

    In: HIDDEN, WITHHELD or a number that `release` gives. Raises ValueError for any other.
    """
    if shown == HIDDEN:
        return 0, rules.hide_up_to
    if shown == WITHHELD:
        return rules.hide_up_to + 1, inf
    lowest = max(rules.hide_up_to + 1, shown - rules.round_to // 2)
    highest = shown + (rules.round_to - 1) // 2
    if shown < 0 or shown % rules.round_to or highest < lowest:
        raise ValueError(f"No count is shown as {shown}.")
    return lowest, highest
