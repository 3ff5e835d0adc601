"""Beginning a screening of a client: which way, and whether a consent is there."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from screening.access import Permission, StaffRequest, allowed
from screening.intake.clients.services import open_in_emergency
from screening.intake.consents.queries import covering
from screening.intake.errors import NeedsConsent
from screening.intake.screenings.forms import BeginForm, BeginInEmergencyForm
from screening.intake.screenings.queries import drafts_of
from screening.intake.screenings.services import begin
from screening.intake.screenings.views.finding import client_of, note_read
from screening.intake.tablet.lock import hand_over
from screening.models import Client, Screening
from screening.questionnaire.errors import error_summary


@allowed(Permission.SCREEN)
@require_http_methods(["GET", "HEAD", "POST"])
def screening_new(request: StaffRequest, client_id: UUID) -> HttpResponse:
    """Offer the ways to a screening, or begin one."""
    now = timezone.now()
    client = client_of(request.user, client_id)
    lacks_consent = client.is_named and not covering(client, "screening", timezone.localdate(now))
    form_class = BeginInEmergencyForm if lacks_consent else BeginForm
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if request.POST.get("way") == "code":
            return redirect("redeem", client.pk)
        if form.is_valid():
            try:
                return _go_to(request, _begun(request, client, **form.cleaned_data))
            except NeedsConsent:
                # Revoked, or over, since the page was looked at.
                return redirect("screening_new", client.pk)
    note_read(request, client)
    context = {
        "client": client,
        "form": form,
        "lacks_consent": lacks_consent,
        "drafts": drafts_of(client, request.user, now),
        "has_pin": bool(request.user.pin),
        "errors": error_summary(form),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "intake/screenings/new.html", context, status=status)


@transaction.atomic
def _begun(request: StaffRequest, client: Client, way: str, reason: str = "") -> Screening:
    now = timezone.now()
    opening = None
    if reason:
        opening = open_in_emergency(
            staff=request.user, client=client, kind="screening", reason=reason, now=now
        )
    return begin(
        staff=request.user,
        client=client,
        way=way,
        language=get_language() or settings.LANGUAGE_CODE,
        now=now,
        opening=opening,
    )


def _go_to(request: StaffRequest, screening: Screening) -> HttpResponse:
    if screening.way == "tablet":
        return hand_over(request, screening)
    return redirect("interview", screening.pk)
