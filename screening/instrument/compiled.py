"""An instrument made ready for the engine: every answer a bit, every condition a quick test.

An answer set becomes one integer with a bit for each answer given and one for each
question answered. A condition then costs a few `&`. A test returns the bits of the very
answers that made its condition hold (and bit 0, so that a condition without answers of
its own counts too), or 0. That is how the engine can say why a rule held at no extra cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

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
from screening.instrument.schema import (
    NOT_ASKED,
    NOT_ENOUGH_ANSWERS,
    TIERS,
    Checklist,
    Instrument,
    Question,
    Score,
)

HOLDS: Final = 1

Facts = list[int]
"""What the engine has found out so far, by slot: terms, bands, scores, flags, tier."""

Test = Callable[[int, Facts], int]
"""(bits of the answers that count, facts) -> bits of the answers behind it, or 0."""


class BrokenInstrument(Exception):
    """The definition refers to something that does not exist. The message names where."""


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring questions that are shown together, as bits."""

    shown: Test | None
    answers: int
    asked: int
    questions: tuple[tuple[int, str, int], ...]
    """(bit of the question, its id, bit that a missing answer is scored as)"""


@dataclass(frozen=True, slots=True)
class CompiledScore:
    """A score as bits."""

    points: tuple[tuple[int, int], ...]
    signs: tuple[int, ...]
    companions: tuple[int, ...]
    evidence: int

    def total(self, bits: int) -> int:
        """Add up the score of these answers."""
        total = 0
        for mask, points in self.points:
            total += (bits & mask).bit_count() * points
        if self.signs:
            signs = companions = 0
            for mask in self.signs:
                if bits & mask:
                    signs += 1
            if signs:
                for mask in self.companions:
                    if bits & mask:
                        companions += 1
                total += signs + min(companions, signs)
        return total


@dataclass(frozen=True, slots=True)
class CompiledChecklist:
    """A checklist as bits. Band names stand at their index; the slots say where facts go."""

    id: str
    asked: int
    score: CompiledScore
    lowest: tuple[int, ...]
    names: tuple[str, ...]
    unanswered: int
    unanswered_limit: float
    critical: Test | None
    band_slot: int
    score_slot: int
    evidence_slot: int


