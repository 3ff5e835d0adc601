"""What signs, answers and pairs are called on the pages, in the words of the instrument itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from screening.instrument.schema import Instrument, Option, Question
from screening.rollups.signs import PRESENT, signs


class Naming:
    """The words for what is counted of one instrument, in the language in use."""

    def __init__(self, instrument: Instrument) -> None:
        self.questions: Mapping[str, Question] = {one.id: one for one in instrument.questions}
        self.present = signs(instrument)

    def question(self, question: str) -> str:
        """Name a question as lists do."""
        return str(capfirst(_(self.questions[question].short)))

    def sign(self, question: str) -> str:
        """Name a sign; with its answer, where it is there with one answer only."""
        codes = self.present[question]
        return self.question(question) if len(codes) > 1 else self.answer(question, codes[0])

    def answer(self, question: str, kind: str) -> str:
        """Name an answer: a code, or `PRESENT` for any with which the sign is there."""
        if kind == PRESENT:
            return self.sign(question)
        return _("%(question)s: %(answer)s") % {
            "question": self.question(question),
            "answer": self.option(question, kind),
        }

    def option(self, question: str, code: str) -> str:
        """Give the words of one answer."""
        return _(self._option(question, code).text)

    def counted_as_there(self, questions: Iterable[str]) -> Sequence[str]:
        """Say with which answers these signs are there, where that is the same for all of them.

        Nothing is said where each has one answer only: `sign` names it.
        """
        asked = list(questions)
        codes = {self.present[one] for one in asked}
        if len(codes) > 1 or len(max(codes)) == 1:
            return []
        answers = ", ".join(f"“{self.option(asked[0], code)}”" for code in max(codes))
        return [_("A sign is there with one of these answers: %(answers)s.") % {"answers": answers}]

    def _option(self, question: str, code: str) -> Option:
        return next(one for one in self.questions[question].options if one.code == code)
