"""Tables as a spreadsheet, made in memory.

Imported where one is made, and no sooner: the library loads numpy, which no page needs.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from screening.interop.table import Cell, Row


def xlsx_file(sheets: Iterable[tuple[str, Iterable[Row]]]) -> bytes:
    """Write a spreadsheet. In: its sheets as (title, rows), every cell escaped already."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, table in sheets:
        sheet = book.create_sheet(title)
        for row in table:
            sheet.append([_cell(sheet, value) for value in row])
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        _InMemory(book, archive).write_data()
    return file.getvalue()


def _cell(sheet: Any, value: Cell) -> Any:
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
