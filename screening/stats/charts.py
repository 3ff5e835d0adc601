"""Where the bars and lines of a chart of statistics stand. Pure: plain numbers in, plain data out.

Across, lengths are shares of the width of the drawing, so that it fits a telephone and a large
screen with letters of the same size. Down, they are in em, so that larger letters get more room.
Both are written out as texts ("12.5%", "3.2em"), so that no language writes them with a comma.

A value that is not shown is a hatched stub with its words in a chart of bars, as long whatever lies
behind it, and a gap in a chart of lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from math import ceil
from textwrap import wrap
from typing import Final

LINE: Final = 1.35
"""The height of a line of text, in em."""

BAR: Final = 1.1
GAP: Final = 0.9
"""Between the last bar of a label and the next label."""

LONGEST: Final = 72.0
"""How long the longest bar is, in percent: the rest is for its words."""

STUB: Final = 6.0
LETTERS: Final = 34
"""Letters of a label in a line: what fits a telephone."""

ALL: Final = 100
"""What the top of a chart of shares stands for, in percent."""

PATTERNS: Final = 4
STYLES: Final = 6
"""How many kinds of bars and of lines the template knows."""

LEFT: Final = 9.0
RIGHT: Final = 66.0
"""Between these a chart of lines has its points; right of them stand the names of the series."""

SAMPLE: Final = (68.0, 70.5, 73.0)
"""Where the sample of a line before its name begins, has its mark, and ends."""

NAMES: Final = 74.5

TOP: Final = 1.0
HEIGHT: Final = 15.0
NAME_LETTERS: Final = 18
LEVELS: Final = 5
MOST_MONTHS: Final = 5
"""Most months that are named under a chart of lines."""

Point = tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Value:
    """What a chart draws: its words, and how much it is, or None where it is not shown."""

    amount: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar as drawn. `pattern` is the place of its series."""

    top: str
    length: str
    words: str
    words_at: str
    text_at: str
    pattern: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text, and where it stands."""

    across: str
    down: str
    text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars. `names` are those of the series, if there is more than one."""

    height: str
    bar: str
    labels: tuple[Text, ...]
    bars: tuple[Bar, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A straight line from one point to the next."""

    from_across: str
    from_down: str
    to_across: str
    to_down: str


@dataclass(frozen=True, slots=True)
class Line:
    """A series as drawn: stretches between neighbours, points, and its name beside the last.

    A sample of the line stands before the name, at `beside`.
    """

    style: int
    stretches: tuple[Stretch, ...]
    points: tuple[Text, ...]
    beside: str
    name: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """A chart of lines. `levels` are drawn across it, `months` stand under it."""

    height: str
    left: str
    right: str
    bottom: str
    sample: tuple[str, str, str]
    levels: tuple[Text, ...]
    months: tuple[Text, ...]
    lines: tuple[Line, ...]


def bars(
    labels: Sequence[str], series: Sequence[tuple[str, Sequence[Value]]], *, most: int = 0
) -> Bars:
    """Lay out bars, under each label one for each series.

    In: the labels, and the series by name with a value for each label; what the longest bar
    stands for, at least (100 for shares). Raises ValueError if a series has too many or too few.
    """
    whole = max([most, *(v.amount or 0 for _, values in series for v in values)], default=0) or 1
    texts: list[Text] = []
    drawn: list[Bar] = []
    down = 0.0
    for place, of_label in enumerate(zip(labels, *(v for _, v in series), strict=True)):
        for line in wrap(of_label[0], LETTERS) or [""]:
            down += LINE
            texts.append(Text("0", _em(down - 0.4), line))
        for pattern in range(len(series)):
            value = series[pattern][1][place]
            drawn.append(_bar(value, down, pattern % PATTERNS, whole))
            down += BAR + 0.15
        down += GAP
    return Bars(
        _em(down),
        _em(BAR),
        tuple(texts),
        tuple(drawn),
        tuple(name for name, _ in series) if len(series) > 1 else (),
    )


def _bar(value: Value, down: float, pattern: int, whole: int) -> Bar:
    hidden = value.amount is None
    length = STUB if value.amount is None else value.amount / whole * LONGEST
    return Bar(
        _em(down),
        _percent(length),
        value.words,
        _percent(length),
        _em(down + 0.85),
        pattern,
        hidden,
    )


def lines(
    months: Sequence[str], series: Sequence[tuple[str, Sequence[Value]]], *, most: int = 0
) -> Lines:
    """Lay out lines over months, in order of time.

    In: the months in words, at least one; the series by name with a value for each month; what
    the top of the chart stands for, at least (100 for shares). Raises ValueError if a series has
    too many or too few.
    """
    highest = max([most, *(v.amount or 0 for _, values in series for v in values)], default=0)
    step = next(size for size in _steps() if size * LEVELS >= highest)
    top = step * max(1, ceil(highest / step))
    bottom = TOP + HEIGHT
    across = [_between(place, len(months)) for place in range(len(months))]
    points = [
        [
            None if value.amount is None else (x, bottom - value.amount / top * HEIGHT)
            for x, value in zip(across, values, strict=True)
        ]
        for _, values in series
    ]
    names = [wrap(name, NAME_LETTERS) for name, _ in series]
    beside = _apart([_last(at, bottom) for at in points], [len(name) * LINE for name in names])
    ends = [down + len(name) * LINE for down, name in zip(beside, names, strict=True)]
    return Lines(
        height=_em(max([bottom + 2.2, *ends])),
        left=_percent(LEFT),
        right=_percent(RIGHT),
        bottom=_em(bottom),
        sample=(_percent(SAMPLE[0]), _percent(SAMPLE[1]), _percent(SAMPLE[2])),
        levels=tuple(
            Text(_percent(LEFT - 1), _em(bottom - level / top * HEIGHT), _level(level, most))
            for level in range(0, top + 1, step)
        ),
        months=tuple(
            Text(_percent(across[place]), _em(bottom + 1.6), months[place])
            for place in _named(len(months))
        ),
        lines=tuple(
            _line(place % STYLES, at, values, beside[place], names[place])
            for place, (at, (_, values)) in enumerate(zip(points, series, strict=True))
        ),
    )


def _line(
    style: int, at: Sequence[Point], values: Sequence[Value], beside: float, name: Sequence[str]
) -> Line:
    return Line(
        style,
        tuple(
            Stretch(_percent(one[0]), _em(one[1]), _percent(other[0]), _em(other[1]))
            for one, other in pairwise(at)
            if one and other
        ),
        tuple(
            Text(_percent(one[0]), _em(one[1]), value.words)
            for one, value in zip(at, values, strict=True)
            if one
        ),
        _em(beside),
        tuple(
            Text(_percent(NAMES), _em(beside + 0.35 + place * LINE), part)
            for place, part in enumerate(name)
        ),
    )


def _last(at: Sequence[Point], bottom: float) -> float:
    """Return how far down the last point of a series is; its name belongs beside it."""
    return next((one[1] for one in reversed(at) if one), bottom)


def _apart(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Place names as near to where they belong as they can be without lying on each other."""
    placed = [0.0] * len(wanted)
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    # Where they crowd at the bottom, all move up together as far as is needed.
    room = TOP + HEIGHT
    latest: dict[int, float] = {}
    for place in reversed(order):
        room -= heights[place]
        latest[place] = room + LINE
    free = TOP
    for place in order:
        placed[place] = max(free, min(wanted[place], latest[place]))
        free = placed[place] + heights[place]
    return placed


def _between(place: int, number: int) -> float:
    if number == 1:
        return (LEFT + RIGHT) / 2
    return LEFT + 1.5 + place / (number - 1) * (RIGHT - LEFT - 3)


def _named(number: int) -> range:
    """Say which months are named: evenly spaced, the last one always."""
    every = ceil(number / MOST_MONTHS)
    return range((number - 1) % every, number, every)


def _level(level: int, most: int) -> str:
    return f"{level}%" if most == ALL else str(level)


def _steps() -> Iterator[int]:
    """Yield round numbers that levels can lie apart: 1, 2, 5, 10, 20 ..."""
    return (factor * 10**power for power in count() for factor in (1, 2, 5))


def _percent(number: float) -> str:
    return f"{number:.2f}%"


def _em(number: float) -> str:
    return f"{number:.2f}em"
