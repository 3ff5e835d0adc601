"""Invented screenings, and their counts one by one: slow, and nothing in it is shared code.

What is counted is written in `screening.rollups.figures`; here it is found out by scoring each
answer set, and once more for each cut-off that could be another.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import combinations, combinations_with_replacement
from random import Random

from screening.instrument.baclofen import CURRENT, VERSIONS
from screening.instrument.engine import Assessment, assess, visible
from screening.instrument.lint.examples import calm_answers
from screening.instrument.schema import Instrument, Question
from screening.rollups.figures import cut_offs, layout
from screening.rollups.signs import items, signs
from screening.stats.disclosure import Rules

LAYOUT = layout(CURRENT, VERSIONS)
CALM = calm_answers(CURRENT)
SIGNS = signs(CURRENT)
QUESTIONS = {question.id: question for question in CURRENT.questions}
RULES = Rules()
ADULTS = ("18_64", "65_plus", "no_answer")
ROUTES = ("oral", "pump", "both", "none", "no_answer")


@dataclass(frozen=True)
class Invented:
    """One screening: when, where and how it was answered, and what."""

    month: date
    site: int
    language: str
    answers: Mapping[str, object]


def invent(random: Random, months: Sequence[date], sites: Sequence[int] = (0,)) -> Invented:
    """Invent an adult's screening. Some people have few worries, some have many."""
    worried = random.choice((0.03, 0.1, 0.3, 0.6))
    answers: dict[str, object] = dict(CALM)
    for question in CURRENT.questions:
        if random.random() < worried:
            answers[question.id] = _any(question, random)
    answers["age"] = random.choices(ADULTS, (70, 25, 5))[0]
    answers["route"] = random.choices(ROUTES, (70, 15, 5, 5, 5))[0]
    language = random.choices(("en", "es"), (85, 15))[0]
    return Invented(random.choice(months), random.choice(sites), language, answers)


def _any(question: Question, random: Random) -> object:
    codes = [option.code for option in question.options]
    if not question.several:
        return random.choice(codes)
    alone = [option.code for option in question.options if option.exclusive]
    some = [code for code in codes if code not in alone]
    return random.choice([[random.choice(alone)], random.sample(some, random.randint(1, 3))])


def counted(answers: Mapping[str, object]) -> tuple[int, ...]:
    """Count one answer set: a number for each name of the layout."""
    found = Counter(dict(_names(answers)))
    return tuple(found[name] for name in LAYOUT.names)


def _names(answers: Mapping[str, object]) -> Iterator[tuple[str, int]]:
    came_to = assess(answers)
    given = _given(answers)
    yield "all", 1
    yield f"tier.{came_to.tier}", 1
    for checklist, band in came_to.bands.items():
        yield f"band.{checklist}.{band}", 1
    for section in CURRENT.sections:
        if any(question.id in given for question in section.questions):
            yield f"asked.{section.id}", 1
    for name, codes in given.items():
        yield f"asked.{name}", 1
        for code in codes:
            yield f"answer.{name}.{code}", 1
    there = [name for name, codes in SIGNS.items() if given.get(name, set()) & set(codes)]
    for name in there:
        yield f"sign.{name}", 1
    for one, other in combinations(there, 2):
        yield f"pair.{one}.{other}", 1
    yield from ((name, 1) for name in set(_reasons(came_to)))
    yield from _measures(given, came_to)
    yield from ((name, 1) for name in _moved(answers, came_to))


def _given(answers: Mapping[str, object]) -> dict[str, set[str]]:
    given = {}
    for name in visible(answers):
        value = answers.get(name) or ()
        codes = {value} if isinstance(value, str) else set(value)  # type: ignore[call-overload]
        stands_in = QUESTIONS[name].if_missing
        given[name] = codes or ({stands_in} if stands_in else set())
    return given


def _reasons(came_to: Assessment) -> Iterator[str]:
    for reason in came_to.reasons:
        if reason.tier == came_to.tier:
            for question, code in reason.answers:
                kind = "present" if code in SIGNS.get(question, ()) else code
                yield f"led.{came_to.tier}.{question}.{kind}"


def _measures(given: Mapping[str, set[str]], came_to: Assessment) -> Iterator[tuple[str, int]]:
    for checklist in CURRENT.checklists:
        section = next(part for part in CURRENT.sections if part.id == checklist.section)
        own = [question.id for question in section.questions]
        lacking = [name for name in own if given.get(name, set()) & set(checklist.unanswered)]
        yield from ((f"unanswered.{name}", 1) for name in lacking)
        scored = {item.question for item in items(checklist, CURRENT)}
        if scored & set(lacking) or not any(name in given for name in own):
            continue
        yield f"complete.{checklist.id}", 1
        if came_to.scores[checklist.id] == 0:
            yield f"floor.{checklist.id}", 1
        if came_to.scores[checklist.id] == checklist.score.highest:
            yield f"ceiling.{checklist.id}", 1
        points = {item.question: _points(item, given) for item in items(checklist, CURRENT)}
        yield from ((f"sum.{checklist.id}.{name}", value) for name, value in points.items())
        for one, other in combinations_with_replacement(points, 2):
            yield f"product.{checklist.id}.{one}.{other}", points[one] * points[other]


def _points(item, given: Mapping[str, set[str]]) -> int:
    return sum(points for condition, points in item.points if _holds(condition, given))


def _holds(condition, given: Mapping[str, set[str]]) -> bool:
    if hasattr(condition, "parts"):
        every = type(condition).__name__ == "AllOf"
        return (all if every else any)(_holds(part, given) for part in condition.parts)
    asked = getattr(condition, "questions", None) or condition.question
    names = (asked,) if isinstance(asked, str) else asked
    codes = (condition.codes,) if isinstance(condition.codes, str) else condition.codes
    return any(given.get(name, set()) & set(codes) for name in names)


@cache
def _others() -> tuple[tuple[str, Instrument], ...]:
    found = []
    for checklist in CURRENT.checklists:
        for band, _, value in cut_offs(checklist):
            bands = tuple(
                replace(one, lowest=value) if one.name == band else one for one in checklist.bands
            )
            other = replace(
                CURRENT,
                checklists=tuple(
                    replace(one, bands=bands) if one is checklist else one
                    for one in CURRENT.checklists
                ),
            )
            found.append((f"moved.{checklist.id}.{band}.{value}", other))
    return tuple(found)


def _moved(answers: Mapping[str, object], came_to: Assessment) -> Iterator[str]:
    for name, other in _others():
        after = assess(answers, other).tier
        if after != came_to.tier:
            yield f"{name}.{came_to.tier}.{after}"
