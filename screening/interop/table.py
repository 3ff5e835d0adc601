"""Screenings as a table for CSV and spreadsheets, and the codebook that explains its columns.

The notice and the scope of the consent stand in every row, in columns of their own: comment lines
would break programs that read CSV, and a row that is copied out takes them along. A question that
takes several answers has a column of 0 and 1 for each of them, as REDCap names them.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from screening.instrument.schema import Checklist, Instrument, Question
from screening.interop.notice import SOURCE, Notice
from screening.interop.record import TIER_NAMES, ScreeningRecord, band_texts, scored, shown_answers

Cell = str | int | float | None
Row = list[Cell]

YES_NO: Final = (("0", "no"), ("1", "yes"))
CONTROLS: Final = ("\t", "\r", "\n")
IN_NO_XML: Final = ("\ufffe", "\uffff")
FORMULA: Final = ("=", "+", "-", "@", "\N{MINUS SIGN}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is, the codes it may hold with their texts, and its sources."""

    name: str
    text: str
    codes: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()


def columns(instrument: Instrument) -> tuple[Column, ...]:
    """List the columns of a table of screenings, in order. Their names are unique."""
    return (
        Column("reference", "The client's reference"),
        Column("name", "The client's name; empty: not passed on, or not known"),
        Column("birth_date", "The client's date of birth (YYYY-MM-DD); empty: as for the name"),
        Column("phone", "The client's phone number; empty: as for the name"),
        Column("screening", "The screening's identifier (UUID)"),
        Column("instrument", "Which instrument"),
        Column("version", "Which version of it"),
        Column("validity", "What the instrument is, and is not"),
        Column("answered_on", "The day of the answers (YYYY-MM-DD)"),
        Column("assessed_at", "When it was assessed (ISO 8601)"),
        Column("author", "Who did the screening"),
        Column("source", "How the answers came"),
        Column("signed_by", "Who signed it; empty: not signed"),
        Column("replaced", "A correction counts in place of this one: do not use it", YES_NO),
        *(column for question in instrument.questions for column in _of_question(question)),
        Column("outcome", "Assessed, or how the check was left"),
        Column("tier", "How urgent it is", tuple(TIER_NAMES.items())),
        *(column for checklist in instrument.checklists for column in _of_checklist(checklist)),
        *(Column(f"score_{part.id}", f"Score: {part.name}") for part in scored(instrument)),
        Column("missing", "Shown questions without an answer, by id"),
        Column("guidance", "What the person was told: keys, in page order"),
        Column("disposition", "What was decided"),
        Column("note", "The note of the staff"),
        Column("notice", f"The prohibition on redisclosure ({SOURCE}): it must stay with the data"),
        Column("consent_scope", "What the consent covers, or the reason without one"),
    )


def rows(
    instrument: Instrument, records: Iterable[ScreeningRecord], notice: Notice
) -> Iterator[Row]:
    """Write the heading row, then one row for each record, cells in the order of `columns`.

    Nothing is escaped yet. Raises ValueError for a record of another instrument or version.
    """
    names = [column.name for column in columns(instrument)]
    yield list(names)
    for record in records:
        if (record.instrument.id, record.instrument.version) != (instrument.id, instrument.version):
            raise ValueError("Screenings of different instruments need a table each.")
        cells = _cells(record, notice)
        yield [cells[name] for name in names]


def codebook(instrument: Instrument, notice: Notice | None = None) -> Iterator[Row]:
    """Write the heading row, then one row for each column: name, what it is, codes, sources.

    The notice stands in one that goes with a record.
    """
    yield ["column", "what it is", "codes", "sources"]
    for column in columns(instrument):
        codes = " | ".join(f"{code} = {text}" for code, text in column.codes)
        yield [column.name, column.text, codes, " ".join(column.sources)]
    yield ["", instrument.status, "", ""]
    if notice:
        yield ["", notice.text, "", SOURCE]


def csv_text(table: Iterable[Row]) -> str:
    """Write a table as CSV (RFC 4180), every cell escaped. None is an empty cell."""
    file = io.StringIO()
    csv.writer(file).writerows([escaped(cell) for cell in row] for row in table)
    return file.getvalue()


