"""The picture at a glance: how many, in which tiers and bands, and how groups differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from screening.instrument.compiled import band_names
from screening.instrument.pages import FINISHED, answered, pages_of
from screening.instrument.schema import TIERS, Checklist
from screening.stats import words
from screening.stats.disclosure import HIDDEN
from screening.stats.queries import SELF_CHECK, Look
from screening.stats.report import BARS, Cell, Chart, Count, Part, Report, Series, Share, Table


def build(look: Look) -> Report:
    """Lay out the page. Out: key figures, tiers, bands of each checklist, groups side by side."""
    parts = (_figures(look), _tiers(look), *_bands(look), *_groups(look), *_versions(look))
    return Report(_("Overview"), parts)


def _figures(look: Look) -> Part:
    counted = Count(look.count("all"))
    if look.source != SELF_CHECK:
        rows: list[tuple[Cell, ...]] = [(_("Screenings finished"), counted)]
        text = [_("Drafts, replaced screenings and people under 18 are left out.")]
    elif look.chosen:
        rows = [(_("Self-checks counted"), counted)]
        text = [_("How many started and finished is known only for everybody together.")]
    else:
        started = look.reached(answered(pages_of(look.instrument)[0]))
        rows = [
            (_("Self-checks started"), Count(started)),
            (_("Self-checks finished"), Count(look.reached(FINISHED))),
            (_("Self-checks counted"), counted),
        ]
        text = [
            _("A self-check is counted only if the person ticks the box for it."),
            _("Started means that the first page was answered."),
            _("All that follows is about those that were counted."),
        ]
        if started == HIDDEN:  # as where steps were not counted yet, or are not
            rows, text = rows[-1:], text[:1]
    table = Table(_("Key figures"), (_("What"), _("How many")), rows)
    return Part(_("Key figures"), table, text, slug="figures")


def _tiers(look: Look) -> Part:
    names = {tier: str(words.TIERS[tier]) for tier in TIERS}
    return _shared(
        look,
        heading=_("Tiers"),
        first=_("Tier"),
        names={f"tier.{tier}": name for tier, name in names.items()},
        description=_("A bar for each tier, the most urgent first."),
        slug="tiers",
    )


def _bands(look: Look) -> Iterator[Part]:
    for checklist in look.instrument.checklists:
        yield _shared(
            look,
            heading=_("Bands: %(checklist)s") % {"checklist": _(checklist.name)},
            first=_("Band"),
            names=band_counts(checklist, look),
            description=_("A bar for each band, the lowest first."),
            slug=f"bands-{checklist.id}",
        )


def band_counts(checklist: Checklist, look: Look) -> dict[str, str]:
    """Name the counts of a checklist's bands, each in words, the lowest band first."""
    texts = words.bands(checklist)
    counts = {f"band.{checklist.id}.{band}": band for band in band_names(checklist)}
    return {
        name: str(capfirst(texts[band])) for name, band in counts.items() if name in look.layout.at
    }


def _shared(
    look: Look, *, heading: str, first: str, names: Mapping[str, str], description: str, slug: str
) -> Part:
    whole = look.count("all")
    counts = {name: look.count(name) for name in names}
    rows = [(names[name], Count(one), Share(one, whole)) for name, one in counts.items()]
    chart = Chart(
        BARS,
        heading,
        description,
        list(names.values()),
        [Series(_("How many"), [Count(one) for one in counts.values()])],
    )
    table = Table(heading, (first, _("How many"), _("Share of all")), rows)
    return Part(heading, table, chart=chart, slug=slug)


def _groups(look: Look) -> Iterator[Part]:
    for name, values in look.more_filters.items():

        def count(of: str, code: str, name: str = name) -> int:
            return look.count(of, group=look.group_with(name, code))

        named = {code: words.value(name, look.choices, code) for code in values}
        yield _side_by_side(str(words.FILTERS[name]), named, count, slug=f"by-{name}")


def _versions(look: Look) -> Iterator[Part]:
    versions = look.released.versions(look.source)
    if len(versions) > 1:

        def count(of: str, code: str) -> int:
            return look.count(of, version=int(code))

        named = {str(one): _("Version %(number)d") % {"number": one} for one in versions}
        yield _side_by_side(_("Version of the questions"), named, count, slug="by-version")


def _side_by_side(
    what: str, named: Mapping[str, str], count: Callable[[str, str], int], *, slug: str
) -> Part:
    heading = _("Side by side: %(what)s") % {"what": what}
    headings = [what, _("Counted")]
    for tier in TIERS:
        headings += [str(words.TIERS[tier]), _("%(tier)s, share") % {"tier": words.TIERS[tier]}]
    rows = []
    for code, name in named.items():
        whole = count("all", code)
        row: list[Cell] = [name, Count(whole)]
        for tier in TIERS:
            part = count(f"tier.{tier}", code)
            row += [Count(part), Share(part, whole)]
        rows.append(row)
    text = [_("Each share is of the people in the same row.")]
    return Part(heading, Table(heading, headings, rows), text, slug=slug)
