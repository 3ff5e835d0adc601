"""Recording a client, and changing who a client is."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from screening.access import Permission, StaffRequest, allowed
from screening.audit.trail import record, record_each
from screening.intake.clients.forms import ClientForm
from screening.intake.clients.queries import same_person
from screening.intake.clients.services import change_client, create_client
from screening.intake.errors import Conflict, DuplicateReference
from screening.intake.sent_once import FIELD, new_form, row_id
from screening.models import Client
from screening.questionnaire.errors import error_summary

PAGE = "intake/clients/form.html"


@allowed(Permission.SCREEN)
@require_http_methods(["GET", "HEAD", "POST"])
def client_new(request: StaffRequest) -> HttpResponse:
    """Record a client of the person's own site."""
    now, today = timezone.now(), timezone.localdate()
    if request.method != "POST":
        form = ClientForm(today=today, is_new=True)
        return render(request, PAGE, {"form": form, "number": new_form()})
    form = ClientForm(request.POST, today=today, is_new=True)
    context: dict[str, object] = {"form": form, "number": request.POST.get(FIELD) or new_form()}
    if not form.is_valid():
        return _refused(request, form, context)
    client_id = row_id(request, "client")
    if warning := _maybe_known(request, form, client_id, now):
        return render(request, PAGE, context | warning, status=409)
    try:
        client = create_client(staff=request.user, client_id=client_id, now=now, **form.client())
    except DuplicateReference as fault:
        return _taken(request, form, context, fault.existing, now)
    messages.success(request, _("The client is recorded."))
    return redirect("client", client.pk)


@allowed(Permission.SCREEN)
@require_http_methods(["GET", "HEAD", "POST"])
def client_edit(request: StaffRequest, client_id: UUID) -> HttpResponse:
    """Change who a client is. What somebody else saved meanwhile is shown, and not overwritten."""
    now, today = timezone.now(), timezone.localdate()
    own = Client.objects.seen_by(request.user, now=now).filter(site=request.user.site)
    client = get_object_or_404(own, pk=client_id)
    record("client_read", staff=request.user, now=now, why="care", client_id=client.pk)
    context: dict[str, object] = {"client": client, "edit": client.edit}
    if request.method != "POST":
        context["form"] = ClientForm(initial=_details(client), today=today, is_new=False)
        return render(request, PAGE, context)
    form = ClientForm(request.POST, today=today, is_new=False)
    edit = _number(request.POST.get("edit", ""))
    context |= {"form": form, "edit": edit}
    if not form.is_valid():
        return _refused(request, form, context)
    if warning := _maybe_known(request, form, client_id, now):
        return render(request, PAGE, context | warning, status=409)
    try:
        change_client(staff=request.user, client_id=client_id, edit=edit, now=now, **form.client())
    except Conflict as fault:
        current: Client = fault.current
        context |= {"edit": current.edit, "current": current}
        return render(request, PAGE, context, status=409)
    except DuplicateReference as fault:
        return _taken(request, form, context, fault.existing, now)
    messages.success(request, _("The changes are saved."))
    return redirect("client", client_id)


def _refused(request: StaffRequest, form: ClientForm, context: dict[str, object]) -> HttpResponse:
    return render(request, PAGE, context | {"errors": error_summary(form)}, status=422)


def _taken(
    request: StaffRequest,
    form: ClientForm,
    context: dict[str, object],
    existing: Client,
    now: datetime,
) -> HttpResponse:
    record("client_found", staff=request.user, now=now, why="care", client_id=existing.pk)
    form.add_error("reference", _("A client of your site has this reference. Use another one."))
    return _refused(request, form, context | {"existing": existing})


def _maybe_known(
    request: StaffRequest, form: ClientForm, client_id: UUID, now: datetime
) -> dict[str, object]:
    if "confirmed" in request.POST:
        return {}
    birth_date: date | None = form.cleaned_data["birth_date"]
    name = form.cleaned_data["name"]
    found = list(same_person(request.user, client_id, name, birth_date, now))
    about = [(client.pk, "") for client in found]
    record_each("client_found", staff=request.user, now=now, why="care", about=about)
    return {"same": found} if found else {}


def _details(client: Client) -> dict[str, str]:
    return {
        "reference": client.reference,
        "name": client.name,
        "birth_date": client.birth_date,
        "phone": client.phone,
        "language": client.language,
    }


def _number(text: str) -> int:
    # Nonsense is no number that a row ever has: it is answered as a conflict.
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
