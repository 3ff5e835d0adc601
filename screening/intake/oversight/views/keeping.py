"""Legal hold and erasure of a client's record."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from screening.access import Permission, StaffRequest, allowed
from screening.audit.trail import record
from screening.intake.oversight import services
from screening.intake.oversight.forms import ErasureForm, HoldForm
from screening.intake.oversight.queries import (
    own_client,
    recent_disclosures,
    waits_for_review,
)
from screening.models import Client
from screening.questionnaire.errors import error_summary


@allowed(Permission.KEEP_RECORDS)
@require_http_methods(["GET", "HEAD", "POST"])
def client_hold(request: StaffRequest, client_id: UUID) -> HttpResponse:
    """Ask why a record is put on hold, or why its hold ends, and do it."""
    client = _client(request, client_id)
    if request.method != "POST":
        return _hold_page(request, client, HoldForm(to_hold=not client.is_on_hold))
    # What to do is said by the page: sending it twice must not undo it.
    to_hold = request.POST.get("to") == "hold"
    form = HoldForm(request.POST, to_hold=to_hold)
    if not form.is_valid():
        return _hold_page(request, client, form, status=422)
    try:
        services.set_hold(
            staff=request.user,
            client_id=client_id,
            on=to_hold,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
    except Client.DoesNotExist:  # erased at this very moment
        raise Http404 from None
    done = _("The record is on hold.") if to_hold else _("The hold is over.")
    messages.success(request, done)
    return redirect("client", client_id)


@allowed(Permission.KEEP_RECORDS)
@require_http_methods(["GET", "HEAD", "POST"])
def client_erase(request: StaffRequest, client_id: UUID) -> HttpResponse:
    """Ask for the reference of a client, and erase the client."""
    client = _client(request, client_id)
    if request.method != "POST":
        return _erasure_page(request, client, ErasureForm(expected=client.reference))
    form = ErasureForm(request.POST, expected=client.reference)
    if not form.is_valid():
        return _erasure_page(request, client, form, status=422)
    try:
        services.erase_client(staff=request.user, client_id=client_id, now=timezone.now())
    except (services.OnHold, services.NotReviewed):
        return _erasure_page(request, _client(request, client_id), form, status=409)
    except Client.DoesNotExist:
        raise Http404 from None
    return render(request, "intake/oversight/client_erased.html")


def _client(request: StaffRequest, client_id: UUID) -> Client:
    try:
        return own_client(request.user, client_id, now=timezone.now())
    except Client.DoesNotExist:
        raise Http404 from None


def _hold_page(
    request: StaffRequest, client: Client, form: HoldForm, status: int = 200
) -> HttpResponse:
    _record_read(request, client)
    shown = {"client": client, "form": form, "errors": error_summary(form)}
    return render(request, "intake/oversight/client_hold.html", shown, status=status)


def _erasure_page(
    request: StaffRequest, client: Client, form: ErasureForm, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    _record_read(request, client)
    shown = {
        "client": client,
        "form": form,
        "errors": error_summary(form),
        "disclosures": recent_disclosures(client, now=now),
        "screenings": client.screenings.count(),
        "waits_for_review": waits_for_review(client),
    }
    return render(request, "intake/oversight/client_erase.html", shown, status=status)


def _record_read(request: StaffRequest, client: Client) -> None:
    record(
        "client_read",
        staff=request.user,
        now=timezone.now(),
        why="retention",
        client_id=client.pk,
    )
