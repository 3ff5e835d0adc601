"""Seeded answer sets to measure with. Complete ones, as a person sends them."""

from __future__ import annotations

from random import Random
from typing import Final

from screening.instrument.engine import visible
from screening.instrument.schema import Instrument, Question

AnswerSet = dict[str, str | list[str]]

QUIETNESS: Final = {"quiet": 0.97, "middling": 0.8, "wild": 0.0}
"""Kind of answer set: the share of its questions that are given their least worrying answer.

The rest are answered at random, every answer equally likely.
"""

AGE: Final = "age"
LEAVING: Final = "under_18"
"""Left out everywhere: it ends the check early, so that it would flatter the figures."""


def answer_set(instrument: Instrument, kind: str, chance: Random) -> AnswerSet:
    """Answer every question of an instrument, also those that would not be shown.

    In: the instrument, a kind of `QUIETNESS`, and where chance comes from.
    """
    quietness = QUIETNESS[kind]
    return {
        question.id: _quiet(question) if chance.random() < quietness else _any(question, chance)
        for question in instrument.questions
    }


def mixture(instrument: Instrument, count: int, chance: Random) -> list[AnswerSet]:
    """Make answer sets, a third of each kind, in random order. `count` is a multiple of 3."""
    sets = [answer_set(instrument, kind, chance) for kind in QUIETNESS for _ in range(count // 3)]
    chance.shuffle(sets)
    return sets


def as_shown(answers: AnswerSet, instrument: Instrument) -> AnswerSet:
    """Keep the answers to the questions that are shown: what a person's cookie holds."""
    return {name: answers[name] for name in visible(answers, instrument)}


def _quiet(question: Question) -> str | list[str]:
    ranked = [option for option in question.options if option.severity is not None]
    if question.several:
        return [next(option.code for option in question.options if option.exclusive)]
    if ranked:
        return min(ranked, key=lambda option: option.severity or 0).code
    # Facts without an order, such as how the medicine is taken: the first stands for the usual.
    return next(option.code for option in question.options if option.code != LEAVING)


def _any(question: Question, chance: Random) -> str | list[str]:
    codes = [option.code for option in question.options if option.code != LEAVING]
    if not question.several:
        return chance.choice(codes)
    alone = [option.code for option in question.options if option.exclusive]
    together = [code for code in codes if code not in alone]
    chosen = [code for code in together if chance.random() < 0.5]
    return chosen or [chance.choice(alone)]
