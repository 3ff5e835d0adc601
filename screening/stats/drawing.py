"""A report as the template draws it: cells in words, charts laid out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screening.stats import charts
from screening.stats.disclosure import share
from screening.stats.report import LINES, Chart, Count, Part, Report, Share
from screening.stats.tables import in_words
from screening.stats.words import rules


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell in words. Numbers stand to the right."""

    text: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """A part of a report. `slug` begins the ids of what is in it."""

    part: Part
    slug: str
    headings: Sequence[DrawnCell]
    rows: Sequence[Sequence[DrawnCell]]
    bars: charts.Bars | None
    lines: charts.Lines | None


def drawn(report: Report) -> list[DrawnPart]:
    """Lay out each part of a report."""
    return [_part(part, place) for place, part in enumerate(report.parts, 1)]


def _part(part: Part, place: int) -> DrawnPart:
    table, chart = part.table, part.chart
    rows = [
        [DrawnCell(in_words(cell), not isinstance(cell, str)) for cell in r] for r in table.rows
    ]
    numbers = [any(row[at].is_number for row in rows) for at in range(len(table.headings))]
    return DrawnPart(
        part,
        part.slug or f"part-{place}",
        [DrawnCell(text, number) for text, number in zip(table.headings, numbers, strict=True)],
        rows,
        charts.bars(chart.labels, list(_series(chart)), most=_most(chart))
        if chart and chart.kind != LINES
        else None,
        charts.lines(chart.labels, list(_series(chart)), most=_most(chart))
        if chart and chart.kind == LINES and chart.labels
        else None,
    )


def _series(chart: Chart) -> Iterator[tuple[str, list[charts.Value]]]:
    for one in chart.series:
        yield one.name, [_value(value) for value in one.values]


def _value(value: Count | Share) -> charts.Value:
    if isinstance(value, Share):
        # Where there is no share, the words say whether there is no count either.
        percent = share(value.part, value.whole, rules())
        said = in_words(Count(value.part) if value.part < 0 else value)
        return charts.Value(percent, said)
    return charts.Value(value.value if value.value >= 0 else None, in_words(value))


def _most(chart: Chart) -> int:
    is_shares = any(isinstance(value, Share) for one in chart.series for value in one.values)
    return charts.ALL if is_shares else 0
