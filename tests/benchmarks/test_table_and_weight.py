import pytest

from benchmarks.table import MET, NOT_MET, Row, table
from benchmarks.weight import files_of_page, files_of_stylesheet


@pytest.mark.parametrize(
    ("figure", "sort", "verdict"),
    [
        (0.45, "least", MET),
        (0.4499, "least", NOT_MET),
        (0.45, "most", MET),
        (0.4501, "most", NOT_MET),
    ],
)
def test_says_on_which_side_of_the_budget_a_figure_is(figure, sort, verdict):
    assert Row("share", figure, budget=0.45, sort=sort).verdict == verdict


def test_a_figure_without_a_budget_has_no_verdict():
    assert Row("share", 1).verdict == ""


def test_lines_up_the_columns():
    lines = table(
        [
            Row("memory", 1234.5, unit="MB", decimals=1, budget=120, sort="most", note="resident"),
            Row("assess", 30_000, budget=20_000),
        ]
    ).splitlines()

    assert len(lines) == 4
    assert "1,234.5 MB" in lines[2]
    assert "at most 120.0  NOT met  resident" in lines[2]
    assert lines[3].endswith("at least 20,000  met")
    assert lines[2].index("NOT met") == lines[3].index("met")


def test_finds_what_a_browser_loads_with_a_page():
    html = """
        <link rel="stylesheet" href="/a.css"><link rel="icon" href="/i.svg">
        <link rel="canonical" href="/not-loaded"><a href="/link">x</a>
        <script src="/s.js" defer></script><img src="/p.png" alt=""><img src="/p.png" alt="">
    """

    assert files_of_page(html) == ["/a.css", "/i.svg", "/s.js", "/p.png"]


def test_finds_what_a_stylesheet_loads():
    css = """@import "a.css"; @import url(b.css); body { background: url('c.png') }"""

    assert files_of_stylesheet(css) == ["a.css", "b.css", "c.png"]
