"""For the keepers of the instrument: how the items of each checklist hang together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from screening.instrument.schema import Checklist
from screening.rollups.figures import asked
from screening.rollups.signs import items
from screening.stats.disclosure import ITEMS_FROM
from screening.stats.pages.naming import Naming
from screening.stats.pages.shares import chart_of_shares
from screening.stats.queries import Look
from screening.stats.report import Cell, Coefficient, Count, Part, Report, Share, Table


def build(look: Look) -> Report:
    """Lay out the page: the checklists side by side, then the items of each."""
    return Report(_("Quality of the checklists"), [_together(look), *_each(look)])


def _together(look: Look) -> Part:
    heading = _("The checklists")
    rows: list[Sequence[Cell]] = []
    for checklist in look.instrument.checklists:
        complete = look.count(f"complete.{checklist.id}")
        rows.append(
            (
                _(checklist.name),
                Count(complete),
                Coefficient(look.coefficient(f"alpha.{checklist.id}")),
                Share(look.count(f"floor.{checklist.id}"), complete),
                Share(look.count(f"ceiling.{checklist.id}"), complete),
            )
        )
    return Part(
        heading,
        Table(
            heading,
            (
                _("Checklist"),
                _("Complete answers"),
                _("Cronbach’s alpha"),
                _("Lowest score (floor)"),
                _("Highest score (ceiling)"),
            ),
            rows,
        ),
        (
            _("Only people who answered every item of a checklist count here."),
            _(
                "Alpha says how far the items of a checklist rise and fall together: 0 is not at "
                "all, 1 is fully. It does not say that the checklist measures the right thing."
            ),
            _(
                "Alpha is worked out from the points of each item as it is scored by itself. "
                "Limits that hold for the whole score are left aside."
            ),
            _(
                "An item that hardly goes with the others has a correlation near 0. "
                "Where alpha is higher without an item, the others hang together better alone."
            ),
            _(
                "Alpha and correlations need at least %(least)d complete answers. "
                "With fewer they are not shown."
            )
            % {"least": settings.STATISTICS_COEFFICIENTS_FROM},
            _("With a filter, no alpha or correlation is shown."),
        ),
        slug="checklists",
    )


def _each(look: Look) -> Iterator[Part]:
    naming = Naming(look.instrument)
    for checklist in look.instrument.checklists:
        yield _items(checklist, look, naming)


def _items(checklist: Checklist, look: Look, naming: Naming) -> Part:
    heading = _("%(checklist)s: the items") % {"checklist": _(checklist.name)}
    names, shares, rows = [], [], []
    of_list = items(checklist, look.instrument)
    for item in of_list:
        question = item.question
        whole = look.count(asked(naming.questions[question], look.instrument))
        names.append(naming.sign(question))
        shares.append(Share(look.count(f"sign.{question}"), whole))
        rows.append(
            (
                names[-1],
                shares[-1],
                Share(look.count(f"unanswered.{question}"), whole),
                Coefficient(look.coefficient(f"item_rest.{checklist.id}.{question}")),
                Coefficient(look.coefficient(f"alpha_without.{checklist.id}.{question}")),
            )
        )
    text = [_("The shares are of everybody who was asked. The rest is of complete answers.")]
    if len(of_list) < ITEMS_FROM:
        text.append(
            _(
                "For a checklist of fewer than %(least)d items only alpha is shown, because the "
                "other measures together would give single answers away."
            )
            % {"least": ITEMS_FROM}
        )
    return Part(
        heading,
        Table(
            heading,
            (
                _("Item"),
                _("Sign is there"),
                _("No answer"),
                _("Correlation with the other items"),
                _("Alpha without it"),
            ),
            rows,
        ),
        text,
        chart_of_shares(
            heading,
            _("A bar for each item: the share of those asked who have the sign."),
            _("Sign is there"),
            names,
            shares,
        ),
        f"items-{checklist.id}",
    )
