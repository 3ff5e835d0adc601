"""Groups of people who are alike in what can be filtered by: at most two filters at a time.

Pure. A group is written "" for everybody, "age=65_plus", or "age=65_plus,route=pump".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, product
from typing import Final

from screening.instrument.engine import left
from screening.instrument.schema import Instrument

FILTERS: Final = ("site", "language", "age", "route")
"""What can be filtered by, in the order in which it is written."""

MOST_FILTERS: Final = 2

EVERYBODY: Final = ""


def group_text(chosen: Mapping[str, str]) -> str:
    """Write a group. In: the value of each filter that is used. Raises KeyError for others."""
    places = {name: place for place, name in enumerate(FILTERS)}
    in_order = sorted(chosen, key=lambda name: places[name])
    return ",".join(f"{name}={chosen[name]}" for name in in_order)


def parse(text: str) -> dict[str, str]:
    """Read a group, the reverse of `group_text`. Raises ValueError for what is not one."""
    chosen = dict(part.partition("=")[::2] for part in text.split(",")) if text else {}
    if not set(chosen) <= set(FILTERS) or not all(chosen.values()) or group_text(chosen) != text:
        raise ValueError(f"{text!r} is not a group.")
    return chosen


def values(
    instrument: Instrument, sites: Sequence[str], languages: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """List the values of each filter by which people can be told apart.

    In: the sites and languages that there are. An answer with which the check is left is no
    value: nobody with it is counted, and everybody knows that.
    """
    found = {"site": tuple(sites), "language": tuple(languages)}
    for question in instrument.questions:
        if question.id in FILTERS:
            codes = (option.code for option in question.options)
            found[question.id] = tuple(
                code for code in codes if not left({question.id: code}, instrument)
            )
    return {name: found[name] for name in FILTERS if len(found.get(name, ())) > 1}


def groups(filters: Mapping[str, Sequence[str]]) -> list[str]:
    """List every group: everybody, then by one filter, then by two. In: `values`."""
    return [
        group_text(dict(zip(names, chosen, strict=True)))
        for count in range(MOST_FILTERS + 1)
        for names in combinations(filters, count)
        for chosen in product(*(filters[name] for name in names))
    ]


def sums(filters: Mapping[str, Sequence[str]]) -> list[tuple[str, tuple[str, ...]]]:
    """List which groups add up to which: (whole, its parts). In: `values`."""
    return [
        (whole, tuple(group_text({**chosen, name: value}) for value in filters[name]))
        for whole in groups(filters)
        if len(chosen := parse(whole)) < MOST_FILTERS
        for name in filters
        if name not in chosen
    ]
