"""Screenings and the codebook as files: CSV and spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from screening.instrument.schema import Instrument
from screening.interop.notice import Notice
from screening.interop.record import ScreeningRecord
from screening.interop.table import Row, codebook, csv_file, rows, sheets

_ABOUT_FILES: Final[Row] = [
    "",
    "CSV files are in UTF-8 with a byte order mark, parted by commas (RFC 4180). A text that a "
    "spreadsheet would run as a formula has a ' before it.",
    "",
    "",
]


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
    from screening.spreadsheet import xlsx_file

    return xlsx_file(sheets(instrument, records, notice))
