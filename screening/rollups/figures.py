"""What is counted of each month, in which order, and how the counts depend on each other.

Pure: the layout follows from the definition of a version. A count is the number of screenings of
which something is true. Their names:

all                                 screenings that were counted
tier.<tier>                         which tier they came to
band.<checklist>.<band>             which band
asked.<question or section>         to whom it was asked, where not to all
sign.<question>                     the sign is there (`screening.rollups.signs.signs`)
unanswered.<question>               no answer, or "not sure" where that counts as none
answer.<question>.<code>            every other answer, but to what can be filtered by
led.<tier>.<question>.<class>       came to the tier, and this answer was a reason
pair.<question>.<question>          both signs are there
complete.<checklist>                every item of the checklist was answered
floor.<checklist>                   of those: the lowest score
ceiling.<checklist>                 of those: the highest score
moved.<checklist>.<band>.<cut-off>.<tier>.<tier>
                                    would have come to the second tier instead of the first,
                                    had the band begun at this score
other.<version>.<tier>.<tier>       the same, with another version of the instrument

After the counts come sums over the complete answers of a checklist, which are never shown:

sum.<checklist>.<item>              of the points of an item
product.<checklist>.<item>.<item>   of the product of the points of two items
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, combinations_with_replacement, permutations
from typing import Final

from screening.instrument.compiled import band_names
from screening.instrument.conditions import Is, several
from screening.instrument.schema import TIERS, Checklist, Instrument, Question
from screening.rollups.signs import (
    PRESENT,
    bands_named,
    items,
    led_by,
    signs,
    tiers_from_bands,
)

FILTERED: Final = ("age", "route")
"""Questions that can be filtered by: their answers are counted as groups, not once more here."""


@dataclass(frozen=True)
class Layout:
    """The order of the counts of one version.

    `names` holds the names of the counts, then from place `counts` on those of the sums.
    `wholes` says which counts add up to which: (whole, its parts).
    `within` says which count can never exceed which: (smaller, larger).
    `both` says how a pair depends on its signs: (pair, one, other).
    """

    names: tuple[str, ...]
    counts: int
    wholes: tuple[tuple[str, tuple[str, ...]], ...]
    within: tuple[tuple[str, str], ...]
    both: tuple[tuple[str, str, str], ...]

    @cached_property
    def at(self) -> Mapping[str, int]:
        """The place of each name."""
        return {name: place for place, name in enumerate(self.names)}

    @cached_property
    def fingerprint(self) -> str:
        """Another one as soon as anything is counted in another order: 16 hexadecimal digits."""
        return hashlib.sha256("\n".join(self.names).encode()).hexdigest()[:16]


def layout(instrument: Instrument, versions: Mapping[int, Instrument]) -> Layout:
    """Return what is counted of an instrument, of which there are these versions."""
    wholes = tuple(_wholes(instrument))
    both = tuple(
        (f"pair.{one}.{other}", f"sign.{one}", f"sign.{other}")
        for one, other in combinations(signs(instrument), 2)
    )
    counts = list(
        dict.fromkeys(
            (
                "all",
                *(name for whole, parts in wholes for name in (whole, *parts)),
                *(smaller for smaller, _ in _within(instrument, versions)),
                *(pair for pair, _, _ in both),
            )
        )
    )
    sums = list(_sums(instrument))
    return Layout(
        (*counts, *sums),
        len(counts),
        (*wholes, *_same(instrument)),
        tuple(_within(instrument, versions)),
        both,
    )


def asked(question: Question, instrument: Instrument) -> str:
    """Name the count of those to whom a question was asked."""
    section = next(part for part in instrument.sections if question in part.questions)
    if question.shown_when:
        return f"asked.{question.id}"
    return f"asked.{section.id}" if section.shown_when else "all"


def cut_offs(checklist: Checklist) -> Iterator[tuple[str, int, int]]:
    """Yield (band, where it begins, where it could begin) for every other cut-off of a checklist.

    One cut-off is moved at a time, and the order of the bands stays.
    """
    highest = checklist.score.highest
    starts = [band.lowest for band in checklist.bands]
    for place, band in enumerate(checklist.bands[1:], 1):
        above = starts[place + 1] if place + 1 < len(starts) else highest + 1
        for value in range(starts[place - 1] + 1, above):
            if value != band.lowest:
                yield band.name, band.lowest, value


def moved(checklist: str, band: str, value: int, before: str, after: str) -> str:
    """Name the count of those whose tier would be another with another cut-off."""
    return f"moved.{checklist}.{band}.{value}.{before}.{after}"


def moves(
    instrument: Instrument, checklist: str, band: str, *, raised: bool
) -> tuple[tuple[str, str], ...]:
    """List the (tier, other tier) that a raised, or lowered, cut-off of a band can lead to."""
    order = [tier for tier in TIERS if tier in tiers_from_bands(instrument)]
    down = tuple(combinations(order, 2))
    up = tuple((after, before) for before, after in down)
    expected, other = (down, up) if raised else (up, down)
    return (*expected, *other) if _favours_lower(instrument, checklist, band) else expected


def _favours_lower(instrument: Instrument, checklist: str, band: str) -> bool:
    """Tell whether a rule asks for the band below this one and not for this one."""
    names = next(band_names(one) for one in instrument.checklists if one.id == checklist)
    below = names[names.index(band) - 1]
    return any(
        below in several(asks.bands) and band not in several(asks.bands)
        for rule in instrument.rules
        for asks in bands_named(rule.condition, instrument)
        if asks.checklist == checklist
    )


def _wholes(instrument: Instrument) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "all", tuple(f"tier.{tier}" for tier in TIERS)
    for checklist in instrument.checklists:
        bands = [f"band.{checklist.id}.{band}" for band in band_names(checklist)]
        section = next(part for part in instrument.sections if part.id == checklist.section)
        if section.shown_when:
            *of_asked, not_asked = bands
            yield "all", (f"asked.{section.id}", not_asked)
            yield f"asked.{section.id}", tuple(of_asked)
        else:
            yield "all", tuple(bands[:-1])
    for question in _others(instrument):
        if not question.several and question.if_missing:
            codes = [option.code for option in question.options]
            yield (
                asked(question, instrument),
                tuple(f"answer.{question.id}.{code}" for code in codes),
            )


def _same(instrument: Instrument) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the counts of the same people under two names, as wholes of one part."""
    for sign in _deciding(instrument):
        yield f"sign.{sign}", (f"led.{TIERS[0]}.{sign}.{PRESENT}",)


