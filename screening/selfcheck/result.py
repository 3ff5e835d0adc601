"""What the result page shows of an assessment: reasons, pattern, scores, words for the phone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from screening.directory.contacts import contacts_for
from screening.directory.provider import provider
from screening.instrument.baclofen import CURRENT, GUIDANCE
from screening.instrument.engine import Assessment
from screening.instrument.schema import NOT_ENOUGH_ANSWERS, Question, Words
from screening.questionnaire.steps import Answers
from screening.selfcheck import wording

QUESTIONS: Final = {question.id: question for question in CURRENT.questions}
OPTIONS: Final = {
    (question.id, option.code): option
    for question in CURRENT.questions
    for option in question.options
}
RULES: Final = {rule.id: rule for rule in CURRENT.rules}
CONTACTS: Final = {block.key: block.contacts for block in CURRENT.guidance}
_ORDER: Final = [block.key for block in CURRENT.guidance]
DO_NOW: Final = frozenset(_ORDER[: _ORDER.index("crisis_line")])
"""Blocks that say what to do now: the page shows all up to the last of them before the reasons."""


@dataclass(frozen=True, slots=True)
class Why:
    """A rule that held, in words, and the answers behind it."""

    rule: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One line of the folded scores: checklist, band in words, score."""

    name: str
    band: str
    score: int


def option_text(question: str, code: str) -> str:
    """Say an answer as the person saw it."""
    return _(OPTIONS[question, code].text)


def pattern(assessment: Assessment) -> str:
    """Say in one sentence, without a number, what the answers suggest."""
    bands = assessment.bands
    above = {
        checklist.id: bands.get(checklist.id) in [band.name for band in checklist.bands[1:]]
        for checklist in CURRENT.checklists
    }
    seen = wording.PATTERNS[above["withdrawal"], above["misuse"], above["tolerance"]]
    if any(above.values()):
        return str(seen)
    if assessment.tier == "emergency":
        return str(wording.HAPPENING_NOW)
    if NOT_ENOUGH_ANSWERS in bands.values():
        return str(wording.TOO_FEW_ANSWERS)
    return str(seen)


def reasons(assessment: Assessment, *, deciding: bool) -> list[Why]:
    """List the rules that decided the tier, or (not deciding) those of the tiers below."""
    return [
        Why(
            _(RULES[reason.rule].text),
            tuple(
                (_(QUESTIONS[question].short), option_text(question, code))
                for question, code in reason.answers
            ),
        )
        for reason in assessment.reasons
        if (reason.tier == assessment.tier) is deciding
    ]


def score_rows(assessment: Assessment) -> list[ScoreRow]:
    """List the bands and scores. An incomplete checklist is "at least" what it shows."""
    rows = []
    for checklist in CURRENT.checklists:
        band = assessment.bands[checklist.id]
        names = {band.name: band.text for band in checklist.bands}
        text = _(names[band]) if band in names else str(wording.WITHOUT_A_BAND[band])
        if assessment.incomplete[checklist.id] and band in names:
            text = _("at least %(band)s") % {"band": text}
        rows.append(ScoreRow(_(checklist.name), text, assessment.scores[checklist.id]))
    return rows


def to_say(answers: Answers, shown: Iterable[str]) -> list[str]:
    """Put the answers into phrases that can be read out on the telephone."""
    phrases = [_("I need help with baclofen")]
    for name in shown:
        question = QUESTIONS[name]
        given = answers.get(name, ())
        for code in (given,) if isinstance(given, str) else given:
            if says := OPTIONS[name, code].says:
                phrases.append(_(says) % {"sign": _(question.short)})
    return phrases


def blocks(
    assessment: Assessment, country: str, phrases: list[str]
) -> tuple[SafeString, SafeString]:
    """Draw the guidance in page order.

    Out: what to do now, which stands before the reasons, and all that follows them.
    """
    keys = assessment.guidance
    split = max((place + 1 for place, key in enumerate(keys) if key in DO_NOW), default=0)
    language = get_language() or ""
    drawn = [
        _with_phrases(phrases) if key == "what_to_say" else _block(key, country, language)
        for key in keys
    ]
    # Each part was drawn, and escaped, by a template.
    return mark_safe("".join(drawn[:split])), mark_safe("".join(drawn[split:]))  # noqa: S308


def translated(words: Words) -> Words:
    """Put the words of a block into the language in use."""
    return Words(
        _(words.heading),
        tuple(_(text) for text in words.paragraphs),
        tuple(_(text) for text in words.points),
        tuple(_(text) for text in words.closing),
    )


@lru_cache(maxsize=1024)
def _block(key: str, country: str, language: str) -> str:
    kind = CONTACTS[key]
    return render_to_string(
        "selfcheck/guidance.html",
        {
            "key": key,
            "kind": kind,
            "words": translated(GUIDANCE[key]),
            "contacts": contacts_for(country, kind) if kind else (),
            "provider": provider() if kind == "treatment" else None,
        },
    )


def _with_phrases(phrases: list[str]) -> str:
    words = translated(GUIDANCE["what_to_say"])
    return render_to_string(
        "selfcheck/guidance.html",
        {"key": "what_to_say", "words": words, "phrases": phrases},
    )


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One line of the check-your-answers page."""

    question: str
    answers: tuple[str, ...]
    change_href: str
    change_hidden_text: str


def answer_sections(
    answers: Answers, shown: Iterable[str], address: Callable[[str], str]
) -> list[tuple[str, list[AnswerRow]]]:
    """List the answers by section.

    In: the answers, the ids of the questions shown, and what gives the address at which the
    answer to a question can be changed.
    Out: (name of the section, its rows) in order.
    """
    wanted = set(shown)
    found = []
    for section in CURRENT.sections:
        rows = [
            _answer_row(question, answers[question.id], address(question.id))
            for question in section.questions
            if question.id in wanted
        ]
        if rows:
            found.append((_(section.name).capitalize(), rows))
    return found


def _answer_row(question: Question, given: str | list[str], address: str) -> AnswerRow:
    codes = [given] if isinstance(given, str) else given
    short = _(question.short)
    return AnswerRow(short, tuple(option_text(question.id, code) for code in codes), address, short)
