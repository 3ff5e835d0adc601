"""When the audit trail cannot be written, no page shows anything about a client."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from screening.access import CLINICIAN
from screening.intake.clients.services import open_in_emergency
from screening.models import Consent, Screening
from tests.intake.making import a_draft
from tests.intake.oversight.whole_record import MARK, a_whole_record
from tests.people import a_member, signed_in
from tests.test_architecture import addresses

pytestmark = pytest.mark.django_db

REFUSE = {
    "sqlite": "CREATE TRIGGER no_more BEFORE INSERT ON screening_auditentry "
    "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
    "postgresql": "CREATE TRIGGER no_more BEFORE INSERT ON screening_auditentry "
    "FOR EACH ROW EXECUTE FUNCTION audit_refusal()",
}
SHOWING = {
    "client",
    "client_edit",
    "client_erase",
    "client_hold",
    "clients",
    "opening_review",
    "openings",
    "openings_reviewed",
    "queue",
    "screening",
}
"""Some of the pages that are known to show something about a client."""


@pytest.fixture
def clinician():
    return a_member(CLINICIAN)


@pytest.fixture
def rows(clinician) -> dict[str, object]:
    """What the addresses of staff pages ask for: a row of each kind."""
    now = timezone.now()
    client = a_whole_record(clinician, now)
    opening = open_in_emergency(
        staff=a_member(CLINICIAN), client=client, kind="record", reason=MARK, now=now
    )
    screening = Screening.everywhere.get()
    return {
        "client_id": client.pk,
        "consent_id": Consent.everywhere.get().pk,
        "opening_id": opening.pk,
        "plan_id": client.planned.get().pk,
        "screening_id": screening.pk,
        "draft_id": a_draft(client, clinician).pk,
    }


def staff_pages(rows: dict[str, object]) -> list[tuple[str | None, str]]:
    """Each (name, address) of a page behind the sign-in that these rows can fill."""
    found = []
    for _, entry in addresses():
        needed = set(entry.pattern.converters)
        if getattr(entry.callback, "permission", None) and needed <= set(rows):
            filled = [{name: rows[name] for name in needed}]
            if "screening_id" in needed:
                filled.append({**filled[0], "screening_id": rows["draft_id"]})
            found += [(entry.name, reverse(entry.name, kwargs=values)) for values in filled]
    return found


def shows(answer) -> bool:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return MARK.encode() in body


def test_no_entry_no_data(clinician, rows):
    browser = signed_in(clinician)
    browser.raise_request_exception = False
    pages = staff_pages(rows)
    showing = [
        (name, address) for name, address in pages if shows(browser.get(address, secure=True))
    ]
    assert {name for name, _ in showing} >= SHOWING
    with connection.cursor() as cursor:
        cursor.execute(REFUSE[connection.vendor])
    for name, address in showing:
        answer = browser.get(address, secure=True)
        assert answer.status_code == 500, name
        assert not shows(answer), name
        assert "911" in answer.content.decode(), name