def _deciding(instrument: Instrument) -> list[str]:
    """List the signs that lead to the highest tier alone, with whichever answer they are there."""
    present = signs(instrument)
    return [
        question
        for rule in instrument.rules
        if rule.tier == TIERS[0] and isinstance(rule.condition, Is)
        for question in several(rule.condition.questions)
        if question in present and {*present[question]} <= {*several(rule.condition.codes)}
    ]


def _within(
    instrument: Instrument, versions: Mapping[int, Instrument]
) -> Iterator[tuple[str, str]]:
    yield from _within_answers(instrument)
    for checklist in instrument.checklists:
        yield from _within_checklist(checklist, instrument)
    yield from _within_reasons(instrument)
    yield from _within_moves(instrument)
    for version in versions:
        if version != instrument.version:
            for before, after in permutations(TIERS, 2):
                yield f"other.{version}.{before}.{after}", f"tier.{before}"


def _within_answers(instrument: Instrument) -> Iterator[tuple[str, str]]:
    for question in instrument.questions:
        if question.shown_when:
            yield f"asked.{question.id}", "all"
    for question in _others(instrument):
        for option in question.options:
            yield f"answer.{question.id}.{option.code}", asked(question, instrument)
    questions = {question.id: question for question in instrument.questions}
    present = signs(instrument)
    deciding = _deciding(instrument)
    for sign in present:
        if sign in deciding:  # first: a pair is one of those who were asked, which stands last
            yield f"sign.{sign}", f"tier.{TIERS[0]}"
        yield f"sign.{sign}", asked(questions[sign], instrument)
    for one, other in combinations(present, 2):
        yield f"pair.{one}.{other}", f"sign.{one}"
        yield f"pair.{one}.{other}", f"sign.{other}"


def _within_reasons(instrument: Instrument) -> Iterator[tuple[str, str]]:
    present = signs(instrument)
    unanswered = {
        (question.id, code)
        for checklist in instrument.checklists
        for section in instrument.sections
        if section.id == checklist.section
        for question in section.questions
        for code in checklist.unanswered
    }
    for tier, question, kind in led_by(instrument):
        name = f"led.{tier}.{question}.{kind}"
        yield name, f"tier.{tier}"
        if kind == PRESENT:
            yield name, f"sign.{question}"
        elif (question, kind) in unanswered:
            yield name, f"unanswered.{question}"
        elif question not in present and question not in FILTERED:
            yield name, f"answer.{question}.{kind}"


def _within_checklist(checklist: Checklist, instrument: Instrument) -> Iterator[tuple[str, str]]:
    section = next(part for part in instrument.sections if part.id == checklist.section)
    everybody = asked(section.questions[0], instrument)
    for question in section.questions:
        if any(option.code in checklist.unanswered for option in question.options):
            yield f"unanswered.{question.id}", everybody
    yield f"complete.{checklist.id}", everybody
    yield f"floor.{checklist.id}", f"complete.{checklist.id}"
    yield f"ceiling.{checklist.id}", f"complete.{checklist.id}"


def _within_moves(instrument: Instrument) -> Iterator[tuple[str, str]]:
    for checklist in instrument.checklists:
        others = list(cut_offs(checklist))
        for band, now, value in others:
            # Who would move with a small change would move with a larger one as well.
            further = value + 1 if value > now else value - 1
            for before, after in moves(instrument, checklist.id, band, raised=value > now):
                name = moved(checklist.id, band, value, before, after)
                yield name, f"tier.{before}"
                if (band, now, further) in others:
                    yield name, moved(checklist.id, band, further, before, after)


def _sums(instrument: Instrument) -> Iterator[str]:
    for checklist in instrument.checklists:
        names = [item.question for item in items(checklist, instrument)]
        yield from (f"sum.{checklist.id}.{name}" for name in names)
        for one, other in combinations_with_replacement(names, 2):
            yield f"product.{checklist.id}.{one}.{other}"


def _others(instrument: Instrument) -> Iterator[Question]:
    """Yield the questions of sections that are neither the gate nor a checklist."""
    lists = {checklist.section for checklist in instrument.checklists}
    for section in instrument.sections[1:]:
        if section.id not in lists:
            yield from (one for one in section.questions if one.id not in FILTERED)
