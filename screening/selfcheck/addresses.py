"""Where the pages of the self-check are, and which one comes next."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse

from screening.instrument.engine import interrupted, left
from screening.questionnaire.steps import Answers, Page, Route, page_after, page_of, pages, route

FROM_ANSWERS = "answers"
"""The value of ?from= while one answer is being changed from the check-your-answers page."""


def is_changing(request: HttpRequest) -> bool:
    """Tell whether one answer is being changed from the check-your-answers page."""
    return request.GET.get("from") == FROM_ANSWERS


def address(page: Page, *, changing: bool = False) -> str:
    """Return the address of a page of questions."""
    return _path(page, get_script_prefix()) + _query(changing=changing)


@lru_cache(maxsize=256)
def _path(page: Page, prefix: str) -> str:
    arguments = [page.section.id] if page.part == 1 else [page.section.id, page.part]
    return reverse("questions", args=arguments)


def change_address(question: str) -> str:
    """Return the address at which the answer to a question can be changed."""
    return f"{address(page_of(question), changing=True)}#{question}"


def after(page: Page, way: Route, *, changing: bool) -> str:
    """Return the address of the page of questions after this one, or of checking the answers."""
    later = way.unfinished if changing else page_after(page, way)
    return address(later, changing=changing) if later else reverse("check_answers")


def after_answering(page: Page, way: Route, answers: Answers, *, changing: bool) -> str:
    """Return where an answered page leads: on, to help at once, or out of the check."""
    if page is pages()[0] and interrupted(answers):
        return reverse("interruption") + _query(changing=changing)
    if left(answers):
        return reverse("result")
    return after(page, way, changing=changing)


def to_carry_on(answers: Answers) -> str:
    """Return the address of the first page that is not finished, or of checking the answers."""
    unfinished = route(answers).unfinished
    return address(unfinished) if unfinished else reverse("check_answers")


def to_come_back(answers: Answers) -> str:
    """Return where to carry on after a while.

    With nothing answered since a sign of an emergency, help may not have been shown yet.
    """
    way = route(answers)
    if interrupted(answers) and way.unfinished is page_after(pages()[0], way):
        return reverse("interruption")
    return to_carry_on(answers)


def _query(*, changing: bool) -> str:
    return "?" + urlencode({"from": FROM_ANSWERS}) if changing else ""
