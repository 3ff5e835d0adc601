"""A whole day of a treatment centre, over all roles, to the erasure of the client."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from screening.models import AuditEntry, Client, Screening
from tests.intake.whole_day import CLIENT, a_day

pytestmark = pytest.mark.django_db


def verified() -> str:
    out = StringIO()
    call_command("verify_audit", stdout=out)
    return out.getvalue()


def test_a_day_from_the_invitation_to_the_erasure():
    day = a_day()
    states = sorted(Screening.everywhere.values_list("state", flat=True))
    assert states == ["draft", "finished", "replaced", "signed"]
    assert "is whole" in verified()

    clinician, auditor = day.desks["clinician"], day.desks["auditor"]
    hold, erase = day.page("client_hold"), day.page("client_erase")
    clinician.send(hold, {"reason": "complaint", "to": ["hold"]})
    clinician.get(erase)
    clinician.send(hold, {"reason": "over", "to": ["release"]})
    clinician.send(erase, {"reference": "another"}, status=422)
    before = AuditEntry.objects.count()
    clinician.send(erase, {"reference": CLIENT["reference"].lower()}, status=200)

    assert not Client.everywhere.exists()
    assert not Screening.everywhere.exists()
    clinician.get(day.page("client"), status=404)
    assert AuditEntry.objects.count() > before
    trail = auditor.text(f"/staff/audit/?client={day.client_id}")
    assert "erased a client" in trail
    assert "is whole" in verified()
