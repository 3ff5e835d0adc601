"""The way through the pages of the instrument: which are shown, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import visible
from screening.instrument.pages import Page as Page
from screening.instrument.pages import pages_of
from screening.instrument.schema import Question

Answers = Mapping[str, str | list[str]]
"""Question id to the chosen code, or to all chosen codes where several may be given."""


@dataclass(frozen=True, slots=True)
class Route:
    """The way through the check that the answers so far open.

    `shown` are the questions shown, `pages` the pages with at least one of them, in order,
    and `unfinished` the first page with a question that has no answer yet, if any.
    """

    shown: tuple[str, ...]
    pages: tuple[Page, ...]
    unfinished: Page | None


@lru_cache(maxsize=1)
def pages() -> tuple[Page, ...]:
    """List all pages of the current instrument in order, whether or not they will be shown."""
    return pages_of(CURRENT)


def find_page(section: str, part: int) -> Page | None:
    """Find a page by the id of its section and its part, or None when there is no such page."""
    for page in pages():
        if page.section.id == section and page.part == part:
            return page
    return None


def page_of(question: str) -> Page:
    """Find the page on which a question is asked. Raises StopIteration for an unknown id."""
    return next(page for page in pages() for asked in page.questions if asked.id == question)


def route(answers: Answers) -> Route:
    """Find the way that these answers open. Raises UnusableAnswers."""
    shown = visible(answers)
    unanswered = [name for name in shown if name not in answers]
    unfinished = page_of(unanswered[0]) if unanswered else None
    if unfinished and unfinished.part > 1:
        # A later part of a section stands behind its first, though its questions may come
        # earlier in the definition.
        unfinished = min((page_of(name) for name in unanswered), key=pages().index)
    return Route(shown, _with_questions(shown), unfinished)


@lru_cache(maxsize=256)
def _with_questions(shown: tuple[str, ...]) -> tuple[Page, ...]:
    names = set(shown)
    return tuple(page for page in pages() if any(q.id in names for q in page.questions))


def questions_on(page: Page, way: Route) -> tuple[Question, ...]:
    """List the questions of a page to ask, in order.

    The first part of a section that is always shown is asked whole, so that an answer that
    left the check can still be changed.
    """
    if page.part == 1 and page.section.shown_when is None and page in way.pages:
        return page.questions
    return tuple(question for question in page.questions if question.id in way.shown)


def page_after(page: Page, way: Route) -> Page | None:
    """Find the next page to show, or None after the last one."""
    order = pages()
    return next((later for later in order[order.index(page) + 1 :] if later in way.pages), None)


def page_before(page: Page, way: Route) -> Page | None:
    """Find the page shown before this one, or None before the first."""
    order = pages()
    return next(
        (earlier for earlier in reversed(order[: order.index(page)]) if earlier in way.pages), None
    )


def comes_after(page: Page, other: Page) -> bool:
    """Tell whether a page comes after another one."""
    return pages().index(page) > pages().index(other)


def position(page: Page | None, way: Route) -> tuple[int, int]:
    """Say which step a page is, and of how many. None stands for the last: checking the answers.

    The parts of a section are one step.
    """
    sections = list(dict.fromkeys(shown.section.id for shown in way.pages))
    total = len(sections) + 1
    return (sections.index(page.section.id) + 1 if page else total), total
