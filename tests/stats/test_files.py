"""The files hold exactly what is on the page, and run nothing."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from screening.access import ANALYST
from screening.models import Site
from screening.stats.contents import PAGES
from tests.people import a_member, signed_in
from tests.stats.published import QUARTER, publish
from tests.stats.reading import tables

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

NAMES = [page.view_name for page in PAGES.values()]
DANGEROUS = '=HYPERLINK("https://example.org")'


@pytest.fixture
def analyst():
    return signed_in(a_member(ANALYST))


def in_words(cell: object) -> str:
    """Write what a file holds as the page does."""
    if isinstance(cell, float):
        return f"{cell:.2f}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell or "")


def of_csv(answer) -> list[list[str]]:
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def of_xlsx(answer) -> dict[str, list[list[object]]]:
    book = load_workbook(io.BytesIO(answer.content))
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()]
        for sheet in book.worksheets
    }


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("asked", [{}, {"source": "intake", "age": "65_plus"}])
def test_files_hold_the_tables_of_the_page_and_nothing_more(analyst, name, asked):
    publish()
    on_page = tables(analyst.get(reverse(name), asked))
    rows = of_csv(analyst.get(reverse(f"{name}_csv"), asked))
    sheets = of_xlsx(analyst.get(reverse(f"{name}_xlsx"), asked))
    about, *others = sheets.values()
    assert len(others) == len(on_page)
    expected = [row for table in on_page.values() for row in table]
    in_csv = [[cell if not cell.isdigit() else f"{int(cell):,}" for cell in row] for row in rows]
    assert [row for row in in_csv if len(row) > 1][len(about) :] == expected
    in_sheets = [
        [in_words(cell) for cell in row[: len(table[0])]]
        for table, sheet in zip(on_page.values(), others, strict=True)
        for row in sheet[-len(table) :]
    ]
    assert in_sheets == expected
    assert rows[: len(about)] == [[str(cell) for cell in row] for row in about]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_files_say_what_they_are_about(analyst, kind):
    Site.objects.create(name="Practice", is_demonstration=True)
    publish()
    answer = analyst.get(reverse(f"stats_{kind}"), {"source": "intake", "age": "65_plus"})
    name = f'attachment; filename="statistics-overview-{QUARTER}.{kind}"'
    assert answer.headers["Content-Disposition"] == name
    assert answer.headers["Cache-Control"] == "no-store"
    rows = of_csv(answer) if kind == "csv" else of_xlsx(answer)["About"]
    said = " ".join(str(cell) for row in rows[:12] for cell in row)
    for words in (
        "Statistics Overview",
        "Intake, version 1 of the questions",
        "January to March 2027",
        "Age: 65 or older",
        "The instrument is not validated",
        "the people in these numbers are invented",
        "10 or fewer",
        "Published on 2 April 2027",
    ):
        assert words in said


def test_a_file_of_all_months_names_no_period(analyst):
    publish()
    answer = analyst.get(reverse("stats_trend_csv"))
    assert 'filename="statistics-trend.csv"' in answer.headers["Content-Disposition"]
    assert ["Period", "All months that are over"] in of_csv(answer)


@pytest.mark.parametrize("begins", ["=", "+", "-", "@"])
def test_no_cell_of_a_spreadsheet_begins_like_a_formula(analyst, begins):
    """Whoever copies it elsewhere, or saves it as CSV, would run it then."""
    name = f"{begins}1+1"
    Site.objects.create(name=name)
    Site.objects.create(name="North")
    publish(["intake"])
    sheets = of_xlsx(analyst.get(reverse("stats_xlsx"), {"source": "intake"}))
    texts = [c for rows in sheets.values() for row in rows for c in row if isinstance(c, str)]
    assert f"'{name}" in texts
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@"))]


def test_the_name_of_a_site_is_no_formula(analyst):
    Site.objects.create(name=DANGEROUS)
    Site.objects.create(name="North")
    publish(["intake"])
    asked = {"source": "intake"}
    assert f"'{DANGEROUS}" in [
        row[0] for row in of_csv(analyst.get(reverse("stats_csv"), asked)) if row
    ]
    book = load_workbook(io.BytesIO(analyst.get(reverse("stats_xlsx"), asked).content))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if DANGEROUS in str(cell.value)] == ["s"]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "HYPERLINK" in analyst.get(reverse("stats"), asked).text
