"""How far self-checks come, and where people stop."""

from __future__ import annotations

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from screening.instrument.pages import COUNTED, FINISHED, HELP, OPENED, UNDER_AGE, Page, pages_of
from screening.instrument.pages import answered as answered_page
from screening.instrument.pages import reached as reached_page
from screening.stats.disclosure import HIDDEN
from screening.stats.queries import SELF_CHECK, Look
from screening.stats.report import BARS, Chart, Count, Part, Report, Series, Share, Table
from screening.stats.steps import steps
from screening.stats.words import NO_SHARE


def build(look: Look) -> Report:
    """Lay out the page. Out: a part for the pages of questions and one for the ways out."""
    title = _("Where people stop")
    if look.source != SELF_CHECK:
        text = [
            _("This is known of the self-check only. Staff can finish a screening later."),
            _("Choose the self-check above to see it."),
        ]
        return Report(title, [], text)
    text = [
        _(
            "Only steps are counted here, without knowing whose they are, and for everybody who "
            "comes, whether or not they let their answers be counted. So no filter applies."
        ),
        _(
            "All numbers are approximate. A check that goes on into another month is counted in "
            "both, each step in its month."
        ),
    ]
    if not settings.COUNT_STEPS:
        text.append(_("Counting steps is switched off on this site (COUNT_STEPS)."))
    if all(look.reached(step.name) == HIDDEN for step in steps(look.instrument)):
        few = _("In this period there is nothing to show: %(few)d or fewer people came.")
        return Report(title, [], [*text, few % {"few": settings.STATISTICS_HIDE_UP_TO}])
    return Report(title, [_pages(look), _ends(look)], text)


def _pages(look: Look) -> Part:
    heading = _("Pages of questions")
    names, came, answered, rows = [], [], [], []
    for place, page in enumerate(pages_of(look.instrument)):
        there = look.reached(reached_page(page) if place else OPENED)
        done = look.reached(answered_page(page))
        left = _stopped(there, done)
        names.append(_name(page))
        came.append(Count(there))
        answered.append(Count(done))
        stopped = Count(left) if left > 0 else NO_SHARE
        rows.append((names[-1], came[-1], answered[-1], stopped, Share(left, there)))
    headings = (
        _("Page"),
        _("Came to it"),
        _("Answered it"),
        _("Stopped there"),
        _("Stopped, share of those who came"),
    )
    text = [
        _("The first page is also opened by robots, and counted again when it is loaded again."),
        _("Some pages are asked only of some people, so fewer come to them."),
        _(
            "How many stopped is the difference of two rounded numbers. A dash (%(dash)s) stands "
            "where it is too small to tell, or where one of the two is not shown."
        )
        % {"dash": NO_SHARE},
    ]
    chart = Chart(
        BARS,
        heading,
        _("Two bars for each page: how many came to it, and how many answered it."),
        names,
        [Series(_("Came to it"), came), Series(_("Answered it"), answered)],
    )
    return Part(heading, Table(heading, headings, rows), text, chart, "pages")


def _ends(look: Look) -> Part:
    heading = _("How it ended")
    said = {step.name: step.words for step in steps(look.instrument)}
    rows = [
        (said[name], Count(look.reached(name))) for name in (HELP, UNDER_AGE, FINISHED, COUNTED)
    ]
    text = [_("Who was shown emergency help can have carried on afterwards.")]
    return Part(heading, Table(heading, (_("What"), _("How many")), rows), text, slug="ends")


def _stopped(there: int, done: int) -> int:
    """Work out how many stopped, from what is shown. Out: HIDDEN where they may be too few."""
    # Either number can be off by half of what it is rounded to.
    least = settings.STATISTICS_HIDE_UP_TO + settings.STATISTICS_ROUND_TO
    return there - done if done > 0 and there - done > least else HIDDEN


def _name(page: Page) -> str:
    name = str(capfirst(_(page.section.name)))
    if page.part == 1:
        return name
    return _("%(section)s, page %(part)d") % {"section": name, "part": page.part}
