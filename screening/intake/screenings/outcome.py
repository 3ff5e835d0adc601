"""What finishing writes into a screening, besides its state."""

from __future__ import annotations

from typing import Final

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import Assessment
from screening.models import Screening
from screening.questionnaire.steps import Answers
from screening.waiting import emergency_answers

EMERGENCY: Final = "emergency"


def keep_outcome(screening: Screening, answers: Answers, assessment: Assessment) -> None:
    """Put answers and what the instrument made of them into a screening, which is not saved."""
    screening.instrument, screening.version = CURRENT.id, CURRENT.version
    screening.answers = dict(answers)
    screening.outcome = assessment.outcome
    screening.tier = assessment.tier or ""
    screening.bands = assessment.bands
    screening.scores = assessment.scores
    screening.incomplete = assessment.incomplete
    screening.missing = list(assessment.missing)
    screening.guidance = list(assessment.guidance)


def carry_over(old: Screening, correction: Screening) -> None:
    """Put what was noted, decided and done into the correction, which is not saved.

    It is about the same event. What was done about the signs of the old result says nothing about
    a further one: an emergency that has more to it has to be acknowledged by itself.
    """
    correction.note, correction.disposition = old.note, old.disposition
    if correction.tier == EMERGENCY and not _signs(correction) <= _signs(old):
        return
    correction.acknowledged_at = old.acknowledged_at
    correction.acknowledged_by = old.acknowledged_by
    correction.acted_at, correction.action = old.acted_at, old.action


def _signs(screening: Screening) -> set[tuple[str, str]]:
    _, pairs = emergency_answers(screening)
    return set(pairs)
