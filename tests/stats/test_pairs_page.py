"""The page of pairs: every number is an independent recount's, and no small one is there."""

from itertools import combinations

import pytest

from screening.stats.pages.pairs import DRAWN, LISTED, build
from screening.stats.report import Count, Share
from tests.instrument.answer_sets import QUESTIONS
from tests.stats.seen import (
    HIDDEN,
    SIGNS,
    WITHHELD,
    a_look,
    a_look_at,
    numbers,
    part,
    people,
    recount,
    shown,
    there,
)

SEEDS = [1, 2, 3]
ALL_PAIRS = len(list(combinations(SIGNS, 2)))


def named(words: object) -> str:
    """Find the sign that these words are about."""
    return next(
        name for name in SIGNS if str(words).lower().startswith(QUESTIONS[name].short.lower())
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_each_pair_is_counted_as_it_was_given(seed):
    answer_sets = people(seed, 700)
    having = {
        name: {i for i, one in enumerate(answer_sets) if name in there(one)} for name in SIGNS
    }
    found = part(build(a_look_at(recount(seed, 700))), "pairs")
    often = [len(having[one] & having[other]) for one, other in combinations(SIGNS, 2)]
    expected = sorted((shown(n) for n in often if n > 10), reverse=True)
    assert len(expected) > LISTED
    assert [row[2].value for row in found.table.rows] == expected[:LISTED]
    for first, second, both, of_first, of_second in found.table.rows:
        one, other = having[named(first)], having[named(second)]
        assert both == Count(shown(len(one & other)))
        assert of_first == Share(both.value, shown(len(one)))
        assert of_second == Share(both.value, shown(len(other)))
    assert [value.value for value in found.chart.series[0].values] == expected[:DRAWN]
    assert f"{len(expected) - LISTED} more" in " ".join(found.text)
    assert f"{ALL_PAIRS - len(expected)} are not listed" in " ".join(found.text)


def test_a_pair_by_hand():
    look = a_look(
        {
            "all": 100,
            "sign.ef_drowsy": 50,
            "sign.ef_slurred": 25,
            "pair.ef_drowsy.ef_slurred": 20,
            "pair.ef_drowsy.ef_mood": WITHHELD,
        }
    )
    found = part(build(look), "pairs")
    assert found.table.rows == [
        (
            "Drowsy, dizzy or confused",
            "Slurred speech, or unsteady",
            Count(20),
            Share(20, 50),
            Share(20, 25),
        )
    ]
    said = " ".join(found.text)
    assert f"{ALL_PAIRS - 2} are not listed because each came 10 times or fewer." in said
    assert "1 is not shown" in said


def test_a_sign_that_is_withheld_gives_no_share():
    look = a_look({"sign.ef_drowsy": WITHHELD, "pair.ef_drowsy.ef_slurred": 20})
    row = part(build(look), "pairs").table.rows[0]
    assert row[2:] == (Count(20), Share(20, WITHHELD), Share(20, HIDDEN))


def test_without_pairs_there_is_no_picture():
    found = part(build(a_look({})), "pairs")
    assert (found.table.rows, found.chart) == ([], None)
    assert f"{ALL_PAIRS} are not listed" in " ".join(found.text)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_number_is_small_or_exact(seed):
    found = set(numbers(build(a_look_at(recount(seed))).parts))
    assert max(found) > 20
    assert all(number >= 10 and number % 5 == 0 for number in found)
