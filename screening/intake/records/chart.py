"""Where the points and lines of a client's chart stand. Pure: plain numbers in, plain data out.

One row for each measure, all over the same axis of time, which is true to scale. Lengths are in
the units of the SVG's viewBox; they are whole numbers, so that no language writes them with a
comma.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

WIDTH: Final = 720
LEFT: Final = 130
"""Room for the names of the levels."""

RIGHT: Final = 40
TOP: Final = 28
"""Room above each row for its name."""

HEIGHT: Final = 96
"""The height of the box of one row."""

GAP: Final = 22
AXIS: Final = 30
"""Room under the last row for the dates."""

_BETWEEN_TICKS: Final = 110
_BETWEEN_LEVELS: Final = 14
_BETWEEN: Final = 10
_TICK: Final = 6
_INSIDE: Final = 12
"""How far the first and last point stand from the ends of the box."""


@dataclass(frozen=True, slots=True)
class Level:
    """A value with a name, at which a faint line is drawn."""

    value: int
    name: str


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one measure, from 0 to `highest`. None where it is not known.

    `marks` gives each point its shape; it is as long as `values`.
    """

    name: str
    highest: int
    levels: Sequence[Level]
    values: Sequence[int | None]
    marks: Sequence[str]


@dataclass(frozen=True, slots=True)
class Point:
    """A point, the shape that marks it, and its value."""

    x: int
    y: int
    mark: str
    value: int


@dataclass(frozen=True, slots=True)
class Line:
    """A level of a row, or a moment on the axis of time. `label_at` keeps labels apart."""

    at: int
    label_at: int
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """One measure as drawn: its box, its levels, its points, and the line through them."""

    name: str
    name_at: int
    top: int
    bottom: int
    levels: tuple[Line, ...]
    points: tuple[Point, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole chart. `ticks` stand on the axis, `versions` where another version begins.

    Labels of levels end at `label_end`. The axis stands at `axis`, and its ticks end at `tick_end`.
    """

    width: int
    height: int
    left: int
    right: int
    label_end: int
    axis: int
    tick_end: int
    rows: tuple[Row, ...]
    ticks: tuple[Line, ...]
    versions: tuple[Line, ...]


def chart(
    moments: Sequence[datetime],
    series: Sequence[Series],
    *,
    versions: Sequence[str],
    dates: Sequence[str],
) -> Chart:
    """Lay out a chart.

    In: when each screening was, in order of time, at least one; the measures, each with a value
    for each moment; the version of the instrument that each was made with, and its date, both in
    words. Raises ValueError if there is no moment, or they are out of order.
    """
    if not moments or list(moments) != sorted(moments):
        raise ValueError("A chart needs moments in order of time.")
    across = [_across(moment, moments[0], moments[-1]) for moment in moments]
    rows = tuple(
        _row(one, across, top=TOP + place * (HEIGHT + GAP + TOP))
        for place, one in enumerate(series)
    )
    axis = (rows[-1].bottom if rows else TOP) + _BETWEEN
    return Chart(
        width=WIDTH,
        height=axis + AXIS,
        left=LEFT,
        right=WIDTH - RIGHT,
        label_end=LEFT - _BETWEEN,
        axis=axis,
        tick_end=axis + _TICK,
        rows=rows,
        ticks=_ticks(across, dates),
        versions=tuple(
            Line(at, at, name)
            for place, (at, name) in enumerate(zip(across, versions, strict=True))
            if place and name != versions[place - 1]
        ),
    )


def _across(moment: datetime, first: datetime, last: datetime) -> int:
    start, end = LEFT + _INSIDE, WIDTH - RIGHT - _INSIDE
    whole = (last - first).total_seconds()
    if not whole:
        return (start + end) // 2
    return start + round((moment - first).total_seconds() / whole * (end - start))


def _row(one: Series, across: Sequence[int], *, top: int) -> Row:
    bottom = top + HEIGHT

    def down(value: int) -> int:
        return bottom - round(value / one.highest * HEIGHT)

    points = tuple(
        Point(x, down(value), mark, value)
        for x, value, mark in zip(across, one.values, one.marks, strict=True)
        if value is not None
    )
    return Row(
        name=one.name,
        name_at=top - _BETWEEN,
        top=top,
        bottom=bottom,
        levels=_levels([(down(level.value), level.name) for level in one.levels]),
        points=points,
        path=" ".join(f"{point.x},{point.y}" for point in points),
    )


def _levels(at: Sequence[tuple[int, str]]) -> tuple[Line, ...]:
    """Place the labels of levels, the lowest first, so that none lies on another."""
    placed: list[Line] = []
    for y, name in at:
        highest = placed[-1].label_at - _BETWEEN_LEVELS if placed else y
        placed.append(Line(y, min(y, highest), name))
    return tuple(placed)


def _ticks(across: Sequence[int], dates: Sequence[str]) -> tuple[Line, ...]:
    """Write the first and the last date, and those between for which there is room."""
    first, *others = zip(across, dates, strict=True)
    kept = [first]
    for place, tick in enumerate(others, 2):
        is_last = place == len(across)
        has_room = tick[0] - kept[-1][0] >= _BETWEEN_TICKS
        if has_room and (is_last or across[-1] - tick[0] >= _BETWEEN_TICKS):
            kept.append(tick)
    return tuple(Line(x, x, name) for x, name in kept)
