"""An attack on everything that is published at once, over every filter combination.

The attacker shares no code with the release, and knows a few things more than it.
"""

from functools import cache

import pytest

from screening.stats.disclosure import HIDDEN, WITHHELD, Rules
from screening.stats.withholding import released, withhold
from tests.stats.attacker import Attacker
from tests.stats.releases import NAMES, Kept, kept, unrounded

RULES = Rules()


def recovered(one: Kept, shown, round_to: int = 5) -> list[tuple[tuple[str, str], str]]:
    """Attack, and list the counts shown as hidden of which one value is left.

    What the attacker believes must be true of every count.
    """
    known = Attacker(one.published(shown), one.rows(), NAMES, round_to=round_to).narrowed()
    found = []
    for period_at, period in enumerate(one.periods):
        for group_at, group in enumerate(one.groups):
            for count_at, name in enumerate(NAMES):
                low, high = known[(period, group), name]
                assert low <= one.exact[count_at, period_at, group_at] <= high
                if low == high and shown[count_at, period_at, group_at] == HIDDEN:
                    found.append(((period, group), name))
    return found


@cache
def withheld(screenings: int, months: int, seed: int):
    one = kept(screenings, months, seed)
    return withhold(one.exact, one.sums, RULES)


SPREAD = [(60, 3, 5), (200, 3, 4), (1_000, 3, 1)]
"""So many screenings, over so many months: with many counts of about ten."""


@pytest.mark.parametrize("invented", SPREAD)
def test_no_hidden_count_is_recovered(invented):
    shown = withheld(*invented)
    assert (shown > 0).any()
    assert recovered(kept(*invented), shown) == []


def test_no_hidden_count_is_recovered_from_two_releases():
    """Two months first; then, with the third, its quarter, which adds all three up."""
    one = kept(1_000, 3, 1)
    shown = one.after_two_releases(RULES)
    assert (shown[:, one.periods.index("2027-Q1"), 0] > 0).any()
    assert recovered(one, shown) == []


def test_two_releases_made_apart_do_not_hide():
    one = kept(1_000, 3, 1)
    assert recovered(one, one.after_two_releases(RULES, apart=True))


def test_without_rounding_hidden_counts_are_recovered():
    one = kept(60, 2, 3)
    assert len(recovered(one, released(one.exact, unrounded()), round_to=1)) > 1_000


@pytest.mark.parametrize("invented", [(60, 2, 3), (60, 3, 5)])
def test_rounding_alone_does_not_hide(invented):
    one = kept(*invented)
    assert recovered(one, released(one.exact, RULES))


@pytest.mark.parametrize("invented", SPREAD)
def test_little_is_withheld_and_nothing_else_is_changed(invented):
    exact, shown = kept(*invented).exact, withheld(*invented)
    alone = released(exact, RULES)
    marks = shown == WITHHELD
    assert 0 < marks.sum() <= 0.12 * (alone != HIDDEN).sum()
    assert (shown[~marks] == alone[~marks]).all()
    assert (exact[marks] > RULES.hide_up_to).all()
