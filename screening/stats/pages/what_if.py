"""What a change of a cut-off, or another version, would have done to the tiers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations

from django.utils.translation import gettext as _

from screening.instrument.baclofen import VERSIONS
from screening.instrument.schema import TIERS, Checklist, Instrument
from screening.rollups.figures import cut_offs, moved, moves
from screening.stats.pages.shares import chart_of_shares
from screening.stats.queries import Look
from screening.stats.report import Count, Part, Report, Share, Table
from screening.stats.words import TIERS as TIER_WORDS


@dataclass(frozen=True, slots=True)
class CutOff:
    """A band that would begin at `value` points instead of `now`."""

    checklist: str
    band: str
    now: int
    value: int

    @property
    def code(self) -> str:
        """Its name in an address."""
        return f"{self.checklist}.{self.band}.{self.value}"


@dataclass(frozen=True, slots=True)
class Version:
    """Another version of the instrument."""

    number: int

    @property
    def code(self) -> str:
        """Its name in an address."""
        return f"version.{self.number}"


Change = CutOff | Version


def changes(instrument: Instrument) -> dict[str, Change]:
    """List every change that was counted, by its code."""
    found: list[Change] = [
        CutOff(checklist.id, band, now, value)
        for checklist in instrument.checklists
        for band, now, value in cut_offs(checklist)
    ]
    found += [Version(number) for number in VERSIONS if number != instrument.version]
    return {change.code: change for change in found}


def build(look: Look, change: Change | None = None) -> Report:
    """Lay out the page for one of `changes`, or for the first of them."""
    chosen = change or next(iter(changes(look.instrument).values()))
    if isinstance(chosen, Version):
        heading = _("Version %(number)d instead") % {"number": chosen.number}
        names = {
            pair: f"other.{chosen.number}.{pair[0]}.{pair[1]}" for pair in permutations(TIERS, 2)
        }
        text = [_("All answers are scored anew with the other version.")]
    else:
        checklist = checklist_of(chosen, look.instrument)
        heading = _("%(checklist)s: “%(band)s” from %(value)d instead of %(now)d") % {
            "checklist": _(checklist.name),
            "band": band_in_words(checklist, chosen.band),
            "value": chosen.value,
            "now": chosen.now,
        }
        names = {
            pair: moved(chosen.checklist, chosen.band, chosen.value, *pair)
            for pair in moves(
                look.instrument, chosen.checklist, chosen.band, raised=chosen.value > chosen.now
            )
        }
        text = [
            _("Only this cut-off is moved. All others stay as they are."),
            _("A rule that looks at the score itself, and not at the band, stays too."),
            _("Tiers that no band decides do not change."),
        ]
    counts = {pair: look.count(name) for pair, name in names.items()}
    part = _moves(heading, counts, text, look)
    return Report(_("What if"), [part], _about(look.instrument))


def checklist_of(change: CutOff, instrument: Instrument) -> Checklist:
    """Find the checklist whose cut-off would be another."""
    return next(one for one in instrument.checklists if one.id == change.checklist)


def band_in_words(checklist: Checklist, band: str) -> str:
    """Name a band."""
    return _(next(one.text for one in checklist.bands if one.name == band))


def _about(instrument: Instrument) -> list[str]:
    text = [
        _("Where a band begins is a judgement until it is studied. This shows what hangs on it."),
        _("It does not say which cut-off is right."),
    ]
    if len(VERSIONS) == 1:
        text.append(
            _("There is only version %(number)d so far, and no other to compare it with.")
            % {"number": instrument.version}
        )
    return text


def _moves(
    heading: str, counts: Mapping[tuple[str, str], int], text: list[str], look: Look
) -> Part:
    ways = [
        _("%(tier)s → %(other)s") % {"tier": TIER_WORDS[tier], "other": TIER_WORDS[other]}
        for tier, other in counts
    ]
    wholes = [look.count(f"tier.{tier}") for tier, _other in counts]
    shares = [Share(count, whole) for count, whole in zip(counts.values(), wholes, strict=True)]
    return Part(
        heading,
        Table(
            heading,
            (
                _("From → to"),
                _("Now in the first tier"),
                _("Would have moved"),
                _("Share of the first tier"),
            ),
            [
                (way, Count(whole), Count(count), share)
                for way, whole, count, share in zip(
                    ways, wholes, counts.values(), shares, strict=True
                )
            ],
        ),
        text,
        chart_of_shares(
            heading,
            _("A bar for each move: the share of the first tier that would have moved."),
            _("Share that would have moved"),
            ways,
            shares,
        ),
        "moves",
    )
