"""The cells of a report, in words for pages and as values for files."""

from __future__ import annotations

from django.utils.translation import gettext as _

from screening.stats.disclosure import share
from screening.stats.report import Cell, Coefficient, Count, Share
from screening.stats.words import NO_SHARE, count, rules

Value = str | int | float


def in_words(cell: Cell) -> str:
    """Write a cell as a page shows it."""
    match cell:
        case Count(value):
            return count(value)
        case Share(part, whole):
            percent = share(part, whole, rules())
            if percent is None:
                return NO_SHARE
            # What is shown is never nobody.
            return f"{percent}%" if percent else _("under 1%")
        case Coefficient(value):
            return NO_SHARE if value is None else f"{value:.2f}"
    return cell


def in_file(cell: Cell) -> Value:
    """Write a cell as a file holds it: what the page shows, counts and measures as numbers."""
    match cell:
        case Count(value) if value >= 0:
            return value
        case Coefficient(float(value)):
            return value
    return in_words(cell)
