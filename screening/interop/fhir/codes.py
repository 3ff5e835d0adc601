"""Codes and addresses in FHIR. What no standard has a code for stands in code systems of our own.

Our own are URNs: they name no organisation and lead nowhere. No code of another instrument is
borrowed. Standard codes: docs/evidence.md.
"""

from __future__ import annotations

from typing import Any, Final

from screening.instrument.schema import Instrument, Option, Question

Resource = dict[str, Any]
"""A FHIR resource or a part of one, ready for JSON."""

HL7: Final = "http://terminology.hl7.org/CodeSystem"
EXTENSIONS: Final = "http://hl7.org/fhir/StructureDefinition"
SDC: Final = "http://hl7.org/fhir/uv/sdc/StructureDefinition"

SUBJECTS: Final[dict[str, tuple[Resource, ...]]] = {
    "baclofen": (
        {
            "system": "http://www.nlm.nih.gov/research/umls/rxnorm",
            "code": "1292",
            "display": "baclofen",
        },
        {"system": "http://www.whocc.no/atc", "code": "M03BX01", "display": "baclofen"},
        {"system": "http://snomed.info/sct", "code": "387342009", "display": "Baclofen"},
    ),
}
"""The medicine that an instrument is about, by instrument id."""

SECURITY: Final[tuple[Resource, ...]] = (
    {"system": f"{HL7}/v3-Confidentiality", "code": "R", "display": "restricted"},
    {"system": f"{HL7}/v3-ActCode", "code": "42CFRPart2", "display": "42 CFR Part2"},
    {
        "system": f"{HL7}/v3-ActCode",
        "code": "NORDSCLCD",
        "display": "no redisclosure without consent directive",
    },
)
"""The labels of everything about a client: restricted, 42 CFR Part 2, no redisclosure."""


def address(instrument: Instrument, *parts: str | int) -> str:
    """Name something of an instrument: a questionnaire, a code system, an identifier."""
    return ":".join(("urn", f"{instrument.id}-self-check", *map(str, parts)))


def answers_system(instrument: Instrument, question: str) -> str:
    """Name the code system of the answers to one question in this version."""
    return address(instrument, "answers", instrument.version, question)


def answer_coding(instrument: Instrument, question: Question, option: Option) -> Resource:
    """Make the code of one answer to a question."""
    return {
        "system": answers_system(instrument, question.id),
        "code": option.code,
        "display": option.text,
    }


def coding(instrument: Instrument, kind: str, code: str, display: str) -> Resource:
    """Make a code of our own, of a kind: a result, a tier, a band."""
    return {"system": address(instrument, kind), "code": code, "display": display}
