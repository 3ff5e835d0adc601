"""The sentences that follow from an assessment, each in the language in use."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _

from screening.instrument.engine import Assessment, Reason
from screening.instrument.schema import (
    NOT_ASKED,
    NOT_ENOUGH_ANSWERS,
    Checklist,
    Instrument,
    Option,
    Question,
    Words,
)
from screening.told import wording

TO_SAY: Final = "what_to_say"
"""The block of guidance that is filled from the answers."""

_LAST_TO_DO_NOW: Final = "crisis_line"


def do_now(instrument: Instrument) -> frozenset[str]:
    """Return the keys of the guidance that says what to do now.

    All up to the last of these blocks stands before the reasons.
    """
    order = [block.key for block in instrument.guidance]
    return frozenset(order[: order.index(_LAST_TO_DO_NOW)])


def first_after(keys: Sequence[str], now: Container[str]) -> int:
    """Return the index of the first block of guidance that stands after the reasons.

    In: the keys of the blocks in page order; those that say what to do now.
    """
    return max((index + 1 for index, key in enumerate(keys) if key in now), default=0)


def pattern(assessment: Assessment, instrument: Instrument) -> str:
    """Say in one sentence, without a number, what the answers suggest.

    Raises KeyError for an assessment without bands, of a check that was left.
    """
    if assessment.tier == "emergency":
        return str(wording.HAPPENING_NOW)
    lowest = {checklist.id: checklist.bands[0].name for checklist in instrument.checklists}
    above = {
        name: band not in (lowest[name], NOT_ASKED, NOT_ENOUGH_ANSWERS)
        for name, band in assessment.bands.items()
    }
    if not any(above.values()) and NOT_ENOUGH_ANSWERS in assessment.bands.values():
        return str(wording.TOO_FEW_ANSWERS)
    return str(wording.PATTERNS[above["withdrawal"], above["misuse"], above["tolerance"]])


def band_text(checklist: Checklist, band: str, *, incomplete: bool) -> str:
    """Say what was found. An incomplete checklist is "at least" what it shows."""
    names = {known.name: known.text for known in checklist.bands}
    if band not in names:
        return str(wording.WITHOUT_A_BAND[band])
    if incomplete:
        return _("at least %(band)s") % {"band": _(names[band])}
    return _(names[band])


def unrepeated(
    reasons: Iterable[Reason], missing: Container[str] = ()
) -> Iterator[tuple[Reason, list[tuple[str, str]]]]:
    """Pair each reason with its answers, but for those that stand under a reason before it.

    Questions in `missing` were scored as if they had been answered; nobody said so, and they are
    left out.
    """
    seen: set[tuple[str, str]] = set()
    for reason in reasons:
        answers = [a for a in reason.answers if a not in seen and a[0] not in missing]
        seen.update(answers)
        yield reason, answers


def first_phrase() -> str:
    """Return how to begin on the telephone."""
    return _("I need help with a medicine called baclofen")


def phrase(question: Question, option: Option) -> str:
    """Put an answer into words for the telephone, or return "" where it has none."""
    return _(option.says) % {"sign": _(question.short)} if option.says else ""


def translated(words: Words) -> Words:
    """Put the words of a block into the language in use."""
    return Words(
        _(words.heading),
        tuple(_(text) for text in words.paragraphs),
        tuple(_(text) for text in words.points),
        tuple(_(text) for text in words.closing),
    )
