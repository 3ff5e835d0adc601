"""Scoring: from answers to the tier, the bands, the reasons and the guidance.

No answer never counts as a low answer: a missing one is scored as "no answer" (or "not
sure" where the definition says so) and is listed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final, NamedTuple

from screening.instrument.baclofen import CURRENT
from screening.instrument.compiled import (
    HOLDS,
    Block,
    CompiledChecklist,
    CompiledScore,
    Compiler,
    Facts,
    Test,
)
from screening.instrument.schema import (
    NOT_ASKED,
    NOT_ENOUGH_ANSWERS,
    TIERS,
    Guidance,
    Instrument,
)

Answers = Mapping[str, object]
"""Question id to an answer code, or a sequence of codes where several may be given.

None, "" and an empty sequence are missing answers.
"""

ASSESSED: Final = "assessed"

_REASONS_KEPT: Final = 64  # of each rule: most hold for the same few answers again and again

_BITS_OF_ONE_ANSWER: Final = 2  # that of the answer, and that of its question


class UnusableAnswers(ValueError):
    """An answer set that the instrument cannot read. The message names the question or code."""


class Reason(NamedTuple):
    """A rule that held, and the (question id, answer code) pairs that made it hold."""

    rule: str
    tier: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the instrument makes of one answer set.

    `tier` is None only when the check was left without an emergency. `bands`, `scores`
    and `incomplete` are keyed by checklist (`scores` by follow-up score too) and are
    empty when the check was left. `missing` holds question ids in page order, `reasons`
    the most urgent rules first, `guidance` keys in page order.
    """

    outcome: str
    tier: str | None
    bands: dict[str, str]
    scores: dict[str, int]
    incomplete: dict[str, bool]
    missing: tuple[str, ...]
    reasons: tuple[Reason, ...]
    guidance: tuple[str, ...]


def assess(answers: Answers, instrument: Instrument = CURRENT) -> Assessment:
    """Score an answer set.

    In: answers as described at `Answers`; their order makes no difference.
    Out: an Assessment. Raises UnusableAnswers, and nothing else.
    """
    return _engine(instrument).assess(answers)


def visible(answers: Answers, instrument: Instrument = CURRENT) -> tuple[str, ...]:
    """List the ids of the questions that these answers show, in page order.

    An answer that is missing opens what "no answer" opens. Raises UnusableAnswers.
    """
    return _engine(instrument).visible(answers)


def missing(answers: Answers, instrument: Instrument = CURRENT) -> tuple[str, ...]:
    """List the ids of the shown questions that have no answer, in page order.

    Raises UnusableAnswers.
    """
    return _engine(instrument).assess(answers).missing


def interrupted(answers: Answers, instrument: Instrument = CURRENT) -> bool:
    """Tell whether an answer given so far calls for help at once. Raises UnusableAnswers."""
    engine = _engine(instrument)
    return bool(engine.interrupt(engine.read(answers), []))


def left(answers: Answers, instrument: Instrument = CURRENT) -> bool:
    """Tell whether an answer leaves the check (under 18). Raises UnusableAnswers."""
    engine = _engine(instrument)
    return bool(engine.exit(engine.read(answers), []))


_ENGINES: Final[dict[int, tuple[Instrument, Engine]]] = {}


def _engine(instrument: Instrument) -> Engine:
    # Keyed by identity: hashing a whole definition on every call would cost more than
    # the scoring. The instrument is kept beside its engine, so its id is never reused.
    found = _ENGINES.get(id(instrument))
    if found is None:
        found = _ENGINES[id(instrument)] = (instrument, Engine(instrument))
    return found[1]


