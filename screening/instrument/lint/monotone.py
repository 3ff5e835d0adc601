"""Making any answer worse must never lower the tier or a band. Tried out, not promised."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

from screening.instrument.compiled import band_names
from screening.instrument.engine import Assessment, assess, left, visible
from screening.instrument.lint.examples import (
    AnswerSet,
    calm_answers,
    random_answer,
    random_answers,
)
from screening.instrument.schema import NOT_ASKED, NOT_ENOUGH_ANSWERS, TIERS, Instrument, Question

MILD_AT_MOST: Final = {"severe": "mild"}
"""Half of the answer sets have this done to the signs since a change: severe ones hide the rest."""


def worsening_faults(instrument: Instrument, *, steps: int, seed: int) -> Iterator[str]:
    """Try single-step worsenings of random complete answer sets.

    In: how many steps, spread evenly over the kinds of question, and the seed.
    Out: a sentence for each step that lowered the tier or a band.
    """
    chooser = random.Random(seed)  # noqa: S311 - trials, not secrets
    kinds = _kinds(instrument)
    ranks = _ranks(instrument)
    calmest = calm_answers(instrument)
    done = 0
    while done < steps:
        question = chooser.choice(kinds[done % len(kinds)])
        before = _answer_set(instrument, chooser, calmest, mild=bool(done // len(kinds) % 2))
        # Starting from any answer, also in a set that is calm otherwise.
        before[question.id] = random_answer(question, chooser)
        after = _worse(question, before, chooser)
        shown = visible(before, instrument)
        if after is None or question.id not in shown or visible(after, instrument) != shown:
            continue
        done += 1
        low, high = assess(before, instrument), assess(after, instrument)
        if _lower(low, high, ranks):
            yield (
                f"Question {question.id!r}: going from {before[question.id]!r} to "
                f"{after[question.id]!r} lowered the result from {low.tier} {low.bands} to "
                f"{high.tier} {high.bands}. The answers before: {before}"
            )


def _kinds(instrument: Instrument) -> list[list[Question]]:
    """Group the questions that have an order of answers by that order."""
    groups: dict[tuple[object, ...], list[Question]] = {}
    for question in instrument.questions:
        order = tuple((option.code, option.severity) for option in question.options)
        ordered = sum(option.severity is not None for option in question.options) > 1
        if ordered or question.several:
            groups.setdefault((question.if_missing, *order), []).append(question)
    return list(groups.values())


def _ranks(instrument: Instrument) -> dict[str, dict[str, int]]:
    ranks = {}
    for checklist in instrument.checklists:
        names = list(band_names(checklist))
        lowest, *others = (n for n in names if n not in (NOT_ASKED, NOT_ENOUGH_ANSWERS))
        order = [NOT_ASKED, lowest, NOT_ENOUGH_ANSWERS, *others]
        ranks[checklist.id] = {name: rank for rank, name in enumerate(order)}
    return ranks


def _answer_set(
    instrument: Instrument, chooser: random.Random, calmest: AnswerSet, *, mild: bool
) -> AnswerSet:
    calm = chooser.choice((0.95, 0.8, 0.5, 0.2))
    answers = random_answers(instrument, chooser, calm=calm, calmest=calmest)
    # Most sets pass the gate, and few leave the check: both would hide everything else.
    if chooser.random() < 0.8:
        gate = instrument.sections[0]
        answers |= {question.id: calmest[question.id] for question in gate.questions}
    if left(answers, instrument) and chooser.random() < 0.9:
        answers |= {name: calmest[name] for name in instrument.exit.counted}
    if mild:
        answers = {
            name: MILD_AT_MOST.get(given, given) if isinstance(given, str) else given
            for name, given in answers.items()
        }
    return answers


def _worse(question: Question, answers: AnswerSet, chooser: random.Random) -> AnswerSet | None:
    """Make one answer one step worse, or return None when there is nothing worse."""
    given = answers[question.id]
    if question.several:
        exclusive = [option.code for option in question.options if option.exclusive]
        present = [code for code in given if code not in exclusive]
        absent = [
            option.code
            for option in question.options
            if not option.exclusive and option.code not in present
        ]
        if not absent or "no_answer" in given:
            return None
        return {**answers, question.id: [*present, chooser.choice(absent)]}
    ladder = sorted(
        (option for option in question.options if option.severity is not None),
        key=lambda option: option.severity or 0,
    )
    codes = [option.code for option in ladder]
    if given not in codes or given == codes[-1]:
        return None
    return {**answers, question.id: codes[codes.index(str(given)) + 1]}


def _lower(low: Assessment, high: Assessment, ranks: dict[str, dict[str, int]]) -> bool:
    def urgency(assessment: Assessment) -> int:
        return -TIERS.index(assessment.tier) if assessment.tier else -len(TIERS)

    if urgency(high) < urgency(low):
        return True
    return any(
        ranks[name][high.bands[name]] < ranks[name][band]
        for name, band in low.bands.items()
        if name in high.bands
    )
