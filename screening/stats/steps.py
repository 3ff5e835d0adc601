"""The steps of the self-check that are counted, in order, and which can have no more than which.

A step is counted as the check stands at last: whoever goes back and opens a page again with
another answer is taken out of what lies behind that page, and counted there again after answering
it. So each check is counted once at most in each step, though nothing says whose it is.

opened          the first page was shown to a browser that had no check. Also counts robots and
                pages loaded again, so it says no more than "at most"
answered <page> every question asked on the page has an answer, and so have all pages before it.
                A page sent with an error is not answered
reached <page>  all pages before it are answered, so that it was next. Whoever was shown
                emergency help first is counted, whether or not they went on. There is none for
                the first page
help            answered the first page, and the answers call for emergency help at once
under_age       answered all up to where they left the check, because they are under 18
finished        answered all that was asked, which leads to checking the answers
counted         ticked the box, and was counted

All are approximate: a page that is sent twice at once counts twice, what a process had in memory
when it was killed is lost, and a check that goes on into another month is counted in both, each
step in the month in which it came to it. So a count can exceed one that it is within by a few.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from screening.instrument.pages import (
    COUNTED,
    FINISHED,
    HELP,
    OPENED,
    UNDER_AGE,
    Page,
    answered,
    named,
    pages_of,
    reached,
)
from screening.instrument.schema import Instrument


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its name, as `Reached` keeps it, and what it is in words, translated."""

    name: str
    words: str


def steps(instrument: Instrument) -> tuple[Step, ...]:
    """List the steps of an instrument in the order in which people come to them."""
    return tuple(_steps(instrument))


def within(instrument: Instrument) -> tuple[tuple[str, str], ...]:
    """List which step can have no more people than which: (smaller, larger)."""
    return tuple(_within(instrument))


def _steps(instrument: Instrument) -> Iterator[Step]:
    first, *later = pages_of(instrument)
    leaves = _left_on(instrument)
    yield Step(OPENED, _("Opened the first page (at most: counts robots and reloading too)"))
    yield Step(answered(first), _answered_in_words(first))
    yield Step(HELP, _("Were shown emergency help at once"))
    for page in later:
        yield Step(reached(page), _("Came to %(page)s") % {"page": _in_words(page)})
        yield Step(answered(page), _answered_in_words(page))
        if answered(page) == leaves:
            yield Step(UNDER_AGE, _("Left because they are under 18"))
    yield Step(FINISHED, _("Answered everything"))
    yield Step(COUNTED, _("Ticked the box to be counted"))


def _within(instrument: Instrument) -> Iterator[tuple[str, str]]:
    first, *later = pages_of(instrument)
    yield answered(first), OPENED
    yield HELP, answered(first)
    before = answered(first)
    for page in later:
        yield reached(page), before
        yield answered(page), reached(page)
        if page.section.shown_when is None and page.part == 1:  # what everybody is asked
            before = answered(page)
    yield UNDER_AGE, _left_on(instrument)
    yield FINISHED, before
    yield COUNTED, FINISHED


def _left_on(instrument: Instrument) -> str:
    """Name the step of answering the page on which the check can be left."""
    asked = named(instrument.exit.condition)
    pages = pages_of(instrument)
    return answered(next(page for page in pages for q in page.questions if q.id in asked))


def _answered_in_words(page: Page) -> str:
    return _("Answered %(page)s") % {"page": _in_words(page)}


def _in_words(page: Page) -> str:
    name = {"section": _(page.section.name), "part": page.part}
    if page.part == 1:
        return _("“%(section)s”") % name
    return _("“%(section)s”, page %(part)s") % name
