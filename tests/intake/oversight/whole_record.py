"""A client with a row in every table that has rows of clients, all of them marked."""

from datetime import datetime, timedelta

from screening.intake.clients.services import open_in_emergency
from screening.intake.consents.services import record_consent
from screening.models import (
    Client,
    Consent,
    Disclosure,
    EmergencyOpening,
    PlannedScreening,
    Screening,
    StaffMember,
    ToldText,
)
from tests.intake.making import a_client, a_screening

MARK = "MARKED"
OF_A_CLIENT = (Consent, Screening, ToldText, PlannedScreening, Disclosure, EmergencyOpening)


def a_whole_record(staff: StaffMember, now: datetime) -> Client:
    """Record a client, a consent, a reviewed opening, a screening, a plan and a disclosure."""
    number = Client.everywhere.count()
    client = a_client(
        staff, reference=f"{MARK}-{number}", name=f"{MARK} Person", phone=MARK, now=now
    )
    consent = record_consent(
        staff=staff,
        client_id=client.pk,
        disclosed_by=MARK,
        recipient=MARK,
        purpose=MARK,
        scope=["screening", "summary", "answers", "notes", "identity"],
        signed_by=MARK,
        signed_on=now.date(),
        ends_on=now.date() + timedelta(days=30),
        now=now,
        today=now.date(),
    )
    opening = open_in_emergency(staff=staff, client=client, kind="screening", reason=MARK, now=now)
    EmergencyOpening.objects.update(reviewed_at=now, reviewed_by=staff)
    screening = a_screening(client, staff, now=now)
    screening.note = MARK
    screening.save()
    PlannedScreening.everywhere.create(
        client=client, due_on=now.date(), planned_at=now, planned_by=staff
    )
    Disclosure.everywhere.create(
        client=client,
        screening=screening,
        consent=consent,
        without_consent=opening,
        recipient=MARK,
        purpose=MARK,
        format="pdf",
        disclosed_at=now,
        disclosed_by=staff,
    )
    return client
