"""The pages of statistics, in the order of their navigation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from screening.stats.pages import answers, giving_up, measures, overview, pairs, trend, what_if
from screening.stats.queries import Look
from screening.stats.report import Report


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its name in addresses, what links call it, and what lays it out.

    `by_period` and `filtered` say whether the period and the filters change what it shows.
    """

    name: str
    text: str | Promise
    build: Callable[[Look], Report]
    by_period: bool = True
    filtered: bool = True

    @property
    def view_name(self) -> str:
        """The name of its view; those of its files end in _csv and _xlsx."""
        if self.name == OVERVIEW:
            return "stats"
        return f"stats_{self.name.replace('-', '_')}"


OVERVIEW: Final = "overview"
WHAT_IF: Final = "what-if"

_PAGES: Final = (
    Page(OVERVIEW, _("Overview"), overview.build),
    Page("answers", _("Answers"), answers.build),
    Page("trend", _("Trend"), trend.build, by_period=False),
    Page("giving-up", _("Where people stop"), giving_up.build, filtered=False),
    Page("pairs", _("Signs that go together"), pairs.build),
    Page("instrument", _("Quality of the checklists"), measures.build),
    Page(WHAT_IF, _("What if"), what_if.build),
)
PAGES: Final[dict[str, Page]] = {page.name: page for page in _PAGES}
