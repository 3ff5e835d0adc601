"""What the release knows of its readers: always true, and never less than what trying out shows."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.stats.attack import Sums, first_known, narrow
from screening.stats.blame import LEAST_CANDIDATES
from screening.stats.disclosure import HIDDEN, WITHHELD, Rules, interval, release
from screening.stats.withholding import released, sums_of_counts, withhold

RULES = Rules()
ONE_WHOLE = Sums([(0, (1, 2, 3, 4, 5))], [], [])
TRIED = settings(derandomize=True, deadline=None, max_examples=150)

NAMES = ("all", "asked", "some", "others", "one", "other", "pair")
WHOLES = (("asked", ("some", "others")),)
WITHIN = (
    ("asked", "all"),
    ("one", "asked"),
    ("other", "all"),
    ("pair", "one"),
    ("pair", "other"),
)
BOTH = (("pair", "one", "other"),)
SUMS = Sums(sums_of_counts(NAMES, WHOLES, WITHIN, BOTH), [(2, (0, 1))], [(0, (1, 2)), (0, (3, 4))])


@st.composite
def small_systems(draw):
    """Invent people who are in one of two months, and in one group of each of two kinds."""
    exact = np.zeros((len(NAMES), 3, 5), dtype=np.int64)
    for month, kind, other_kind in product((0, 1), (1, 2), (3, 4)):
        people = draw(st.integers(0, 40))
        asked = draw(st.integers(0, people))
        some, one = draw(st.integers(0, asked)), draw(st.integers(0, asked))
        pair, rest = draw(st.integers(0, one)), draw(st.integers(0, people - one))
        counts = np.array([people, asked, some, asked - some, one, pair + rest, pair])
        for period, group in product((month, 2), (0, kind, other_kind)):
            exact[:, period, group] += counts
    return exact


def known_of(exact, shown):
    rests = 1 + max(part for _, parts in SUMS.counts for part in parts) - len(NAMES)
    known = first_known(shown, rests, RULES, 2 * int(exact.max(initial=10)) + 1)
    narrow(known, SUMS)
    return known


@TRIED
@given(small_systems())
def test_what_is_worked_out_is_true(exact):
    for shown in (released(exact, RULES), withhold(exact, SUMS, RULES)):
        known = known_of(exact, shown)
        assert (known.low[: len(NAMES)] <= exact).all()
        assert (exact <= known.high[: len(NAMES)]).all()


@TRIED
@given(small_systems())
def test_nothing_hidden_is_narrowed_to_fewer_than_three_values(exact):
    shown = withhold(exact, SUMS, RULES)
    known = known_of(exact, shown)
    width = known.high - known.low + 1
    assert (width[: len(NAMES)][exact <= 10] >= LEAST_CANDIDATES).all()
    same = released(exact, RULES)
    assert ((shown == same) | ((shown == WITHHELD) & (same != HIDDEN))).all()


def test_four_parts_that_are_rounded_up_give_a_fifth_away_unless_one_is_withheld():
    exact = np.array([62, 13, 18, 13, 18, 0]).reshape(6, 1, 1)
    alone = released(exact, RULES)
    assert alone.ravel().tolist() == [60, 15, 20, 15, 20, HIDDEN]
    known = first_known(alone, 0, RULES, 200)
    narrow(known, ONE_WHOLE)
    assert known.high.ravel()[-1] == 0
    assert withhold(exact, ONE_WHOLE, RULES).ravel().tolist() == [60, WITHHELD, 20, 15, 20, HIDDEN]


@TRIED
@given(st.lists(st.integers(0, 16), min_size=2, max_size=3))
def test_one_sum_is_narrowed_as_far_as_trying_out_every_count_shows(parts):
    exact = np.array([sum(parts), *parts]).reshape(-1, 1, 1)
    shown = released(exact, RULES)
    known = first_known(shown, 0, RULES, 200)
    narrow(known, Sums([(0, tuple(range(1, len(exact))))], [], []))
    possible = [
        (sum(some), *some)
        for some in product(*(_meant(release(part, RULES)) for part in parts))
        if sum(some) in _meant(release(sum(parts), RULES))
    ]
    each = list(zip(*possible, strict=True))
    assert known.low.ravel().tolist() == [min(values) for values in each]
    assert known.high.ravel().tolist() == [max(values) for values in each]


def _meant(shown: int) -> range:
    lowest, highest = interval(shown, RULES)
    return range(lowest, int(highest) + 1)


def test_a_rest_that_nobody_is_shown_is_not_given_away_either():
    """Of 11 or 12 people 11 or 12 have the sign: at most one has not."""
    sums = Sums(sums_of_counts(("all", "sign"), (), [("sign", "all")], ()), [], [])
    shown = withhold(np.array([12, 12]).reshape(2, 1, 1), sums, RULES)
    assert WITHHELD in shown


def test_everybody_is_shown_where_a_smaller_group_can_be_withheld():
    sums = Sums([], [], [(0, (1, 2, 3))])
    shown = withhold(np.array([32, 13, 18, 1]).reshape(1, 1, 4), sums, RULES)
    assert shown.ravel().tolist() == [30, WITHHELD, 20, HIDDEN]


@pytest.mark.parametrize("exact", [[10, 4, 7], [5, 6, 0]])
def test_counts_that_do_not_add_up_are_refused(exact):
    with pytest.raises(ValueError, match="is not the sum"):
        withhold(np.array(exact).reshape(3, 1, 1), Sums([(0, (1, 2))], [], []), RULES)


def test_more_than_there_are_is_refused():
    sums = Sums(sums_of_counts(("all", "sign"), (), [("sign", "all")], ()), [], [])
    with pytest.raises(ValueError, match="part of"):
        withhold(np.array([3, 4]).reshape(2, 1, 1), sums, RULES)


def test_where_there_is_nothing_nothing_is_shown():
    assert withhold(np.zeros((7, 0, 5), dtype=int), Sums(SUMS.counts, [], []), RULES).size == 0
    assert (withhold(np.zeros((7, 3, 5), dtype=int), SUMS, RULES) == HIDDEN).all()
