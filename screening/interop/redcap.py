"""An instrument as a REDCap data dictionary: the fields, when each is shown, and the scores.

A variable is named as its question. Answers that were hidden do not count, and a field left empty
is scored as the instrument says of a missing answer.
"""

from __future__ import annotations

import csv
import io
from typing import Final

from screening.instrument.schema import Instrument, Question, Section
from screening.interop.expressions import Writer, together
from screening.interop.record import scored

COLUMNS: Final = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)
"""The 18 columns that REDCap expects, in its order."""

Field = dict[str, str]
"""A row of the dictionary: column to text."""


def data_dictionary(instrument: Instrument) -> str:
    """Write the dictionary as CSV, ready to upload: a field for each question and each score."""
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(fields(instrument))
    return file.getvalue()


def fields(instrument: Instrument) -> list[Field]:
    """List the fields of the dictionary: the record's id, the status, questions, then scores."""
    logic = _Logic(instrument)
    form = f"{instrument.id}_self_check_{instrument.version}"
    rows = [
        _field("record_id", "text", "Record"),
        _field("instrument_status", "descriptive", instrument.status),
    ]
    for section in instrument.sections:
        for question in section.questions:
            first = question is section.questions[0]
            rows.append(_question(logic, question, section if first else None))
    rows += _scores(logic)
    return [{**row, "Form Name": form} for row in rows]


class _Logic(Writer):
    """REDCap's own language of branching logic and calculations."""

    def answer(self, question: Question, codes: tuple[str, ...]) -> str:
        parts = [self._given(question, code) for code in codes]
        if question.if_missing in codes:
            parts.append(self._left_out(question))
        given = together("or", parts)
        rule = self.shown(question)
        return together("and", (rule, given)) if rule else given

    def negated(self, expression: str) -> str:
        if expression.count(" = ") == 1 and "(" not in expression:
            return expression.replace(" = ", " <> ")
        return f"if({expression}, 0, 1) = 1"

    def choice(self, expression: str, then: str, otherwise: str) -> str:
        return f"if({expression}, {then}, {otherwise})"

    def left(self) -> str:
        """Write when the check is left."""
        return self.condition(self.instrument.exit.condition)

    def branching(self, question: Question) -> str:
        """Write when a field is shown; empty: always."""
        rule = self.shown(question)
        if question.id in self.instrument.exit.counted:
            return rule
        return together("and", filter(None, (self.negated(self.left()), rule)))

    def _given(self, question: Question, code: str) -> str:
        if question.several:
            return f"[{question.id}({code})] = '1'"
        return f"[{question.id}] = '{code}'"

    def _left_out(self, question: Question) -> str:
        if not question.several:
            return f"[{question.id}] = ''"
        options = question.options
        return together("and", (f"[{question.id}({option.code})] = '0'" for option in options))


def _field(name: str, kind: str, label: str) -> Field:
    return {
        "Variable / Field Name": name,
        "Field Type": kind,
        "Field Label": label,
    }


def _question(logic: _Logic, question: Question, section: Section | None) -> Field:
    choices = (f"{option.code}, {option.text}" for option in question.options)
    exclusive = ",".join(option.code for option in question.options if option.exclusive)
    return {
        **_field(question.id, "checkbox" if question.several else "radio", question.text),
        "Section Header": section.heading if section else "",
        "Choices, Calculations, OR Slider Labels": " | ".join(choices),
        "Field Note": question.hint,
        "Branching Logic (Show field only if...)": logic.branching(question),
        "Required Field?": "y",
        "Field Annotation": f"@NONEOFTHEABOVE='{exclusive}'" if exclusive else "",
    }


def _scores(logic: _Logic) -> list[Field]:
    instrument = logic.instrument
    parts = scored(instrument)
    return [
        {
            **_field(f"score_{part.id}", "calc", f"Score: {part.name}"),
            "Section Header": "Scores" if part is parts[0] else "",
            "Choices, Calculations, OR Slider Labels": logic.choice(
                logic.left(), "''", logic.score(part.score)
            ),
            "Field Note": instrument.status,
        }
        for part in parts
    ]
