"""Where people stop: the difference of two rounded numbers, where it cannot be a small one."""

from itertools import pairwise

import pytest

from screening.instrument.baclofen import CURRENT
from screening.instrument.pages import answered, pages_of, reached
from screening.models import Published
from screening.stats.disclosure import HIDDEN, WITHHELD
from screening.stats.pages.giving_up import build
from screening.stats.queries import REACHED, Look, Released
from screening.stats.report import Count, Share
from screening.stats.steps import steps
from screening.stats.tables import in_words
from tests.stats.seen import part

SECOND = pages_of(CURRENT)[1]


def row(came: int, went_on: int) -> tuple[str, ...]:
    """Return what stands in the row of the second page, in words."""
    counts = {reached(SECOND): came, answered(SECOND): went_on}
    key = ("self_check", CURRENT.version, "2027-03", "")
    published = Published(counts=[counts.get(step.name, 500) for step in steps(CURRENT)])
    look = Look(*key[:3], {}, Released({}, {}, {}), {(REACHED, *key[1:]): published})
    found = part(build(look), "pages").table.rows[1]
    assert found[1:3] == (Count(came), Count(went_on))
    assert isinstance(found[4], Share)
    return tuple(in_words(cell) for cell in found[3:])


@pytest.mark.parametrize(
    ("came", "went_on", "expected"),
    [
        (100, 80, ("20", "20%")),
        (1_500, 100, ("1,400", "93%")),
        (100, 85, ("–", "–")),
        (100, 90, ("–", "–")),
        (100, 100, ("–", "–")),
        (100, HIDDEN, ("–", "–")),
        (100, WITHHELD, ("–", "–")),
        (WITHHELD, 50, ("–", "–")),
        (HIDDEN, HIDDEN, ("–", "–")),
    ],
)
def test_how_many_stopped_shows_where_it_can_be_told(came, went_on, expected):
    assert row(came, went_on) == expected


@pytest.mark.parametrize(("hide_up_to", "round_to"), [(10, 5), (20, 10), (11, 7)])
def test_it_is_never_a_small_number_and_never_called_one(settings, hide_up_to, round_to):
    settings.STATISTICS_HIDE_UP_TO, settings.STATISTICS_ROUND_TO = hide_up_to, round_to
    went_on = 10 * round_to
    said = {came: row(came, went_on)[0] for came in range(went_on, went_on * 2, round_to)}
    told = [came for came, words in said.items() if words != "–"]
    assert told
    for came in told:
        # At least so many really stopped: one is rounded up, and the other down.
        fewest = (came - round_to // 2) - (went_on + (round_to - 1) // 2)
        assert fewest > hide_up_to
        assert said[came] == str(came - went_on)
    assert all(later == earlier + round_to for earlier, later in pairwise(told))
    assert not any("fewer" in words for words in said.values())
