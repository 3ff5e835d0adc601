"""Invented people, an independent count of them, and a look at what may be shown of it.

Nothing here uses what the product counts, rounds and hides with.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from random import Random

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import assess
from screening.models import Published
from screening.stats.queries import Look, Released
from screening.stats.report import Part, Report
from tests.instrument.answer_sets import CALM, QUESTIONS, effective

HIDDEN, WITHHELD = -1, -2

OFTEN = {"once_or_twice", "monthly", "weekly", "daily"}
THERE = {
    "now": {"yes", "unsure"},
    "wd": {"mild", "severe"},
    "mu": OFTEN,
    "ef": OFTEN,
    "to": {"yes", "alone"},
}
"""With which answers a sign is there, by how its name begins, as the design has it."""

SIGNS = [name for name in QUESTIONS if name.split("_")[0] in THERE]
UNANSWERED = {"wd": {"no_answer"}, "mu": {"no_answer"}, "ef": {"no_answer"}}
UNANSWERED_TOLERANCE = {"unsure", "no_answer"}


@cache
def people(seed: int, how_many: int = 240) -> tuple[dict, ...]:
    """Invent answer sets: some people have few worries, some have many."""
    random = Random(seed)
    return tuple(_person(random) for _ in range(how_many))


def _person(random: Random) -> dict:
    answers = dict(CALM)
    worried = random.choice((0.01, 0.03, 0.2, 0.5))
    for name, question in QUESTIONS.items():
        # An emergency hides much else. Under 18 leaves the check, and is counted nowhere.
        chance = worried / 20 if name.startswith("now_") else worried
        if random.random() < chance and name != "age":
            answers[name] = random.choice([option.code for option in question.options])
    answers["change"] = random.choice(["none", "none", "none", "missed", "cut_down"])
    return answers


def there(answers: dict) -> set[str]:
    """List the signs that are there."""
    counted = effective(answers)
    return {name for name in SIGNS if counted.get(name, set()) & THERE[name.split("_")[0]]}


def facts(answers: dict) -> Iterator[str]:
    """List what is true of one person, by the names of the counts."""
    counted = effective(answers)
    found = assess(answers)
    signs = sorted(there(answers), key=list(QUESTIONS).index)
    yield "all"
    yield f"tier.{found.tier}"
    for name, codes in counted.items():
        yield f"asked.{name}"
        kind = name.split("_")[0]
        missing = UNANSWERED_TOLERANCE if kind == "to" else UNANSWERED.get(kind, set())
        if codes & missing:
            yield f"unanswered.{name}"
        for code in codes:
            yield f"answer.{name}.{code}"
    if "wd_sleep" in counted:
        yield "asked.withdrawal"
    for place, one in enumerate(signs):
        yield f"sign.{one}"
        yield from (f"pair.{one}.{other}" for other in signs[place + 1 :])
    behind = {
        pair for reason in found.reasons if reason.tier == found.tier for pair in reason.answers
    }
    classes = {
        (name, "present" if name in signs and code in THERE[name.split("_")[0]] else code)
        for name, code in behind
    }
    yield from (f"led.{found.tier}.{name}.{code}" for name, code in classes)


@cache
def recount(seed: int, how_many: int = 240) -> Counter[str]:
    """Count all these people, by the names of the counts."""
    return Counter(name for answers in people(seed, how_many) for name in facts(answers))


def shown(number: int) -> int:
    """Say how a count is shown: not at all up to 10, else the nearest 5."""
    return HIDDEN if number <= 10 else round(number / 5) * 5


def a_look(counts: dict[str, int], coefficients: dict[str, float] | None = None) -> Look:
    """Make a look at counts as they are shown, by name. All others are hidden."""
    empty = Look("self_check", CURRENT.version, "2027-03", {}, Released({}, {}, {}), {})
    names = empty.layout.names[: empty.layout.counts]
    row = Published(
        source=empty.source,
        version=empty.version,
        period=empty.period,
        group="",
        counts=[counts.get(name, HIDDEN) for name in names],
        coefficients=coefficients or {},
    )
    return Look(
        empty.source,
        empty.version,
        empty.period,
        {},
        empty.released,
        {(empty.source, empty.version, empty.period, ""): row},
    )


def a_look_at(counted: Counter[str]) -> Look:
    """Make a look at an exact count: rounded and hidden, and nothing withheld."""
    return a_look({name: shown(number) for name, number in counted.items()})


def part(report: Report, slug: str) -> Part:
    """Find the part of a page."""
    return next(one for one in report.parts if one.slug == slug)


def assert_drawn(found: Part, column: int, most: int = 100) -> None:
    """Assert that the chart has the first shares of the table, and is there if any is shown."""
    rows = list(found.table.rows)[:most]
    shares = [row[column] for row in rows]
    if all(share.part < 0 or share.whole < 0 for share in shares):
        assert found.chart is None
    else:
        assert list(found.chart.series[0].values) == shares
        assert list(found.chart.labels) == [row[0] for row in rows]


def numbers(value: object) -> Iterator[int]:
    """List all numbers that stand in a report, however deep."""
    if isinstance(value, int) and not isinstance(value, bool):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from numbers(one)
    elif fields := getattr(value, "__dataclass_fields__", None):
        for field in fields:
            yield from numbers(getattr(value, field))
