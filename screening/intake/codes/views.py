"""Entering the code of a client's own self-check."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from screening.access import Permission, StaffRequest, allowed
from screening.handoff.keeping import NoSuchCode
from screening.intake.codes.forms import CodeForm, CodeInEmergencyForm
from screening.intake.codes.services import Outdated, TooManyTries
from screening.intake.codes.services import redeem as redeem_code
from screening.intake.consents.queries import covering
from screening.intake.errors import NeedsConsent
from screening.intake.screenings.views.finding import client_of, note_read
from screening.models import Client, Screening
from screening.questionnaire.errors import error_summary


@allowed(Permission.SCREEN)
@require_http_methods(["GET", "HEAD", "POST"])
def redeem(request: StaffRequest, client_id: UUID) -> HttpResponse:
    """Ask for a code, or turn one into a screening."""
    now = timezone.now()
    client = client_of(request.user, client_id)
    lacks_consent = not covering(client, "screening", timezone.localdate(now))
    form_class = CodeInEmergencyForm if lacks_consent else CodeForm
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_valid():
        screening = _redeemed(request, client, form)
        if screening:
            messages.success(request, _("The answers behind the code are recorded."))
            return redirect("screening", screening.pk)
    note_read(request, client)
    context = {
        "client": client,
        "form": form,
        "lacks_consent": lacks_consent,
        "errors": error_summary(form),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "intake/codes/redeem.html", context, status=status)


def _redeemed(request: StaffRequest, client: Client, form: CodeForm) -> Screening | None:
    """Return the screening, or None with what is wrong put onto the form."""
    now = timezone.now()
    try:
        return redeem_code(
            staff=request.user, client=client, now=now, today=timezone.localdate(now),
            **form.cleaned_data,
        )  # fmt: skip
    except NoSuchCode:
        # One sentence whatever the reason, so that nobody learns which codes there were.
        wrong = _("This code opens nothing. It may be wrong, used, destroyed or over 7 days old.")
    except TooManyTries as fault:
        minutes = -(-fault.seconds // 60)
        wrong = ngettext(
            "Too many codes were wrong. Wait for %(minutes)d minute, or hold an interview.",
            "Too many codes were wrong. Wait for %(minutes)d minutes, or hold an interview.",
            minutes,
        ) % {"minutes": minutes}
    except Outdated:
        wrong = _("This code is from an older version of the questions. Ask them again.")
    except NeedsConsent:
        wrong = _("The consent has just ended. Nothing was done, and the code still works.")
    form.add_error("code", wrong)
    return None
