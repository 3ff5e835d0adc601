"""Statistics in a browser: walked by keyboard, looked at in every light, printed and taken home."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from screening.access import ADMINISTRATOR, ANALYST, AUDITOR, CLINICIAN, INTAKE
from screening.stats.contents import PAGES
from tests.browser.faults import of_width
from tests.browser.staff import go_to, press, sit_down
from tests.browser.test_print import PAPER
from tests.browser.test_staff_pages import FEWER, LOOKS, faults_of
from tests.people import a_member, a_site
from tests.stats.published import publish
from tests.stats.reading import tables

TITLES = [str(page.text) for page in PAGES.values()]
ADDRESSES = [reverse(page.view_name) for page in PAGES.values()]
OF_EACH_KIND = [reverse(name) for name in ("stats", "stats_trend", "stats_giving_up")]
"""Pages with bars, with lines, and with two bars side by side."""

A_NUMBER_OF_PEOPLE = re.compile(r"\d,\d{3}|\d%|or fewer|not shown")

CHARTS = """() => [...document.querySelectorAll(".stats-part")].flatMap(part => {
    const table = part.querySelector("table");
    return [...part.querySelectorAll("svg.stats-chart")].map(chart => ({
        role: chart.getAttribute("role"),
        words: [...chart.querySelectorAll(":scope > title, :scope > desc")]
            .map(one => one.textContent.trim()),
        numbers: [...chart.querySelectorAll(".chart-words")].map(one => one.textContent.trim()),
        cells: table ? [...table.querySelectorAll("td")].map(one => one.textContent.trim()) : [],
    }));
})"""
BOXES = """() => [...document.querySelectorAll(".table-box")].map(
    box => [box.scrollWidth > box.clientWidth + 1, getComputedStyle(box).overflowX, box.tabIndex]
)"""
CUT_ON_PAPER = """() => [...document.querySelectorAll("main :is(table, svg.stats-chart)")].filter(
    one => one.getBoundingClientRect().right > innerWidth + 1
        || one.scrollWidth > one.parentElement.clientWidth + 1
).map(one => one.outerHTML.slice(0, 90))"""
NO_NUMBER = {"10 or fewer", "not shown", "–"}


@pytest.fixture
def numbers(transactional_db) -> None:
    """Publish invented numbers of two sites, some of them hidden and some withheld."""
    a_site("North")
    a_site("South")
    publish()


@pytest.fixture
def sit(open_page: Callable[..., Page]) -> Iterator[Callable[..., Page]]:
    """Open a page at which somebody of a role is signed in."""
    opened: list[Page] = []

    def seated(role: str, **options) -> Page:
        page = open_page(**options)
        opened.append(page)
        site = a_site() if role in (INTAKE, CLINICIAN) else None
        sit_down(page, a_member(role, site))
        return page

    yield seated
    for page in opened:
        page.context.clear_cookies()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Statistics: {words}")


def choose_next(page: Page, label: str) -> str:
    """Go to a choice by Tab, and choose what comes next. Out: what that is."""
    go_to(page, "combobox", label)
    page.keyboard.press("ArrowDown")
    return page.get_by_role("combobox", name=label).evaluate(
        "one => one.selectedOptions[0].textContent.trim()"
    )


def on_the_page(page: Page) -> list[list[str]]:
    """Return the rows of all tables of the page."""
    found = tables(SimpleNamespace(text=page.content()))  # type: ignore[arg-type]
    return [row for table in found.values() for row in table]


def in_words(cell: object) -> str:
    """Write a cell of a file as a page does."""
    if isinstance(cell, int) or str(cell).isdigit():
        return f"{int(str(cell)):,}"
    return str(cell)


def downloaded(page: Page, words: str) -> Path:
    go_to(page, "link", words)
    with page.expect_download() as found:
        page.keyboard.press("Enter")
    return found.value.path()


@pytest.mark.parametrize("javascript", [True, False], ids=["with", "without JavaScript"])
def test_an_analyst_finds_a_number_and_takes_it_home_by_keyboard(
    numbers, sit: Callable[..., Page], javascript: bool
):
    page = sit(ANALYST, java_script_enabled=javascript)
    page.goto("/staff/")
    heading(page, "Overview")
    for words in TITLES[1:]:
        press(page, "link", words, exact=True)
        heading(page, words)
    press(page, "link", "Overview", exact=True)
    page.locator(".stats-sources").get_by_role("link", name="Intake").press("Enter")
    expect(page.locator(".stats-about")).to_contain_text("Intake, version 1 of the questions")
    choose_next(page, "Period")
    chosen = [choose_next(page, label) for label in ("Period", "Site", "Age")]
    press(page, "button", "Show")
    for words in chosen:
        expect(page.locator(".stats-about")).to_contain_text(words)

    shown = on_the_page(page)
    assert len(shown) > 10
    with downloaded(page, "Download as CSV").open(encoding="utf-8-sig", newline="") as file:
        rows = [[in_words(cell) for cell in row] for row in csv.reader(file)]
    assert [row for row in rows if row in shown] == shown
    book = load_workbook(BytesIO(downloaded(page, "Download as XLSX").read_bytes()))
    cells = [
        [in_words(cell) for cell in row if cell is not None]
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
    ]
    assert [row for row in cells if row in shown] == shown

    choose_next(page, "How it is taken")
    press(page, "button", "Show")
    expect(page).to_have_title(re.compile("^Error: "))
    said = page.get_by_text("Choose at most two filters: Site, Age, How it is taken")
    expect(said.first).to_be_visible()
    assert on_the_page(page) == []
    expect(page.get_by_label("Site", exact=True)).to_have_value(re.compile(r"\d+"))


@pytest.mark.parametrize("source", ["self_check", "intake"])
def test_every_chart_and_table_can_be_seen_heard_and_read(
    numbers, sit: Callable[..., Page], source: str
):
    page = sit(ANALYST)
    found: list[str] = []
    scrolled = links = 0
    for address in ADDRESSES:
        page.goto(f"{address}?source={source}")
        for chart in page.evaluate(CHARTS):
            assert chart["role"] == "img"
            assert len(list(filter(None, chart["words"]))) == 2
            # Where a share is missing, the chart says why, and the table may have a dash.
            assert set(chart["numbers"]) - NO_NUMBER <= set(chart["cells"])
            assert not NO_NUMBER & set(chart["numbers"]) or NO_NUMBER & set(chart["cells"])
        hrefs = page.locator("main [href]").evaluate_all("all => all.map(one => one.href)")
        links += len(hrefs)
        assert {href for href in hrefs if "/stats/" not in href} == set()
        every = page.locator("[href]").evaluate_all("all => all.map(one => one.pathname || '')")
        assert not [href for href in every if re.search("client|screening|record|queue", href)]
        if source == "self_check" or address in ADDRESSES[:1]:
            looks = LOOKS if source == "self_check" and address in OF_EACH_KIND else FEWER
            found += [f"{address} {fault}" for fault in faults_of(page, looks)]
        page.set_viewport_size({"width": 320, "height": 640})
        boxes = page.evaluate(BOXES)
        assert all(how == "auto" and tab == 0 for wide, how, tab in boxes if wide)
        scrolled += sum(wide for wide, _, _ in boxes)
    assert not found, "\n".join(found)
    assert scrolled > 5
    assert links > 50


def test_all_of_it_is_on_the_paper_in_black_and_white(numbers, sit: Callable[..., Page]):
    page = sit(ANALYST, color_scheme="dark")
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    for address in ADDRESSES:
        page.goto(address)
        assert of_width(page) == []
        assert page.evaluate(CUT_ON_PAPER) == []
        for useless in ("form.filters", "nav", ".actions", "header"):
            assert not [one for one in page.locator(useless).all() if one.is_visible()]
        expect(page.locator(".stats-about")).to_contain_text("Self-check, version 1")
        expect(page.get_by_text("The instrument is not validated.").first).to_be_visible()
        colours = page.locator("main :is(p, td, th, text, li)").evaluate_all(
            "all => [...new Set(all.map(one => getComputedStyle(one).color))]"
        )
        assert colours == ["rgb(0, 0, 0)"]


def test_an_administrator_may_look_and_others_see_no_number(numbers, sit: Callable[..., Page]):
    page = sit(ADMINISTRATOR)
    page.goto("/stats/")
    heading(page, "Overview")
    assert A_NUMBER_OF_PEOPLE.search(page.locator("body").inner_text())
    for role in (INTAKE, CLINICIAN, AUDITOR):
        page = sit(role)
        for address in ADDRESSES:
            answer = page.goto(address)
            assert answer
            assert answer.status == 403
            assert not A_NUMBER_OF_PEOPLE.search(page.content())
            assert page.locator("table, .stats-chart").count() == 0


def test_an_empty_installation_says_what_will_be_here(transactional_db, sit: Callable[..., Page]):
    page = sit(ANALYST)
    page.goto("/stats/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Statistics")
    expect(page.get_by_text("Nothing is shown yet").first).to_be_visible()
    expect(page.locator(".stats-chart, table, form.filters")).to_have_count(0)
    found = faults_of(page, LOOKS)
    assert not found, "\n".join(found)
