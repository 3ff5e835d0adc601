"""Rows as they are published, with numbers that no two counts share, so that none is mixed up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from random import Random

from screening.instrument.baclofen import CURRENT, VERSIONS
from screening.models import Publication, Published, Site
from screening.rollups.figures import layout
from screening.stats.disclosure import HIDDEN, WITHHELD
from screening.stats.groups import groups, values
from screening.stats.steps import steps

LAYOUT = layout(CURRENT, VERSIONS)
MONTHS = ("2027-01", "2027-02", "2027-03")
QUARTER = "2027-Q1"
REFRESHED = date(2027, 4, 2)
WITHOUT_A_ROW = "age=65_plus,route=both"
"""A group of which nothing is shown."""


def publish(sources: Iterable[str] = ("self_check", "intake"), *, seed: int = 1) -> None:
    """Publish three months and their quarter: for each group other numbers, some not shown."""
    random = Random(seed)
    sites = [str(number) for number in Site.objects.values_list("pk", flat=True)]
    rows = []
    for source in sources:
        there = groups(values(CURRENT, sites if source == "intake" else [], ["en"]))
        for period in (*MONTHS, QUARTER):
            rows += [
                Published(
                    source=source, version=CURRENT.version, period=period, group=group,
                    counts=numbers(random, LAYOUT.counts),
                )
                for group in there
                if group != WITHOUT_A_ROW and ("," not in group or period not in MONTHS[::2])
            ]  # fmt: skip
        Publication.objects.create(
            source=source, version=CURRENT.version, fingerprint=source, published_on=REFRESHED
        )
    if "self_check" in sources:
        rows += [
            Published(
                source="reached", version=CURRENT.version, period=period, group="",
                counts=numbers(random, len(steps(CURRENT))),
            )
            for period in (*MONTHS, QUARTER)
        ]  # fmt: skip
    Published.objects.bulk_create(rows)


def numbers(random: Random, how_many: int) -> list[int]:
    """Draw counts as they may be shown; the first one, of everybody in it, is a number."""
    start, turn = random.randrange(20, 400_000), random.randrange(how_many)
    drawn = [(start + place) * 5 for place in range(how_many)]
    counts = drawn[turn:] + drawn[:turn]
    for place in random.sample(range(1, how_many), how_many // 8):
        counts[place] = random.choice((HIDDEN, WITHHELD))
    return counts


def row(source: str, period: str = QUARTER, group: str = "") -> Published:
    """Read a row that was published."""
    return Published.objects.get(source=source, period=period, group=group)


def count(name: str, source: str, period: str = QUARTER, group: str = "") -> int:
    """Read a count as it was published."""
    return row(source, period, group).counts[LAYOUT.at[name]]
