"""Summaries to print, and how to read what was printed."""

import io
from typing import Any

from pypdf import PdfReader

from screening.instrument.engine import assess
from screening.printed.document import Document, Record, without_answers
from screening.printed.pdf import pdf
from screening.told.parts import Told
from screening.told.telling import told
from tests.selfcheck.walking import answers

EMERGENCY = {"now_heart": "yes"}
LONG = {
    "mu_craving": "daily",
    "mu_other_route": "daily",
    "supply": "not_prescribed",
    "taken_with": ["alcohol", "opioids"],
    "conditions": ["kidney", "mental_health"],
    "change": "stopped",
    "wd_sleep": "severe",
    "to_less_effect": "yes",
    "route": "both",
}


def told_of(changed: dict[str, Any], country: str = "US") -> Told:
    chosen = answers(**changed)
    return told(chosen, assess(chosen), country=country, provider=None)


def document(changed: dict[str, Any] | None = None, **parts: Any) -> Document:
    return Document(told=told_of(changed or {}), made_on="14 March 2027", **parts)


def record(**changed: Any) -> Record:
    parts: dict[str, Any] = {
        "reference": "R-1",
        "screened_at": "14 March 2027",
        "screened_by": "Intake nurse",
    }
    return Record(**{**parts, **changed})


def reader(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def text_of(made: bytes) -> str:
    """All the text of a PDF, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in reader(made).pages).split())


def printed(changed: dict[str, Any] | None = None, **parts: Any) -> str:
    return text_of(pdf(document(changed, **parts)))


def printed_note(note: str) -> str:
    """All the text of a summary with this note."""
    told = without_answers(told_of({}))
    return text_of(pdf(Document(told, "14 March 2027", "a4", record(note=note), guidance=False)))
