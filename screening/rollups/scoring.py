"""The engine for very many answer sets at once: the same outcome, 64 people to a number.

For each answer there is a row of bits, one for each person: whether it is theirs. A condition of
the definition then costs a few `&` and `|` for everybody. Everything here says in the same order
what `screening.instrument.engine` and `compiled` say of one answer set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from screening.instrument.conditions import AllOf, Condition, Is
from screening.instrument.schema import (
    NOT_ASKED,
    NOT_ENOUGH_ANSWERS,
    TIERS,
    Checklist,
    Instrument,
    Question,
)
from screening.rollups.holding import Facts, Found, because, holds, pairs_of
from screening.rollups.reading import (
    TOGETHER,
    Bits,
    Given,
    Numbers,
    pack,
    union,
    unpack,
)
from screening.rollups.signs import Pair


@dataclass(frozen=True, slots=True)
class Answered:
    """What counts of what people answered.

    `answers` holds the answers to the questions that were shown, with what stands in for missing
    ones; `asked` and `missing` who was shown a question, and who left it out. `assessed` are those
    who did not leave the check (`Instrument.exit`) and whose letters can be read. What is said of
    others means nothing.
    """

    answers: Mapping[Pair, Bits]
    asked: Mapping[str, Bits]
    missing: Mapping[str, Bits]
    assessed: Bits


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the instrument makes of the answers. `rules` holds what was found for each, by tier."""

    tiers: Mapping[str, Bits]
    bands: Mapping[str, Mapping[str, Bits]]
    incomplete: Mapping[str, Bits]
    rules: Mapping[str, Sequence[Found]]


def answered(given: Given, instrument: Instrument) -> Answered:
    """Find out which questions were shown, and which answers count.

    What was given may be of another version: an answer that this one does not have is missing.
    """
    pairs = [(one.id, option.code) for one in instrument.questions for option in one.options]
    facts = Facts(instrument, dict.fromkeys(pairs, given.nobody))
    asked: dict[str, Bits] = {}
    missing: dict[str, Bits] = {}
    # Neighbours with the same show-rules are shown together.
    for rules, neighbours in groupby(_questions(instrument), key=lambda one: one[0]):
        shown = holds(AllOf(rules), facts).people
        for question in [question for _, question in neighbours]:
            own = {
                (question.id, one.code): given.answers.get((question.id, one.code), given.nobody)
                for one in question.options
            }
            asked[question.id] = shown
            missing[question.id] = shown & ~union(own.values())
            facts.answers |= {pair: bits & shown for pair, bits in own.items()}
            if question.if_missing:
                instead = (question.id, question.if_missing)
                facts.answers[instead] = facts.answers[instead] | missing[question.id]
    left = holds(instrument.exit.condition, facts).people
    return Answered(facts.answers, asked, missing, given.readable & ~left)


def scores(found: Answered, instrument: Instrument) -> dict[str, Numbers]:
    """Add up the score of each checklist: 0 for those to whom it was not shown."""
    facts = Facts(instrument, dict(found.answers))
    return {one.id: _total(one, facts) for one in instrument.checklists}


def outcome(found: Answered, totals: Mapping[str, Numbers], instrument: Instrument) -> Outcome:
    """Find the bands and the tier of everybody. In: `answered` and `scores` of this instrument.

    Those who were not assessed have no tier.
    """
    facts = Facts(instrument, dict(found.answers), totals)
    facts.missing = Found(
        union([facts.nobody, *found.missing.values()]),
        [
            ((one.id, one.if_missing), found.missing[one.id])
            for one in instrument.questions
            if one.if_missing
        ],
    )
    incomplete = {one.id: _band(one, facts) for one in instrument.checklists}
    for term in instrument.terms:
        facts.terms[term.name] = holds(term.condition, facts)
    rules = {
        tier: [holds(rule.condition, facts) for rule in instrument.rules if rule.tier == tier]
        for tier in TIERS
    }
    rest = found.assessed
    tiers: dict[str, Bits] = {}
    for tier in TIERS[:-1]:
        tiers[tier] = rest & union([facts.nobody, *(one.people for one in rules[tier])])
        rest = rest & ~tiers[tier]
    return Outcome({**tiers, TIERS[-1]: rest}, facts.bands, incomplete, rules)


def reasons(tier: str, found: Outcome) -> dict[Pair, Bits]:
    """Say for each answer for whom it led to this tier, which is their own."""
    led: dict[Pair, Bits] = {}
    for rule in found.rules[tier]:
        for pair, bits in because(rule, found.tiers[tier]):
            led[pair] = led[pair] | bits if pair in led else bits
    return led


def _questions(instrument: Instrument) -> Iterator[tuple[tuple[Condition, ...], Question]]:
    for section in instrument.sections:
        for question in section.questions:
            rules = (section.shown_when, question.shown_when)
            yield tuple(rule for rule in rules if rule), question


def _band(checklist: Checklist, facts: Facts) -> Bits:
    """Find the band of each, and what led to it. Out: whose flag says incomplete."""
    questions = _of(checklist, facts.instrument)
    shown = _shown(checklist, facts)
    unanswered = [
        ((one.id, option.code), facts.answers[one.id, option.code])
        for one in questions
        for option in one.options
        if option.code in checklist.unanswered
    ]
    many = sum((unpack(bits) for _, bits in unanswered), np.zeros(shown.size * TOGETHER, np.uint8))
    incomplete = shown & pack(many > checklist.incomplete_above * len(questions))
    total = facts.scores[checklist.id]
    starts = [shown, *(shown & pack(total >= band.lowest) for band in checklist.bands[1:])]
    critical = holds(checklist.critical, facts) if checklist.critical else Found(facts.nobody)
    starts = [bits | critical.people & shown for bits in starts]
    own = {
        band.name: here & ~above
        for band, here, above in zip(
            checklist.bands, starts, [*starts[1:], facts.nobody], strict=True
        )
    }
    lowest = checklist.bands[0].name
    too_few = own[lowest] & incomplete
    own[lowest] = own[lowest] & ~incomplete
    facts.bands[checklist.id] = {**own, NOT_ENOUGH_ANSWERS: too_few, NOT_ASKED: ~shown}
    score = checklist.score
    points = [Is(part.questions, part.codes) for part in score.points]
    scored = [holds(part, facts) for part in (*points, *score.signs, *score.companions)]
    parts = [Found(shown & ~too_few, (), [*scored, critical]), Found(too_few, unanswered)]
    facts.evidence[checklist.id] = Found(~facts.nobody, (), parts)
    facts.incomplete.append(Found(incomplete, unanswered))
    return incomplete


def _of(checklist: Checklist, instrument: Instrument) -> tuple[Question, ...]:
    return next(one.questions for one in instrument.sections if one.id == checklist.section)


def _shown(checklist: Checklist, facts: Facts) -> Bits:
    questions = _of(checklist, facts.instrument)
    return union(facts.answers[one.id, code.code] for one in questions for code in one.options)


def _total(checklist: Checklist, facts: Facts) -> Numbers:
    score = checklist.score
    total: Numbers = np.zeros(facts.nobody.size * TOGETHER, np.int16)
    for part in score.points:
        for pair in pairs_of(part.questions, part.codes):
            total += unpack(facts.answers[pair]) * np.int16(part.points)
    signs, companions = np.zeros_like(total), np.zeros_like(total)
    for numbers, conditions in ((signs, score.signs), (companions, score.companions)):
        for condition in conditions:
            numbers += unpack(holds(condition, facts).people)
    total += signs + np.minimum(companions, signs)
    return total * unpack(_shown(checklist, facts))
