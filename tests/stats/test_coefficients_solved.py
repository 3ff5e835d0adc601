"""A reader who solves the published measures of a short checklist for the pairs that are hidden."""

from collections.abc import Iterator, Mapping
from itertools import combinations, combinations_with_replacement, product

import numpy as np
import pytest

from screening.instrument.baclofen import CURRENT
from screening.stats.coefficients import published
from screening.stats.disclosure import HIDDEN, Rules, interval, release
from tests.stats.counting_slowly import LAYOUT

ITEMS = ("to_less_effect", "to_need_more", "to_raised")
PAIRS = tuple(combinations(range(len(ITEMS)), 2))
RULES = Rules()
FEWEST = 3


def answered(seed: int) -> np.ndarray:
    """Invent who has which of the three: so many that there are measures, with rare pairs."""
    random = np.random.default_rng(seed)
    people = random.integers(56, 90)
    yes = random.random((people, len(ITEMS))) < random.uniform(0.25, 0.4, len(ITEMS))
    yes[yes[:, 0] & yes[:, 1] & (random.random(people) < 0.6), 1] = False
    return yes.astype(int)


def measures(yes: np.ndarray) -> dict[str, float]:
    """Return what is published of them, the counts aside."""
    counts = dict.fromkeys(LAYOUT.names, 0)
    counts["complete.tolerance"] = len(yes)
    for (one, a), (other, b) in combinations_with_replacement(enumerate(ITEMS), 2):
        counts[f"product.tolerance.{a}.{b}"] = int((yes[:, one] * yes[:, other]).sum())
        counts[f"sum.tolerance.{a}"] = int(yes[:, one].sum())
    shown = {name: release(counts[name], RULES) for name in LAYOUT.names[: LAYOUT.counts]}
    return published(counts, shown, CURRENT, RULES)


def meant(count: int) -> range:
    low, high = interval(release(count, RULES), RULES)
    return range(low, int(high) + 1)


def worked_out(n: int, sums: tuple[int, ...], pairs: tuple) -> Iterator[tuple[str, np.ndarray]]:
    """Yield every measure, for many possible pairs at once."""
    own = [n * one - one * one for one in sums]
    shared = {
        frozenset(pair): n * many - sums[pair[0]] * sums[pair[1]]
        for pair, many in zip(PAIRS, pairs, strict=True)
    }
    whole = sum(own) + 2 * sum(shared.values())
    yield "alpha.tolerance", 3 / 2 * (1 - sum(own) / whole)
    for place, item in enumerate(ITEMS):
        others = frozenset(range(len(ITEMS))) - {place}
        each = sum(own[other] for other in others)
        rest = each + 2 * shared[others]
        together = sum(shared[frozenset((place, other))] for other in others)
        yield f"alpha_without.tolerance.{item}", 2 * (1 - each / rest)
        yield f"item_rest.tolerance.{item}", together / np.sqrt(own[place] * rest)


def possible(sums: tuple[int, ...], n: int, pairs: tuple) -> np.ndarray:
    """Tell which pairs people can have at all."""
    fits = n - sum(sums) + sum(pairs) >= 0
    for pair, many in zip(PAIRS, pairs, strict=True):
        fits &= many <= min(sums[place] for place in pair)
    for place, one in enumerate(sums):
        with_it = [many for pair, many in zip(PAIRS, pairs, strict=True) if place in pair]
        without = sum(pairs) - sum(with_it)
        fits &= sum(with_it) - without <= one
    return fits


def candidates(yes: np.ndarray, known: Mapping[str, float]) -> list[set[int]]:
    """Return for each pair how many people the reader still has to think possible."""
    left: list[set[int]] = [set() for _ in PAIRS]
    exact = [int((yes[:, one] * yes[:, other]).sum()) for one, other in PAIRS]
    pairs = np.meshgrid(*(np.array(meant(many)) for many in exact), indexing="ij")
    sums_meant = product(*(meant(int(one)) for one in yes.sum(axis=0)))
    for sums, n in product(sums_meant, meant(len(yes))):
        fits = possible(sums, n, pairs)
        with np.errstate(all="ignore"):
            for name, values in worked_out(n, sums, pairs):
                if name in known:
                    fits &= np.abs(values - known[name]) < 0.0051
        for found, many in zip(left, pairs, strict=True):
            found.update(many[fits].tolist())
    return left


@pytest.mark.parametrize("seed", range(8))
def test_hidden_pairs_of_a_short_checklist_are_not_solved(seed):
    yes = answered(seed)
    known = measures(yes)
    assert "alpha.tolerance" in known
    counted = [int((yes[:, one] * yes[:, other]).sum()) for one, other in PAIRS]
    hidden = [place for place, many in enumerate(counted) if release(many, RULES) == HIDDEN]
    assert hidden
    left = candidates(yes, known)
    assert all(many in found for many, found in zip(counted, left, strict=True))
    assert min(len(left[place]) for place in hidden) >= FEWEST


def test_where_single_items_are_measured_as_well_they_are(monkeypatch):
    """That is what the rule is for: else this reader would prove nothing."""
    monkeypatch.setattr("screening.stats.coefficients.ITEMS_FROM", 1)
    fewest = [min(map(len, candidates(yes, measures(yes)))) for yes in map(answered, range(4))]
    assert min(fewest) < FEWEST
