"""A report as a file: exactly what is on the page, and what has to be known to read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from screening.interop.table import Cell, Row, csv_file, escaped
from screening.stats import words
from screening.stats.queries import Look
from screening.stats.report import Part, Report
from screening.stats.tables import in_file

_LONGEST_TITLE: Final = 31
_NOT_IN_TITLES: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def as_csv(report: Report, look: Look, period: str) -> bytes:
    """Write a report as CSV: what it is about, then all tables. In: its period in words."""
    rows = [*_about(report, look, period)]
    for part in report.parts:
        rows += [[], *_part(part)]
    return csv_file(rows)


def as_xlsx(report: Report, look: Look, period: str) -> bytes:
    """Write a report as a spreadsheet: what it is about, then a sheet for each table."""
    from screening.spreadsheet import xlsx_file

    sheets = [(_("About"), list(_about(report, look, period)))]
    for place, part in enumerate(report.parts, 1):
        title = f"{place} {part.heading.translate(_NOT_IN_TITLES)}"[:_LONGEST_TITLE]
        sheets.append((title, list(_part(part))))
    return xlsx_file(
        (title, [[escaped(cell) for cell in row] for row in rows]) for title, rows in sheets
    )


def file_name(page: str, period: str, kind: str) -> str:
    """Name a file, such as "statistics-overview-2027-Q1.csv". In: the period, or "" for all."""
    return "-".join(filter(None, ["statistics", page, period])) + f".{kind}"


def _about(report: Report, look: Look, period: str) -> Iterator[Row]:
    yield [_("Statistics"), report.title]
    yield [_("From"), words.system(look)]
    yield [_("Period"), period]
    yield [_("Group"), words.group(look)]
    yield from (_row(_("Note"), note) for note in (*report.text, *words.notes(look)))


def _part(part: Part) -> Iterator[Row]:
    yield [part.heading]
    if part.table.caption != part.heading:
        yield [part.table.caption]
    yield from (_row(text) for text in part.text)
    yield list(part.table.headings)
    yield from (_row(*map(in_file, row)) for row in part.table.rows)


def _row(*cells: Cell) -> Row:
    return list(cells)
