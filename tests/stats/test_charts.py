"""Where bars and lines stand: true to the numbers, and what is not shown gives nothing away."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.stats.charts import (
    ALL,
    HEIGHT,
    LEFT,
    LINE,
    LONGEST,
    MOST_MONTHS,
    RIGHT,
    STUB,
    TOP,
    Value,
    bars,
    lines,
)

values = st.lists(st.one_of(st.none(), st.integers(0, 10**7)), min_size=1, max_size=30)


def shown(amount: int | None) -> Value:
    return Value(amount, "10 or fewer" if amount is None else f"{amount:,}")


def number(text: str) -> float:
    return float(text.removesuffix("%").removesuffix("em"))


@given(values)
def test_bars_are_as_long_as_their_numbers_and_stubs_all_alike(amounts):
    chart = bars([f"Label {at}" for at in range(len(amounts))], [("", list(map(shown, amounts)))])
    most = max((amount or 0 for amount in amounts), default=0) or 1
    for bar, amount in zip(chart.bars, amounts, strict=True):
        expected = STUB if amount is None else amount / most * LONGEST
        assert number(bar.length) == pytest.approx(expected, abs=0.006)
        assert bar.hidden == (amount is None)
        assert bar.words == shown(amount).words
    tops = [number(bar.top) for bar in chart.bars]
    assert tops == sorted(set(tops))
    assert tops[-1] < number(chart.height)


def test_shares_have_the_same_axis_whatever_they_are():
    chart = bars(["One"], [("", [shown(50)])], most=ALL)
    assert number(chart.bars[0].length) == LONGEST / 2


def test_series_stand_under_one_label_and_differ_by_pattern():
    chart = bars(["A", "B"], [("Came", [shown(9), shown(8)]), ("Left", [shown(3), shown(None)])])
    assert chart.names == ("Came", "Left")
    assert [bar.pattern for bar in chart.bars] == [0, 1, 0, 1]
    assert [bar.words for bar in chart.bars] == ["9", "3", "8", "10 or fewer"]


def test_a_long_label_is_broken_into_lines_that_fit_a_telephone():
    chart = bars(["A very fast or uneven heartbeat with sweating or shaking"], [("", [shown(1)])])
    assert len(chart.labels) == 2
    assert all(len(label.text) <= 34 for label in chart.labels)
    assert number(chart.labels[1].down) < number(chart.bars[0].top)


@given(values)
def test_lines_go_through_their_points_and_have_gaps_where_nothing_is_shown(amounts):
    months = [f"Month {at}" for at in range(len(amounts))]
    chart = lines(months, [("Some signs", list(map(shown, amounts)))])
    (line,) = chart.lines
    there = [amount for amount in amounts if amount is not None]
    assert [point.text for point in line.points] == [f"{amount:,}" for amount in there]
    pairs = pairwise(amounts)
    assert len(line.stretches) == sum(a is not None and b is not None for a, b in pairs)
    downs = [number(point.down) for point in line.points]
    top = int(chart.levels[-1].text)
    for amount, down in zip(there, downs, strict=True):
        assert down == pytest.approx(TOP + HEIGHT - amount / top * HEIGHT, abs=0.006)
    assert all(TOP <= down <= TOP + HEIGHT for down in downs)
    across = [number(point.across) for point in line.points]
    assert across == sorted(across)
    assert all(LEFT < at < RIGHT for at in across)
    assert len(chart.months) <= MOST_MONTHS
    assert chart.months[-1].text == months[-1]


@given(st.lists(st.integers(0, 100), min_size=1, max_size=6))
def test_names_of_lines_lie_beside_each_other_and_never_on_each_other(ends):
    series = [(f"Not enough answers {at}", [shown(end)]) for at, end in enumerate(ends)]
    chart = lines(["March 2027"], series, most=ALL)
    downs = sorted(number(part.down) for line in chart.lines for part in line.name)
    assert all(below - above > LINE - 0.02 for above, below in pairwise(downs))
    assert downs[-1] <= number(chart.height) + LINE
    assert len({line.style for line in chart.lines}) == len(ends)


def test_levels_are_round_numbers_up_to_the_largest():
    chart = lines(["March 2027"], [("", [shown(1_840)])])
    assert [level.text for level in chart.levels] == ["0", "500", "1000", "1500", "2000"]
    chart = lines(["March 2027"], [("", [shown(31)])], most=ALL)
    assert [level.text for level in chart.levels] == ["0%", "20%", "40%", "60%", "80%", "100%"]


def test_a_series_with_too_few_values_is_refused():
    with pytest.raises(ValueError, match="shorter"):
        bars(["A", "B"], [("", [shown(1)])])
    with pytest.raises(ValueError, match="shorter"):
        lines(["A", "B"], [("", [shown(1)])])
