"""Pages of statistics once more, from the rows: counted, rounded and hidden in plain Python.

Nothing here uses what the product counts, hides, names and lays out with, only `assess` and the
definition of the instrument.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import combinations, permutations
from math import sqrt
from typing import NamedTuple

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import assess
from screening.instrument.schema import Instrument
from tests.instrument.answer_sets import QUESTIONS, effective
from tests.stats.seen import OFTEN, SIGNS, THERE, UNANSWERED, UNANSWERED_TOLERANCE, facts

TIERS = {"emergency": "Emergency", "today": "Urgent", "soon": "Elevated", "routine": "Routine"}
CHECKLISTS = {one.id: one for one in CURRENT.checklists}
HIGHEST = {"withdrawal": 16, "misuse": 16, "tolerance": 3}
CHANGES = ("withdrawal.some.2", "misuse.some.2", "misuse.many.4", "tolerance.clear.3")
EFFECTS = [name for name in QUESTIONS if name.startswith("ef_")]
PREFIX = {"wd": "withdrawal", "mu": "misuse", "ef": "misuse", "to": "tolerance"}

ITEMS = {
    "withdrawal": [n for n in SIGNS if n[:2] == "wd" and n not in ("wd_confusion", "wd_seizure")],
    "misuse": [*(n for n in SIGNS if n.startswith("mu_")), "to_raised", *EFFECTS],
    "tolerance": [name for name in SIGNS if name.startswith("to_")],
}
"""What each score is added up from."""


@dataclass(frozen=True)
class Measure:
    """A coefficient of a checklist, or None where too few answered it, or too few differ."""

    checklist: str
    value: float | None


Number = str | tuple[str, str] | Measure
"""A count by its name in the layout, a share as two of these, or a measure."""


class Row(NamedTuple):
    """A row of a table: the cells that name it, and its numbers."""

    name: tuple[str, ...]
    numbers: tuple[Number, ...]

    @property
    def first(self) -> str:
        """The count that comes first, by which lists are sorted."""
        return next(one for one in self.numbers if isinstance(one, str))


@dataclass(frozen=True)
class Person:
    """One counted answer set: how it can be filtered, and what is true of it."""

    source: str
    month: date
    values: Mapping[str, str]
    facts: frozenset[str]
    points: Mapping[str, Mapping[str, int]]
    """Of each item of the checklists that were answered in full."""


def person(source: str, month: date, site: str, language: str, answers: dict) -> Person:
    """Score one answer set."""
    values = {"language": language, "age": answers["age"], "route": answers["route"]}
    if source == "intake":
        values["site"] = site
    points = dict(_points(answers))
    return Person(source, month, values, frozenset(_facts(answers, points)), points)


def _facts(answers: dict, points: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    found = assess(answers)
    yield from facts(answers)
    yield from (f"band.{checklist}.{band}" for checklist, band in found.bands.items())
    for checklist in points:
        yield f"complete.{checklist}"
        if found.scores[checklist] in (0, HIGHEST[checklist]):
            yield f"{'ceiling' if found.scores[checklist] else 'floor'}.{checklist}"
    for change in CHANGES:
        yield f"moved.{change}.{found.tier}.{assess(answers, changed(change)).tier}"


def _points(answers: dict) -> Iterator[tuple[str, dict[str, int]]]:
    counted = effective(answers)
    for checklist, names in ITEMS.items():
        own = [name for name in names if PREFIX[name.split("_")[0]] == checklist]
        missing = UNANSWERED_TOLERANCE if checklist == "tolerance" else UNANSWERED["wd"]
        if all(counted.get(name) and not counted[name] & missing for name in own):
            yield checklist, {name: _point(name, counted) for name in names}


def _point(item: str, counted: Mapping[str, set[str]]) -> int:
    given = counted[item]
    if item == "mu_no_prescription" and "not_prescribed" in counted.get("supply", set()):
        return 1
    if item.startswith("wd_"):
        return 2 if "severe" in given else int("mild" in given)
    wanted = {"alone"} if item == "to_raised" else {"yes"} if item.startswith("to_") else OFTEN
    return int(bool(given & wanted))


@cache
def changed(change: str) -> Instrument:
    """Make the instrument with another cut-off, as in "misuse.some.2"."""
    checklist, band, value = change.split(".")
    old = CHECKLISTS[checklist]
    bands = tuple(replace(b, lowest=int(value)) if b.name == band else b for b in old.bands)
    new = replace(old, bands=bands)
    checklists = tuple(new if one is old else one for one in CURRENT.checklists)
    return replace(CURRENT, checklists=checklists)


class People:
    """The people whom a page is about."""

    def __init__(self, everybody: Sequence[Person]) -> None:
        self.all = everybody
        self.count = Counter(name for one in everybody for name in one.facts)

    def where(self, wanted: Callable[[Person], bool]) -> "People":
        """Return some of them."""
        return People([one for one in self.all if wanted(one)])

    def measures(self, checklist: str) -> Iterator[tuple[str, float]]:
        """Work out alpha and, of long checklists, each item's correlation and alpha without it."""
        rows = [one.points[checklist] for one in self.all if checklist in one.points]
        # What is shown of how many they are must stand for 50 at least.
        if len(rows) < 53:
            return
        names = ITEMS[checklist]
        differ = []
        for name in names:
            most = 2 if checklist == "withdrawal" else 1
            if _squares([row[name] for row in rows]) > 10 * most**2:
                differ.append(name)
        if differ:
            yield "alpha", _alpha(rows, names)
        for name in differ if checklist != "tolerance" else ():
            others = [other for other in names if other != name]
            rest = [sum(row[other] for other in others) for row in rows]
            own = [row[name] for row in rows]
            if _squares(rest):
                yield f"without.{name}", _alpha(rows, others)
                yield f"rest.{name}", _correlation(own, rest)


