"""The page of one screening, and a print of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from screening.access import Permission, StaffRequest, allowed, may
from screening.audit.trail import record
from screening.intake.reasons import is_own, reason
from screening.intake.records import queries
from screening.intake.records.change import change, corrected
from screening.intake.records.findings import findings, instrument_of
from screening.intake.records.forms import AcknowledgementForm, NoteForm
from screening.intake.records.told import kept
from screening.intake.records.words import STATES, WAYS, when, who
from screening.intake.screenings.services import is_unacknowledged
from screening.interop.notice import SHORT_STATEMENT
from screening.models import Screening, StaffMember
from screening.questionnaire.errors import error_summary

CAN_BE_WRITTEN_TO: Final = "finished"


@allowed(Permission.SEE_CLIENTS)
@require_safe
def screening(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """Show one screening. A draft leads to its interview."""
    now = timezone.now()
    one = found(request.user, screening_id, now)
    if one.state == "draft":
        return redirect("interview", screening_id=one.pk)
    return page(request, one, now=now)


@allowed(Permission.SEE_CLIENTS)
@require_safe
def screening_print(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """Show one screening for the printer: all of it, and nothing to fill in."""
    now = timezone.now()
    one = found(request.user, screening_id, now)
    if one.state == "draft":
        return redirect("interview", screening_id=one.pk)
    return page(request, one, now=now, action="printed")


def found(staff: StaffMember, screening_id: UUID, now: datetime) -> Screening:
    """Return a screening that this person may see. Raises Http404."""
    try:
        return queries.screening(staff, screening_id, now=now)
    except Screening.DoesNotExist:
        raise Http404 from None


def page(
    request: StaffRequest,
    one: Screening,
    *,
    now: datetime,
    action: str = "screening_read",
    acknowledgement: AcknowledgementForm | None = None,
    note: NoteForm | None = None,
    problem: str = "",
    mine: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the page of a screening, after entering that it was read (or printed).

    In: a form that was not accepted; `problem`, a code of what stood in the way ("conflict",
    "locked" or "not_acknowledged"), with `mine`, what the person had typed.
    """
    staff = request.user
    why = reason(staff, one.client)
    record(action, staff=staff, now=now, why=why, client_id=one.client_id, object_id=one.pk)
    # A sheet of paper is read on another day: nothing on it is "today" or "yesterday".
    today = date.max if action == "printed" else timezone.localdate(now)
    of_client = queries.of_client(staff, one.client_id, now=now)
    chain = queries.versions(one, of_client)
    before = queries.previous(one, of_client) if one.outcome == "assessed" else None
    writable = one.state == CAN_BE_WRITTEN_TO and action != "printed"
    own = is_own(staff, one)
    urgent = is_unacknowledged(one)
    acknowledgement = acknowledgement or AcknowledgementForm(now=now)
    note = note or NoteForm(screening=one)
    corrected_by = next((row for row in chain if row.corrects_id == one.pk), None)
    corrects = next((row for row in chain if row.pk == one.corrects_id), None)
    context = {
        "one": one,
        "client": one.client,
        "findings": findings(one),
        "told": kept(one),
        "change": change(one, before) if before and before.outcome == "assessed" else None,
        "instrument": instrument_of(one),
        "state": STATES[one.state],
        "way": WAYS[one.way],
        "begun_by": who(one.begun_by),
        "finished": when(one.finished_at or one.begun_at, today=today),
        "acknowledged": _who_and_when(one.acknowledged_by, one.acknowledged_at, today=today),
        "acted": when(one.acted_at, today=today) if one.acted_at else "",
        "signed": _who_and_when(one.signed_by, one.signed_at, today=today),
        "versions": [
            {
                "screening": row,
                "number": number,
                "when": when(row.finished_at or row.begun_at, today=today),
                "by": who(row.begun_by),
                "state": STATES[row.state],
            }
            for number, row in enumerate(chain, 1)
        ],
        "corrected_by": corrected_by,
        "corrects": corrects,
        "corrected": corrected(one, corrects) if corrects else (),
        "since": when(before.finished_at or before.begun_at, today=today) if before else "",
        "is_urgent": urgent,
        "acknowledgement": acknowledgement if urgent and writable else None,
        "note": note if writable else None,
        "may_write": writable and may(staff, Permission.SCREEN),
        "may_sign": writable and own and may(staff, Permission.SIGN),
        "is_own": own,
        "may_correct": one.state in queries.CURRENT
        and not corrected_by
        and not urgent
        and own
        and action != "printed"
        and may(staff, Permission.SCREEN),
        "for_print": action == "printed",
        "printed_at": now,
        "printed_by": who(staff),
        "notice": SHORT_STATEMENT,
        "problem": problem,
        "mine": mine,
        "errors": [] if mine else error_summary(acknowledgement) + error_summary(note),
    }
    return render(request, "intake/records/screening.html", context, status=status)


def _who_and_when(staff: StaffMember | None, at: datetime | None, *, today: date) -> dict[str, str]:
    if staff is None or at is None:
        return {}
    return {"who": who(staff), "when": when(at, today=today)}
