"""Passing a record on: one screening, or all of a client."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from screening.access import Permission, StaffRequest, allowed, may
from screening.audit.trail import record
from screening.intake.consents.queries import active
from screening.intake.consents.scopes import SCOPES
from screening.intake.disclosing import services
from screening.intake.disclosing.files import File
from screening.intake.disclosing.formats import possible
from screening.intake.disclosing.forms import EmergencyForm, PassOnForm
from screening.intake.disclosing.notices import for_own_record
from screening.intake.disclosing.queries import all_to_pass_on, one_to_pass_on
from screening.intake.disclosing.records import printed
from screening.intake.errors import NeedsConsent
from screening.intake.reasons import reason
from screening.intake.records.queries import CURRENT, of_client
from screening.intake.records.words import STATES
from screening.models import Client, Screening
from screening.questionnaire.errors import error_summary

PAGE = "intake/disclosing/pass_on.html"


@allowed(Permission.DISCLOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def pass_on(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """Pass one screening on under a consent. A draft leads to its interview."""
    now = timezone.now()
    one = _one(request, screening_id, now)
    if one.state == "draft":
        return redirect("interview", screening_id=one.pk)
    return _under_consent(
        request,
        one.client,
        {"one": one, "state": STATES[one.state]},
        lambda chosen: services.disclose(
            staff=request.user,
            screening_id=one.pk,
            now=now,
            today=timezone.localdate(now),
            **chosen,
        ),
        now=now,
    )


@allowed(Permission.DISCLOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def pass_on_client(request: StaffRequest, client_id: UUID) -> HttpResponse:
    """Pass all current screenings of a client on in one table, under one consent."""
    now = timezone.now()
    clients = Client.objects.seen_by(request.user, now=now)
    client = get_object_or_404(clients, pk=client_id)
    screenings = all_to_pass_on(request.user, client, now=now)
    if not screenings:
        _record_read(request, client, now)
        return render(request, "intake/disclosing/nothing.html", {"client": client})
    current = [one for one in of_client(request.user, client.pk, now=now) if one.state in CURRENT]
    return _under_consent(
        request,
        client,
        {"screenings": screenings, "older": len(current) - len(screenings)},
        lambda chosen: services.disclose_all(
            staff=request.user,
            client_id=client.pk,
            now=now,
            today=timezone.localdate(now),
            **chosen,
        ),
        now=now,
        several=True,
    )


@allowed(Permission.DISCLOSE)
@allowed(Permission.OPEN_IN_EMERGENCY)
@require_http_methods(["GET", "HEAD", "POST"])
def pass_on_in_emergency(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """Pass one screening on without consent, in a medical emergency. It is reviewed later."""
    now = timezone.now()
    one = _one(request, screening_id, now)
    if one.state == "draft":
        return redirect("interview", screening_id=one.pk)
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _sent(
            services.disclose_in_emergency(
                staff=request.user,
                screening_id=one.pk,
                now=now,
                today=timezone.localdate(now),
                **form.cleaned_data,
            )
        )
    _record_read(request, one.client, now, one)
    context = {
        "form": form,
        "errors": error_summary(form),
        "one": one,
        "client": one.client,
        "state": STATES[one.state],
    }
    return render(
        request,
        "intake/disclosing/emergency.html",
        context,
        status=422 if form.is_bound else 200,
    )


@allowed(Permission.SEE_CLIENTS)
@require_safe
def screening_pdf(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """Send a screening as a PDF for the centre's own record, with all that is in it."""
    now = timezone.now()
    one = _one(request, screening_id, now)
    if one.state == "draft":
        return redirect("interview", screening_id=one.pk)
    content = printed(
        one, list(SCOPES), today=timezone.localdate(now), redisclosure=for_own_record()
    )
    _record_read(request, one.client, now, one, action="printed")
    return _sent(File("summary.pdf", "application/pdf", content))


def _one(request: StaffRequest, screening_id: UUID, now: datetime) -> Screening:
    try:
        return one_to_pass_on(request.user, screening_id, now=now)
    except Screening.DoesNotExist:
        raise Http404 from None


def _under_consent(
    request: StaffRequest,
    client: Client,
    about: dict[str, Any],
    disclose: Callable[[dict[str, Any]], File],
    *,
    now: datetime,
    several: bool = False,
) -> HttpResponse:
    """Show the form, or take what was sent and answer with the file."""
    consents = [
        consent
        for consent in active(client, timezone.localdate(now))
        if possible(consent.scope, several=several)
    ]
    sent = request.POST if request.method == "POST" else None
    form = PassOnForm(sent, consents=consents, several=several)
    if form.is_valid():
        given = form.cleaned_data
        try:
            return _sent(
                disclose(
                    {
                        "code": given["code"],
                        "consent_id": UUID(given["consent"]),
                        "along": given["along"],
                        "recipient": given["recipient"],
                    }
                )
            )
        except NeedsConsent:  # revoked at this very moment
            form.add_error("consent", _("Select a consent that holds today"))
        except ObjectDoesNotExist:  # erased at this very moment
            raise Http404 from None
    _record_read(request, client, now, about.get("one"))
    context = {
        "form": form,
        "offers": zip(form["consent"].subwidgets, form.offers, strict=True),
        "errors": error_summary(form) if consents else [],
        "client": client,
        "may_in_emergency": not several and may(request.user, Permission.OPEN_IN_EMERGENCY),
        **about,
    }
    return render(request, PAGE, context, status=422 if form.is_bound else 200)


def _record_read(
    request: StaffRequest,
    client: Client,
    now: datetime,
    one: Screening | None = None,
    *,
    action: str = "client_read",
) -> None:
    record(
        action,
        staff=request.user,
        now=now,
        why=reason(request.user, client),
        client_id=client.pk,
        object_id=one.pk if one else "",
    )


def _sent(file: File) -> HttpResponse:
    return HttpResponse(
        file.content,
        content_type=file.content_type,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )
