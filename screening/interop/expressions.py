"""An instrument's conditions, written down in the language of another system.

The definition is data, so the rules it holds for showing and scoring can be handed over with it.
Each language (FHIRPath, REDCap) says how it writes the simplest things; the rest is said here once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable

from screening.instrument.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    Condition,
    Is,
    IsNot,
    Not,
    several,
)
from screening.instrument.schema import Checklist, Instrument, Question, Score


class Unwritable(Exception):
    """A condition that cannot be said in this language at this place. The message names it."""


def together(operator: str, parts: Iterable[str]) -> str:
    """Join expressions by an operator, in brackets when there is more than one."""
    found = tuple(parts)
    return found[0] if len(found) == 1 else f"({f' {operator} '.join(found)})"


class Writer(ABC):
    """Writes the conditions and scores of one instrument. A language is a subclass."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.questions = {question.id: question for question in instrument.questions}
        self._rules = {
            question.id: tuple(rule for rule in (section.shown_when, question.shown_when) if rule)
            for section in instrument.sections
            for question in section.questions
        }

    @abstractmethod
    def answer(self, question: Question, codes: tuple[str, ...]) -> str:
        """Any of these codes counts as the answer. True or false."""

    def any_answer(self, names: tuple[str, ...], codes: tuple[str, ...]) -> str:
        """Any of these questions has any of these codes as its answer. True or false."""
        return together("or", (self._answer(name, codes) for name in names))

    @abstractmethod
    def negated(self, expression: str) -> str:
        """The expression does not hold. True or false."""

    @abstractmethod
    def choice(self, expression: str, then: str, otherwise: str) -> str:
        """One value if the expression holds, and another one if not."""

    def found(self, condition: Condition) -> str:
        """A condition about what was found (bands, scores, terms). Raises Unwritable."""
        raise Unwritable(f"{condition!r} cannot be written here.")

    def condition(self, condition: Condition) -> str:
        """Write a condition as a true or false expression. Raises Unwritable."""
        match condition:
            case Is(names, codes):
                return self.any_answer(several(names), several(codes))
            case IsNot(name, codes):
                return self._is_not(self.questions[name], several(codes))
            case AllOf(parts):
                return together("and", map(self.condition, parts))
            case AnyOf(parts):
                return together("or", map(self.condition, parts))
            case AtLeast(count, parts):
                return f"({self.count(parts)} >= {count})"
            case Not(part):
                return self.negated(self.condition(part))
        return self.found(condition)

    def shown(self, question: Question) -> str:
        """Write when a question is shown, leaving aside who leaves the check; empty: always."""
        rules = self._rules[question.id]
        return self.condition(AllOf(rules)) if rules else ""

    def score(self, score: Score, signs: str = "", companions: str = "") -> str:
        """Write a score as a whole-number expression.

        `signs` and `companions` say where their counts already stand, if they do.
        """
        parts = [
            self._number(self.any_answer((name,), points.codes), points.points)
            for points in score.points
            for name in points.questions
        ]
        if score.signs:
            signs = signs or self.count(score.signs)
            parts.append(signs)
        if score.companions:
            companions = companions or self.count(score.companions)
            parts.append(self.choice(f"{companions} < {signs}", companions, signs))
        return together("+", parts)

    def incomplete(self, checklist: Checklist) -> str:
        """Write whether more of a checklist is unanswered than it allows."""
        asked = next(s for s in self.instrument.sections if s.id == checklist.section).questions
        codes = checklist.unanswered
        count = self.count(
            Is(question.id, codes)
            for question in asked
            if any(option.code in codes for option in question.options)
        )
        return f"({count} > {checklist.incomplete_above * len(asked):g})"

    def count(self, conditions: Iterable[Condition]) -> str:
        """Write how many of these conditions hold."""
        return together("+", (self._number(self.condition(part), 1) for part in conditions))

    def _number(self, expression: str, points: int) -> str:
        return self.choice(expression, str(points), "0")

    def _answer(self, name: str, codes: tuple[str, ...]) -> str:
        question = self.questions[name]
        known = {option.code for option in question.options}
        return self.answer(question, tuple(code for code in codes if code in known))

    def _is_not(self, question: Question, codes: tuple[str, ...]) -> str:
        # A question that was not shown never fulfils a condition, also not a negative one.
        others = tuple(option.code for option in question.options if option.code not in codes)
        if not question.several:
            return self.answer(question, others)
        given = self.negated(self.answer(question, codes))
        return together("and", (self.answer(question, others), given))
