"""One screening as plain data, filled in by whoever passes it on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from screening.instrument.engine import Assessment, visible
from screening.instrument.schema import (
    NOT_ASKED,
    NOT_ENOUGH_ANSWERS,
    Checklist,
    FollowUpScore,
    Instrument,
    Question,
)

TIER_NAMES: Final = {
    "emergency": "Emergency",
    "today": "Urgent",
    "soon": "Elevated",
    "routine": "Routine",
}
"""What staff and statistics call the tiers."""


@dataclass(frozen=True, slots=True)
class ScreeningRecord:
    """A screening as stored.

    `reference` is the client's, `identifier` the UUID of the screening. `assessment` is what was
    found and shown at the time (its reasons are not passed on). `assessed_at` must know its time
    zone, or ValueError is raised. `source` says how the answers came: interview, tablet or code.
    `signed_by` is empty until a clinician has signed. `answered_on`, the day of the answers, and
    `birth_date` are as YYYY-MM-DD. `replaced` tells that a correction counts in its place.
    """

    reference: str
    identifier: str
    instrument: Instrument
    answers: Mapping[str, str | Sequence[str]]
    assessed_at: datetime
    author: str
    source: str
    assessment: Assessment
    note: str = ""
    disposition: str = ""
    signed_by: str = ""
    answered_on: str = ""
    name: str = ""
    birth_date: str = ""
    phone: str = ""
    replaced: bool = False

    def __post_init__(self) -> None:
        if self.assessed_at.utcoffset() is None:
            raise ValueError("The time of a screening needs its time zone.")


def shown_answers(record: ScreeningRecord) -> dict[str, tuple[str, ...]]:
    """List the answers that count: question id to codes in the order of its options.

    A missing answer is empty. A question that was not shown is not there: its answer did not
    count, so it is not passed on. Raises UnusableAnswers.
    """
    shown = set(visible(record.answers, record.instrument))
    return {
        question.id: _codes(question, record.answers.get(question.id))
        for question in record.instrument.questions
        if question.id in shown
    }


def _codes(question: Question, value: str | Sequence[str] | None) -> tuple[str, ...]:
    codes = (value,) if isinstance(value, str) else value or ()
    return tuple(option.code for option in question.options if option.code in codes)


def band_texts(checklist: Checklist) -> dict[str, str]:
    """Name every band that a checklist can have: by code, its own first, lowest first."""
    return {
        **{band.name: band.text for band in checklist.bands},
        NOT_ENOUGH_ANSWERS: "not enough answers to tell",
        NOT_ASKED: "not asked",
    }


def scored(instrument: Instrument) -> tuple[Checklist | FollowUpScore, ...]:
    """List everything that has a score: checklists, then what follows a client over time."""
    return (*instrument.checklists, *instrument.follow_up_scores)
