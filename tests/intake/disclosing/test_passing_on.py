"""Passing a record on: what goes out, and that it is entered before it does."""

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from screening.intake.disclosing.formats import FORMATS
from screening.intake.disclosing.services import (
    disclose,
    disclose_in_emergency,
)
from screening.intake.errors import Locked
from screening.interop.notice import SHORT_STATEMENT, STATEMENT
from screening.models import AuditEntry, Disclosure, EmergencyOpening
from tests.intake.clients.pages import text_of, trail
from tests.intake.disclosing.passing import (
    DOCTOR,
    NAME,
    NOTE,
    PURPOSE,
    REASON,
    RECIPIENT,
    a_consent,
    is_file,
    rows_of,
    see,
    send,
    words_of,
)
from tests.intake.making import a_correction, a_draft, a_screening

pytestmark = pytest.mark.django_db

REFUSE = {
    "sqlite": "CREATE TRIGGER no_more BEFORE INSERT ON screening_disclosure "
    "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
    "postgresql": "CREATE TRIGGER no_more BEFORE INSERT ON screening_disclosure "
    "FOR EACH ROW EXECUTE FUNCTION audit_refusal()",
}


@pytest.mark.parametrize("code", FORMATS)
def test_a_file_goes_out_under_a_consent_and_is_entered(desk, staff, one, code):
    consent = a_consent(one.client, staff, "summary", "answers", "notes")
    along = ["notes", "identity"]
    answer = send(desk, "pass_on", one.pk, code=code, consent=consent.pk, along=along)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="{FORMATS[code].file_name}"'
    )
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert NOTE in words_of(answer.content, code)
    assert NAME not in words_of(answer.content, code)

    row = Disclosure.everywhere.get()
    assert (row.client_id, row.screening_id, row.consent_id) == (one.client_id, one.pk, consent.pk)
    assert (row.recipient, row.purpose, row.format) == (RECIPIENT, PURPOSE, code)
    assert set(row.scope) == FORMATS[code].needs | {"notes"}
    assert row.disclosed_by == staff
    entry = AuditEntry.objects.order_by("-number")[0]
    assert (entry.action, entry.why, entry.object_id) == ("disclosed", "disclosure", str(one.pk))
    assert entry.at == row.disclosed_at
    assert entry.details == {"format": code, "scope": row.scope}


def test_it_is_entered_before_the_file_goes_out(desk, staff, one):
    consent = a_consent(one.client, staff, "summary")
    desk.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute(REFUSE[connection.vendor])
    answer = send(desk, "pass_on", one.pk, code="summary", consent=consent.pk)
    assert answer.status_code == 500
    assert not is_file(answer)
    assert b"%PDF" not in answer.content
    answer = send(
        desk, "pass_on_in_emergency", one.pk, code="summary", recipient=DOCTOR, reason=REASON
    )
    assert (answer.status_code, is_file(answer)) == (500, False)
    assert not AuditEntry.objects.filter(action="disclosed")
    assert not EmergencyOpening.objects.exists()


def test_without_the_audit_trail_there_is_no_disclosure(desk, staff, one):
    consent = a_consent(one.client, staff, "summary")
    with connection.cursor() as cursor:
        cursor.execute(REFUSE[connection.vendor].replace("_disclosure", "_auditentry"))
    with pytest.raises(DatabaseError):
        send(desk, "pass_on", one.pk, code="summary", consent=consent.pk)
    assert not Disclosure.everywhere.exists()


@pytest.mark.parametrize("name", ["pass_on", "pass_on_in_emergency", "screening_pdf"])
def test_a_draft_leads_to_its_interview(desk, staff, client, name):
    draft = a_draft(client, staff)
    assert see(desk, name, draft.pk).headers["Location"] == reverse("interview", args=[draft.pk])
    a_consent(client, staff, "summary")
    if name != "screening_pdf":
        assert not is_file(send(desk, name, draft.pk, code="summary"))
    now = timezone.now()
    given = {"staff": staff, "screening_id": draft.pk, "code": "summary", "now": now}
    given |= {"today": timezone.localdate(now), "along": []}
    with pytest.raises(Locked):
        disclose(consent_id=client.consents.all()[0].pk, **given)
    with pytest.raises(Locked):
        disclose_in_emergency(recipient=DOCTOR, reason=REASON, **given)
    assert not Disclosure.everywhere.exists()


def test_a_replaced_version_is_marked_on_the_page_too(desk, staff, one):
    assert "replaced" not in text_of(see(desk, "pass_on", one.pk))
    a_correction(one, staff, answers={})
    assert "This version was replaced." in text_of(see(desk, "pass_on", one.pk))


class TestAllOfAClient:
    def test_one_consent_one_table_a_row_of_the_accounting_each(self, desk, staff, client, one):
        two = a_screening(client, staff)
        a_draft(client, staff)
        consent = a_consent(client, staff, "summary", "answers")
        assert "One table with 2 screenings" in text_of(see(desk, "pass_on_client", client.pk))
        answer = send(desk, "pass_on_client", client.pk, code="csv", consent=consent.pk)
        assert [row["screening"] for row in rows_of(answer.content)] == [str(one.pk), str(two.pk)]
        assert set(Disclosure.everywhere.values_list("screening_id", flat=True)) == {one.pk, two.pk}
        assert AuditEntry.objects.filter(action="disclosed").count() == 2

    @pytest.mark.parametrize("code", ["summary", "answers", "fhir"])
    def test_only_tables_hold_several(self, desk, staff, one, code):
        consent = a_consent(one.client, staff, "summary", "answers")
        answer = send(desk, "pass_on_client", one.client_id, code=code, consent=consent.pk)
        assert answer.status_code == 422
        assert not Disclosure.everywhere.exists()

    def test_a_client_without_a_screening_has_nothing_to_pass_on(self, desk, staff, client):
        a_consent(client, staff, "summary", "answers")
        for answer in (
            see(desk, "pass_on_client", client.pk),
            send(desk, "pass_on_client", client.pk, code="csv"),
        ):
            assert "There is no finished screening yet." in text_of(answer)


def test_a_print_for_the_own_record_is_no_disclosure(desk, one):
    answer = see(desk, "screening_pdf", one.pk)
    words = words_of(answer.content, "answers")
    assert f"For the record of this centre. {SHORT_STATEMENT}" in words
    assert STATEMENT[:60] not in words
    assert "Not a diagnosis. Not validated." in words
    assert NAME in words
    assert "A strong urge to take it: Every day" in words
    assert f"Severity index to follow over time {one.scores['severity_index']} of 40" in words
    assert answer.headers["Content-Disposition"] == 'attachment; filename="summary.pdf"'
    assert trail()[-1] == ("printed", one.client_id)
    assert not Disclosure.everywhere.exists()
