"""Clients and screenings for the tests, made as the site makes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import count
from typing import Any

from django.utils import timezone

from screening.instrument.engine import visible
from screening.intake.clients.services import create_client
from screening.intake.screenings import services
from screening.models import Client, Disposition, Screening, StaffMember

_numbers = count(1)

CALM: dict[str, Any] = {
    **dict.fromkeys(
        (
            "now_seizure",
            "now_hard_to_wake",
            "now_breathing",
            "now_unreal",
            "now_fever_rigid",
            "now_heart",
            "now_overdose",
            "now_mixed",
            "now_self_harm",
            "now_pump",
            "extra_dose",
            "to_less_effect",
            "to_need_more",
            "to_raised",
        ),
        "no",
    ),
    "respondent": "self",
    "age": "18_64",
    "route": "oral",
    "supply": "as_directed",
    "dose": "up_to_80",
    "duration": "over_6_months",
    "change": "none",
    "coming_up": ["nothing"],
    "taken_with": ["nothing"],
    "conditions": ["nothing"],
    **dict.fromkeys(
        (
            "mu_more_than_prescribed",
            "mu_no_prescription",
            "mu_craving",
            "mu_cannot_function",
            "mu_multiple_prescribers",
            "mu_loss_of_control",
            "mu_despite_harm",
            "mu_for_effect",
            "mu_ran_out_early",
            "mu_other_route",
            "ef_drowsy",
            "ef_slurred",
            "ef_mood",
            "ef_memory",
            "ef_mind",
        ),
        "never",
    ),
}
"""Answers that find nothing: the tier is "routine"."""

ASKED_AFTER_A_CHANGE: dict[str, Any] = {
    "change_agreed": "no",
    "last_dose": "12_to_72h",
    "pump_event": "none",
    **dict.fromkeys(
        (
            "wd_anxiety",
            "wd_sleep",
            "wd_spasm",
            "wd_nausea",
            "wd_shaking",
            "wd_fever",
            "wd_itching",
            "wd_mood",
            "wd_confusion",
            "wd_seizure",
        ),
        "no",
    ),
}
"""Answers to what calm answers leave out; used when an answer opens those questions."""

EMERGENCY = {"now_seizure": "yes"}
TODAY = {"change": "stopped", "wd_sleep": "mild"}
SOON = {"mu_craving": "weekly"}
ROUTINE: dict[str, Any] = {}
"""What to change in calm answers to come to each tier."""


def all_answers(**changed: Any) -> dict[str, Any]:
    """Return an answer to every question that is shown: calm ones, but for those that differ."""
    everything = {**CALM, **ASKED_AFTER_A_CHANGE, **changed}
    return {name: everything[name] for name in visible(everything)}


def a_client(staff: StaffMember, *, now: datetime | None = None, **known: Any) -> Client:
    """Record a client of somebody's site, with a reference alone unless more is given."""
    given = {"reference": f"REF-{next(_numbers)}", "name": "", "birth_date": None, "phone": ""}
    return create_client(
        staff=staff, **{**given, **known}, language="en", now=now or timezone.now()
    )


def a_draft(
    client: Client,
    staff: StaffMember,
    *,
    answers: Mapping[str, Any] | None = None,
    way: str = "interview",
    now: datetime | None = None,
) -> Screening:
    """Begin a screening, with some answers already."""
    now = now or timezone.now()
    draft = services.begin(staff=staff, client=client, way=way, language="en", now=now)
    return services.save_answers(
        staff=staff, screening_id=draft.pk, answers=answers or {}, edit=draft.edit, now=now
    )


def a_screening(
    client: Client,
    staff: StaffMember,
    *,
    answers: Mapping[str, Any] | None = None,
    way: str = "interview",
    now: datetime | None = None,
) -> Screening:
    """Screen a client. In: what differs from calm answers."""
    now = now or timezone.now()
    draft = a_draft(client, staff, answers=all_answers(**(answers or {})), way=way, now=now)
    return services.finish(
        staff=staff,
        screening_id=draft.pk,
        edit=draft.edit,
        now=now,
        today=timezone.localdate(now),
    )


def a_correction(
    old: Screening,
    staff: StaffMember,
    *,
    answers: Mapping[str, Any],
    reason: str = "A slip of the pen",
    now: datetime | None = None,
) -> Screening:
    """Correct a screening: these answers take the place of those it has. Finished."""
    now = now or timezone.now()
    draft = services.correct(staff=staff, screening_id=old.pk, reason=reason, now=now)
    changed = all_answers(**{**draft.answers, **answers})
    draft = services.save_answers(
        staff=staff, screening_id=draft.pk, answers=changed, edit=draft.edit, now=now
    )
    return services.finish(
        staff=staff,
        screening_id=draft.pk,
        edit=draft.edit,
        now=now,
        today=timezone.localdate(now),
    )


def acknowledged(one: Screening, staff: StaffMember, *, now: datetime | None = None) -> Screening:
    """Acknowledge an emergency."""
    now = now or timezone.now()
    return services.acknowledge(
        staff=staff,
        screening_id=one.pk,
        action="Called an ambulance",
        acted_at=now,
        edit=one.edit,
        now=now,
    )


def signed(one: Screening, clinician: StaffMember, *, now: datetime | None = None) -> Screening:
    """Sign a screening."""
    return services.sign(
        staff=clinician, screening_id=one.pk, edit=one.edit, now=now or timezone.now()
    )


def a_disposition(label: str = "") -> Disposition:
    """Put a line on the list of what can be decided."""
    return Disposition.objects.create(label=label or f"Decision {next(_numbers)}")
