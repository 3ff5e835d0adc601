"""An attack on everything that is published at once, over every filter combination.

The attacker shares no code with the release, and knows a few things more than it.
"""

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


@pytest.mark.parametrize(
    ("screenings", "months", "seed"),
    [(60, 2, 3), (60, 3, 5), (200, 2, 1), (200, 3, 4), (1_000, 3, 1)],
)
def test_no_hidden_count_is_recovered(screenings, months, seed):
    one = kept(screenings, months, seed)
    shown = withhold(one.exact, one.sums, RULES)
    assert (shown > 0).any()
    assert recovered(one, shown) == []


def test_without_rounding_hidden_counts_are_recovered():
    one = kept(60, 2, 3)
    assert len(recovered(one, released(one.exact, unrounded()), round_to=1)) > 1_000


@pytest.mark.parametrize(("screenings", "months", "seed"), [(60, 3, 5), (200, 2, 1)])
def test_rounding_alone_does_not_hide(screenings, months, seed):
    one = kept(screenings, months, seed)
    assert recovered(one, released(one.exact, RULES))


@pytest.mark.parametrize(("screenings", "months", "seed"), [(60, 3, 5), (200, 3, 4), (1_000, 3, 1)])
def test_little_is_withheld(screenings, months, seed):
    one = kept(screenings, months, seed)
    shown = withhold(one.exact, one.sums, RULES)
    numbers = (released(one.exact, RULES) != HIDDEN).sum()
    assert (shown == WITHHELD).sum() <= 0.1 * numbers
    assert ((shown == HIDDEN) == (one.exact <= RULES.hide_up_to)).all()
