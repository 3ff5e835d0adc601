"""What the result page shows of an assessment: reasons, pattern, scores, words for the phone.

The page has hundreds of small pieces, of which each is drawn once for each language and reused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from screening.directory.contacts import contacts_for
from screening.directory.provider import provider
from screening.instrument.baclofen import CURRENT, GUIDANCE
from screening.instrument.engine import Assessment, Reason
from screening.instrument.schema import Question
from screening.questionnaire.steps import Answers
from screening.selfcheck.frames import place
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

QUESTIONS: Final = {question.id: question for question in CURRENT.questions}
OPTIONS: Final = {
    (question.id, option.code): option
    for question in CURRENT.questions
    for option in question.options
}
RULES: Final = {rule.id: rule for rule in CURRENT.rules}
_CHECKLISTS: Final = {checklist.id: checklist for checklist in CURRENT.checklists}
CONTACTS: Final = {block.key: block.contacts for block in CURRENT.guidance}
_PHRASES: Final = place("phrases")
DO_NOW: Final = do_now(CURRENT)


@dataclass(frozen=True, slots=True)
class ChecklistPlaces:
    """Where the findings of one checklist go: the band as code and in words, and the score."""

    id: str
    name: str
    band: str
    text: str
    score: str


CHECKLISTS: Final = tuple(
    ChecklistPlaces(
        checklist.id,
        checklist.name,
        band=place(f"band_{checklist.id}"),
        text=place(f"text_{checklist.id}"),
        score=place(f"score_{checklist.id}"),
    )
    for checklist in CURRENT.checklists
)


def option_text(question: str, code: str) -> str:
    """Say an answer as the person saw it."""
    return _(OPTIONS[question, code].text)


def findings(assessment: Assessment) -> dict[str, str]:
    """Draw what was found: the parts of the result page that no guidance is in.

    An incomplete checklist is "at least" what it shows.
    """
    language = get_language() or ""
    drawn = [
        _reason(reason, answers, language) for reason, answers in unrepeated(assessment.reasons)
    ]
    # The reasons that decided the tier stand first.
    deciding = sum(reason.tier == assessment.tier for reason in assessment.reasons)
    parts = {
        "pattern": escape(pattern(assessment, CURRENT)),
        "reasons": "".join(drawn[:deciding]),
        "other_reasons": "".join(drawn[deciding:]),
    }
    for name, band in assessment.bands.items():
        parts[f"band_{name}"] = band
        parts[f"text_{name}"] = _band_text(name, band, assessment.incomplete[name], language)
        parts[f"score_{name}"] = str(assessment.scores[name])
    return parts


def _reason(reason: Reason, answers: list[tuple[str, str]], language: str) -> str:
    items = [_answer(question, code, language) for question, code in answers]
    listed = f"\n<ul>{''.join(items)}</ul>" if items else ""
    return f"<li>{_rule(reason.rule, language)}{listed}</li>\n"


@lru_cache(maxsize=1024)
def _rule(rule: str, language: str) -> str:
    return format_html("<strong>{}</strong>", _(RULES[rule].text))


@lru_cache(maxsize=4096)
def _answer(question: str, code: str, language: str) -> str:
    short, text = _(QUESTIONS[question].short), option_text(question, code)
    return format_html("<li>{}: {}</li>", short, text)


@lru_cache(maxsize=1024)
def _band_text(checklist: str, band: str, incomplete: bool, language: str) -> str:
    return escape(band_text(_CHECKLISTS[checklist], band, incomplete=incomplete))


def to_say(answers: Answers, shown: Iterable[str]) -> str:
    """Put the answers into phrases that can be read out on the telephone. Out: a list's items."""
    language = get_language() or ""
    phrases = [_first_phrase(language)]
    for name in shown:
        given = answers.get(name, ())
        for code in (given,) if isinstance(given, str) else given:
            phrases.append(_phrase(name, code, language))
    return "".join(phrases)


@lru_cache(maxsize=64)
def _first_phrase(language: str) -> str:
    return format_html("<li>{}</li>", first_phrase())


@lru_cache(maxsize=4096)
def _phrase(question: str, code: str, language: str) -> str:
    says = phrase(QUESTIONS[question], OPTIONS[question, code])
    return format_html("<li>{}</li>", says) if says else ""


def blocks(assessment: Assessment, country: str, phrases: str) -> tuple[str, str]:
    """Draw the guidance in page order, with phrases as `to_say` draws them.

    Out: what to do now, which stands before the reasons, and all that follows them.
    """
    keys = assessment.guidance
    split = first_after(keys, DO_NOW)
    language = get_language() or ""
    drawn = [_block(key, country, language) for key in keys]
    if TO_SAY in keys:
        drawn[keys.index(TO_SAY)] = drawn[keys.index(TO_SAY)].replace(_PHRASES, phrases)
    return "".join(drawn[:split]), "".join(drawn[split:])


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
            "phrases": _PHRASES if key == TO_SAY else "",
        },
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
            found.append((capfirst(_(section.name)), rows))
    return found


def _answer_row(question: Question, given: str | list[str], address: str) -> AnswerRow:
    codes = [given] if isinstance(given, str) else given
    short = _(question.short)
    return AnswerRow(short, tuple(option_text(question.id, code) for code in codes), address, short)
