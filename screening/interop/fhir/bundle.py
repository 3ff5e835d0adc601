"""A screening ready to travel in FHIR R4: a Bundle with all that belongs to it, and the notice."""

from __future__ import annotations

from base64 import b64encode

from screening.interop.fhir.codes import SECURITY, Resource, address
from screening.interop.fhir.questionnaire import questionnaire
from screening.interop.fhir.results import (
    identity,
    observations,
    questionnaire_response,
    reference,
)
from screening.interop.notice import SHORT_STATEMENT, SOURCE, Notice
from screening.interop.record import ScreeningRecord


def bundle(record: ScreeningRecord, notice: Notice) -> Resource:
    """Write a collection: notice, client, questionnaire, answers, findings.

    The same record and notice always give the same bundle.
    """
    form = {**questionnaire(record.instrument), "id": identity(record, "questionnaire")}
    resources = [
        _notice(record, notice),
        _client(record),
        form,
        questionnaire_response(record),
        *observations(record),
    ]
    return {
        "resourceType": "Bundle",
        "id": identity(record, "bundle"),
        "meta": {"security": list(SECURITY)},
        "identifier": {
            "system": "urn:ietf:rfc:3986",
            "value": f"urn:uuid:{identity(record, 'bundle')}",
        },
        "type": "collection",
        "entry": [
            {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}
            for resource in resources
        ],
    }


def _client(record: ScreeningRecord) -> Resource:
    system = address(record.instrument, "client-reference")
    known: Resource = {
        "name": [{"text": record.name}] if record.name else None,
        "telecom": [{"system": "phone", "value": record.phone}] if record.phone else None,
        "birthDate": record.birth_date or None,
    }
    return {
        "resourceType": "Patient",
        "id": identity(record, "client"),
        "meta": {"security": list(SECURITY)},
        "identifier": [{"system": system, "value": record.reference}],
        **{name: value for name, value in known.items() if value},
    }


def _notice(record: ScreeningRecord, notice: Notice) -> Resource:
    data = b64encode(notice.text.encode()).decode("ascii")
    return {
        "resourceType": "DocumentReference",
        "id": identity(record, "notice"),
        "meta": {"security": list(SECURITY)},
        "status": "current",
        "type": {"text": f"Notice to accompany disclosure, {SOURCE}, and scope of the consent"},
        "subject": reference(record, "client"),
        "description": notice.text,
        "securityLabel": [{"coding": list(SECURITY), "text": SHORT_STATEMENT}],
        "content": [
            {
                "attachment": {
                    "contentType": "text/plain; charset=utf-8",
                    "language": "en",
                    "data": data,
                    "title": "Notice to accompany disclosure",
                }
            }
        ],
    }