def _squares(numbers: Sequence[int]) -> float:
    middle = sum(numbers) / len(numbers)
    return sum((number - middle) ** 2 for number in numbers)


def _alpha(rows: Sequence[Mapping[str, int]], names: Sequence[str]) -> float:
    whole = _squares([sum(row[name] for name in names) for row in rows])
    each = sum(_squares([row[name] for row in rows]) for name in names)
    return len(names) / (len(names) - 1) * (1 - each / whole)


def _correlation(one: Sequence[int], other: Sequence[int]) -> float:
    middle, middle_other = sum(one) / len(one), sum(other) / len(other)
    together = sum((x - middle) * (y - middle_other) for x, y in zip(one, other, strict=True))
    return together / sqrt(_squares(one) * _squares(other))


def label(question: str, code: str = "") -> str:
    """Name a sign, or an answer, in the words of the instrument."""
    asked = QUESTIONS[question]
    short = asked.short[:1].upper() + asked.short[1:]
    there = THERE.get(question.split("_")[0], set()) if question in SIGNS else set()
    codes = [option.code for option in asked.options if option.code in there]
    if code in (*codes, "present", ""):
        if len(codes) > 1:
            return short
        code = codes[0]
    return f"{short}: {next(option.text for option in asked.options if option.code == code)}"


def bands(checklist: str) -> dict[str, str]:
    """Name all bands that somebody can have, the lowest first."""
    found = {f"band.{checklist}.{one.name}": one.text for one in CHECKLISTS[checklist].bands}
    found[f"band.{checklist}.not_enough_answers"] = "not enough answers to tell"
    if checklist == "withdrawal":
        found[f"band.{checklist}.not_asked"] = "not asked"
    return {name: text[:1].upper() + text[1:] for name, text in found.items()}


TIER_NAMES = {f"tier.{tier}": words for tier, words in TIERS.items()}


def overview(source: str) -> dict[str, list[Row]]:
    """List the tables of the overview but those side by side."""
    what = "Self-checks counted" if source == "self_check" else "Screenings finished"
    found: dict[str, list[Row]] = {
        "Key figures": [Row((what,), ("all",))],
        "Tiers": _of_all(TIER_NAMES),
    }
    for checklist, one in CHECKLISTS.items():
        found[f"Bands: {one.name}"] = _of_all(bands(checklist))
    return found


