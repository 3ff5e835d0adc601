"""How well the items of a checklist go together, from sums over those who answered all of them.

Pure. Everything follows from how many they are, the sum of the points of each item, and the sum of
the products of the points of each two; so no single answer is needed. Coefficients are those of
classical test theory: Cronbach, Psychometrika 16 (1951), 297-334, and the item-total correlation
corrected for overlap, as in Nunnally and Bernstein, Psychometric Theory, 3rd edition (1994).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import sqrt

from screening.instrument.schema import Instrument
from screening.rollups.signs import items
from screening.stats.disclosure import ITEMS_FROM, Rules, coefficient


@dataclass(frozen=True, slots=True)
class Complete:
    """What the complete answers to a checklist add up to.

    `count` people; `sums` of the points of each item, and `products` of the points of each two
    items, each item with itself included, in either order.
    """

    count: int
    sums: Mapping[str, int]
    products: Mapping[tuple[str, str], int]

    def covariance(self, one: str, other: str) -> int:
        """Return the covariance of two items times the square of the count: a whole number."""
        product = self.products.get((one, other))
        if product is None:
            product = self.products[other, one]
        return self.count * product - self.sums[one] * self.sums[other]

    def variance_of_sum(self, names: Sequence[str]) -> int:
        """Return the variance of the sum of these items, in the same unit."""
        return sum(self.covariance(one, other) for one in names for other in names)


def alpha(complete: Complete, names: Sequence[str]) -> float | None:
    """Return Cronbach's alpha of these items: k / (k - 1) * (1 - sum of variances / of the sum).

    None where it is undefined: fewer than two items, or the same score for everybody.
    """
    whole = complete.variance_of_sum(names)
    if len(names) < 2 or whole <= 0:
        return None
    each = sum(complete.covariance(name, name) for name in names)
    return len(names) / (len(names) - 1) * (1 - each / whole)


def item_rest(complete: Complete, names: Sequence[str], item: str) -> float | None:
    """Return the correlation of an item with the sum of all others, from -1 to 1.

    None where it is undefined: the item, or all the others together, is the same for everybody.
    """
    others = [name for name in names if name != item]
    own, rest = complete.covariance(item, item), complete.variance_of_sum(others)
    if own <= 0 or rest <= 0:
        return None
    together = sum(complete.covariance(item, other) for other in others)
    return together / (sqrt(own) * sqrt(rest))


def published(
    counts: Mapping[str, int],
    shown: Mapping[str, int],
    instrument: Instrument,
    rules: Rules,
    *,
    everybody: bool = True,
) -> dict[str, float]:
    """Return the coefficients that may be shown of one group in one period, by name.

    In: exact counts and sums by their names in `screening.rollups.figures.layout`, and the counts
    as they are shown; whether the group is of everybody.
    Out: "alpha.<checklist>", "alpha_without.<checklist>.<item>" and
    "item_rest.<checklist>.<item>", two decimals. What is undefined, or of too few, is not in it,
    and nothing of an item in which only a few people may differ from all others: that there is
    no coefficient would say that they are none. Of a checklist of few items there is alpha only,
    and of a group that is filtered nothing: each measure is one more equation about hidden pairs.
    """
    found: dict[str, float] = {}
    if not everybody:
        return found
    for checklist in instrument.checklists:
        most = {
            item.question: max(points for _, points in item.points)
            for item in items(checklist, instrument)
        }
        complete = _complete(counts, checklist.id, tuple(most))
        differ = [
            name
            for name in most
            # Were they so few, the variance would be no more than this.
            if complete.covariance(name, name) > complete.count * rules.hide_up_to * most[name] ** 2
        ]
        for name, value in _of_checklist(complete, checklist.id, tuple(most), differ):
            number = shown[f"complete.{checklist.id}"]
            if value is not None and (known := coefficient(value, number, rules)) is not None:
                found[name] = known
    return found


def _of_checklist(
    complete: Complete, checklist: str, names: Sequence[str], differ: Sequence[str]
) -> Iterator[tuple[str, float | None]]:
    if differ:
        yield f"alpha.{checklist}", alpha(complete, names)
    for item in differ if len(names) >= ITEMS_FROM else ():
        without = [name for name in names if name != item]
        yield f"alpha_without.{checklist}.{item}", alpha(complete, without)
        yield f"item_rest.{checklist}.{item}", item_rest(complete, names, item)


def _complete(counts: Mapping[str, int], checklist: str, names: Sequence[str]) -> Complete:
    return Complete(
        counts[f"complete.{checklist}"],
        {name: counts[f"sum.{checklist}.{name}"] for name in names},
        {
            (one, other): counts[f"product.{checklist}.{one}.{other}"]
            for one, other in combinations_with_replacement(names, 2)
        },
    )
