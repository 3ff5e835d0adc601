"""Passing a record on without consent, in a medical emergency."""

import pytest

from screening.interop.notice import STATEMENT
from screening.models import AuditEntry, Disclosure, EmergencyOpening
from tests.intake.clients.pages import text_of
from tests.intake.disclosing.passing import (
    DOCTOR,
    NAME,
    NOTE,
    REASON,
    send,
    words_of,
)

pytestmark = pytest.mark.django_db


def test_it_goes_out_with_its_reason_and_waits_for_a_review(desk, staff, one):
    answer = send(
        desk,
        "pass_on_in_emergency",
        one.pk,
        code="answers",
        along=["identity"],
        recipient=DOCTOR,
        reason=REASON,
    )
    words = words_of(answer.content, "answers")
    for text in (NAME, DOCTOR, REASON, "42 CFR 2.51", " ".join(STATEMENT.split())[:200]):
        assert text in words, text
    assert NOTE not in words
    opening = EmergencyOpening.objects.get()
    assert (opening.kind, opening.reason, opening.staff) == ("disclosure", REASON, staff)
    assert opening.reviewed_at is None
    row = Disclosure.everywhere.get()
    assert (row.without_consent, row.consent) == (opening, None)
    assert row.recipient == DOCTOR
    assert row.scope == ["summary", "answers", "identity"]
    entries = AuditEntry.objects.order_by("-number")[:2]
    assert [(e.action, e.why) for e in entries] == [
        ("disclosed", "emergency"),
        ("opened_in_emergency", "emergency"),
    ]


@pytest.mark.parametrize(
    ("left_out", "message"),
    [
        ("recipient", "Enter who gets it, and where they work"),
        ("reason", "Write what the emergency is"),
        ("code", "Select which file to make"),
    ],
)
def test_it_asks_for_what_the_law_does(desk, one, left_out, message):
    typed = {"code": "summary", "recipient": DOCTOR, "reason": REASON, left_out: " "}
    answer = send(desk, "pass_on_in_emergency", one.pk, **typed)
    assert answer.status_code == 422
    assert message in text_of(answer)
    kept = {"recipient": DOCTOR, "reason": REASON}
    kept.pop(left_out, None)
    assert all(value in answer.content.decode() for value in kept.values())
    assert not Disclosure.everywhere.exists()
    assert not EmergencyOpening.objects.exists()


def test_a_word_is_no_reason(desk, one):
    typed = {"code": "summary", "recipient": DOCTOR, "reason": "urgent"}
    assert send(desk, "pass_on_in_emergency", one.pk, **typed).status_code == 422
