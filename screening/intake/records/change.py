"""What changed in a client's answers and scores between two screenings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from screening.instrument.engine import visible
from screening.instrument.schema import Question
from screening.intake.records.findings import Measure, codes, instrument_of, measures
from screening.models import Screening


@dataclass(frozen=True, slots=True)
class Difference:
    """A score then and now. `by` is signed, such as "+2", and "" where either is not known."""

    then: Measure
    now: Measure
    by: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A question whose answer is another one, with both in words."""

    question: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Change:
    """What changed since an earlier screening: scores, and answers by which way they went."""

    since: Screening
    scores: tuple[Difference, ...]
    worse: tuple[Changed, ...]
    better: tuple[Changed, ...]
    other: tuple[Changed, ...]


def change(one: Screening, since: Screening) -> Change:
    """Compare a finished screening with an earlier one of the same client."""
    instrument = instrument_of(one)
    then = {measure.id: measure for measure in measures(since, instrument_of(since))}
    ways: dict[str, list[Changed]] = {"worse": [], "better": [], "other": []}
    given_then, given_now = _given(since), _given(one)
    for question in instrument.questions:
        before, after = given_then.get(question.id), given_now.get(question.id)
        if way := direction(question, before, after):
            ways[way].append(
                Changed(capfirst(_(question.short)), _say(question, before), _say(question, after))
            )
    return Change(
        since=since,
        scores=tuple(
            Difference(then[now.id], now, _by(then[now.id].score, now.score))
            for now in measures(one, instrument)
            if now.id in then
        ),
        **{way: tuple(found) for way, found in ways.items()},
    )


def corrected(one: Screening, old: Screening) -> tuple[Changed, ...]:
    """List the answers of a correction that are not those of what it corrects, in page order.

    That a question was not asked is no other answer than none.
    """
    instrument = instrument_of(one)
    then, now = _given(old), _given(one)
    return tuple(
        Changed(capfirst(_(question.short)), _say(question, before), _say(question, after))
        for question in instrument.questions
        if ((before := then.get(question.id)) or ()) != ((after := now.get(question.id)) or ())
    )


def direction(question: Question, before: Sequence[str] | None, after: Sequence[str] | None) -> str:
    """Say which way an answer went: "worse", "better", "other", or "" if it is no news.

    In: the codes then and now; None where the question was not asked. Answers that have no
    order of severity go neither way, and neither does one that says nothing.
    """
    if before == after:
        return ""
    if question.several:
        return _of_several(question, before, after)
    then, now = _severity(question, before), _severity(question, after)
    if before is None:  # asked for the first time: that is news only if the answer is
        return "worse" if now else "other" if now is None else ""
    if after is None:
        return "" if then == 0 else "other"
    if then is None or now is None or then == now:
        return "other"
    return "worse" if now > then else "better"


def _given(one: Screening) -> dict[str, tuple[str, ...]]:
    """Return the codes given to each question that was asked, none where it has no answer."""
    return {name: codes(one.answers.get(name)) for name in visible(one.answers, instrument_of(one))}


def _of_several(
    question: Question, before: Sequence[str] | None, after: Sequence[str] | None
) -> str:
    alone = {option.code for option in question.options if option.exclusive}
    then, now = set(before or ()) - alone, set(after or ()) - alone
    return "worse" if then < now else "better" if now < then else "other"


def _severity(question: Question, given: Sequence[str] | None) -> int | None:
    order = {option.code: option.severity for option in question.options}
    return order.get(given[0]) if given else None


def _say(question: Question, given: Sequence[str] | None) -> str:
    if given is None:
        return _("not asked")
    texts = [_(option.text) for option in question.options if option.code in given]
    return "; ".join(texts) or _("not answered")


def _by(then: int | None, now: int | None) -> str:
    if then is None or now is None:
        return ""
    # The sign of a minus, as wide as a plus.
    return f"{now - then:+d}".replace("-", "\N{MINUS SIGN}") if now != then else "0"
