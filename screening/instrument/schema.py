"""The parts an instrument is made of: plain frozen values, so that it can be printed and compared.

A definition holds no functions. Everything it decides is written as conditions
(see `conditions.py`), which the engine reads.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import Final, Literal

from screening.instrument.conditions import Condition

NOT_ASKED: Final = "not_asked"
"""The band of a checklist whose section was not shown."""

NOT_ENOUGH_ANSWERS: Final = "not_enough_answers"
"""The band of a checklist that would be its lowest, had enough been answered to say so."""

TIERS: Final = ("emergency", "today", "soon", "routine")
"""The tiers, most urgent first."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from. `key` is the one used in docs/evidence.md."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class ListedSign:
    """A sign that a guide lists. `left_out` says why no question covers it, if none does."""

    key: str
    checklist: str
    text: str
    source: str
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question.

    `severity` orders the answers of one question from least to most worrying; None
    stands outside that order. `exclusive` answers rule out all others of a question
    with several answers. `says` is the phrase for the telephone, in which
    %(sign)s stands for the question's short name; empty says nothing.
    """

    code: str
    text: str
    severity: int | None = None
    exclusive: bool = False
    says: str = ""


# Compared by identity: a question is a key of caches, and hashing its content is slow.
@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One item: what is asked, its answers, and what stands in for a missing one.

    `short` names the item in lists, reasons and on the telephone. `error` is the
    sentence shown when it was left out. `if_missing` is the code that a missing answer
    is scored as; empty means that it is only listed as missing.
    """

    id: str
    text: str
    short: str
    error: str
    options: tuple[Option, ...]
    sources: tuple[str, ...]
    signs: tuple[str, ...] = ()
    hint: str = ""
    several: bool = False
    if_missing: str = "no_answer"
    shown_when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A checklist as a page: `name` is neutral enough for a page title, `heading` is not."""

    id: str
    name: str
    heading: str
    introduction: str
    questions: tuple[Question, ...]
    shown_when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """So many points for each of these questions that has one of these answers."""

    questions: tuple[str, ...]
    codes: tuple[str, ...]
    points: int


@dataclass(frozen=True, slots=True)
class Score:
    """A sum: all `points`, and one for each of `signs` and of `companions` that holds.

    No more companions count than signs hold.
    """

    points: tuple[Points, ...] = ()
    signs: tuple[Condition, ...] = ()
    companions: tuple[Condition, ...] = ()

    @property
    def highest(self) -> int:
        """The most points that it can come to."""
        most: dict[str, int] = {}
        for part in self.points:
            for question in part.questions:
                most[question] = max(most.get(question, 0), part.points)
        signs = len(self.signs)
        return sum(most.values()) + signs + min(len(self.companions), signs)


@dataclass(frozen=True, slots=True)
class Band:
    """A named range of a score, from `lowest` up to the next band."""

    name: str
    lowest: int
    text: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """How one section is scored and banded.

    More than `incomplete_above` (a share, 0 to 1) of its questions answered with one of
    `unanswered` sets its incomplete flag. `critical` lifts the band to the highest one.
    """

    id: str
    name: str
    section: str
    score: Score
    bands: tuple[Band, ...]
    unanswered: tuple[str, ...] = ("no_answer",)
    incomplete_above: float = 0.3
    critical: Condition | None = None


@dataclass(frozen=True, slots=True)
class FollowUpScore:
    """A score that has no band: staff use it to follow one client over time."""

    id: str
    name: str
    score: Score


@dataclass(frozen=True, slots=True)
class Term:
    """A word that the rules use, and what it means."""

    name: str
    text: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Rule:
    """If the condition holds, the tier is at least this one. `text` says the rule in words."""

    id: str
    tier: str
    text: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Exit:
    """An answer with which the check is left. Only `counted` questions count as shown."""

    outcome: str
    condition: Condition
    counted: tuple[str, ...]
    tier: str


@dataclass(frozen=True, slots=True)
class Move:
    """Another place on the page for a guidance block, if the condition holds."""

    condition: Condition
    after: str | None


@dataclass(frozen=True, slots=True)
class Guidance:
    """When a block of guidance is shown, and where: as listed, or after another block.

    `after` of a move names the block it follows, whether or not that one is shown;
    None means first of all. The first move that holds counts. `contacts` names the kind
    of help whose numbers belong under the block.
    """

    key: str
    condition: Condition
    moves: tuple[Move, ...] = ()
    contacts: Literal["", "emergency", "crisis", "poison", "treatment"] = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What a guidance block says: a heading, then paragraphs, points and closing paragraphs."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Instrument:
    """A whole instrument in one version. A published version is never edited.

    `interrupt` says which answers call for help at once, before anything else is asked.
    """

    id: str
    version: int
    status: str
    sections: tuple[Section, ...]
    checklists: tuple[Checklist, ...]
    follow_up_scores: tuple[FollowUpScore, ...]
    terms: tuple[Term, ...]
    rules: tuple[Rule, ...]
    guidance: tuple[Guidance, ...]
    interrupt: Condition
    exit: Exit
    sources: tuple[Source, ...]
    signs: tuple[ListedSign, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order in which they are asked."""
        return tuple(question for section in self.sections for question in section.questions)


def plain(value: object) -> object:
    """Turn a definition into lists, dictionaries, strings and numbers, ready for JSON.

    Each dataclass becomes a dictionary of its fields with its name under "type".
    Raises TypeError for anything that is not plain.
    """
    if is_dataclass(value) and not isinstance(value, type):
        content = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        return {"type": type(value).__name__, **content}
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"{value!r} is not a plain value, so it cannot be part of an instrument.")
