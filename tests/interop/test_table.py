"""Tables: every cell explained, no cell a formula, the notice in every row."""

import csv
import io
import unicodedata
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import assess
from screening.interop.notice import SHORT_STATEMENT, STATEMENT, Notice
from screening.interop.record import ScreeningRecord
from screening.interop.table import codebook, columns, csv_text, escaped, rows, sheets
from tests.instrument.answer_sets import CALM, TRIED
from tests.interop.records import NOTICE, record_of

WORRYING = {
    **CALM,
    "change": "missed",
    "wd_sleep": "severe",
    "taken_with": ["alcohol", "opioids"],
    "mu_craving": "",
}
STARTS = "=+-@＝＋－＠﹢﹣﹫−"


def read(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


class TestEscaping:
    @pytest.mark.parametrize("start", ["\t", "\r", "\n"])
    def test_so_does_what_starts_a_new_cell_or_line(self, start):
        assert escaped(f"{start}text") == f"'{start}text"

    @pytest.mark.parametrize("start", STARTS)
    @pytest.mark.parametrize("before", ["", " ", "\u00a0", "\u200b", "\ufeff", "\u3000"])
    def test_a_formula_becomes_a_text(self, before, start):
        assert escaped(f"{before}{start}HYPERLINK(1)") == f"'{before}{start}HYPERLINK(1)"

    @TRIED
    @given(st.text(st.characters(codec="utf-8") | st.sampled_from(STARTS + "\t\r\n '")))
    def test_no_cell_starts_like_a_formula(self, text):
        cell = str(escaped(text))
        seen = [c for c in cell if unicodedata.category(c)[0] not in "ZC"]
        assert not seen or unicodedata.normalize("NFKC", seen[0])[0] not in "=+-@−"
        assert cell[:1] not in ("\t", "\r", "\n")
        kept = [c for c in text if c in "\t\r\n" or unicodedata.category(c) != "Cc"]
        assert cell.removeprefix("'") == "".join(kept).removeprefix("'")

    @given(st.integers())
    def test_numbers_stay_numbers(self, number):
        assert escaped(number) is number

    @pytest.mark.parametrize("text", ["", "a=b", "1-2", "2026-03-01T09:30:00+00:00", "O'Neil"])
    def test_other_texts_stay_as_they_are(self, text):
        assert escaped(text) == text

    def test_a_reference_and_a_note_are_escaped_in_every_file(self):
        record = record_of(CALM, reference="=1+1", note="@SUM(A1)")
        (row,) = read(csv_text(rows(CURRENT, [record], NOTICE)))
        assert (row["reference"], row["note"]) == ("'=1+1", "'@SUM(A1)")
        cells = sheets(CURRENT, [record], NOTICE)[1][1][1]
        assert {"'=1+1", "'@SUM(A1)"} <= set(cells)

    @TRIED
    @given(st.text(st.characters(codec="utf-8"), max_size=40))
    def test_csv_gives_back_what_was_written(self, text):
        note = escaped(text)
        (row,) = csv.reader(io.StringIO(csv_text([["a", note]]), newline=""))
        assert row == ["a", note]


class TestRows:
    def test_hold_the_answers_and_the_results(self):
        (row,) = read(csv_text(rows(CURRENT, [record_of(WORRYING)], NOTICE)))
        found = assess(WORRYING)
        assert row["wd_sleep"] == "severe"
        assert row["tier"] == found.tier
        assert row["band_withdrawal"] == found.bands["withdrawal"]
        assert row["incomplete_misuse"] == "0"
        assert row["score_severity_index"] == str(found.scores["severity_index"])
        assert row["missing"] == "mu_craving"
        assert row["guidance"].split() == list(found.guidance)
        assert row["validity"] == CURRENT.status

    def test_several_answers_have_a_column_each(self):
        (row,) = read(csv_text(rows(CURRENT, [record_of(WORRYING)], NOTICE)))
        taken = {name: value for name, value in row.items() if name.startswith("taken_with___")}
        assert [name for name, value in taken.items() if value == "1"] == [
            "taken_with___alcohol",
            "taken_with___opioids",
        ]
        assert len(taken) == 7
        assert set(taken.values()) == {"0", "1"}

    def test_what_did_not_count_is_not_passed_on(self):
        answers = {**CALM, "wd_sleep": "severe", "pump_event": "late_refill"}
        (row,) = read(csv_text(rows(CURRENT, [record_of(answers)], NOTICE)))
        assert (row["wd_sleep"], row["pump_event"]) == ("", "")

    def test_who_left_the_check_has_no_scores(self):
        answers = {**CALM, "age": "under_18"}
        (row,) = read(csv_text(rows(CURRENT, [record_of(answers)], NOTICE)))
        assert row["outcome"] == "under_age"
        assert (row["tier"], row["band_misuse"], row["score_misuse"]) == ("", "", "")
        assert row["mu_craving"] == ""

    def test_carry_the_notice_each(self):
        table = read(csv_text(rows(CURRENT, [record_of(CALM), record_of(WORRYING)], NOTICE)))
        assert [(r["notice"], r["consent_scope"]) for r in table] == [
            (STATEMENT, NOTICE.scope),
            (STATEMENT, NOTICE.scope),
        ]

    def test_of_no_screening_are_the_heading_alone(self):
        assert [len(row) for row in rows(CURRENT, [], NOTICE)] == [len(columns(CURRENT))]

    def test_of_another_version_are_refused(self):
        other = record_of(CALM, instrument=replace(CURRENT, version=2))
        with pytest.raises(ValueError, match="table each"):
            list(rows(CURRENT, [other], NOTICE))


class TestCodebook:
    def test_explains_every_column_once(self):
        names = [column.name for column in columns(CURRENT)]
        assert len(set(names)) == len(names)
        assert [row[0] for row in codebook(CURRENT, NOTICE)][1:-2] == names

    def test_gives_codes_and_sources(self):
        entries = {row[0]: [str(cell) for cell in row] for row in codebook(CURRENT, NOTICE)}
        assert entries["route"][2].startswith("oral = By mouth | pump = With a pump")
        assert entries["route"][3] == "label-oral label-it"
        assert entries["tier"][2].startswith("emergency = Emergency | today = Urgent")
        assert "not_enough_answers = " in entries["band_misuse"][2]

    def test_carries_the_status_and_the_notice(self):
        text = csv_text(codebook(CURRENT, NOTICE))
        assert CURRENT.status in text
        assert STATEMENT in text
        assert NOTICE.scope in text


def test_sheets_can_be_written_as_a_workbook():
    book = openpyxl.Workbook()
    for title, table in sheets(CURRENT, [record_of(WORRYING, note="\x07=1\x00")], NOTICE):
        sheet = book.create_sheet(title)
        for row in table:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    found = openpyxl.load_workbook(file)
    assert found.sheetnames[1:] == ["Notice", "Screenings", "Codebook"]
    assert found["Notice"]["A2"].value == STATEMENT
    cells = [cell for row in found["Screenings"].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell.value for cell in cells if cell.data_type == "n" and cell.value is not None]


class TestNotice:
    def test_is_the_statement_of_the_law(self):
        assert STATEMENT.startswith("This record which has been disclosed to you is protected by")
        assert STATEMENT.endswith("(see 42 CFR 2.31).")
        assert SHORT_STATEMENT == (
            "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
        )

    @pytest.mark.parametrize("scope", ["", "  \n"])
    def test_cannot_be_without_a_scope(self, scope):
        with pytest.raises(ValueError, match="scope"):
            Notice(scope=scope)


def test_a_record_needs_a_time_zone():
    with pytest.raises(ValueError, match="time zone"):
        record_of(CALM, assessed_at=datetime(2026, 3, 1))  # noqa: DTZ001 - refused for that
    assert isinstance(record_of(CALM), ScreeningRecord)
