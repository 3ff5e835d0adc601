"""From an assessment to all that the person is told, in the language in use."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Final, Literal

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from screening.directory.contacts import Contact, Kind, contacts_for
from screening.directory.provider import Provider
from screening.instrument.baclofen import CURRENT, GUIDANCE
from screening.instrument.engine import ASSESSED, Answers, Assessment, visible
from screening.instrument.schema import NOT_ASKED, Instrument, Question, Words
from screening.told import wording
from screening.told.parts import Answered, Block, Found, Help, Section, Told, Why
from screening.told.sentences import (
    TO_SAY,
    band_text,
    do_now,
    first_after,
    first_phrase,
    pattern,
    phrase,
    translated,
    unrepeated,
)

SELF_HARM: Final = "now_self_harm"
"""The question whose answer brings the crisis line to the top."""


def told(
    answers: Answers,
    assessment: Assessment,
    *,
    country: str,
    provider: Provider | None,
    instrument: Instrument = CURRENT,
    guidance: Mapping[str, Words] = GUIDANCE,
) -> Told:
    """Say all of a result in the language in use.

    In: the answers and what the instrument made of them; a key of `COUNTRIES`, for the telephone
    numbers; the provider that runs the site, if any; the instrument in the version that was
    asked, with the words of its guidance. Raises KeyError where these do not go together, and
    UnusableAnswers.
    """
    tier = assessment.tier or ""
    assessed = assessment.outcome == ASSESSED
    urgent = tier == "emergency"
    shown = _given(answers, visible(answers, instrument), instrument)
    keys = assessment.guidance
    kinds = {block.key: block.contacts for block in instrument.guidance}
    split = first_after(keys, do_now(instrument))
    return Told(
        instrument=instrument.id,
        version=instrument.version,
        language=get_language() or "",
        country=str(contacts_for(country, "emergency")[0].country_name),
        outcome=assessment.outcome,
        tier=tier,
        tier_word=str(wording.TIER_WORDS.get(tier, "")),
        heading=str(wording.TIER_HEADINGS.get(tier, wording.UNDER_AGE)),
        text=str(wording.TIER_TEXTS.get(tier, "")),
        notes=tuple(_notes(answers, tier, assessed=assessed)),
        numbers=_helps(call_at_once(_signs_now(shown, instrument), country) if urgent else ()),
        emergency=_helps(contacts_for(country, "emergency")),
        pattern=pattern(assessment, instrument) if assessed else "",
        why=_why(assessment, instrument),
        found=_found(assessment, instrument),
        blocks=tuple(
            Block(
                key=key,
                kind=kinds[key],
                now=place < split,
                contacts=_contacts(kinds[key], country, provider),
                phrases=_phrases(shown) if key == TO_SAY else (),
                **asdict(translated(guidance[key])),
            )
            for place, key in enumerate(keys)
        ),
        sections=_sections(shown, instrument),
    )


def _notes(answers: Answers, tier: str, *, assessed: bool) -> Iterator[str]:
    if not assessed:
        if tier:
            yield str(wording.UNDER_AGE)
        yield from map(str, wording.UNDER_AGE_ADVICE)
    if answers.get("respondent") == "other":
        yield str(wording.FOR_SOMEONE_ELSE)


def _given(
    answers: Answers, shown: Iterable[str], instrument: Instrument
) -> dict[Question, tuple[str, ...]]:
    """Pair each question that was shown with the codes of its answers, in page order."""
    wanted = set(shown)
    found = {}
    for question in instrument.questions:
        if question.id in wanted:
            given = answers.get(question.id) or ()
            codes = (given,) if isinstance(given, str) else given
            found[question] = tuple(codes) if isinstance(codes, Sequence) else ()
    return found


def call_at_once(signs: Collection[str], country: str) -> tuple[Contact, ...]:
    """Return whom to call in an emergency, the first first.

    In: the ids of the signs that are happening now, or may be; a key of `COUNTRIES`.
    """
    emergency = contacts_for(country, "emergency")
    crisis = contacts_for(country, "crisis") if SELF_HARM in signs else ()
    return (*crisis, *emergency) if set(signs) == {SELF_HARM} else (*emergency, *crisis)


def _signs_now(shown: Mapping[Question, tuple[str, ...]], instrument: Instrument) -> set[str]:
    return {
        question.id
        for question in instrument.sections[0].questions
        if {"yes", "unsure"} & set(shown.get(question, ()))
    }


def _helps(contacts: Iterable[Contact]) -> tuple[Help, ...]:
    return tuple(
        Help(str(entry.label), entry.number, str(entry.hours), str(entry.note), entry.url)
        for entry in contacts
    )


def _provider(provider: Provider) -> Help:
    sponsor = _("This site is paid for by %(name)s.") % {"name": provider.name}
    note = sponsor if provider.sponsor else ""
    return Help(provider.name, provider.phone, provider.hours, note, provider.url)


def _contacts(kind: Literal["", Kind], country: str, provider: Provider | None) -> tuple[Help, ...]:
    found = _helps(contacts_for(country, kind)) if kind else ()
    return (*found, _provider(provider)) if provider and kind == "treatment" else found


def _phrases(shown: Mapping[Question, tuple[str, ...]]) -> tuple[str, ...]:
    said = [first_phrase()]
    for question, codes in shown.items():
        options = {option.code: option for option in question.options}
        said += [phrase(question, options[code]) for code in codes]
    return tuple(filter(None, said))


def _why(assessment: Assessment, instrument: Instrument) -> tuple[Why, ...]:
    rules = {rule.id: rule.text for rule in instrument.rules}
    questions = {question.id: question for question in instrument.questions}
    return tuple(
        Why(
            rule=_(rules[reason.rule]),
            decides=reason.tier == assessment.tier,
            answers=tuple(_answered(questions[name], (code,)) for name, code in answers),
        )
        for reason, answers in unrepeated(assessment.reasons, assessment.missing)
    )


def _answered(question: Question, codes: Iterable[str]) -> Answered:
    texts = {option.code: option.text for option in question.options}
    return Answered(_(question.short), tuple(_(texts[code]) for code in codes))


def _found(assessment: Assessment, instrument: Instrument) -> tuple[Found, ...]:
    return tuple(
        Found(
            checklist=_(checklist.name),
            finding=band_text(
                checklist,
                band,
                incomplete=assessment.incomplete[checklist.id],
            ),
            score=None if band == NOT_ASKED else assessment.scores[checklist.id],
            most=checklist.score.highest,
        )
        for checklist in instrument.checklists
        if (band := assessment.bands.get(checklist.id))
    )


def _sections(
    shown: Mapping[Question, tuple[str, ...]], instrument: Instrument
) -> tuple[Section, ...]:
    sections = (
        Section(
            capfirst(_(section.name)),
            tuple(_answered(asked, shown[asked]) for asked in section.questions if asked in shown),
        )
        for section in instrument.sections
    )
    return tuple(section for section in sections if section.answers)
