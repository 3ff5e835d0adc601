"""The interview on one page: filling in a draft, saving while typing, and two who do so at once."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Final, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from screening.access import Permission, StaffRequest, allowed, may
from screening.directory.contacts import Contact, Kind, contacts_for
from screening.instrument.engine import interrupted
from screening.intake.errors import Conflict, Locked
from screening.intake.reasons import is_own
from screening.intake.screenings import sheet
from screening.intake.screenings.queries import screening_for, usable
from screening.intake.screenings.services import finish, save_answers
from screening.intake.screenings.views.differences import settled, show_differences
from screening.intake.screenings.views.finding import find, note_read
from screening.models import Screening, StaffMember
from screening.questionnaire.steps import Answers

_LONGEST_EDIT: Final = 9


@allowed(Permission.SCREEN)
@require_http_methods(["GET", "HEAD", "POST"])
def interview(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """Show all questions of a draft with their answers, or take what was filled in."""
    screening = find(request.user, screening_id)
    if request.method == "POST":
        return _take(request, screening)
    if screening.state != "draft":
        return redirect("screening", screening_id)
    note_read(request, screening)
    return _show(request, screening, usable(screening))


def _take(request: StaffRequest, screening: Screening) -> HttpResponse:
    form = sheet.form_of(request.POST)
    answers: Answers = form.answers()
    then = request.POST.get("then", "")
    if then == "settle":
        chosen = settled(request, screening, answers)
        if chosen is None:
            return show_differences(request, screening, answers, unsettled=True)
        answers, form = chosen, sheet.form_of()
    # An emergency is finished with whatever is there.
    whole = then == "finish" and not interrupted(answers)
    wrong = sheet.faults(form, answers, finishing=whole)
    now = timezone.now()
    try:
        saved = save_answers(
            staff=request.user,
            screening_id=screening.pk,
            answers=answers,
            edit=edit_of(request),
            now=now,
        )
        if wrong:
            return _show(request, saved, answers, wrong)
        if then == "finish":
            finish(
                staff=request.user,
                screening_id=saved.pk,
                edit=saved.edit,
                now=now,
                today=timezone.localdate(now),
            )
    except (Conflict, Locked):
        return show_differences(request, find(request.user, screening.pk), answers)
    if then == "later":
        messages.success(request, _("The draft is saved."))
        return redirect("client", saved.client_id)
    return redirect("screening" if then == "finish" else "interview", saved.pk)


@allowed(Permission.SCREEN)
@require_POST
def screening_save(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """Save what is filled in so far, while it is being filled in. Answers with JSON.

    A status of 409 says that somebody else saved, and that nothing was.
    """
    find(request.user, screening_id)
    now = timezone.now()
    answers = sheet.form_of(request.POST).answers()
    try:
        saved = save_answers(
            staff=request.user,
            screening_id=screening_id,
            answers=answers,
            edit=edit_of(request),
            now=now,
        )
    except (Conflict, Locked):
        return JsonResponse({"conflict": True}, status=HTTPStatus.CONFLICT)
    progress = sheet.progress(answers)
    return JsonResponse(
        {
            "edit": saved.edit,
            "saved_at": time_format(timezone.localtime(now), "H:i"),
            "answered": progress.answered,
            "shown": progress.shown,
            "interrupted": progress.interrupted,
            "left": progress.left,
        }
    )


def keep_typed(request: HttpRequest, staff: StaffMember, **kwargs: object) -> None:
    """Keep what a page sent when it was left for too long, before the person signs in again.

    Where somebody else saved in between, only questions they left open are filled in: nobody is
    there to choose.
    """
    now = timezone.now()
    screening_id = cast(UUID, kwargs["screening_id"])
    typed = sheet.form_of(request.POST).answers()
    if not may(staff, Permission.SCREEN):
        return
    try:
        screening = screening_for(staff, screening_id, now)
        if edit_of(request) != screening.edit:
            typed = {**typed, **usable(screening)}
        save_answers(
            staff=staff, screening_id=screening_id, answers=typed, edit=screening.edit, now=now
        )
    except (Conflict, Locked, Screening.DoesNotExist):
        return


interview.keeps_typed = screening_save.keeps_typed = keep_typed  # type: ignore[attr-defined]


def edit_of(request: HttpRequest) -> int:
    """Return which state of the draft a page was made from; 0, which there never is, if unclear."""
    sent = request.POST.get("edit", "")[:_LONGEST_EDIT]
    return int(sent) if sent.isdecimal() else 0


def numbers_to_call() -> list[Contact]:
    """List whom to call when answers sound like an emergency."""
    kinds: tuple[Kind, ...] = ("emergency", "crisis", "poison")
    return [contact for kind in kinds for contact in contacts_for(settings.COUNTRY, kind)]


def _show(
    request: StaffRequest,
    screening: Screening,
    answers: Answers,
    wrong: Mapping[str, str] = MappingProxyType({}),
) -> HttpResponse:
    context = {
        "screening": screening,
        "parts": sheet.parts(answers, request.POST, wrong),
        "progress": sheet.progress(answers),
        "errors": sheet.summary(wrong),
        "contacts": numbers_to_call(),
        "is_own": is_own(request.user, screening),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "intake/screenings/interview.html", context, status=status)
