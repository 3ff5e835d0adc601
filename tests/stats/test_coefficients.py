"""Coefficients from sums are those that numpy has from the single answers."""

from itertools import combinations_with_replacement

import numpy as np
import pytest

from screening.instrument.baclofen import CURRENT
from screening.rollups.signs import items
from screening.stats.coefficients import Complete, alpha, item_rest, published
from screening.stats.disclosure import HIDDEN, WITHHELD, Rules, release
from tests.stats.counting_slowly import LAYOUT

NAMES = ("one", "two", "three", "four", "five")


def of(points: np.ndarray, names=NAMES) -> Complete:
    columns = dict(zip(names, points.T.tolist(), strict=True))
    return Complete(
        len(points),
        {name: sum(column) for name, column in columns.items()},
        {
            (a, b): sum(x * y for x, y in zip(columns[a], columns[b], strict=True))
            for a, b in combinations_with_replacement(names, 2)
        },
    )


def invented(seed: int, people: int = 80) -> np.ndarray:
    random = np.random.default_rng(seed)
    how_much = random.normal(size=(people, 1))
    return np.clip(np.rint(how_much + random.normal(size=(people, len(NAMES)))), 0, 2).astype(int)


@pytest.mark.parametrize("seed", range(20))
def test_alpha_is_that_of_the_covariances(seed):
    points = invented(seed)
    covariances = np.cov(points, rowvar=False)
    k = len(NAMES)
    expected = k / (k - 1) * (1 - np.trace(covariances) / covariances.sum())
    assert alpha(of(points), NAMES) == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(20))
def test_alpha_without_an_item_is_that_of_the_others(seed):
    points = invented(seed)
    assert alpha(of(points), NAMES[1:]) == pytest.approx(
        alpha(of(points[:, 1:], NAMES[1:]), NAMES[1:])
    )


@pytest.mark.parametrize("seed", range(20))
def test_an_item_is_correlated_with_the_rest_without_itself(seed):
    points = invented(seed)
    for place, name in enumerate(NAMES):
        rest = np.delete(points, place, axis=1).sum(axis=1)
        expected = np.corrcoef(points[:, place], rest)[0, 1]
        assert item_rest(of(points), NAMES, name) == pytest.approx(expected)


def test_where_all_answer_alike_nothing_is_defined():
    same = of(np.ones((60, len(NAMES)), dtype=int))
    assert alpha(same, NAMES) is None
    assert item_rest(same, NAMES, "one") is None
    assert alpha(of(invented(1)), NAMES[:1]) is None
    assert alpha(of(np.zeros((0, len(NAMES)), dtype=int)), NAMES) is None


def counts_of(people: int, few: int = 0) -> tuple[dict[str, int], dict[str, int]]:
    """Count invented complete answers; to the first item of each checklist `few` have points."""
    counts = dict.fromkeys(LAYOUT.names, 0)
    random = np.random.default_rng(7)
    for checklist in CURRENT.checklists:
        names = [item.question for item in items(checklist, CURRENT)]
        points = (random.random((people, len(names))) < 0.5).astype(int) * 2
        if few:
            points[:, 0] = 0
            points[:few, 0] = 2
        complete = of(points, names)
        counts[f"complete.{checklist.id}"] = people
        counts.update({f"sum.{checklist.id}.{n}": value for n, value in complete.sums.items()})
        for (one, other), value in complete.products.items():
            counts[f"product.{checklist.id}.{one}.{other}"] = value
    shown = {name: release(counts[name], Rules()) for name in LAYOUT.names[: LAYOUT.counts]}
    return counts, shown


def test_every_checklist_has_its_coefficients_and_every_item_of_a_long_one():
    found = published(*counts_of(400), CURRENT, Rules())
    long = [one for one in CURRENT.checklists if one.id != "tolerance"]
    all_items = [item for one in long for item in items(one, CURRENT)]
    assert len(found) == len(CURRENT.checklists) + 2 * len(all_items)
    assert [name for name in found if "tolerance" in name] == ["alpha.tolerance"]
    assert all(value == round(value, 2) for value in found.values())


def test_a_group_that_is_filtered_has_none():
    assert published(*counts_of(400), CURRENT, Rules(), everybody=False) == {}


@pytest.mark.parametrize("people", [0, 10, 49, 52])
def test_too_few_have_none(people):
    assert published(*counts_of(people), CURRENT, Rules()) == {}


@pytest.mark.parametrize("number", [HIDDEN, WITHHELD, 50])
def test_whether_there_is_one_follows_from_what_is_shown(number):
    counts, shown = counts_of(400)
    shown = {**shown, **{f"complete.{one.id}": number for one in CURRENT.checklists}}
    assert published(counts, shown, CURRENT, Rules()) == {}


@pytest.mark.parametrize("few", [1, 10])
def test_there_is_none_of_an_item_that_few_have(few):
    """That it is undefined would say that nobody has it, which is hidden."""
    found = published(*counts_of(400, few), CURRENT, Rules())
    first = next(iter(items(CURRENT.checklists[0], CURRENT))).question
    assert f"alpha.{CURRENT.checklists[0].id}" in found
    assert not [name for name in found if name.endswith(f".{first}")]


def test_rules_that_are_raised_leave_fewer():
    assert published(*counts_of(400), CURRENT, Rules(coefficients_from=500)) == {}
