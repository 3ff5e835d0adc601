"""What an instrument's own definition says about its answers: signs, items, and who led where.

Pure: everything follows from the definition, so that no cut-off or code is written twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from screening.instrument.conditions import (
    AllOf,
    AnyIncomplete,
    AnyMissing,
    AnyOf,
    AtLeast,
    BandIs,
    Condition,
    Holds,
    Is,
    IsNot,
    Not,
    ScoreFrom,
    several,
)
from screening.instrument.schema import Checklist, Instrument

Pair = tuple[str, str]
"""A question id and a code."""

PRESENT = "present"
"""Stands for all codes of a sign with which it is there."""


@dataclass(frozen=True, slots=True)
class Item:
    """One part of a checklist's score: its question, and the points of each condition."""

    question: str
    points: tuple[tuple[Condition, int], ...]


def signs(instrument: Instrument) -> dict[str, tuple[str, ...]]:
    """Return for each sign that is asked, in order, the codes with which it is present.

    A sign is a question of the gate or of a checklist that counts towards urgency or a score.
    """
    conditions: list[Condition] = [instrument.interrupt]
    for checklist in instrument.checklists:
        score = checklist.score
        conditions += [Is(points.questions, points.codes) for points in score.points]
        conditions += [*score.signs, *score.companions]
        conditions += [checklist.critical] if checklist.critical else []
    found: dict[str, set[str]] = {}
    for question, code in _answers_of(conditions, instrument):
        found.setdefault(question, set()).add(code)
    asked_as_signs = {checklist.section for checklist in instrument.checklists}
    asked_as_signs.add(instrument.sections[0].id)
    return {
        question.id: tuple(o.code for o in question.options if o.code in found[question.id])
        for section in instrument.sections
        if section.id in asked_as_signs
        for question in section.questions
        if question.id in found
    }


def items(checklist: Checklist, instrument: Instrument) -> tuple[Item, ...]:
    """List the parts that a checklist's score is added up from, as each is scored by itself."""
    section = next(part for part in instrument.sections if part.id == checklist.section)
    own = {question.id for question in section.questions}
    points: dict[str, list[tuple[Condition, int]]] = {}
    for part in checklist.score.points:
        for question in part.questions:
            points.setdefault(question, []).append((Is(question, part.codes), part.points))
    for condition in (*checklist.score.signs, *checklist.score.companions):
        named = [question for question, _ in _answers_of([condition], instrument)]
        # A sign of another section (the dose raised alone) has no question of this one.
        question = next((one for one in named if one in own), named[0])
        points.setdefault(question, []).append((condition, 1))
    return tuple(Item(question, tuple(parts)) for question, parts in points.items())


def led_by(instrument: Instrument) -> tuple[tuple[str, str, str], ...]:
    """List the (tier, question, class) that can be a reason for a tier, in order of the questions.

    The class is the code, or `PRESENT` for the codes with which a sign is there.
    """
    present = signs(instrument)
    found = {
        (rule.tier, question, answer_class(question, code, present))
        for rule in instrument.rules
        for question, code in _answers_of([rule.condition], instrument)
    }
    order = {
        (question.id, answer_class(question.id, option.code, present)): place
        for question in instrument.questions
        for place, option in enumerate(question.options)
    }
    places = {question.id: place for place, question in enumerate(instrument.questions)}
    return tuple(sorted(found, key=lambda one: (one[0], places[one[1]], order[one[1], one[2]])))


def answer_class(question: str, code: str, present: Mapping[str, tuple[str, ...]]) -> str:
    """Return `PRESENT` for a code with which a sign is there, else the code. In: `signs` too."""
    return PRESENT if code in present.get(question, ()) else code


def tiers_from_bands(instrument: Instrument) -> tuple[str, ...]:
    """List the tiers that a band can decide, and the lowest: between them a cut-off can move."""
    tiers = [rule.tier for rule in instrument.rules if [*bands_named(rule.condition, instrument)]]
    lowest = "routine"
    return (*dict.fromkeys(tiers), lowest)


def bands_named(condition: Condition, instrument: Instrument) -> Iterator[BandIs]:
    """Yield every part of a condition that asks for a band."""
    match condition:
        case BandIs():
            yield condition
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            for part in parts:
                yield from bands_named(part, instrument)
        case Not(part):
            yield from bands_named(part, instrument)
        case Holds(name):
            term = next(term for term in instrument.terms if term.name == name)
            yield from bands_named(term.condition, instrument)


def _answers_of(conditions: Iterable[Condition], instrument: Instrument) -> Iterator[Pair]:
    """Yield every answer that can be the reason why one of these conditions holds."""
    for condition in conditions:
        yield from _answers(condition, instrument)


def _answers(condition: Condition, instrument: Instrument) -> Iterator[Pair]:
    checklists = {checklist.id: checklist for checklist in instrument.checklists}
    match condition:
        case Is(questions, codes):
            for question in several(questions):
                yield from ((question, code) for code in several(codes))
        case IsNot(question, codes):
            yield from (
                (question, code)
                for code in _codes(question, instrument)
                if code not in several(codes)
            )
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            yield from _answers_of(parts, instrument)
        case Holds(name):
            term = next(term for term in instrument.terms if term.name == name)
            yield from _answers(term.condition, instrument)
        case BandIs(name) | ScoreFrom(name):
            yield from _answers_of_checklist(checklists[name], instrument)
        case AnyIncomplete():
            for checklist in instrument.checklists:
                yield from _unanswered(checklist, instrument)
        case AnyMissing():
            yield from (
                (question.id, question.if_missing)
                for question in instrument.questions
                if question.if_missing
            )


def _answers_of_checklist(checklist: Checklist, instrument: Instrument) -> Iterator[Pair]:
    score = checklist.score
    for points in score.points:
        yield from _answers(Is(points.questions, points.codes), instrument)
    yield from _answers_of((*score.signs, *score.companions), instrument)
    if checklist.critical:
        yield from _answers(checklist.critical, instrument)
    yield from _unanswered(checklist, instrument)


def _unanswered(checklist: Checklist, instrument: Instrument) -> Iterator[Pair]:
    section = next(part for part in instrument.sections if part.id == checklist.section)
    for question in section.questions:
        codes = {option.code for option in question.options}
        yield from ((question.id, code) for code in checklist.unanswered if code in codes)


def _codes(question: str, instrument: Instrument) -> Iterator[str]:
    for one in instrument.questions:
        if one.id == question:
            yield from (option.code for option in one.options)
