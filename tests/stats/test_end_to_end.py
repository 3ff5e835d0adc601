"""From rows to pages: every number that an analyst reads is what a recount of the rows says."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from screening.access import ANALYST
from screening.models import Screening
from tests.people import a_member, signed_in
from tests.stats import recounted_pages as pages
from tests.stats.invented_rows import MONTHS, OVER, VALUES, screenings, self_checks
from tests.stats.reading import tables
from tests.stats.recounted_pages import CHECKLISTS, TIER_NAMES, TIERS, Measure, Number, People, Row

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

NOW = datetime(2027, 5, 3, 12, tzinfo=UTC)
PERIODS = {"2027-Q1": OVER[:3], "2027-02": OVER[1:2], "2027-04": OVER[3:]}
LOOKS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("self_check", "2027-Q1", {}),
    ("self_check", "2027-02", {"age": "65_plus"}),
    ("self_check", "2027-04", {"age": "18_64", "route": "oral"}),
    ("intake", "2027-Q1", {}),
    ("intake", "2027-04", {"site": "North"}),
    ("intake", "2027-Q1", {"site": "South", "age": "18_64"}),
)
BESIDE = {"site": "Site", "age": "Age", "route": "How it is taken"}
FEW, NOT_SHOWN, DASH = "10 or fewer", "not shown", "–"
LISTED = 25


class Reading:
    """What is read about some people, on whichever page, and whether it is true."""

    def __init__(self, about: People) -> None:
        self.about = about
        self.read: dict[str, str] = {}
        self.dashes: list[tuple[str, ...]] = []

    def assert_row(self, cells: Sequence[str], expected: Sequence[Number]) -> None:
        """Compare the numbers of a row. Where one is held back, that is noted."""
        for cell, wanted in zip(cells, expected, strict=True):
            match wanted:
                case str(name):
                    self.assert_count(cell, name)
                case Measure(_, None):
                    assert cell == DASH
                case Measure(checklist, value):
                    if cell == DASH:
                        self.dashes.append((f"complete.{checklist}",))
                    else:
                        assert float(cell) == pytest.approx(value, abs=0.0051)
                case (part, whole):
                    self.assert_share(cell, part, whole)

    def assert_count(self, cell: str, name: str) -> None:
        """Compare a count; it is the same wherever it stands."""
        number = self.about.count[name]
        allowed = (f"{rounded(number):,}", NOT_SHOWN) if number > 10 else (FEW,)
        assert cell in allowed, (name, number, cell)
        assert self.read.setdefault(name, cell) == cell, name

    def assert_share(self, cell: str, part: str, whole: str) -> None:
        """Compare a share with the one of the rounded numbers."""
        numbers = [self.about.count[name] for name in (part, whole)]
        if min(numbers) <= 10 or rounded(numbers[1]) < 20:
            assert cell == DASH, (part, whole, cell)
        elif cell == DASH:
            self.dashes.append((part, whole))
        else:
            percent = min(100, int(100 * rounded(numbers[0]) / rounded(numbers[1]) + 0.5))
            assert cell == (f"{percent}%" if percent else "under 1%"), (part, whole, numbers)

    def assert_held_back_rightly(self) -> None:
        """Assert that what has no share or measure is made of a number that is not shown."""
        for names in self.dashes:
            seen = [self.read[name] for name in names if name in self.read]
            assert NOT_SHOWN in seen or len(seen) < len(names), names


def as_on_the_page(cell: str) -> str:
    """Write a cell of a file as a page does: files have plain numbers."""
    if cell.isdigit():
        return f"{int(cell):,}"
    return f"{float(cell):.2f}" if re.fullmatch(r"-?\d\.\d+", cell) else cell


def rounded(number: int) -> int:
    """Round to the nearest five."""
    return (number + 2) // 5 * 5


class Site:
    """The site as an analyst meets it, and who is really in it."""

    def __init__(self, everybody: Sequence[pages.Person], browser: Any) -> None:
        self.everybody = everybody
        self.browser = browser
        self.readings: dict[tuple, Reading] = {}
        self.sites = {"North": "", "South": ""}

    def reading(self, source: str, months: Sequence[date], **chosen: str) -> Reading:
        """Return what is read about a group."""
        key = (source, *months, *sorted(chosen.items()))
        if key not in self.readings:
            wanted = People(
                [
                    one
                    for one in self.everybody
                    if one.source == source
                    and one.month in months
                    and chosen.items() <= one.values.items()
                ]
            )
            self.readings[key] = Reading(wanted)
        return self.readings[key]

    def tables(self, name: str, source: str, period: str, chosen: Mapping[str, str], **more: str):
        """Open a page, and assert that its file holds the same tables. Out: the tables."""
        asked = {"source": source, "period": period, **chosen, **more}
        if "site" in chosen:
            asked["site"] = self.sites[chosen["site"]]
        found = tables(self.browser.get(reverse(name), asked))
        sent = self.browser.get(reverse(f"{name}_csv"), asked).content.decode("utf-8-sig")
        lines = [[as_on_the_page(cell) for cell in line] for line in csv.reader(io.StringIO(sent))]
        for caption, table in found.items():
            at = lines.index(table[0], lines.index([caption]))
            assert lines[at : at + len(table)] == table
        return {caption: rows[1:] for caption, rows in found.items()}


@pytest.fixture
def site(monkeypatch) -> Site:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    everybody = [*self_checks(), *screenings()]
    call_command("refresh_stats", verbosity=0)
    found = Site(everybody, signed_in(a_member(ANALYST)))
    for name in found.sites:
        found.sites[name] = str(Screening.everywhere.filter(site__name=name)[0].site_id)
    return found


def assert_table(found: Sequence[list[str]], expected: Sequence[Row], reading: Reading) -> None:
    """Assert that a table has just these rows."""
    assert [tuple(cells[: len(row.name)]) for cells, row in zip(found, expected, strict=True)] == [
        row.name for row in expected
    ]
    for cells, row in zip(found, expected, strict=True):
        reading.assert_row(cells[len(row.name) :], row.numbers)


def assert_most_frequent(
    found: Sequence[list[str]], expected: Mapping[tuple[str, ...], Row], reading: Reading
) -> int:
    """Assert that a list has the most frequent rows. Out: how many are held back, at least."""
    left = {name: row for name, row in expected.items() if reading.about.count[row.first] > 10}
    numbers = []
    for cells in found:
        row = left.pop(tuple(cells[: len(next(iter(expected)))]))
        reading.assert_row(cells[len(row.name) :], row.numbers)
        numbers.append(rounded(reading.about.count[row.first]))
    assert numbers == sorted(numbers, reverse=True)
    assert len(found) <= LISTED
    least = numbers[-1] if len(found) == LISTED else 0
    return sum(rounded(reading.about.count[row.first]) > least for row in left.values())


def read_overview(site: Site, source: str, period: str, chosen: dict[str, str]) -> int:
    found = site.tables("stats", source, period, chosen)
    reading = site.reading(source, PERIODS[period], **chosen)
    for caption, rows in pages.overview(source).items():
        assert_table(found.pop(caption), rows, reading)
    beside = {"site": {name: name for name in site.sites}} if source == "intake" else {}
    for filtered, values in {**beside, **VALUES}.items():
        if filtered in chosen or len(chosen) == 2:
            continue
        rows = found.pop(f"Side by side: {BESIDE[filtered]}")
        for cells, (value, words) in zip(rows, values.items(), strict=True):
            assert cells[0] == words
            group = site.reading(source, PERIODS[period], **chosen, **{filtered: value})
            group.assert_row(cells[1:], pages.in_a_row(TIER_NAMES))
    assert not found
    return 0


def read_answers(site: Site, source: str, period: str, chosen: dict[str, str]) -> int:
    found = site.tables("stats_answers", source, period, chosen)
    reading = site.reading(source, PERIODS[period], **chosen)
    for caption, rows in pages.answers().items():
        assert_table(found.pop(caption), rows, reading)
    held = 0
    for tier, words in TIERS.items():
        rows = found.pop(f"Answers that led to {words}", [])
        held += assert_most_frequent(rows, pages.led_to(tier, reading.about), reading)
    assert not found
    return held


def read_trend(site: Site, source: str, period: str, chosen: dict[str, str]) -> int:
    found = site.tables("stats_trend", source, period, chosen)
    lines = {"Tiers by month": TIER_NAMES}
    lines |= {f"Bands by month: {c.name}": pages.bands(name) for name, c in CHECKLISTS.items()}
    for caption, names in lines.items():
        rows = found.pop(caption)
        for cells, (month, words) in zip(rows, MONTHS.items(), strict=True):
            assert cells[0] == words
            site.reading(source, [month], **chosen).assert_row(cells[1:], pages.in_a_row(names))
    assert not found
    return 0


def read_pairs(site: Site, source: str, period: str, chosen: dict[str, str]) -> int:
    found = site.tables("stats_pairs", source, period, chosen)
    reading = site.reading(source, PERIODS[period], **chosen)
    return assert_most_frequent(found.get("Signs that go together", []), pages.pairs(), reading)


def read_quality(site: Site, source: str, period: str, chosen: dict[str, str]) -> int:
    found = site.tables("stats_instrument", source, period, chosen)
    reading = site.reading(source, PERIODS[period], **chosen)
    for caption, rows in pages.quality(reading.about, filtered=bool(chosen)).items():
        assert_table(found.pop(caption), rows, reading)
    assert not found
    return 0


def read_what_if(site: Site, source: str, period: str, chosen: dict[str, str]) -> int:
    reading = site.reading(source, PERIODS[period], **chosen)
    for change in pages.CHANGES:
        caption, expected = pages.moves(change)
        ((shown, rows),) = site.tables(
            "stats_what_if", source, period, chosen, change=change
        ).items()
        assert shown == caption
        for cells in rows:
            reading.assert_row(cells[1:], expected.pop((cells[0],)).numbers)
        assert not [r for r in expected.values() if reading.about.count[str(r.numbers[1])]]
    return 0


READ = (read_overview, read_answers, read_trend, read_pairs, read_quality, read_what_if)


def test_every_number_on_every_page_and_in_every_file_is_that_of_a_recount(site):
    held = 0
    for source, period, chosen in LOOKS:
        for read in READ:
            held += read(site, source, period, chosen)
    cells = [cell for reading in site.readings.values() for cell in reading.read.values()]
    for reading in site.readings.values():
        reading.assert_held_back_rightly()
    numbers = [cell for cell in cells if cell not in (FEW, NOT_SHOWN)]
    held += cells.count(NOT_SHOWN)
    assert min(len(numbers), cells.count(FEW)) > 300
    assert held < len(numbers) / 10
