"""A record to pass on, with marks that show in a file what went along; how to ask for a file,
and how to read it.
"""

import csv
import io
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from screening.access import CLINICIAN
from screening.intake.consents.services import record_consent
from screening.intake.screenings import services
from screening.models import Client, Consent, Screening, StaffMember
from tests.intake.making import a_client, a_disposition, a_screening
from tests.people import a_member
from tests.printed.summaries import text_of

REFERENCE = "Reference-Marker"
NAME = "Zelda Namemark"
BORN = date(1980, 4, 23)
PHONE = "555 0199"
NOTE = "Notemark and more"
DECIDED = "Decisionmark"
ANSWERS = {"mu_craving": "daily", "taken_with": ["alcohol"]}
RECIPIENT = "Riverside Hospital"
PURPOSE = "Treatment at the hospital"
DOCTOR = "Doctor on call, Riverside Hospital"
REASON = "Found unconscious and cannot be asked"


def a_consent(
    client: Client,
    staff: StaffMember,
    *scope: str,
    now: datetime | None = None,
    days: int = 30,
    **other: Any,
) -> Consent:
    """Record a consent that holds for some days."""
    now = now or timezone.now()
    terms = {
        "disclosed_by": "The clinic",
        "recipient": RECIPIENT,
        "purpose": PURPOSE,
        "scope": scope,
        "signed_by": "The client",
        "signed_on": timezone.localdate(now),
        "ends_on": timezone.localdate(now) + timedelta(days=days),
    }
    return record_consent(
        staff=staff,
        client_id=client.pk,
        now=now,
        today=timezone.localdate(now),
        **{**terms, **other},
    )


def a_named_client(staff: StaffMember) -> Client:
    """Record a client with everything that can be known, and consent to be screened."""
    client = a_client(staff, reference=REFERENCE, name=NAME, birth_date=BORN, phone=PHONE)
    a_consent(client, staff, "screening")
    return client


def a_marked_screening(
    client: Client, staff: StaffMember, *, now: datetime | None = None, **answers: Any
) -> Screening:
    """Screen a client, with a note and a decision, and sign it."""
    now = now or timezone.now()
    one = a_screening(client, staff, answers={**ANSWERS, **answers}, now=now)
    noted = services.write_note(
        staff=staff,
        screening_id=one.pk,
        note=NOTE,
        disposition=a_disposition(DECIDED),
        edit=one.edit,
        now=now,
    )
    clinician = a_member(CLINICIAN, client.site)
    return services.sign(staff=clinician, screening_id=one.pk, edit=noted.edit, now=now)


def words_of(content: bytes, code: str) -> str:
    """All that a file of a format says, as one text with single spaces."""
    if code in ("summary", "answers"):
        return text_of(content)
    if code == "xlsx":
        return " ".join(str(cell.value) for cell in cells_of(content) if cell.value is not None)
    return " ".join(content.decode("utf-8-sig").split())


def cells_of(content: bytes) -> list[Any]:
    """Every cell of a spreadsheet, on all of its sheets."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]


def rows_of(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file, by column."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def send(desk: Browser, name: str, pk: Any, **typed: Any) -> Any:
    """Send the form of a page; to the recipient whom the consent names, unless told otherwise."""
    return desk.post(reverse(name, args=[pk]), {"to": "named", **typed}, secure=True)


def see(desk: Browser, name: str, pk: Any) -> Any:
    """Open a page."""
    return desk.get(reverse(name, args=[pk]), secure=True)


def is_file(answer: Any) -> bool:
    """Tell whether an answer is a file to keep."""
    return "attachment" in answer.headers.get("Content-Disposition", "")
