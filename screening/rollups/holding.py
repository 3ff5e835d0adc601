"""For whom a condition of a definition holds, and because of which answers.

It says of very many people at once what `screening.instrument.compiled` says of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

import numpy as np

from screening.instrument.conditions import (
    AllOf,
    Always,
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
    TierIs,
    several,
)
from screening.instrument.schema import Instrument
from screening.rollups.reading import Bits, Numbers, at_least, pack, union
from screening.rollups.signs import Pair


@dataclass(frozen=True, slots=True)
class Found:
    """For whom a condition holds, and because of which answers.

    An answer is a reason for those who gave it and for whom all conditions around it hold.
    """

    people: Bits
    answers: Sequence[tuple[Pair, Bits]] = ()
    parts: Sequence[Found] = ()


@dataclass(slots=True)
class Facts:
    """What was found out about people so far.

    `answers` are those that count, of every question of the instrument. `bands` say by checklist
    and band who is in it, `evidence` by checklist which answers led there.
    """

    instrument: Instrument
    answers: dict[Pair, Bits]
    scores: Mapping[str, Numbers] = field(default_factory=dict)
    bands: dict[str, Mapping[str, Bits]] = field(default_factory=dict)
    evidence: dict[str, Found] = field(default_factory=dict)
    terms: dict[str, Found] = field(default_factory=dict)
    incomplete: list[Found] = field(default_factory=list)
    missing: Found | None = None

    @property
    def nobody(self) -> Bits:
        """No bit."""
        return np.zeros_like(next(iter(self.answers.values())))


def holds(condition: Condition, facts: Facts) -> Found:  # noqa: C901 - a case for each kind
    """Find for whom a condition holds, as far as the facts go."""
    match condition:
        case Is(questions, codes):
            return _any(pairs_of(questions, codes), facts)
        case IsNot(question, codes):
            return _is_not(question, codes, facts)
        case AllOf(parts):
            found = [holds(part, facts) for part in parts]
            people = reduce(np.bitwise_and, (part.people for part in found), ~facts.nobody)
            return Found(people, (), found)
        case AnyOf(parts):
            found = [holds(part, facts) for part in parts]
            return Found(union(part.people for part in found), (), found)
        case AtLeast(count, parts):
            found = [holds(part, facts) for part in parts]
            return Found(at_least(count, [part.people for part in found]), (), found)
        case Not(part):
            return Found(~holds(part, facts).people)
        case Holds(term):
            return facts.terms.get(term, Found(facts.nobody))
        case BandIs(checklist, bands):
            people = union(facts.bands[checklist][band] for band in several(bands))
            return Found(people, (), [facts.evidence[checklist]])
        case ScoreFrom(checklist, lowest):
            reached = pack(facts.scores[checklist] >= lowest)
            return Found(reached, (), [facts.evidence[checklist]])
        case AnyIncomplete():
            everyone = [facts.nobody, *(part.people for part in facts.incomplete)]
            return Found(union(everyone), (), facts.incomplete)
        case AnyMissing():
            return facts.missing or Found(facts.nobody)
        case Always():
            return Found(~facts.nobody)
        case TierIs():
            return Found(facts.nobody)  # for guidance only: no tier is known here


def because(found: Found, around: Bits) -> Iterator[tuple[Pair, Bits]]:
    """Yield the answers that are a reason for some of the people `around`, and for whom."""
    people = found.people & around
    if not people.any():
        return
    for pair, bits in found.answers:
        yield pair, bits & people
    for part in found.parts:
        yield from because(part, people)


def _any(pairs: Sequence[Pair], facts: Facts) -> Found:
    answers = [(pair, facts.answers[pair]) for pair in pairs]
    return Found(union(bits for _, bits in answers), answers)


def _is_not(name: str, codes: str | tuple[str, ...], facts: Facts) -> Found:
    question = next(one for one in facts.instrument.questions if one.id == name)
    others = [option.code for option in question.options if option.code not in several(codes)]
    found = _any(pairs_of(name, tuple(others)), facts)
    return Found(found.people & ~_any(pairs_of(name, codes), facts).people, found.answers)


def pairs_of(questions: str | tuple[str, ...], codes: str | tuple[str, ...]) -> list[Pair]:
    """Pair each of these questions with each of these codes."""
    return [(question, code) for question in several(questions) for code in several(codes)]
