"""An instrument as a FHIR R4 Questionnaire that shows, hides and scores by itself (SDC)."""

from __future__ import annotations

from screening.instrument.schema import Instrument, Question, Section
from screening.interop.fhir.codes import (
    EXTENSIONS,
    HL7,
    SDC,
    SUBJECTS,
    Resource,
    address,
    answer_coding,
)
from screening.interop.fhir.scoring import name, variables
from screening.interop.record import scored

RESULTS = "results"
"""The linkId of the group with what is calculated."""


def canonical(instrument: Instrument) -> str:
    """Name the Questionnaire of this version of the instrument."""
    return f"{address(instrument, 'questionnaire')}|{instrument.version}"


def questionnaire(instrument: Instrument) -> Resource:
    """Write the instrument as a Questionnaire.

    A group for each section, an item for each question (its linkId is the question's id), and a
    hidden, read-only group of results, calculated as the engine does: `tier`, `band_X`, `score_X`.
    """
    url, version = canonical(instrument).split("|")
    return {
        "resourceType": "Questionnaire",
        "id": f"{instrument.id}-self-check-{instrument.version}",
        "extension": [
            {
                "url": f"{EXTENSIONS}/variable",
                "valueExpression": _expression(expression, variable),
            }
            for variable, expression in variables(instrument).items()
        ],
        "url": url,
        "version": version,
        "name": f"{instrument.id.capitalize()}SelfCheck{instrument.version}",
        "title": f"{instrument.id.capitalize()} self-check, version {instrument.version}",
        "status": "draft",
        "experimental": True,
        "subjectType": ["Patient"],
        "description": instrument.status,
        "useContext": [
            {
                "code": {"system": f"{HL7}/usage-context-type", "code": "focus"},
                "valueCodeableConcept": {"coding": list(SUBJECTS[instrument.id])},
            }
        ],
        "item": [
            {"linkId": "status", "type": "display", "text": instrument.status},
            *(_group(instrument, section) for section in instrument.sections),
            _results(instrument),
        ],
    }


def result_variables(instrument: Instrument) -> dict[str, tuple[str, str, str]]:
    """List the calculated items: linkId to (text, item type, name of its variable)."""
    return {
        "tier": ("Tier", "string", "tier"),
        **{
            f"band_{checklist.id}": (
                f"Band: {checklist.name}",
                "string",
                name("band", checklist.id),
            )
            for checklist in instrument.checklists
        },
        **{
            f"score_{part.id}": (f"Score: {part.name}", "integer", name("score", part.id))
            for part in scored(instrument)
        },
    }


def _expression(expression: str, variable: str = "") -> Resource:
    named = {"name": variable} if variable else {}
    return {**named, "language": "text/fhirpath", "expression": expression}


def _shown_if(expression: str) -> list[Resource]:
    return [
        {
            "url": f"{SDC}/sdc-questionnaire-enableWhenExpression",
            "valueExpression": _expression(expression),
        }
    ]


def _group(instrument: Instrument, section: Section) -> Resource:
    group: Resource = {"linkId": section.id, "type": "group", "text": section.heading}
    if not any(question.id in instrument.exit.counted for question in section.questions):
        shown = " or ".join(f"%shown contains '{question.id}'" for question in section.questions)
        group["extension"] = _shown_if(shown)
    introduction = {
        "linkId": f"{section.id}-introduction",
        "type": "display",
        "text": section.introduction,
    }
    items = [_question(instrument, question) for question in section.questions]
    return {**group, "item": [introduction, *items]}


def _question(instrument: Instrument, question: Question) -> Resource:
    item: Resource = {
        "linkId": question.id,
        "text": f"{question.text} {question.hint}".strip(),
        "type": "choice",
        "required": True,
        "repeats": question.several,
        "answerOption": _options(instrument, question),
    }
    if question.id not in instrument.exit.counted:
        item["extension"] = _shown_if(f"%shown contains '{question.id}'")
    return item


def _options(instrument: Instrument, question: Question) -> list[Resource]:
    weights = _weights(instrument, question)
    options: list[Resource] = []
    for option in question.options:
        extensions: list[Resource] = []
        if option.code in weights:
            weight = weights[option.code]
            extensions.append({"url": f"{EXTENSIONS}/itemWeight", "valueDecimal": weight})
        if option.exclusive:
            url = f"{EXTENSIONS}/questionnaire-optionExclusive"
            extensions.append({"url": url, "valueBoolean": True})
        options.append(
            {
                **({"extension": extensions} if extensions else {}),
                "valueCoding": answer_coding(instrument, question, option),
            }
        )
    return options


def _weights(instrument: Instrument, question: Question) -> dict[str, int]:
    """Points that an answer adds to a score by itself, by code; 0 for its other answers."""
    weights: dict[str, int] = {}
    for part in scored(instrument):
        for points in part.score.points:
            if question.id in points.questions:
                weights.update(dict.fromkeys(points.codes, points.points))
    return {o.code: weights.get(o.code, 0) for o in question.options} if weights else {}


def _results(instrument: Instrument) -> Resource:
    return {
        "linkId": RESULTS,
        "extension": [{"url": f"{EXTENSIONS}/questionnaire-hidden", "valueBoolean": True}],
        "type": "group",
        "text": "Results",
        "readOnly": True,
        "item": [
            {
                "linkId": link,
                "extension": [
                    {
                        "url": f"{SDC}/sdc-questionnaire-calculatedExpression",
                        "valueExpression": _expression(f"%{variable}"),
                    }
                ],
                "text": text,
                "type": kind,
                "readOnly": True,
            }
            for link, (text, kind, variable) in result_variables(instrument).items()
        ],
    }
