"""The chart is pure: every point stands in its row, and time goes on from one to the next."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.intake.records.chart import Level, Series, chart

START = datetime(2027, 3, 1, 12, tzinfo=UTC)
seconds = st.lists(st.integers(0, 10**8), min_size=1, max_size=30).map(sorted)


def laid_out(after, values=None, highest=16, levels=(), versions=None):
    values = [0] * len(after) if values is None else values
    series = Series("Score", highest, levels, values, ["full"] * len(values))
    return chart(
        [START + timedelta(seconds=one) for one in after],
        [series, series],
        versions=versions or ["Version 1"] * len(after),
        dates=[str(one) for one in after],
    )


@given(st.data(), seconds)
def test_points_stand_inside_their_row_and_in_order_of_time(data, after):
    known = st.none() | st.integers(0, 16)
    values = data.draw(st.lists(known, min_size=len(after), max_size=len(after)))

    made = laid_out(after, values)

    for row in made.rows:
        assert len(row.points) == sum(value is not None for value in values)
        assert [point.x for point in row.points] == sorted(point.x for point in row.points)
        assert all(made.left < point.x < made.right for point in row.points)
        assert all(row.top <= point.y <= row.bottom for point in row.points)
        assert row.bottom < made.axis < made.height
    assert made.rows[0].bottom < made.rows[1].top


@given(st.lists(st.integers(0, 16), min_size=2, max_size=2))
def test_a_higher_score_never_stands_lower(values):
    low, high = sorted(values)

    points = laid_out([0, 1], [low, high]).rows[0].points

    assert points[1].y <= points[0].y


def test_time_is_true_to_scale():
    first, second, third = laid_out([0, 250, 1000]).rows[0].points

    assert (second.x - first.x) / (third.x - first.x) == pytest.approx(0.25, abs=0.002)


@given(seconds)
def test_dates_never_lie_on_each_other_and_the_first_is_there(after):
    ticks = laid_out(after).ticks

    assert ticks[0].name == str(after[0])
    assert all(b.at - a.at >= 110 for a, b in pairwise(ticks))


@given(st.lists(st.integers(0, 16), min_size=1, max_size=5, unique=True).map(sorted))
def test_labels_of_levels_never_lie_on_each_other(values):
    levels = [Level(value, str(value)) for value in values]

    placed = laid_out([0], levels=levels).rows[0].levels

    assert [line.name for line in placed] == [str(value) for value in values]
    assert all(a.label_at - b.label_at >= 14 for a, b in pairwise(placed))


def test_another_version_is_marked_where_it_begins():
    made = laid_out([0, 100, 200, 300], versions=["1", "1", "2", "2"])

    assert [(line.at, line.name) for line in made.versions] == [(made.rows[0].points[2].x, "2")]


def test_the_first_version_is_no_change():
    assert laid_out([0, 100], versions=["1", "1"]).versions == ()


@pytest.mark.parametrize("after", [[], [5, 3]])
def test_no_moment_or_the_wrong_order_is_refused(after):
    with pytest.raises(ValueError, match="order of time"):
        laid_out(after)
