"""Tables as files, made in memory: CSV with a mark for Excel, and spreadsheets."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from screening.instrument.schema import Instrument
from screening.interop.notice import Notice
from screening.interop.record import ScreeningRecord
from screening.interop.table import Row, codebook, csv_text, rows, sheets

ENCODING: Final = "utf-8-sig"
"""With a byte order mark: without it Excel shows every accent wrong."""

_ABOUT_FILES: Final[Row] = [
    "",
    "CSV files are in UTF-8 with a byte order mark, parted by commas (RFC 4180). A text that a "
    "spreadsheet would run as a formula has a ' before it.",
    "",
    "",
]


def csv_file(table: Iterable[Row]) -> bytes:
    """Write a table as CSV, every cell escaped."""
    return csv_text(table).encode(ENCODING)


def screenings_csv(
    instrument: Instrument, records: Iterable[ScreeningRecord], notice: Notice
) -> bytes:
    """Write screenings as CSV. Raises ValueError for one of another instrument or version."""
    return csv_file(rows(instrument, records, notice))


def codebook_csv(instrument: Instrument) -> bytes:
    """Write what the columns of such a table mean. It holds nothing about a client."""
    return csv_file([*codebook(instrument), _ABOUT_FILES])


def screenings_xlsx(
    instrument: Instrument, records: Iterable[ScreeningRecord], notice: Notice
) -> bytes:
    """Write screenings as a spreadsheet with the notice and the codebook, each on its sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, table in sheets(instrument, records, notice):
        sheet = book.create_sheet(title)
        for row in table:
            sheet.append([_cell(sheet, value) for value in row])
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        _InMemory(book, archive).write_data()
    return file.getvalue()


def _cell(sheet: Any, value: str | int | None) -> Any:
    if value in ("", None):
        return None
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        # Left to itself, the library makes a formula of "=..." and an error of "#N/A".
        cell.data_type = "s"
    return cell


class _InMemory(ExcelWriter):  # type: ignore[misc]
    """Left to itself, the library writes each sheet to a temporary file on the disk first."""

    def write_worksheet(self, ws: Any) -> None:
        file = io.BytesIO()
        writer = WorksheetWriter(ws, file)
        writer.write()
        ws._rels, ws._drawing = writer._rels, None
        self._archive.writestr(ws.path[1:], file.getvalue())
        self.manifest.append(ws)
