"""Answer sets made up at random (seeded): examples of every tier and block, and steps to try."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

from screening.instrument.engine import ASSESSED, Assessment, assess
from screening.instrument.schema import TIERS, Instrument, Question

AnswerSet = dict[str, str | list[str]]

ATTEMPTS: Final = 6000
"""Random answer sets tried before a tier or a block counts as out of reach."""


@dataclass(frozen=True, slots=True)
class Examples:
    """One small answer set for each tier and for each guidance block that was reached.

    Each holds only the answers that differ from the calmest ones.
    """

    tiers: dict[str, AnswerSet]
    guidance: dict[str, AnswerSet]

    def unreached_tiers(self, instrument: Instrument) -> set[str]:
        """List the tiers for which no example was found."""
        return set(TIERS) - set(self.tiers)

    def unreached_guidance(self, instrument: Instrument) -> set[str]:
        """List the guidance keys for which no example was found."""
        return {block.key for block in instrument.guidance} - set(self.guidance)


def calm_answers(instrument: Instrument) -> AnswerSet:
    """Answer every question so that it worries least.

    That is the lowest severity, or the answer that rules out all others. Where a
    question has no order, it is the answer with the calmest result and the least guidance.
    """
    answers: AnswerSet = {
        question.id: _calm_by_itself(question) for question in instrument.questions
    }
    for question in instrument.questions:
        if not question.several and all(option.severity is None for option in question.options):
            answers[question.id] = min(
                (option.code for option in question.options),
                key=lambda code: _worry(assess({**answers, question.id: code}, instrument)),
            )
    return answers


def _calm_by_itself(question: Question) -> str | list[str]:
    if question.several:
        return [next(option.code for option in question.options if option.exclusive)]
    ordered = [option for option in question.options if option.severity is not None]
    return min(ordered or question.options, key=lambda option: option.severity or 0).code


def _worry(assessment: Assessment) -> tuple[bool, int, int]:
    urgency = TIERS.index(assessment.tier) if assessment.tier else len(TIERS)
    return assessment.outcome != ASSESSED, -urgency, len(assessment.guidance)


def random_answer(question: Question, chooser: random.Random) -> str | list[str]:
    """Answer one question at random."""
    if question.several:
        free = [option.code for option in question.options if not option.exclusive]
        alone = [option.code for option in question.options if option.exclusive]
        count = chooser.choice((0, 1, 1, 2, 3))
        return chooser.sample(free, min(count, len(free))) or [chooser.choice(alone)]
    return chooser.choice(question.options).code


def random_answers(
    instrument: Instrument, chooser: random.Random, *, calm: float, calmest: AnswerSet
) -> AnswerSet:
    """Answer every question: each with the chance `calm` (0 to 1) as in `calmest`."""
    return {
        question.id: calmest[question.id]
        if chooser.random() < calm
        else random_answer(question, chooser)
        for question in instrument.questions
    }


def find_examples(instrument: Instrument, *, seed: int = 1) -> Examples:
    """Find an answer set for every tier and every guidance block that can be reached."""
    chooser = random.Random(seed)  # noqa: S311 - examples, not secrets
    examples = Examples({}, {})
    calmest = calm_answers(instrument)
    for _ in range(ATTEMPTS):
        calm = chooser.choice((0.97, 0.9, 0.8, 0.6))
        answers = random_answers(instrument, chooser, calm=calm, calmest=calmest)
        assessment = assess(answers, instrument)
        for kind, name in _reached(assessment):
            known = examples.tiers if kind == "tier" else examples.guidance
            if name not in known:
                known[name] = _shrink(instrument, answers, calmest, kind, name)
        if not examples.unreached_tiers(instrument) | examples.unreached_guidance(instrument):
            break
    return examples


def _reached(assessment: Assessment) -> list[tuple[str, str]]:
    tier = [("tier", assessment.tier)] if assessment.tier else []
    return [*tier, *(("guidance", key) for key in assessment.guidance)]


def _shrink(
    instrument: Instrument, answers: AnswerSet, calmest: AnswerSet, kind: str, name: str
) -> AnswerSet:
    """Calm down every answer that the example does not need."""
    for question in instrument.questions:
        calmer = {**answers, question.id: calmest[question.id]}
        if (kind, name) in _reached(assess(calmer, instrument)):
            answers = calmer
    return {name: given for name, given in answers.items() if given != calmest[name]}
