"""The pages of an instrument, and the names of the steps that are counted on the way through them.

A section is one page. Questions that depend on an answer from the same section stand on a
following page of it, because nothing appears on a page while it is being filled in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from screening.instrument.conditions import AllOf, AnyOf, Condition, Is, IsNot, several
from screening.instrument.schema import Instrument, Question, Section

OPENED: Final = "opened"
HELP: Final = "help"
UNDER_AGE: Final = "under_age"
FINISHED: Final = "finished"
COUNTED: Final = "counted"


# Compared by identity, like a question: a page is a key of caches.
@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One page of questions: a section, or the part (2 and up) of it that depends on the first."""

    section: Section
    part: int
    questions: tuple[Question, ...]


def pages_of(instrument: Instrument) -> tuple[Page, ...]:
    """List all pages in order, whether or not they will be shown."""
    return tuple(_pages(instrument))


def named(condition: Condition) -> set[str]:
    """Return the ids of the questions that a condition on answers names."""
    match condition:
        case Is(questions, _):
            return set(several(questions))
        case IsNot(question, _):
            return {question}
        case AllOf(parts) | AnyOf(parts):
            return set().union(*(named(part) for part in parts))
    return set()


def reached(page: Page) -> str:
    """Name the step of those for whom a page was next."""
    return f"reached {page.section.id}/{page.part}"


def answered(page: Page) -> str:
    """Name the step of those who answered a page, and all before it."""
    return f"answered {page.section.id}/{page.part}"


def _pages(instrument: Instrument) -> Iterator[Page]:
    for section in instrument.sections:
        parts: dict[str, int] = {}
        for question in section.questions:
            depends_on = named(question.shown_when) if question.shown_when else set()
            before = [parts[name] for name in depends_on if name in parts]
            parts[question.id] = max(before, default=0) + 1
        for part in range(1, max(parts.values()) + 1):
            questions = tuple(q for q in section.questions if parts[q.id] == part)
            yield Page(section, part, questions)