def _of_all(names: Mapping[str, str]) -> list[Row]:
    return [Row((words,), (name, (name, "all"))) for name, words in names.items()]


def in_a_row(names: Mapping[str, str]) -> tuple[Number, ...]:
    """List the numbers of a month, or of a group beside others."""
    return ("all", *(cell for name in names for cell in (name, (name, "all"))))


def answers() -> dict[str, list[Row]]:
    """List the tables of the answers but those of what led to a tier."""
    found: dict[str, list[Row]] = {}
    lists = {one.section: one.name for one in CURRENT.checklists}
    for section in CURRENT.sections:
        name = lists.get(section.id, section.name[:1].upper() + section.name[1:])
        for question in (one.id for one in section.questions):
            whole = f"asked.{question}"
            if question in SIGNS:
                heading = f"{name}: effects" if question in EFFECTS else name
                sign = f"sign.{question}"
                found.setdefault(heading, []).append(Row((label(question),), (sign, (sign, whole))))
            elif question not in ("age", "route"):
                short = QUESTIONS[question].short
                found.setdefault(name, []).extend(
                    Row((short[:1].upper() + short[1:], option.text), (part, (part, whole)))
                    for option in QUESTIONS[question].options
                    for part in (f"answer.{question}.{option.code}",)
                )
    return found


def quality(people: People, *, filtered: bool) -> dict[str, list[Row]]:
    """List the tables about the checklists."""
    found: dict[str, list[Row]] = {"The checklists": []}
    for checklist, one in CHECKLISTS.items():
        measures = {} if filtered else dict(people.measures(checklist))
        complete = f"complete.{checklist}"
        limits = ((f"{limit}.{checklist}", complete) for limit in ("floor", "ceiling"))
        found["The checklists"].append(
            Row((one.name,), (complete, Measure(checklist, measures.get("alpha")), *limits))
        )
        found[f"{one.name}: the items"] = [
            Row(
                (label(item),),
                (
                    (f"sign.{item}", f"asked.{item}"),
                    (f"unanswered.{item}", f"asked.{item}"),
                    Measure(checklist, measures.get(f"rest.{item}")),
                    Measure(checklist, measures.get(f"without.{item}")),
                ),
            )
            for item in ITEMS[checklist]
        ]
    return found


def pairs() -> dict[tuple[str, ...], Row]:
    """List all pairs of signs, by their names."""
    found: dict[tuple[str, ...], Row] = {}
    for one, other in combinations(SIGNS, 2):
        both = f"pair.{one}.{other}"
        shares = ((both, f"sign.{one}"), (both, f"sign.{other}"))
        found[label(one), label(other)] = Row((label(one), label(other)), (both, *shares))
    return found


def led_to(tier: str, people: People) -> dict[tuple[str, ...], Row]:
    """List all answers that led somebody to a tier, by their names."""
    found: dict[tuple[str, ...], Row] = {}
    for name in people.count:
        if name.startswith(f"led.{tier}."):
            words = (label(*name.split(".")[2:]),)
            found[words] = Row(words, (name, (name, f"tier.{tier}")))
    return found


def moves(change: str) -> tuple[str, dict[tuple[str, ...], Row]]:
    """List who could move with another cut-off. Out: the caption too."""
    checklist, band, value = change.split(".")
    old = next(one for one in CHECKLISTS[checklist].bands if one.name == band)
    caption = f"{CHECKLISTS[checklist].name}: “{old.text}” from {value} instead of {old.lowest}"
    found: dict[tuple[str, ...], Row] = {}
    for before, after in permutations(TIERS, 2):
        words, name = (f"{TIERS[before]} → {TIERS[after]}",), f"moved.{change}.{before}.{after}"
        found[words] = Row(words, (f"tier.{before}", name, (name, f"tier.{before}")))
    return caption, found