class Compiler:
    """Holds where each answer, question and fact of one instrument has its bit or slot."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.questions: dict[str, Question] = {q.id: q for q in instrument.questions}
        self.answer_at: list[tuple[str, str]] = [("", "")]
        self.code_bits: dict[str, dict[str, int]] = {}
        self.asked_bits: dict[str, int] = {}
        position = 1
        for question in instrument.questions:
            self.code_bits[question.id] = {}
            for option in question.options:
                self.code_bits[question.id][option.code] = 1 << position
                self.answer_at.append((question.id, option.code))
                position += 1
        for question in instrument.questions:
            self.asked_bits[question.id] = 1 << position
            position += 1
        self.slots: dict[str, int] = {}

    def slot(self, name: str) -> int:
        """Find the place of a fact, giving it one on first use."""
        return self.slots.setdefault(name, len(self.slots))

    def question(self, name: str) -> Question:
        """Find a question. Raises BrokenInstrument when there is none of this id."""
        try:
            return self.questions[name]
        except KeyError:
            raise BrokenInstrument(
                f"A condition names the question {name!r}, but there is none."
            ) from None

    def mask(self, questions: str | tuple[str, ...], codes: str | tuple[str, ...]) -> int:
        """Combine the bits of these codes of these questions."""
        mask = 0
        for name in several(questions):
            question = self.question(name)
            for code in several(codes):
                if code not in self.code_bits[question.id]:
                    raise BrokenInstrument(
                        f"A condition names the answer {code!r} of question {name!r}, "
                        "but there is none."
                    )
                mask |= self.code_bits[name][code]
        return mask

    def every_code(self, name: str) -> int:
        """Combine the bits of all answers to one question."""
        return sum(self.code_bits[self.question(name).id].values())

    def as_mask(self, condition: Condition) -> int:
        """Read a condition as "any of these answers was given"; 0 when it is more than that."""
        match condition:
            case Is(questions, codes):
                return self.mask(questions, codes)
            case IsNot(question, codes) if not self.question(question).several:
                return self.every_code(question) & ~self.mask(question, codes)
            case AnyOf(parts):
                masks = [self.as_mask(part) for part in parts]
                return _union(masks) if all(masks) else 0
        return 0

    def masks(self, conditions: Iterable[Condition]) -> tuple[int, ...]:
        """Read conditions that must each be "any of these answers was given"."""
        found = tuple(self.as_mask(condition) for condition in conditions)
        if not all(found):
            raise BrokenInstrument("A sign of a score must be about answers and nothing else.")
        return found

    def test(self, condition: Condition) -> Test:  # noqa: C901 - a case for each kind
        """Make the quick test of a condition. Raises BrokenInstrument."""
        if mask := self.as_mask(condition):
            return lambda bits, facts: bits & mask
        match condition:
            case IsNot(question, codes):
                return _is_not(self.every_code(question), self.mask(question, codes))
            case AllOf(parts):
                masks, tests = self._split(parts)
                return _all_of(masks, tests)
            case AnyOf(parts):
                masks, tests = self._split(parts)
                return _any_of(_union(masks), tests)
            case AtLeast(count, parts):
                return _at_least(count, self.masks(parts))
            case Not(part):
                return _not(self.test(part))
            case Holds(term):
                if term not in {known.name for known in self.instrument.terms}:
                    raise BrokenInstrument(
                        f"A condition names the term {term!r}, but there is none."
                    )
                return _fact(self.slot(f"term {term}"))
            case BandIs(checklist, bands):
                return self._band_is(self.checklist(checklist), several(bands))
            case ScoreFrom(checklist, lowest):
                name = self.checklist(checklist).id
                return _score_from(
                    self.slot(f"score {name}"), self.slot(f"evidence {name}"), lowest
                )
            case TierIs(tiers):
                return self._tier_is(several(tiers))
            case AnyIncomplete():
                return _fact(self.slot("incomplete"))
            case AnyMissing():
                return _fact(self.slot("missing"))
            case Always():
                return lambda bits, facts: HOLDS
        raise BrokenInstrument(f"{condition!r} is not a condition that the engine knows.")

    def _split(self, parts: tuple[Condition, ...]) -> tuple[tuple[int, ...], tuple[Test, ...]]:
        """Part those that are about answers only, as masks, from those that need a test."""
        masks = {part: self.as_mask(part) for part in parts}
        tests = tuple(self.test(part) for part in parts if not masks[part])
        return tuple(mask for mask in masks.values() if mask), tests

    def checklist(self, name: str) -> Checklist:
        """Find a checklist. Raises BrokenInstrument when there is none of this id."""
        for checklist in self.instrument.checklists:
            if checklist.id == name:
                return checklist
        raise BrokenInstrument(f"A condition names the checklist {name!r}, but there is none.")

    def score(self, score: Score) -> CompiledScore:
        """Make a score ready. Raises BrokenInstrument."""
        points = tuple((self.mask(p.questions, p.codes), p.points) for p in score.points)
        signs = self.masks(score.signs)
        companions = self.masks(score.companions)
        evidence = _union([mask for mask, _ in points]) | _union(signs) | _union(companions)
        return CompiledScore(points, signs, companions, evidence)

    def compile_checklist(self, checklist: Checklist) -> CompiledChecklist:
        """Make a checklist ready. Raises BrokenInstrument."""
        section = next((s for s in self.instrument.sections if s.id == checklist.section), None)
        if section is None:
            raise BrokenInstrument(
                f"Checklist {checklist.id!r} names the section {checklist.section!r}, "
                "but there is none."
            )
        unanswered = 0
        for question in section.questions:
            for code in checklist.unanswered:
                unanswered |= self.code_bits[question.id].get(code, 0)
        return CompiledChecklist(
            id=checklist.id,
            asked=_union(self.every_code(question.id) for question in section.questions),
            score=self.score(checklist.score),
            lowest=tuple(band.lowest for band in checklist.bands),
            names=band_names(checklist),
            unanswered=unanswered,
            unanswered_limit=checklist.incomplete_above * len(section.questions),
            critical=self.test(checklist.critical) if checklist.critical else None,
            band_slot=self.slot(f"band {checklist.id}"),
            score_slot=self.slot(f"score {checklist.id}"),
            evidence_slot=self.slot(f"evidence {checklist.id}"),
        )

    def blocks(self) -> tuple[Block, ...]:
        """Group neighbouring questions that have the same show-rules, in page order."""
        groups: list[tuple[tuple[Condition, ...], list[Question]]] = []
        for section in self.instrument.sections:
            for question in section.questions:
                rules = tuple(c for c in (section.shown_when, question.shown_when) if c)
                if groups and groups[-1][0] == rules:
                    groups[-1][1].append(question)
                else:
                    groups.append((rules, [question]))
        return tuple(self._block(rules, questions) for rules, questions in groups)

    def _block(self, rules: tuple[Condition, ...], questions: list[Question]) -> Block:
        entries = []
        for question in questions:
            instead = self.mask(question.id, question.if_missing) if question.if_missing else 0
            entries.append((self.asked_bits[question.id], question.id, instead))
        return Block(
            shown=self.test(AllOf(rules)) if rules else None,
            answers=_union(self.every_code(question.id) for question in questions),
            asked=_union(self.asked_bits[question.id] for question in questions),
            questions=tuple(entries),
        )

    def _band_is(self, checklist: Checklist, bands: tuple[str, ...]) -> Test:
        names = band_names(checklist)
        wanted = 0
        for band in bands:
            if band not in names:
                raise BrokenInstrument(
                    f"A condition names the band {band!r} of checklist {checklist.id!r}, "
                    "but there is none."
                )
            wanted |= 1 << names.index(band)
        band_slot, evidence_slot = (
            self.slot(f"band {checklist.id}"),
            self.slot(f"evidence {checklist.id}"),
        )
        return lambda bits, facts: facts[evidence_slot] if facts[band_slot] & wanted else 0

    def _tier_is(self, tiers: tuple[str, ...]) -> Test:
        wanted = 0
        for tier in tiers:
            if tier not in TIERS:
                raise BrokenInstrument(f"A condition names the tier {tier!r}, but there is none.")
            wanted |= 1 << TIERS.index(tier)
        slot = self.slot("tier")
        return lambda bits, facts: HOLDS if facts[slot] & wanted else 0


def band_names(checklist: Checklist) -> tuple[str, ...]:
    """List the bands a checklist can have: its own, lowest first, then the two without a score."""
    return (*(band.name for band in checklist.bands), NOT_ENOUGH_ANSWERS, NOT_ASKED)


def _union(masks: Iterable[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union


def _fact(slot: int) -> Test:
    return lambda bits, facts: facts[slot]


def _score_from(score_slot: int, evidence_slot: int, lowest: int) -> Test:
    return lambda bits, facts: facts[evidence_slot] if facts[score_slot] >= lowest else 0


def _is_not(every: int, codes: int) -> Test:
    return lambda bits, facts: 0 if bits & codes else bits & every


def _not(part: Test) -> Test:
    return lambda bits, facts: 0 if part(bits, facts) else HOLDS


def _all_of(masks: tuple[int, ...], tests: tuple[Test, ...]) -> Test:
    def test(bits: int, facts: Facts) -> int:
        evidence = 0
        for mask in masks:
            hit = bits & mask
            if not hit:
                return 0
            evidence |= hit
        for part in tests:
            found = part(bits, facts)
            if not found:
                return 0
            evidence |= found
        return evidence

    return test


def _any_of(mask: int, others: tuple[Test, ...]) -> Test:
    def test(bits: int, facts: Facts) -> int:
        evidence = bits & mask
        for other in others:
            evidence |= other(bits, facts)
        return evidence

    return test


def _at_least(count: int, masks: tuple[int, ...]) -> Test:
    def test(bits: int, facts: Facts) -> int:
        evidence = found = 0
        for mask in masks:
            if hit := bits & mask:
                found += 1
                evidence |= hit
        return evidence if found >= count else 0

    return test
