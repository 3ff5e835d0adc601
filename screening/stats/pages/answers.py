"""What people answered: each sign, the other answers, and which answers led to which tier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from screening.instrument.conditions import Is, several
from screening.instrument.schema import TIERS, Checklist, Question, Section
from screening.rollups.figures import FILTERED, asked
from screening.rollups.signs import led_by
from screening.stats.pages.naming import Naming
from screening.stats.pages.shares import chart_of_shares
from screening.stats.pages.unshown import left_out
from screening.stats.queries import Look
from screening.stats.report import Count, Part, Report, Share, Table
from screening.stats.words import TIERS as TIER_WORDS

LISTED: Final = 25
"""Most answers that are listed for a tier."""

DRAWN: Final = 12
"""Most answers of a tier that are drawn."""

MOST_BARS: Final = 20
"""A section with more answers than this has its table only."""


def build(look: Look) -> Report:
    """Lay out the page. Out: a part for each list of signs, each other section, each tier."""
    naming = Naming(look.instrument)
    parts = (*_signs(look, naming), *_others(look, naming), *_led(look, naming))
    return Report(_("Answers"), parts)


def _signs(look: Look, naming: Naming) -> Iterator[Part]:
    by_section = {one.section: one for one in look.instrument.checklists}
    for section in look.instrument.sections:
        there = [one for one in section.questions if one.id in naming.present]
        checklist = by_section.get(section.id)
        if not checklist:
            if there:
                yield _signs_part(section.id, capfirst(_(section.name)), there, look, naming)
            continue
        beside = _companions(checklist)
        main = [one for one in there if one.id not in beside]
        yield _signs_part(section.id, _(checklist.name), main, look, naming)
        if effects := [one for one in there if one.id in beside]:
            heading = _("%(checklist)s: effects") % {"checklist": _(checklist.name)}
            yield _signs_part(f"{section.id}-effects", heading, effects, look, naming)


def _signs_part(
    slug: str, heading: str, questions: Sequence[Question], look: Look, naming: Naming
) -> Part:
    names = [naming.sign(one.id) for one in questions]
    counts = [look.count(f"sign.{one.id}") for one in questions]
    wholes = [look.count(asked(one, look.instrument)) for one in questions]
    shares = [Share(part, whole) for part, whole in zip(counts, wholes, strict=True)]
    return Part(
        heading,
        Table(
            heading,
            (_("Sign"), _("How many"), _("Share of those asked")),
            [
                (name, Count(count), share)
                for name, count, share in zip(names, counts, shares, strict=True)
            ],
        ),
        naming.counted_as_there(one.id for one in questions),
        chart_of_shares(
            heading,
            _("A bar for each sign: its share of those who were asked."),
            _("Share"),
            names,
            shares,
        ),
        f"signs-{slug}",
    )


def _others(look: Look, naming: Naming) -> Iterator[Part]:
    lists = {one.section for one in look.instrument.checklists}
    for section in look.instrument.sections[1:]:
        questions = [one for one in section.questions if one.id not in FILTERED]
        if section.id not in lists and questions:
            yield _others_part(section, questions, look, naming)


def _others_part(
    section: Section, questions: Sequence[Question], look: Look, naming: Naming
) -> Part:
    heading = str(capfirst(_(section.name)))
    rows = []
    for question in questions:
        whole = look.count(asked(question, look.instrument))
        for option in question.options:
            part = look.count(f"answer.{question.id}.{option.code}")
            answer = _(option.text)
            rows.append((naming.question(question.id), answer, Count(part), Share(part, whole)))
    text = [_("The share is of those who were asked this question.")]
    if any(question.several for question in questions):
        text.append(_("Some questions take several answers, so shares can add up to more."))
    names = [
        naming.answer(question.id, option.code)
        for question in questions
        for option in question.options
    ]
    chart = chart_of_shares(
        heading,
        _("A bar for each answer: its share of those who were asked."),
        _("Share"),
        names,
        [row[3] for row in rows],
    )
    return Part(
        heading,
        Table(
            heading, (_("Question"), _("Answer"), _("How many"), _("Share of those asked")), rows
        ),
        text,
        chart if len(rows) <= MOST_BARS else None,
        f"answers-{section.id}",
    )


def _led(look: Look, naming: Naming) -> Iterator[Part]:
    behind = led_by(look.instrument)
    for tier in TIERS:
        if answers := [(question, kind) for of, question, kind in behind if of == tier]:
            yield _led_part(tier, answers, look, naming)


def _led_part(tier: str, answers: Sequence[tuple[str, str]], look: Look, naming: Naming) -> Part:
    whole = look.count(f"tier.{tier}")
    counts = {one: look.count(f"led.{tier}.{one[0]}.{one[1]}") for one in answers}
    often = sorted((one for one in answers if counts[one] >= 0), key=lambda one: -counts[one])
    rows = [(naming.answer(*one), Count(counts[one]), Share(counts[one], whole)) for one in often]
    listed = rows[:LISTED]
    words = str(TIER_WORDS[tier])
    heading = _("Answers that led to %(tier)s") % {"tier": words}
    text = [
        _("Several answers can lead to one result, so shares can add up to more."),
        *left_out(list(counts.values()), listed=len(listed)),
    ]
    chart = chart_of_shares(
        heading,
        _("A bar for each of the most frequent answers: its share of this tier."),
        _("Share"),
        [row[0] for row in listed[:DRAWN]],
        [row[2] for row in listed[:DRAWN]],
    )
    return Part(
        heading,
        Table(heading, (_("Answer"), _("How many"), _("Share of this tier")), listed),
        text,
        chart,
        f"led-{tier}",
    )


def _companions(checklist: Checklist) -> set[str]:
    """List the questions that count only beside others, such as effects beside behaviours."""
    return {
        question
        for condition in checklist.score.companions
        if isinstance(condition, Is)
        for question in several(condition.questions)
    }
