"""What may be shown of a count by itself: the rules, their floors, and what a number says."""

from math import inf

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from config import env
from screening.stats.disclosure import (
    HIDDEN,
    WITHHELD,
    Rules,
    coefficient,
    interval,
    release,
    share,
)
from screening.stats.words import rules

USUAL = Rules()
COUNTS = st.integers(0, 20_000_000)
ALL_RULES = st.builds(Rules, hide_up_to=st.integers(10, 200), round_to=st.integers(5, 20))


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, HIDDEN),
        (1, HIDDEN),
        (10, HIDDEN),
        (11, 10),
        (12, 10),
        (13, 15),
        (17, 15),
        (18, 20),
        (1_234, 1_235),
        (9_999_998, 10_000_000),
    ],
)
def test_few_and_none_are_hidden_alike_and_all_others_are_rounded(count, shown):
    assert release(count, USUAL) == shown


def test_a_count_between_two_numbers_is_rounded_up():
    assert release(25, Rules(round_to=10)) == 30


@given(COUNTS, ALL_RULES)
def test_what_a_number_says_holds_and_is_no_closer_than_it_is_rounded(count, rules):
    shown = release(count, rules)
    lowest, highest = interval(shown, rules)
    assert lowest <= count <= highest
    assert {release(lowest, rules), release(int(highest), rules)} == {shown}
    assert lowest == 0 or release(lowest - 1, rules) != shown
    assert release(int(highest) + 1, rules) != shown


@given(COUNTS, COUNTS, ALL_RULES)
def test_of_two_counts_the_larger_is_never_shown_as_less(one, other, rules):
    assert release(min(one, other), rules) <= release(max(one, other), rules)


def test_of_a_number_that_is_withheld_is_known_that_it_is_more_than_a_few():
    assert interval(WITHHELD, USUAL) == (11, inf)


@pytest.mark.parametrize("number", [-3, 0, 5, 12])
def test_a_number_that_is_never_shown_says_nothing(number):
    with pytest.raises(ValueError, match="No count is shown as"):
        interval(number, USUAL)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (10, 20, 50),
        (15, 40, 38),
        (20, 20, 100),
        (25, 20, 100),
        (10, 15, None),
        (HIDDEN, 100, None),
        (WITHHELD, 100, None),
        (20, HIDDEN, None),
        (20, WITHHELD, None),
    ],
)
def test_a_share_is_of_shown_numbers_and_of_enough(part, whole, percent):
    assert share(part, whole, USUAL) == percent


@given(COUNTS, COUNTS)
def test_a_share_says_no_more_than_its_two_numbers(one, other):
    part, whole = sorted((one, other))
    percent = share(release(part, USUAL), release(whole, USUAL), USUAL)
    assert percent is None or 0 <= percent <= 100


@pytest.mark.parametrize(
    ("complete", "shown"),
    [(HIDDEN, None), (WITHHELD, None), (45, None), (50, None), (55, 0.67), (1_000, 0.67)],
)
def test_a_coefficient_needs_fifty_at_the_least_and_has_two_decimals(complete, shown):
    assert coefficient(2 / 3, complete, USUAL) == shown


@pytest.mark.parametrize(
    "lowered",
    [
        {"hide_up_to": 9},
        {"round_to": 4},
        {"round_to": 1},
        {"round_to": 21},
        {"shares_from": 19},
        {"coefficients_from": 49},
    ],
)
def test_no_rule_can_be_lowered(lowered):
    with pytest.raises(ValueError, match="must be"):
        Rules(**lowered)


@pytest.mark.parametrize(
    ("name", "lowest"),
    [
        ("STATISTICS_HIDE_UP_TO", 10),
        ("STATISTICS_ROUND_TO", 5),
        ("STATISTICS_SHARES_FROM", 20),
        ("STATISTICS_COEFFICIENTS_FROM", 50),
    ],
)
def test_settings_can_be_raised_only(name, lowest, settings, monkeypatch):
    assert getattr(settings, name) == lowest
    setattr(settings, name, lowest - 1)
    with pytest.raises(ValueError, match="must be"):
        rules()
    monkeypatch.setenv(name, str(lowest - 1))
    with pytest.raises(ImproperlyConfigured, match=name):
        env.whole_number(name, lowest, least=lowest, most=1000)


def test_the_rules_are_those_of_the_settings(settings):
    settings.STATISTICS_HIDE_UP_TO = 20
    settings.STATISTICS_SHARES_FROM = 60
    assert rules() == Rules(hide_up_to=20, shares_from=60)
