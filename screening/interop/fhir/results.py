"""One screening in FHIR R4: answers as a QuestionnaireResponse, findings as Observations."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid5

from screening.instrument.schema import Instrument, Question
from screening.interop.fhir.codes import HL7, SECURITY, Resource, answer_coding, coding
from screening.interop.fhir.questionnaire import RESULTS, canonical, result_variables
from screening.interop.record import TIER_NAMES, ScreeningRecord, band_texts, scored, shown_answers

AT_LEAST = "At least this: too many questions had no answer to say more."


def identity(record: ScreeningRecord, part: str) -> str:
    """Make the id of a resource: always the same UUID for the same part of a screening."""
    return str(uuid5(UUID(record.identifier), part))


def reference(record: ScreeningRecord, part: str) -> Resource:
    """Refer to another resource of the same bundle."""
    return {"reference": f"urn:uuid:{identity(record, part)}"}


def questionnaire_response(record: ScreeningRecord) -> Resource:
    """Write the answers to the questions that were shown, and the results as stored."""
    answers = answer_items(record.instrument, shown_answers(record))
    return {
        "resourceType": "QuestionnaireResponse",
        "id": identity(record, "response"),
        "meta": {"security": list(SECURITY)},
        "questionnaire": canonical(record.instrument),
        "status": _response_status(record),
        "subject": reference(record, "client"),
        "authored": record.assessed_at.isoformat(),
        "author": {"display": record.author},
        "item": [*answers, *_result_items(record)],
    }


def answer_items(instrument: Instrument, answers: Mapping[str, tuple[str, ...]]) -> list[Resource]:
    """Write answers as items of a response, by section. Questions without an answer are left out.

    In: question id to answer codes.
    """
    sections = []
    for section in instrument.sections:
        items = [
            {"linkId": question.id, "text": question.text, "answer": given}
            for question in section.questions
            if (given := _given(instrument, question, answers.get(question.id, ())))
        ]
        if items:
            sections.append({"linkId": section.id, "text": section.heading, "item": items})
    return sections


def observations(record: ScreeningRecord) -> list[Resource]:
    """Write an Observation for the tier, one for each band and one for each score."""
    instrument, found = record.instrument, record.assessment
    made = [_observation(record, "tier", "Tier", _tier(record), _remarks(record))]
    for checklist in instrument.checklists:
        if band := found.bands.get(checklist.id):
            kind = f"band:{checklist.id}"
            value = coding(instrument, kind, band, band_texts(checklist)[band])
            at_least = found.incomplete[checklist.id] and band in {
                above.name for above in checklist.bands[1:]
            }
            made.append(
                _observation(
                    record,
                    f"band_{checklist.id}",
                    f"Band: {checklist.name}",
                    {"valueCodeableConcept": {"coding": [value]}},
                    (AT_LEAST,) if at_least else (),
                )
            )
    for part in scored(instrument):
        if part.id in found.scores:
            value = {"valueInteger": found.scores[part.id]}
            made.append(_observation(record, f"score_{part.id}", f"Score: {part.name}", value))
    return made


def _given(instrument: Instrument, question: Question, codes: tuple[str, ...]) -> list[Resource]:
    return [
        {"valueCoding": answer_coding(instrument, question, option)}
        for option in question.options
        if option.code in codes
    ]


def _result_items(record: ScreeningRecord) -> list[Resource]:
    found = record.assessment
    values: dict[str, str | int | None] = {"tier": found.tier}
    values |= {f"band_{checklist}": band for checklist, band in found.bands.items()}
    values |= {f"score_{score}": total for score, total in found.scores.items()}
    items = [
        {
            "linkId": link,
            "text": text,
            "answer": [{"valueInteger" if kind == "integer" else "valueString": values[link]}],
        }
        for link, (text, kind, _) in result_variables(record.instrument).items()
        if values.get(link) is not None
    ]
    return [{"linkId": RESULTS, "text": "Results", "item": items}] if items else []


def _tier(record: ScreeningRecord) -> Resource:
    tier = record.assessment.tier
    if tier is None:
        reason = {"system": f"{HL7}/data-absent-reason", "code": "not-applicable"}
        return {"dataAbsentReason": {"coding": [reason], "text": record.assessment.outcome}}
    value = coding(record.instrument, "tier", tier, TIER_NAMES[tier])
    return {"valueCodeableConcept": {"coding": [value]}}


def _remarks(record: ScreeningRecord) -> tuple[str, ...]:
    missing = ", ".join(record.assessment.missing)
    remarks = {
        "How the answers came": record.source,
        "Questions without an answer": missing,
        "Disposition": record.disposition,
        "Note": record.note,
        "Signed by": record.signed_by,
    }
    return tuple(f"{name}: {text}" for name, text in remarks.items() if text)


def _response_status(record: ScreeningRecord) -> str:
    if record.replaced:
        return "entered-in-error"
    # An emergency may end a screening before everything was asked.
    return "stopped" if record.assessment.missing else "completed"


def _status(record: ScreeningRecord) -> str:
    if record.replaced:
        return "entered-in-error"
    # Nothing is final that a clinician has not signed.
    return "final" if record.signed_by else "preliminary"


def _observation(
    record: ScreeningRecord,
    part: str,
    name: str,
    value: Resource,
    remarks: tuple[str, ...] = (),
) -> Resource:
    survey = {"system": f"{HL7}/observation-category", "code": "survey", "display": "Survey"}
    return {
        "resourceType": "Observation",
        "id": identity(record, part),
        "meta": {"security": list(SECURITY)},
        "status": _status(record),
        "category": [{"coding": [survey]}],
        "code": {"coding": [coding(record.instrument, "result", part, name)], "text": name},
        "subject": reference(record, "client"),
        "effectiveDateTime": record.answered_on or record.assessed_at.isoformat(),
        "issued": record.assessed_at.isoformat(),
        "performer": [{"display": record.author}],
        **value,
        "note": [{"text": text} for text in (record.instrument.status, *remarks)],
        "derivedFrom": [reference(record, "response")],
    }
