"""All questions of the instrument on one page, for an interview."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import interrupted, left, visible
from screening.instrument.schema import Question, Section
from screening.questionnaire.forms import QuestionForm, draw, first_control, form_for
from screening.questionnaire.steps import Answers

NO_WRONG_ANSWERS: Final = gettext_noop("There are no wrong answers.")
LISTED: Final = 7
"""Faults that are listed one by one at the top of the page."""

QUESTIONS: Final = {question.id: question for question in CURRENT.questions}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands on the page.

    `alarms` are the codes that call for help at once, `alone` those that rule out all others.
    """

    id: str
    html: str
    shown: bool
    alarms: str
    alone: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section as it stands on the page; not shown while none of its questions is."""

    id: str
    heading: str
    introduction: str
    questions: tuple[Asked, ...]
    shown: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an interview is, and what its answers call for at once."""

    shown: tuple[str, ...]
    answered: int
    interrupted: bool
    left: bool


def progress(answers: Answers) -> Progress:
    """Say how far these answers are. Raises UnusableAnswers."""
    shown = visible(answers)
    answered = sum(name in answers for name in shown)
    return Progress(shown, answered, interrupted(answers), left(answers))


def form_of(sent: QueryDict | None = None) -> QuestionForm:
    """Return the form with every question, as it was sent."""
    return form_for(CURRENT.questions)(sent)


def parts(answers: Answers, sent: QueryDict, wrong: Container[str]) -> list[Part]:
    """Draw every question with its answer, or what was sent for it where that is wrong.

    In: the answers; the form as it was sent; the ids of the questions that are wrong in it.
    """
    shown = set(visible(answers))

    def asked(question: Question) -> Asked:
        is_wrong = question.id in wrong
        given = sent.getlist(question.id) if is_wrong else answers.get(question.id)
        html = draw(question, given, wrong=is_wrong)
        alone = " ".join(option.code for option in question.options if option.exclusive)
        alarms = _alarms().get(question.id, "")
        return Asked(question.id, html, question.id in shown, alarms, alone)

    found = []
    for section in CURRENT.sections:
        questions = tuple(asked(question) for question in section.questions)
        any_shown = any(question.shown for question in questions)
        found.append(Part(section.id, section.heading, introduction(section), questions, any_shown))
    return found


def introduction(section: Section) -> str:
    """Return what stands before a section, before translation.

    That of the public check also says that answers are not kept, which here they are.
    """
    return NO_WRONG_ANSWERS if section.id == "use" else section.introduction


def faults(form: QuestionForm, answers: Answers, *, finishing: bool) -> dict[str, str]:
    """Say what is wrong with a form, by question.

    An answer that is left out is only wrong when finishing, and if its question is shown.
    """
    shown = set(visible(answers))
    return {
        name: str(messages[0])
        for name, messages in form.errors.items()
        if name in shown and (finishing or name in form.data)
    }


def summary(wrong: Mapping[str, str]) -> list[tuple[str, str]]:
    """List faults for the top of the page: (id of the first control, message).

    A long list would only hide the questions: its end becomes one line.
    """
    found = [(first_control(QUESTIONS[name]), message) for name, message in wrong.items()]
    if len(found) <= LISTED + 1:
        return found
    more = _("%(count)d more questions have no answer") % {"count": len(found) - LISTED}
    return [*found[:LISTED], (found[LISTED][0], more)]


def in_words(question: str, given: str | Sequence[str] | None) -> list[str]:
    """Return the texts of the answers to a question, before translation."""
    codes = (given,) if isinstance(given, str) else given or ()
    texts = {option.code: option.text for option in QUESTIONS[question].options}
    return [texts[code] for code in codes]


@cache
def _alarms() -> dict[str, str]:
    found = {
        question.id: " ".join(
            option.code for option in question.options if interrupted({question.id: option.code})
        )
        for question in CURRENT.questions
    }
    return {name: codes for name, codes in found.items() if codes}
