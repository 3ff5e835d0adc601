"""What staff do about a screening: acknowledge an emergency, write a note, sign."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from screening.access import Permission, StaffRequest, allowed
from screening.intake.errors import Conflict, Locked, NotAcknowledged
from screening.intake.reasons import must_be_own
from screening.intake.records.forms import AcknowledgementForm, NoteForm
from screening.intake.records.views.one import found, page
from screening.intake.screenings import services
from screening.models import Screening, StaffMember
from screening.waiting import open_emergencies


@allowed(Permission.SCREEN)
@require_POST
def screening_acknowledge(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """Keep what was done about an emergency."""
    now = timezone.now()
    one = found(request.user, screening_id, now)
    form = AcknowledgementForm(request.POST, now=now)
    if not form.is_valid():
        return page(request, one, now=now, acknowledgement=form, status=422)
    return _done_or_shown(
        request,
        one.pk,
        lambda: services.acknowledge(
            staff=request.user,
            screening_id=one.pk,
            action=form.cleaned_data["action"],
            acted_at=form.cleaned_data["acted_at"],
            edit=_edit(request.POST),
            now=now,
        ),
        done=lambda: _acknowledged(request.user),
        acknowledgement=form,
        mine={"action": form.cleaned_data["action"]},
    )


@allowed(Permission.SCREEN)
@require_POST
def screening_note(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """Keep a note and what was decided."""
    now = timezone.now()
    one = found(request.user, screening_id, now)
    return _noted(request, one, services.write_note, _("The note is saved."), now)


@allowed(Permission.SIGN)
@require_POST
def screening_sign(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """Keep the note too, and sign the screening, which locks it."""
    now = timezone.now()
    one = found(request.user, screening_id, now)
    must_be_own(request.user, one)
    done = _("Saved and signed. The screening is locked.")
    return _noted(request, one, services.write_and_sign, done, now)


def _noted(
    request: StaffRequest,
    one: Screening,
    write: Callable[..., Screening],
    done: str,
    now: datetime,
) -> HttpResponse:
    form = NoteForm(request.POST, screening=one)
    if not form.is_valid():
        return page(request, one, now=now, note=form, status=422)
    note, disposition = form.cleaned_data["note"], form.cleaned_data["disposition"]
    return _done_or_shown(
        request,
        one.pk,
        lambda: write(
            staff=request.user,
            screening_id=one.pk,
            note=note,
            disposition=disposition,
            edit=_edit(request.POST),
            now=now,
        ),
        done=lambda: done,
        note=form,
        mine={"note": note, "disposition": disposition},
    )


def _done_or_shown(
    request: StaffRequest,
    screening_id: UUID,
    write: Callable[[], Screening],
    *,
    done: Callable[[], str],
    mine: dict[str, object],
    acknowledgement: AcknowledgementForm | None = None,
    note: NoteForm | None = None,
) -> HttpResponse:
    """Go back to the screening, or show it as it is now beside what the person had typed."""
    try:
        write()
    except Conflict:
        problem = "conflict"
    except Locked:
        problem = "locked"
    except NotAcknowledged:
        problem = "not_acknowledged"
    else:
        messages.success(request, done())
        return redirect("screening", screening_id=screening_id)
    now = timezone.now()
    return page(
        request,
        found(request.user, screening_id, now),
        now=now,
        acknowledgement=acknowledgement,
        note=note,
        problem=problem,
        mine=mine,
        status=409,
    )


def _acknowledged(staff: StaffMember) -> str:
    """Say that it is done, and that more wait if there are more."""
    done = _("The emergency is acknowledged.")
    more = open_emergencies(staff)
    if not more:
        return done
    wait = ngettext("%(n)d more emergency waits.", "%(n)d more emergencies wait.", more)
    return format_html(
        '{} {} <a href="{}">{}</a>', done, wait % {"n": more}, reverse("queue"), _("See the queue")
    )


def _edit(sent: QueryDict) -> int:
    # What is not a number was never on the page: it fits no row.
    written = sent.get("edit", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0
