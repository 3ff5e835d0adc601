"""One day of a treatment centre, from the first invitation to the reading of the audit trail.

Everything about the client is a mark that stands nowhere else, so that it can be looked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from screening.access import ADMINISTRATOR, AUDITOR, CLINICIAN, INTAKE
from screening.handoff import keeping
from screening.models import Site
from tests.intake.desk import Desk, Visit, to
from tests.intake.making import EMERGENCY, TODAY, all_answers
from tests.people import a_member

CLIENT = {
    "reference": "VXM-77341",
    "name": "Quillon Vexmark",
    "birth_date": "1943-11-27",
    "phone": "555 018 7743",
}
WRITTEN = {
    "recipient": "Hollowbrook Recipientmark",
    "purpose": "Purposemark of treatment",
    "discloser": "Disclosermark Clinic",
    "representative": "Wilhelmina Signmark",
    "authority": "Authoritymark guardian",
    "action": "Actionmark: rang for an ambulance",
    "note": "Notemark: slept badly, spoke of a sister",
    "correction": "Correctionmark: misheard the answer",
    "emergency": "Emergencymark: found on the floor",
    "in_need": "Needmark: unconscious at another ward",
    "asked_by": "Askedmark Nurse of the ward",
    "review": "Reviewmark: it was needed",
}
"""What staff write about the client, by what it is."""

BORN = (
    "1943-11-27", "19431127", "27.11.1943", "27/11/1943", "11/27/1943", "November 27, 1943",
    "27 November 1943", "27 Nov 1943", "1943, 11, 27",
)  # fmt: skip
MARKS = [
    CLIENT["reference"], "77341", "Quillon", "Vexmark", CLIENT["phone"], "5550187743", *BORN,
    *(text.split()[0].rstrip(":") for text in WRITTEN.values()), "Signmark", "Recipientmark",
]  # fmt: skip
"""Whatever of it is found, the client is found."""

PASSWORD = "seven green horses at dawn"
PIN = "739152846013"

LEFT_BEHIND: dict[str, Any] = {
    "age": "65_plus",
    "taken_with": ["gabapentinoids", "ghb_phenibut"],
    "conditions": ["mental_health", "substance_use"],
    "coming_up": ["planning_to_stop"],
    "dose": "over_80",
}
"""Answers behind a code that nobody redeems; no screening of the day has them."""

_LINK = re.compile(r"(/staff/invitation/([\w-]+)/)")


@dataclass
class Day:
    """What the day left: every request with its answer, the people, rows, and all secrets."""

    visits: list[Visit] = field(default_factory=list)
    desks: dict[str, Desk] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    client_id: str = ""

    def page(self, name: str, *args: object) -> str:
        """Return the address of a page of the client, or of the rows given."""
        return reverse(name, args=args or [self.client_id])


def a_day() -> Day:
    """Let the day pass. Asserts on the way that each step does what it should."""
    day = Day()
    _everybody_joins(day)
    _client_is_recorded_and_consents(day)
    first = _interview(day)
    _emergency_is_acknowledged(day, first)
    last = _signed_and_corrected(day, first)
    _passed_on(day, last)
    _opened_from_elsewhere(day)
    _codes_and_tablet(day)
    _trail_is_read(day)
    return day


def _everybody_joins(day: Day) -> None:
    office = Desk(day.visits, a_member(ADMINISTRATOR))
    for name in ("Riverside", "Hillside"):
        office.send("/staff/sites/", {"name": name, "is_active": "on"})
    office.send("/staff/dispositions/", {"label": "Refer", "position": "1", "is_active": "on"})
    people = {
        "nurse": (INTAKE, "Riverside"),
        "clinician": (CLINICIAN, "Riverside"),
        "elsewhere": (INTAKE, "Hillside"),
        "auditor": (AUDITOR, ""),
    }
    for name, (role, site) in people.items():
        at = str(Site.objects.get(name=site).pk) if site else ""
        invited = office.send(
            "/staff/members/invite/", {"username": name, "role": role, "site": at}, status=200
        )
        found = _LINK.search(invited.content.decode())
        assert found
        day.secrets[f"link of {name}"] = found[2]
        day.desks[name] = _join(day, name, found[1])
    _stops_half_way(day, office)
    day.desks["office"] = office
    nurse = day.desks["nurse"]
    nurse.send("/staff/you/pin/", {"pin": PIN})
    day.secrets |= {"password": PASSWORD, "PIN": PIN}


def _stops_half_way(day: Day, office: Desk) -> None:
    """Invite somebody who sees the secret for the app, and leaves it at that."""
    given = {"username": "late", "role": INTAKE, "site": str(Site.objects.first().pk)}
    invited = office.send("/staff/members/invite/", given, status=200)
    found = _LINK.search(invited.content.decode())
    assert found
    desk = Desk(day.visits)
    desk.send(found[1], {"name": "Late", "password": "short", "again": "short"}, status=422)
    desk.send(found[1], {"name": "Late", "password": PASSWORD, "again": PASSWORD})
    day.secrets |= {"link of late": found[2], "app of late": _key_on(desk.get("/staff/you/app/"))}


def _key_on(page: HttpResponse) -> str:
    (key,) = re.findall(r"data-key>([A-Z2-7 ]+)<", page.content.decode())
    return str(key).replace(" ", "")


def _join(day: Day, name: str, link: str) -> Desk:
    desk = Desk(day.visits)
    desk.send(link, {"name": name.title(), "password": PASSWORD, "again": PASSWORD})
    app = to(desk.get("/staff/", status=302))
    page = desk.get(app)
    secret = _key_on(page)
    counter = list(yield_hotp_counters_from_time())[1]
    code = format_hotp_value(hotp_value(secret, counter))
    joined = desk.send(app, {"code": code}, opened=page)
    codes = re.findall(r"<li><code>([^<]+)</code>", desk.text(to(joined)))
    assert len(codes) >= 8
    day.secrets[f"app of {name}"] = secret
    day.secrets |= {f"recovery code {n} of {name}": code for n, code in enumerate(codes)}
    return desk


def _client_is_recorded_and_consents(day: Day) -> None:
    nurse = day.desks["nurse"]
    assert nurse.get("/staff/", status=302).headers["Location"] == reverse("queue")
    made = to(nurse.send("/staff/clients/new/", CLIENT))
    day.client_id = made.split("/")[-2]
    assert "Consent comes first" in nurse.text(day.page("screening_new"))
    today = timezone.localdate()
    terms = {
        "disclosed_by": WRITTEN["discloser"],
        "recipient": WRITTEN["recipient"],
        "scope": ["screening", "summary", "answers", "notes", "identity"],
        "purpose": WRITTEN["purpose"],
        "ends_on": (today + timedelta(days=90)).isoformat(),
        "signer": "representative",
        "representative": WRITTEN["representative"],
        "authority": WRITTEN["authority"],
        "way": "paper",
        "signed_on": today.isoformat(),
    }
    assert (
        "Enter"
        in nurse.send(day.page("consent_new"), {"recipient": ""}, status=422).content.decode()
    )
    nurse.send(day.page("consent_new"), terms)
    assert "Active until" in nurse.text(made)
    nurse.send(day.page("client_edit"), {"phone": CLIENT["phone"]})


def _interview(day: Day) -> str:
    """Out: the id of a screening that found an emergency."""
    nurse = day.desks["nurse"]
    page = to(nurse.send(day.page("screening_new"), {"way": "interview"}))
    screening = page.split("/")[-3]
    half = {name: given for name, given in all_answers().items() if name.startswith("now_")}
    nurse.send(page, {**half, "then": "finish"}, status=422)
    done = nurse.send(page, {**all_answers(**EMERGENCY), "then": "finish"})
    assert to(done) == day.page("screening", screening)
    queue = nurse.text("/staff/queue/")
    assert CLIENT["reference"] in queue.split('id="waiting"')[0]
    found = nurse.send("/staff/clients/", {
        "name": CLIENT["name"], "birth_date": CLIENT["birth_date"]}, status=200)  # fmt: skip
    assert CLIENT["reference"] in found.content.decode()
    return screening


def _emergency_is_acknowledged(day: Day, screening: str) -> None:
    nurse, clinician = day.desks["nurse"], day.desks["clinician"]
    page = day.page("screening", screening)
    found = clinician.text(page)
    assert "Acknowledge this emergency" in found
    assert day.page("screening_sign", screening) not in found
    acknowledge = day.page("screening_acknowledge", screening)
    nurse.send(page, {"action": ""}, to=acknowledge, status=422)
    nurse.send(page, {"action": WRITTEN["action"]}, to=acknowledge)
    nurse.send(page, {"note": WRITTEN["note"]}, to=day.page("screening_note", screening))
    due = (timezone.localdate() + timedelta(days=7)).isoformat()
    nurse.send(day.page("plan_new"), {"due_on": due})
    assert CLIENT["reference"] in nurse.text("/staff/due/")


def _signed_and_corrected(day: Day, screening: str) -> str:
    """Out: the id of the corrected screening, signed."""
    nurse, clinician = day.desks["nurse"], day.desks["clinician"]
    page = day.page("screening", screening)
    clinician.send(page, {}, to=day.page("screening_sign", screening))
    assert "form" in nurse.text(day.page("screening_correct", screening))
    draft = to(
        nurse.send(day.page("screening_correct", screening), {"reason": WRITTEN["correction"]})
    )
    corrected = draft.split("/")[-3]
    nurse.send(draft, {**all_answers(**TODAY), "then": "finish"})
    assert WRITTEN["correction"] in nurse.text(page)
    new = day.page("screening", corrected)
    clinician.send(new, {}, to=day.page("screening_sign", corrected))
    assert "<svg" in nurse.text(day.page("over_time"))
    clinician.get(day.page("screening_print", corrected))
    clinician.get(day.page("screening_pdf", corrected))
    assert CLIENT["reference"] in clinician.text("/staff/screenings/?state=signed&sort=-tier")
    return corrected


def _passed_on(day: Day, screening: str) -> None:
    nurse = day.desks["nurse"]
    one, everything = day.page("pass_on", screening), day.page("pass_on_client")
    consent = re.findall(r'name="consent" value="([\w-]+)"', nurse.text(one))[0]
    chosen = {"consent": consent, "along": ["notes", "identity"], "to": "named"}
    for code in ("summary", "answers", "fhir"):
        nurse.send(one, {"code": code, **chosen}, status=200)
    for code in ("csv", "xlsx"):
        nurse.send(everything, {"code": code, **chosen}, status=200)
    nurse.send(
        day.page("pass_on_in_emergency", screening),
        {"code": "summary", "recipient": WRITTEN["asked_by"], "reason": WRITTEN["emergency"]},
        status=200,
    )
    assert WRITTEN["recipient"] in nurse.text(day.page("disclosures"))
    assert WRITTEN["asked_by"] in nurse.text(day.page("disclosures_print"))


def _opened_from_elsewhere(day: Day) -> None:
    elsewhere, clinician = day.desks["elsewhere"], day.desks["clinician"]
    record = day.page("client")
    elsewhere.get(record, status=404)
    why = {"reference": CLIENT["reference"], "reason": WRITTEN["in_need"]}
    assert to(elsewhere.send("/staff/emergency/", why)) == record
    assert CLIENT["name"] in elsewhere.text(record)
    listed = clinician.text("/staff/openings/")
    for opening in re.findall(r"/staff/openings/([0-9a-f-]{36})/", listed):
        clinician.send(day.page("opening_review", opening), {"outcome": WRITTEN["review"]})
    assert WRITTEN["review"] not in clinician.text("/staff/openings/")


def _codes_and_tablet(day: Day) -> None:
    nurse, now = day.desks["nurse"], timezone.now()
    made = {"country": "", "language": "en", "taken_on": timezone.localdate(), "now": now}
    kept = keeping.keep(all_answers(**LEFT_BEHIND), seed=b"left behind", **made)  # type: ignore[arg-type]
    used = keeping.keep(all_answers(**TODAY), seed=b"used", **made)  # type: ignore[arg-type]
    day.secrets |= {"code": kept, "used code": used}
    nurse.send(day.page("redeem"), {"code": "0000-0000-0000-00"}, status=422)
    nurse.send(day.page("redeem"), {"code": used})
    locked = to(nurse.send(day.page("screening_new"), {"way": "tablet"}))
    assert CLIENT["reference"] not in nurse.text(locked)
    nurse.get("/staff/queue/", status=302)
    back = reverse("tablet_give_back")
    nurse.send(back, {"pin": "000000"}, to=reverse("tablet_release"), status=422)
    nurse.send(back, {"pin": PIN}, to=reverse("tablet_release"))


def _trail_is_read(day: Day) -> None:
    auditor = day.desks["auditor"]
    assert to(auditor.get("/staff/", status=302)) == reverse("audit_trail")
    assert day.client_id in auditor.text(f"/staff/audit/?client={day.client_id}")
    auditor.get("/staff/audit/trail.csv")
    auditor.get(day.page("client"), status=403)
