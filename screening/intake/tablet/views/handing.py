"""Handing a tablet over, giving it back and taking it back. Nothing of the result is shown here."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from screening.access import Permission, StaffRequest, allowed
from screening.instrument.engine import interrupted, missing
from screening.intake.errors import Conflict, Incomplete, Locked
from screening.intake.screenings.queries import screening_for, usable
from screening.intake.screenings.services import finish
from screening.intake.screenings.views.finding import find
from screening.intake.screenings.views.interview import numbers_to_call
from screening.intake.tablet.lock import hand_over, handed_over_for, is_locked, take_back
from screening.models import Screening
from screening.pin import PinUsedUp, check_pin
from screening.questionnaire.steps import Answers


@allowed(Permission.SCREEN)
@require_POST
def tablet_hand_over(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """Hand the tablet over for a draft that was begun."""
    if is_locked(request):
        return redirect("tablet")
    screening = find(request.user, screening_id)
    if screening.state != "draft":
        return redirect("screening", screening_id)
    return hand_over(request, screening)


@allowed(Permission.SCREEN)
@require_safe
def tablet_give_back(request: StaffRequest) -> HttpResponse:
    """Ask to give the tablet back, and the staff member for their PIN. Shows no answer."""
    if handed_over_for(request) is None:
        return redirect("staff_home")
    return _show_give_back(request)


@allowed(Permission.SCREEN)
@require_POST
def tablet_release(request: StaffRequest) -> HttpResponse:
    """Take the tablet back with the PIN of the staff member who handed it over."""
    screening_id = handed_over_for(request)
    if screening_id is None:
        return redirect("staff_home")
    now = timezone.now()
    typed = request.POST.get("pin", "")
    try:
        if not typed or not check_pin(request.user, typed, now=now):
            wrong = _("Enter your PIN") if not typed else _("This is not your PIN. Try again.")
            return _show_give_back(request, error=wrong)
    except PinUsedUp:
        return _show_give_back(request, used_up=True)
    try:
        screening = screening_for(request.user, screening_id, now)
    except Screening.DoesNotExist:
        take_back(request, None)
        return redirect("staff_home")
    take_back(request, screening.client_id)
    return _finished(request, screening)


def _finished(request: StaffRequest, screening: Screening) -> HttpResponse:
    """Lead to the result if all was answered, and to the interview if not.

    That holds in an emergency too: whoever takes the tablet back decides whether to ask on.
    """
    if missing(usable(screening)):
        return redirect("interview", screening.pk)
    now = timezone.now()
    try:
        finish(
            staff=request.user,
            screening_id=screening.pk,
            edit=screening.edit,
            now=now,
            today=timezone.localdate(now),
        )
    except (Incomplete, Conflict):
        return redirect("interview", screening.pk)
    except Locked:
        pass
    return redirect("screening", screening.pk)


@allowed(Permission.SCREEN)
@require_POST
def tablet_sign_in(request: StaffRequest) -> HttpResponse:
    """Take the tablet back by signing in anew: this session ends, and the draft stays."""
    screening_id = handed_over_for(request)
    if screening_id is None:
        return redirect("staff_home")
    back = {"next": reverse("interview", args=[screening_id])}
    logout(request)
    return redirect(f"{reverse('account_login')}?{urlencode(back)}")


def release(request: StaffRequest, answers: Answers) -> dict[str, object]:
    """Return what a page needs from which the staff can take the tablet back."""
    return {
        "has_pin": bool(request.user.pin),
        "interrupted": interrupted(answers),
        "contacts": numbers_to_call(),
    }


def _show_give_back(
    request: StaffRequest, *, error: str = "", used_up: bool = False
) -> HttpResponse:
    context = {
        **release(request, _answers(request)),
        "used_up": used_up,
        "errors": [("id_pin", error)] if error else [],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error or used_up else HTTPStatus.OK
    return render(request, "intake/tablet/give_back.html", context, status=status)


def _answers(request: StaffRequest) -> Answers:
    """Return the answers that were given on this tablet; none where the draft is gone."""
    screening_id = handed_over_for(request)
    if screening_id is None:
        return {}
    try:
        return usable(screening_for(request.user, screening_id, timezone.now()))
    except Screening.DoesNotExist:
        return {}
