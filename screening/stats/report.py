"""What a page of statistics consists of. The page, its print and its files are drawn from this.

So what is downloaded is exactly what was on the page. All counts in it come from
`screening.stats.queries` and have passed `screening.stats.disclosure`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

BARS: Final = "bars"
LINES: Final = "lines"


@dataclass(frozen=True, slots=True)
class Count:
    """A count as it may be shown: a rounded number, or a mark that it is not shown.

    The marks are `screening.stats.disclosure.HIDDEN` and `WITHHELD`.
    """

    value: int


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a count in another, both as they may be shown."""

    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A measure with two decimals, or None where there were too few."""

    value: float | None


Cell = str | Count | Share | Coefficient


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings. The first cell of each row is its name."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Series:
    """The counts or shares of one thing, one for each label of the chart."""

    name: str
    values: Sequence[Count | Share]


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: bars (a row for each label) or lines (a point for each label, in time).

    `title` and `description` are read out instead of the picture. A chart of shares has an axis
    from 0 to 100 %; one of counts begins at 0.
    """

    kind: str
    title: str
    description: str
    labels: Sequence[str]
    series: Sequence[Series]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a page: heading, sentences, perhaps a chart, and its numbers in a table."""

    heading: str
    table: Table
    text: Sequence[str] = ()
    chart: Chart | None = None
    slug: str = ""
    """Its name in the addresses of its files, as in "tiers": lower case, unique on its page."""


@dataclass(frozen=True, slots=True)
class Report:
    """A whole page: what it is about, and its parts. One without parts says why in `text`."""

    title: str
    parts: Sequence[Part]
    text: Sequence[str] = ()