class Engine:
    """One instrument, compiled once and asked often."""

    def __init__(self, instrument: Instrument) -> None:
        compiler = Compiler(instrument)
        self._code_bits = compiler.code_bits
        self._asked_bits = compiler.asked_bits
        self._questions = compiler.questions
        self._given_bits = {
            question: {code: bit | compiler.asked_bits[question] for code, bit in codes.items()}
            for question, codes in compiler.code_bits.items()
        }
        self._exclusive_bits = {
            name: compiler.mask(name, tuple(o.code for o in question.options if o.exclusive))
            for name, question in compiler.questions.items()
        }
        self._blocks: tuple[Block, ...] = compiler.blocks()
        self._terms: tuple[tuple[int, Test], ...] = tuple(
            (compiler.slot(f"term {term.name}"), compiler.test(term.condition))
            for term in instrument.terms
        )
        self._checklists: tuple[CompiledChecklist, ...] = tuple(
            compiler.compile_checklist(checklist) for checklist in instrument.checklists
        )
        self._follow_up: tuple[tuple[str, CompiledScore], ...] = tuple(
            (score.id, compiler.score(score.score)) for score in instrument.follow_up_scores
        )
        rules = sorted(instrument.rules, key=lambda rule: TIERS.index(rule.tier))
        # A condition about answers only is its mask: most are, and need no call.
        self._rules: tuple[tuple[str, int, Test, Callable[[int], Reason]], ...] = tuple(
            (
                rule.tier,
                compiler.as_mask(rule.condition),
                compiler.test(rule.condition),
                lru_cache(maxsize=_REASONS_KEPT)(partial(self._reason, rule.id, rule.tier)),
            )
            for rule in rules
        )
        self._guidance: tuple[tuple[str, int, Test], ...] = tuple(
            (
                block.key,
                compiler.as_mask(block.condition),
                compiler.test(block.condition),
            )
            for block in instrument.guidance
        )
        self._moves = _Moves(instrument.guidance, compiler)
        self.interrupt = compiler.test(instrument.interrupt)
        self.exit = compiler.test(instrument.exit.condition)
        self._exit = instrument.exit
        self._counted_on_exit = 0
        for question in instrument.exit.counted:
            self._counted_on_exit |= compiler.every_code(question) | compiler.asked_bits[question]
        self._missing_slot = compiler.slot("missing")
        self._incomplete_slot = compiler.slot("incomplete")
        self._tier_slot = compiler.slot("tier")
        self._no_facts = [0] * len(compiler.slots)
        self._answer_at = compiler.answer_at
        self._names = lru_cache(maxsize=256)(self._names_of)

    def read(self, answers: Answers) -> int:
        """Turn an answer set into bits. Raises UnusableAnswers."""
        if not isinstance(answers, Mapping):
            raise UnusableAnswers("An answer set must map question ids to answers.")
        given = 0
        table = self._given_bits
        for question, value in answers.items():
            if type(value) is str:
                try:
                    given |= table[question][value]
                    continue
                except KeyError:
                    pass
            given |= self._read_one(question, value)
        return given

    def visible(self, answers: Answers) -> tuple[str, ...]:
        """See the function of the same name."""
        return self._names(self._show(self.read(answers))[2])

    def assess(self, answers: Answers) -> Assessment:
        """See the function of the same name."""
        bits, lacking, _ = self._show(self.read(answers))
        facts = self._no_facts.copy()
        if lacking:
            facts[self._missing_slot] = HOLDS
            for _, instead in lacking:
                facts[self._missing_slot] |= instead
        missing = tuple([name for name, _ in lacking])
        if self.exit(bits, facts):
            return self._leave(bits, facts, missing)

        bands: dict[str, str] = {}
        scores: dict[str, int] = {}
        incomplete: dict[str, bool] = {}
        for checklist in self._checklists:
            name = checklist.id
            bands[name], scores[name], incomplete[name] = self._band(checklist, bits, facts)
        for name, score in self._follow_up:
            scores[name] = score.total(bits)
        for slot, test in self._terms:
            facts[slot] = test(bits, facts)

        reasons = []
        for _, mask, test, reason in self._rules:
            if evidence := bits & mask if mask else test(bits, facts):
                reasons.append(reason(evidence))
        tier = reasons[0].tier if reasons else TIERS[-1]
        return Assessment(
            ASSESSED,
            tier,
            bands,
            scores,
            incomplete,
            missing,
            tuple(reasons),
            self._choose_guidance(bits, facts, tier),
        )

    def _read_one(self, question: str, value: object) -> int:
        codes = self._given_bits.get(question)
        if codes is None:
            raise UnusableAnswers(f"There is no question {question!r}.")
        if value is None or value == "":
            return 0
        if isinstance(value, str):
            value = (value,)
        if not isinstance(value, Sequence) or isinstance(value, bytes | bytearray):
            raise UnusableAnswers(
                f"Question {question!r} takes an answer code or a list of them, not {value!r}."
            )
        if len(value) > 1 and not self._questions[question].several:
            raise UnusableAnswers(f"Question {question!r} takes one answer, not {len(value)}.")
        given = 0
        for code in value:
            bit = codes.get(code) if isinstance(code, str) else None
            if bit is None:
                raise UnusableAnswers(f"Question {question!r} has no answer {code!r}.")
            given |= bit
        alone = given & self._exclusive_bits[question]
        if alone and given.bit_count() > _BITS_OF_ONE_ANSWER:
            raise UnusableAnswers(
                f"Question {question!r}: {self._decode_bits(alone)[0][1]!r} "
                "cannot stand beside another answer."
            )
        return given

    def _names_of(self, questions: int) -> tuple[str, ...]:
        return tuple(name for name, bit in self._asked_bits.items() if questions & bit)

    def _show(self, given: int) -> tuple[int, list[tuple[str, int]], int]:
        """Out: bits that count, (question, bit scored instead) of the missing, questions shown."""
        bits = 0
        shown = 0
        lacking: list[tuple[str, int]] = []
        for block in self._blocks:
            if block.shown is not None and not block.shown(bits, []):
                continue
            shown |= block.asked
            bits |= given & block.answers
            if given & block.asked != block.asked:
                for asked, name, instead in block.questions:
                    if not given & asked:
                        bits |= instead
                        lacking.append((name, instead))
        if self.exit(bits, []):
            bits &= self._counted_on_exit
            shown &= self._counted_on_exit
            lacking = [(name, bit) for name, bit in lacking if self._asked_bits[name] & shown]
        return bits, lacking, shown

    def _band(self, checklist: CompiledChecklist, bits: int, facts: Facts) -> tuple[str, int, bool]:
        if not bits & checklist.asked:
            index = checklist.names.index(NOT_ASKED)
            score, incomplete, evidence = 0, False, HOLDS
        else:
            score = checklist.score.total(bits)
            unanswered = bits & checklist.unanswered
            incomplete = unanswered.bit_count() > checklist.unanswered_limit
            evidence = bits & checklist.score.evidence | HOLDS
            index = 0
            for lowest in checklist.lowest[1:]:
                if score >= lowest:
                    index += 1
            if checklist.critical is not None and (found := checklist.critical(bits, facts)):
                index = len(checklist.lowest) - 1
                evidence |= found
            if incomplete:
                facts[self._incomplete_slot] |= unanswered
                if index == 0:
                    index = checklist.names.index(NOT_ENOUGH_ANSWERS)
                    evidence = unanswered
        facts[checklist.band_slot] = 1 << index
        facts[checklist.score_slot] = score
        facts[checklist.evidence_slot] = evidence
        return checklist.names[index], score, incomplete

    def _leave(self, bits: int, facts: Facts, missing: tuple[str, ...]) -> Assessment:
        for slot, test in self._terms:
            facts[slot] = test(bits, facts)
        reasons = tuple(
            reason(evidence)
            for tier, _, test, reason in self._rules
            if tier == self._exit.tier and (evidence := test(bits, facts))
        )
        tier = self._exit.tier if reasons else None
        guidance = self._choose_guidance(bits, facts, tier)
        return Assessment(self._exit.outcome, tier, {}, {}, {}, missing, reasons, guidance)

    def _choose_guidance(self, bits: int, facts: Facts, tier: str | None) -> tuple[str, ...]:
        facts[self._tier_slot] = 1 << TIERS.index(tier) if tier else 0
        shown = [
            key
            for key, mask, test in self._guidance
            if (bits & mask if mask else test(bits, facts))
        ]
        return self._moves.order(shown, bits, facts)

    def _reason(self, rule: str, tier: str, evidence: int) -> Reason:
        return Reason(rule, tier, self._decode_bits(evidence))

    def _decode_bits(self, evidence: int) -> tuple[tuple[str, str], ...]:
        # Searching a string of digits is several times faster than taking bit by bit
        # off a number of this size.
        digits = f"{evidence:b}"[::-1]
        answers = []
        place = digits.find("1", 1)
        while place > 0:
            answers.append(self._answer_at[place])
            place = digits.find("1", place + 1)
        return tuple(answers)


class _Moves:
    """Where a block of guidance stands when its definition says otherwise than listed."""

    def __init__(self, guidance: tuple[Guidance, ...], compiler: Compiler) -> None:
        places = {block.key: index for index, block in enumerate(guidance)}
        self._listed = {key: (place, 0, place) for key, place in places.items()}
        self._moves: tuple[tuple[str, Test, tuple[int, int, int]], ...] = tuple(
            (
                block.key,
                compiler.test(move.condition),
                (places[move.after] if move.after else -1, 1, places[block.key]),
            )
            for block in guidance
            for move in reversed(block.moves)
        )

    def order(self, shown: list[str], bits: int, facts: Facts) -> tuple[str, ...]:
        """Put the shown blocks into page order."""
        moved = {key: place for key, test, place in self._moves if test(bits, facts)}
        if moved:
            shown.sort(key=lambda key: moved.get(key) or self._listed[key])
        return tuple(shown)
