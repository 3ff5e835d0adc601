"""Which periods and groups are published, what they are called, and what adds up to what."""

from datetime import date

import pytest

from screening.instrument.baclofen import CURRENT
from screening.stats import groups
from screening.stats.periods import month_after, months_of, published_periods, sums

FILTERS = groups.values(CURRENT, ["1", "7"], ["en", "es"])


@pytest.mark.parametrize(
    ("period", "first", "count"),
    [
        ("2027-03", date(2027, 3, 1), 1),
        ("2027-Q1", date(2027, 1, 1), 3),
        ("2027-Q4", date(2027, 10, 1), 3),
        ("2027", date(2027, 1, 1), 12),
    ],
)
def test_a_period_is_whole_months(period, first, count):
    assert months_of(period) == tuple(month_after(first, later) for later in range(count))


@pytest.mark.parametrize(
    "text", ["", "27", "2027-", "2027-Q5", "2027-13", "2027-3", "2027-Q", "2027-03-01", "２０２７"]
)
def test_anything_else_is_not_a_period(text):
    with pytest.raises(ValueError, match=r"."):
        months_of(text)


def test_quarters_and_years_are_published_when_all_their_months_are():
    periods = published_periods(date(2026, 11, 1), date(2028, 1, 1))
    assert [one for one in periods if len(one) != len("2027-03") or "Q" in one] == [
        "2027-Q1",
        "2027-Q2",
        "2027-Q3",
        "2027-Q4",
        "2027",
    ]
    assert len(periods) == 15 + 4 + 1
    assert published_periods(date(2027, 2, 1), date(2027, 1, 1)) == []


def test_a_year_adds_up_from_quarters_and_from_months():
    found = sums(published_periods(date(2027, 1, 1), date(2027, 12, 1)))
    assert len(found) == 4 + 2
    assert ("2027", ("2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4")) in found
    assert ("2027-Q2", ("2027-04", "2027-05", "2027-06")) in found


def test_a_group_is_written_in_one_way_and_read_again():
    text = groups.group_text({"route": "pump", "age": "65_plus"})
    assert text == "age=65_plus,route=pump"
    assert groups.parse(text) == {"age": "65_plus", "route": "pump"}
    assert groups.parse(groups.EVERYBODY) == {}


@pytest.mark.parametrize("text", ["age", "age=", "route=pump,age=65_plus", "name=x", ","])
def test_anything_else_is_not_a_group(text):
    with pytest.raises(ValueError, match="is not a group"):
        groups.parse(text)


def test_nobody_is_looked_for_where_nobody_can_be():
    assert "under_18" not in FILTERS["age"]
    assert set(groups.values(CURRENT, ["1"], ["en"])) == {"age", "route"}


def test_there_are_at_most_two_filters_at_a_time():
    of = [groups.parse(text) for text in groups.groups(FILTERS)]
    assert max(map(len, of)) == groups.MOST_FILTERS
    assert len(of) == 1 + (2 + 2 + 3 + 5) + (2 * 2 + 2 * 2 * 8 + 3 * 5)
    assert len({groups.group_text(one) for one in of}) == len(of)


def test_every_group_is_the_sum_of_each_further_filter():
    found = groups.sums(FILTERS)
    assert ("", ("site=1", "site=7")) in found
    assert ("site=7", ("site=7,language=en", "site=7,language=es")) in found
    assert len(found) == 4 + 12 * 3
