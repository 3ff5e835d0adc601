"""A client's results as a chart, and as the table under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from screening.instrument.schema import Checklist
from screening.intake.records.chart import Chart, Level, Series, chart
from screening.intake.records.findings import Measure, instrument_of, measures
from screening.intake.records.words import TIERS, day, when
from screening.models import Screening


@dataclass(frozen=True, slots=True)
class Line:
    """One screening as a line of the table. `is_new_version` tells where the words changed."""

    screening: Screening
    when: str
    version: str
    is_new_version: bool
    measures: tuple[Measure, ...]


def lines(found: Sequence[tuple[datetime, Screening]], *, today: date) -> list[Line]:
    """Put results into words, as `queries.over_time` gives them, the first one first."""
    return [
        Line(
            one,
            when(moment, today=today),
            version_name(one),
            place > 0 and version_name(one) != version_name(found[place - 1][1]),
            measures(one, instrument_of(one)),
        )
        for place, (moment, one) in enumerate(found)
    ]


def version_name(one: Screening) -> str:
    """Name the version of the instrument that was asked."""
    return _("Version %(number)d") % {"number": one.version}


def drawn(found: Sequence[tuple[datetime, Screening]], *, today: date) -> Chart:
    """Lay out the chart of at least one result: tiers first, then each score."""
    screenings = [one for _moment, one in found]
    found_scores = [
        {measure.id: measure.score for measure in measures(one, instrument_of(one))}
        for one in screenings
    ]
    newest = instrument_of(screenings[-1])
    shapes = list(reversed(TIERS))
    tiers = Series(
        name=_("Tier"),
        highest=len(TIERS) - 1,
        levels=[Level(place, str(TIERS[tier])) for place, tier in enumerate(shapes)],
        values=[shapes.index(one.tier) if one.tier else None for one in screenings],
        marks=[one.tier for one in screenings],
    )
    checklists = [
        Series(
            name=_(checklist.name),
            highest=checklist.score.highest,
            levels=[
                Level(
                    band.lowest,
                    _("%(band)s: %(score)d") % {"band": _(band.text), "score": band.lowest},
                )
                for band in checklist.bands
            ]
            + _top(checklist),
            values=[scores.get(checklist.id) for scores in found_scores],
            marks=["open" if one.incomplete.get(checklist.id) else "full" for one in screenings],
        )
        for checklist in newest.checklists
    ]
    followed = [
        Series(
            name=_(score.name),
            highest=(most := score.score.highest),
            levels=[Level(0, "0"), Level(most, str(most))],
            values=[scores.get(score.id) for scores in found_scores],
            marks=["full"] * len(screenings),
        )
        for score in newest.follow_up_scores
    ]
    return chart(
        [moment for moment, _one in found],
        [tiers, *checklists, *followed],
        versions=[version_name(one) for one in screenings],
        dates=[day(timezone.localdate(moment), today=today) for moment, _one in found],
    )


def _top(checklist: Checklist) -> list[Level]:
    most = checklist.score.highest
    return [Level(most, str(most))] if most > checklist.bands[-1].lowest else []