def csv_file(table: Iterable[Row]) -> bytes:
    """Write a table as a CSV file, every cell escaped.

    With a byte order mark: without it Excel shows every accent wrong.
    """
    return csv_text(table).encode("utf-8-sig")


def sheets(
    instrument: Instrument, records: Iterable[ScreeningRecord], notice: Notice
) -> list[tuple[str, list[Row]]]:
    """List the sheets of a workbook, as (title, rows), every cell escaped."""
    tables: dict[str, Iterable[Row]] = {
        "Notice": [["Notice"], [notice.statement], ["Scope"], [notice.scope], [instrument.status]],
        "Screenings": rows(instrument, records, notice),
        "Codebook": codebook(instrument, notice),
    }
    return [
        (title, [[escaped(cell) for cell in row] for row in table])
        for title, table in tables.items()
    ]


def escaped(value: Cell) -> Cell:
    """Put ' before a text that a spreadsheet would run as a formula. Numbers stay numbers.

    Looks at the first character after spaces and invisible ones, in any width, because some
    programs skip or fold these before they look. Characters that no cell can hold are dropped.
    """
    if not isinstance(value, str):
        return value
    text = "".join(c for c in value if c in CONTROLS or _fits_a_cell(c))
    first = next((c for c in text if unicodedata.category(c)[0] not in "ZC"), "")
    risky = text.startswith(CONTROLS) or unicodedata.normalize("NFKC", first).startswith(FORMULA)
    return f"'{text}" if risky else text


def _fits_a_cell(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in IN_NO_XML


def _of_question(question: Question) -> Iterator[Column]:
    texts = tuple((option.code, option.text) for option in question.options)
    if not question.several:
        yield Column(question.id, question.text, texts, question.sources)
        return
    for code, text in texts:
        name = f"{question.id}___{code}"
        yield Column(name, f"{question.text} {text}", YES_NO, question.sources)


def _of_checklist(checklist: Checklist) -> Iterator[Column]:
    bands = tuple(band_texts(checklist).items())
    yield Column(f"band_{checklist.id}", f"Band: {checklist.name}", bands)
    text = f"Too few answers: {checklist.name}. A band above the lowest then means at least that"
    yield Column(f"incomplete_{checklist.id}", text, YES_NO)


def _cells(record: ScreeningRecord, notice: Notice) -> dict[str, Cell]:
    instrument, found = record.instrument, record.assessment
    cells: dict[str, Cell] = {
        "reference": record.reference,
        "name": record.name,
        "birth_date": record.birth_date,
        "phone": record.phone,
        "screening": record.identifier,
        "instrument": instrument.id,
        "version": instrument.version,
        "validity": instrument.status,
        "answered_on": record.answered_on,
        "assessed_at": record.assessed_at.isoformat(),
        "author": record.author,
        "source": record.source,
        "signed_by": record.signed_by,
        "replaced": int(record.replaced),
        "outcome": found.outcome,
        "tier": found.tier,
        "missing": " ".join(found.missing),
        "guidance": " ".join(found.guidance),
        "disposition": record.disposition,
        "note": record.note,
        "notice": notice.statement,
        "consent_scope": notice.scope,
    }
    given = shown_answers(record)
    for question in instrument.questions:
        cells |= _answer_cells(question, given.get(question.id, ()))
    for checklist in instrument.checklists:
        name = checklist.id
        cells[f"band_{name}"] = found.bands.get(name)
        cells[f"incomplete_{name}"] = (
            int(found.incomplete[name]) if name in found.incomplete else None
        )
    for part in scored(instrument):
        cells[f"score_{part.id}"] = found.scores.get(part.id)
    return cells


def _answer_cells(question: Question, given: tuple[str, ...]) -> dict[str, Cell]:
    if not question.several:
        return {question.id: given[0] if given else None}
    return {
        f"{question.id}___{option.code}": int(option.code in given) if given else None
        for option in question.options
    }
