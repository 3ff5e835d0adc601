"""Signs that go together: the most frequent pairs, and how often each sign brings the other."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from screening.stats.pages.naming import Naming
from screening.stats.pages.unshown import left_out
from screening.stats.queries import Look
from screening.stats.report import BARS, Chart, Count, Part, Report, Series, Share, Table

LISTED: Final = 25
DRAWN: Final = 10


def build(look: Look) -> Report:
    """Lay out the page: one part with the pairs that may be shown, most frequent first."""
    naming = Naming(look.instrument)
    counts = {pair: look.count(pair) for pair, _one, _other in look.layout.both}
    often = sorted(
        (both for both in look.layout.both if counts[both[0]] >= 0), key=lambda b: -counts[b[0]]
    )
    rows = []
    for pair, one, other in often[:LISTED]:
        first, second = (naming.sign(name.removeprefix("sign.")) for name in (one, other))
        both = counts[pair]
        rows.append(
            (
                first,
                second,
                Count(both),
                Share(both, look.count(one)),
                Share(both, look.count(other)),
            )
        )
    heading = _("Signs that go together")
    return Report(
        heading, [_part(heading, rows, left_out(list(counts.values()), listed=len(rows)))]
    )


def _part(heading: str, rows: list[tuple[str, str, Count, Share, Share]], text: list[str]) -> Part:
    chart = Chart(
        BARS,
        heading,
        _("A bar for each of the most frequent pairs: how many have both signs."),
        [_("%(one)s + %(other)s") % {"one": row[0], "other": row[1]} for row in rows[:DRAWN]],
        [Series(_("Both"), [row[2] for row in rows[:DRAWN]])],
    )
    return Part(
        heading,
        Table(
            heading,
            (
                _("First sign"),
                _("Second sign"),
                _("Both"),
                _("Of those with the first, also the second"),
                _("Of those with the second, also the first"),
            ),
            rows,
        ),
        (
            _("Two signs that often come together need not have the same cause."),
            *text,
        ),
        chart if rows else None,
        "pairs",
    )
