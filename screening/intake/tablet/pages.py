"""Which page of the tablet comes next, and what its pages show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from screening.instrument.engine import interrupted, left
from screening.instrument.schema import Question
from screening.intake.screenings.sheet import in_words
from screening.questionnaire.steps import Answers, Page, page_after, page_of, pages, route


@dataclass(frozen=True, slots=True)
class Row:
    """One answer of the page on which they are checked."""

    question: str
    answers: list[str]
    change_href: str
    change_hidden_text: str


def address(page: Page) -> str:
    """Return the address of a page of questions."""
    return reverse("tablet_questions", args=[page.section.id, page.part])


def to_carry_on(answers: Answers) -> str:
    """Return the first page that is not finished, or that of checking, or the end."""
    unfinished = route(answers).unfinished
    if unfinished:
        return address(unfinished)
    return reverse("tablet_give_back" if left(answers) else "tablet_answers")


def after_answering(page: Page, answers: Answers, *, changing: bool) -> str:
    """Return where an answered page leads: to help at once, or on."""
    if page is pages()[0] and interrupted(answers):
        return reverse("tablet_help")
    if changing or left(answers):
        return to_carry_on(answers)
    later = page_after(page, route(answers))
    return address(later) if later else to_carry_on(answers)


def answer_sections(answers: Answers, shown: tuple[str, ...]) -> Iterator[tuple[str, list[Row]]]:
    """List the answers by section: (its name, its rows), in order."""
    for section in dict.fromkeys(page.section for page in pages()):
        rows = [_row(asked, answers) for asked in section.questions if asked.id in shown]
        if rows:
            yield capfirst(_(section.name)), rows


def _row(question: Question, answers: Answers) -> Row:
    short = _(question.short)
    href = f"{address(page_of(question.id))}?from=answers#{question.id}"
    words = [_(text) for text in in_words(question.id, answers.get(question.id))]
    return Row(short, words, href, short)
