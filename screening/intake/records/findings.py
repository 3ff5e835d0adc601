"""What a screening found, laid out for the people who act on it.

Tier, bands and scores are shown as they were stored. Only the reasons are worked out anew, from
the stored answers with the instrument in the version that was asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from screening.instrument.baclofen import VERSIONS
from screening.instrument.conditions import Is, several
from screening.instrument.engine import assess, visible
from screening.instrument.schema import NOT_ASKED, Checklist, Instrument, Question
from screening.models import Screening
from screening.told.sentences import band_text, unrepeated
from screening.waiting import emergency_answers

NOT_SAID: Final = ("no_answer",)
"""The codes of an answer that says nothing."""


@dataclass(frozen=True, slots=True)
class Given:
    """A question by its short name, and its answers; none if it was left out.

    `unanswered` tells whether it says nothing, `matters` whether the tier comes from it.
    """

    question: str
    answers: tuple[str, ...]
    unanswered: bool = False
    matters: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one section, and how many of them say nothing."""

    name: str
    answers: tuple[Given, ...]
    unanswered: int


@dataclass(frozen=True, slots=True)
class Why:
    """A rule in words, and the answers behind it that no rule before it has named."""

    rule: str
    answers: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A score: of how many points, its band in words (or "") and where the bands begin.

    `score` is None where nothing was asked, which is not a score of 0.
    """

    id: str
    name: str
    band: str
    score: int | None
    highest: int
    bands: str


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the answers of one screening say.

    `red_flags` are the answers behind an emergency, `reasons` the rules that decided the tier,
    `other_reasons` those that would have decided a lower one. `raises_risk` holds the questions
    about what raises the risk. `agrees` is False when scoring anew comes to another result than
    the stored one.
    """

    red_flags: tuple[Given, ...]
    reasons: tuple[Why, ...]
    other_reasons: tuple[Why, ...]
    measures: tuple[Measure, ...]
    raises_risk: tuple[Given, ...]
    sections: tuple[Section, ...]
    unanswered: int
    agrees: bool


def instrument_of(one: Screening) -> Instrument:
    """Return the instrument in the version that was asked. Raises KeyError for an unknown one."""
    return VERSIONS[one.version]


def findings(one: Screening) -> Findings:
    """Lay out a finished screening, in the language in use."""
    instrument = instrument_of(one)
    again = assess(one.answers, instrument)
    raised = amplifying(instrument)
    behind = {
        pair for reason in again.reasons if reason.tier == one.tier for pair in reason.answers
    }
    shown = _shown(one.answers, instrument)
    by_id = {question.id: question for question in instrument.questions}
    why = [
        (reason.tier, Why(_rule(instrument, reason.rule), _pairs(answers, by_id)))
        for reason, answers in unrepeated(again.reasons, again.missing)
    ]
    sections = tuple(
        _section(
            section.name, [(q, shown[q.id]) for q in section.questions if q.id in shown], behind
        )
        for section in instrument.sections
    )
    return Findings(
        red_flags=red_flags(one),
        reasons=tuple(reason for tier, reason in why if tier == one.tier),
        other_reasons=tuple(reason for tier, reason in why if tier != one.tier),
        measures=measures(one, instrument),
        raises_risk=tuple(
            _given(by_id[name], shown[name], matters={code for n, code in raised if n == name})
            for name in dict.fromkeys(name for name, _code in raised)
            if name in shown
        ),
        sections=tuple(section for section in sections if section.answers),
        unanswered=sum(section.unanswered for section in sections),
        agrees=(again.tier or "", again.bands, again.scores, list(again.guidance))
        == (one.tier, one.bands, one.scores, one.guidance),
    )


def red_flags(one: Screening) -> tuple[Given, ...]:
    """List the answers behind an emergency; of a draft, as far as there are any yet."""
    instrument, pairs = emergency_answers(one)
    return _pairs(pairs, {question.id: question for question in instrument.questions})


def measures(one: Screening, instrument: Instrument) -> tuple[Measure, ...]:
    """List the scores of a screening: those of its checklists, then those for following up."""
    found = [
        Measure(
            checklist.id,
            _(checklist.name),
            _band(one, checklist),
            None if one.bands.get(checklist.id) == NOT_ASKED else one.scores.get(checklist.id),
            checklist.score.highest,
            ", ".join(
                _("%(band)s from %(score)d") % {"band": _(band.text), "score": band.lowest}
                for band in checklist.bands[1:]
            ),
        )
        for checklist in instrument.checklists
    ]
    for score in instrument.follow_up_scores:
        value = one.scores.get(score.id)
        found.append(Measure(score.id, _(score.name), "", value, score.score.highest, ""))
    return tuple(found)


def amplifying(instrument: Instrument) -> list[tuple[str, str]]:
    """List the (question id, code) of answers that raise the risk, in page order.

    They are the answers about a sign of raised risk that have advice of their own.
    """
    raising = {sign.key for sign in instrument.signs if sign.checklist == "raised risk"}
    advised = {
        (name, code)
        for block in instrument.guidance
        if isinstance(block.condition, Is)
        for name in several(block.condition.questions)
        for code in several(block.condition.codes)
    }
    return [
        (question.id, option.code)
        for question in instrument.questions
        if raising & set(question.signs)
        for option in question.options
        if (question.id, option.code) in advised
    ]


def codes(value: Any) -> tuple[str, ...]:
    """Read a stored answer as codes; none if it was left out."""
    return (value,) if isinstance(value, str) and value else tuple(value or ())


def _band(one: Screening, checklist: Checklist) -> str:
    band = one.bands.get(checklist.id)
    incomplete = bool(one.incomplete.get(checklist.id))
    return band_text(checklist, band, incomplete=incomplete) if band else ""


def _shown(answers: Mapping[str, Any], instrument: Instrument) -> dict[str, tuple[str, ...]]:
    return {name: codes(answers.get(name)) for name in visible(answers, instrument)}


def _rule(instrument: Instrument, rule_id: str) -> str:
    return _(next(rule.text for rule in instrument.rules if rule.id == rule_id))


def _pairs(pairs: Iterable[tuple[str, str]], by_id: Mapping[str, Question]) -> tuple[Given, ...]:
    grouped: dict[str, list[str]] = {}
    for name, code in pairs:
        grouped.setdefault(name, []).append(code)
    return tuple(_given(by_id[name], given) for name, given in grouped.items())


def _given(question: Question, given: Sequence[str], *, matters: Iterable[str] = ()) -> Given:
    return Given(
        capfirst(_(question.short)),
        tuple(_(option.text) for option in question.options if option.code in given),
        unanswered=not given or set(given) <= set(NOT_SAID),
        matters=bool(set(given) & set(matters)),
    )


def _section(
    name: str,
    answers: list[tuple[Question, tuple[str, ...]]],
    behind: set[tuple[str, str]],
) -> Section:
    rows = tuple(
        _given(question, given, matters={code for n, code in behind if n == question.id})
        for question, given in answers
    )
    return Section(capfirst(_(name)), rows, sum(row.unanswered for row in rows))
