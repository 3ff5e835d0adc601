"""Answers as they are kept by the million: one letter for each, in the order of the questions.

A question that takes one answer has one place, one that takes several has a place for each of its
options. Sections are parted by a space. So "nnnnnynnnn s1oa..." is short, is the same in every
language and wording, and can be read by eye, by SQL (`as_sql`) and by `from_letters`.

The letters follow from the codes of a published version, which never change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from string import ascii_lowercase
from typing import Final

from screening.instrument.schema import Instrument, Question

NOT_GIVEN: Final = "-"
"""Stands where there is no answer: the question was not shown, or was left out."""

NO_ANSWER: Final = "?"
CHOSEN, NOT_CHOSEN = "y", "n"
BETWEEN_SECTIONS: Final = " "


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """One letter of a kept answer set: where it stands, and what it may be.

    `question` and `option` say what it answers; `option` is "" where the question takes one
    answer, and then `codes` gives the code of each letter.
    """

    at: int
    question: str
    option: str
    codes: Mapping[str, str]


@cache
def letters(question: Question) -> dict[str, str]:
    """Give each code of a question its letter: the first of the code that is still free."""
    given: dict[str, str] = {}
    for option in question.options:
        wanted = [NO_ANSWER] if option.code == "no_answer" else [*option.code, *ascii_lowercase]
        given[option.code] = next(
            letter
            for letter in wanted
            if letter not in given.values() and (letter.isalnum() or letter == NO_ANSWER)
        )
    return given


def places(instrument: Instrument) -> tuple[Place, ...]:
    """List what each letter means, in order."""
    return tuple(_places(instrument))


def _places(instrument: Instrument) -> Iterator[Place]:
    at = 0
    for section in instrument.sections:
        for question in section.questions:
            if question.several:
                for option in question.options:
                    yield Place(at, question.id, option.code, {})
                    at += 1
            else:
                codes = {letter: code for code, letter in letters(question).items()}
                yield Place(at, question.id, "", codes)
                at += 1
        at += len(BETWEEN_SECTIONS)


def to_letters(answers: Mapping[str, object], instrument: Instrument) -> str:
    """Write an answer set.

    In: answers as `screening.instrument.engine.assess` takes them. Those to questions that the
    instrument does not have, and codes that a question does not have, are refused.
    Raises ValueError, which names them.
    """
    known = {question.id for question in instrument.questions}
    if strange := sorted(set(answers) - known):
        raise ValueError(f"There is no question {strange[0]!r}.")
    return BETWEEN_SECTIONS.join(
        "".join(_written(question, answers.get(question.id)) for question in section.questions)
        for section in instrument.sections
    )


def _written(question: Question, value: object) -> str:
    given = [value] if isinstance(value, str) and value else value or []
    codes = [option.code for option in question.options]
    if not isinstance(given, Sequence) or not set(given) <= set(codes):
        raise ValueError(f"Question {question.id!r} has no answer {value!r}.")
    if question.several:
        if not given:
            return NOT_GIVEN * len(codes)
        return "".join(CHOSEN if code in given else NOT_CHOSEN for code in codes)
    if len(given) > 1:
        raise ValueError(f"Question {question.id!r} takes one answer, not {len(given)}.")
    return letters(question)[given[0]] if given else NOT_GIVEN


def from_letters(written: str, instrument: Instrument) -> dict[str, str | list[str]]:
    """Read an answer set. Out: only what was given. Raises ValueError for what does not fit."""
    all_places = places(instrument)
    if len(written) != all_places[-1].at + 1:
        raise ValueError("These letters are not those of this version.")
    answers: dict[str, str | list[str]] = {}
    for place in all_places:
        letter = written[place.at]
        if letter == NOT_GIVEN or (place.option and letter == NOT_CHOSEN):
            continue
        if place.option and letter == CHOSEN:
            chosen = answers.setdefault(place.question, [])
            assert isinstance(chosen, list)  # noqa: S101 - for the type checker
            chosen.append(place.option)
        elif letter in place.codes:
            answers[place.question] = place.codes[letter]
        else:
            raise ValueError(f"Question {place.question!r} has no answer {letter!r}.")
    return answers


def as_sql(instrument: Instrument, column: str = "answers") -> tuple[str, ...]:
    """Write, for each answer, an SQL expression with its name: codes, or 1 and 0 for a choice.

    What is not given is NULL. It is the SQL that SQLite and PostgreSQL both read.
    """
    return tuple(
        _case(place, f"substr({column}, {place.at + 1}, 1)") for place in places(instrument)
    )


def _case(place: Place, letter: str) -> str:
    if place.option:
        return (
            f"CASE {letter} WHEN '{CHOSEN}' THEN 1 WHEN '{NOT_CHOSEN}' THEN 0 END"
            f" AS {place.question}_{place.option}"
        )
    cases = " ".join(f"WHEN '{short}' THEN '{code}'" for short, code in place.codes.items())
    return f"CASE {letter} {cases} END AS {place.question}"
