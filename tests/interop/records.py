"""Invented screenings to pass on, and what a form filler would do with the questionnaire."""

import random
from dataclasses import replace
from datetime import UTC, datetime

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import assess
from screening.interop.notice import Notice
from screening.interop.record import ScreeningRecord
from tests.instrument.answer_sets import CALM, NO_ANSWER_AT_ALL

NOTICE = Notice(scope="To the clinic of the test, for treatment, until the end of the year.")


def record_of(answers, **changes):
    """A signed screening with these answers, assessed by the engine."""
    record = ScreeningRecord(
        reference="TEST-0001",
        identifier="6f1f2f6e-52d5-4f0e-9f0e-3f7d3c1b2a10",
        instrument=CURRENT,
        answers=answers,
        assessed_at=datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
        author="Intake member of the test",
        source="interview",
        assessment=assess(answers),
        note="A note.",
        disposition="Sent to the prescriber",
        signed_by="Clinician of the test",
    )
    return replace(record, **changes)


def random_answers(seed) -> dict[str, object]:
    """Answers of any kind: calm or not, with gaps, and with answers nobody was asked for."""
    chance = random.Random(seed)
    answers: dict[str, object] = dict(CALM)
    for question in chance.sample(CURRENT.questions, chance.choice((0, 1, 3, 10, 50))):
        answers[question.id] = _answer(chance, question)
    for question in chance.sample(CURRENT.questions, chance.choice((0, 0, 1, 8, 30))):
        answers[question.id] = chance.choice(NO_ANSWER_AT_ALL)
    for question in chance.sample(CURRENT.questions, chance.choice((0, 0, 1, 8))):
        del answers[question.id]
    if chance.random() < 0.7:
        # Else one yes among ten gate answers would hide every other tier.
        answers |= {q.id: "no" for q in CURRENT.questions if q.id.startswith("now_")}
    return answers


def _answer(chance, question):
    if not question.several or chance.random() < 0.4:
        return chance.choice(question.options).code
    together = [option.code for option in question.options if not option.exclusive]
    return chance.sample(together, chance.randint(1, len(together)))


def given_codes(answers):
    """The answers as lists of codes; missing ones are not there."""
    return {
        name: [value] if isinstance(value, str) else list(value)
        for name, value in answers.items()
        if value
    }
