"""Tiers and bands, month by month."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from screening.instrument.schema import TIERS
from screening.stats import words
from screening.stats.pages.overview import band_counts
from screening.stats.queries import Look
from screening.stats.report import LINES, Cell, Chart, Count, Part, Report, Series, Share, Table


def build(look: Look) -> Report:
    """Lay out the page. Out: a part for the tiers and one for the bands of each checklist."""
    tiers = {f"tier.{tier}": str(words.TIERS[tier]) for tier in TIERS}
    parts = [_by_month(look, _("Tiers by month"), tiers, slug="tiers")]
    for checklist in look.instrument.checklists:
        heading = _("Bands by month: %(checklist)s") % {"checklist": _(checklist.name)}
        parts.append(
            _by_month(look, heading, band_counts(checklist, look), slug=f"bands-{checklist.id}")
        )
    text = [_("A line has a gap where a month is not shown, or has too few for a share.")]
    return Report(_("Trend"), parts, text)


def _by_month(look: Look, heading: str, names: Mapping[str, str], *, slug: str) -> Part:
    shares: dict[str, list[Share]] = {name: [] for name in names}
    rows = []
    for month in look.months:
        whole = look.count("all", period=month)
        row: list[Cell] = [words.month(month), Count(whole)]
        for name in names:
            part = look.count(name, period=month)
            shares[name].append(Share(part, whole))
            row += [Count(part), Share(part, whole)]
        rows.append(row)
    headings = [_("Month"), _("Counted")]
    for text in names.values():
        headings += [text, _("%(what)s, share") % {"what": text}]
    chart = Chart(
        LINES,
        heading,
        _("A line for each, over the months: its share of all who were counted in the month."),
        [words.month(month, short=True) for month in look.months],
        [Series(names[name], of) for name, of in shares.items()],
    )
    return Part(heading, Table(heading, headings, rows), chart=chart, slug=slug)
