"""The pages of a consent: recording one, reading it, printing it, revoking it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from screening.access import Permission, StaffRequest, allowed
from screening.audit.trail import record
from screening.directory.provider import provider
from screening.intake.consents.forms import USUAL, ConsentForm
from screening.intake.consents.queries import holds
from screening.intake.consents.scopes import SCOPES, plain
from screening.intake.consents.services import record_consent, revoke_consent
from screening.intake.consents.statements import STATEMENTS
from screening.intake.reasons import reason
from screening.intake.sent_once import FIELD, new_form, row_id
from screening.models import Client, Consent
from screening.questionnaire.errors import error_summary


@allowed(Permission.SCREEN)
@require_http_methods(["GET", "HEAD", "POST"])
def consent_new(request: StaffRequest, client_id: UUID) -> HttpResponse:
    """Record a consent, or first show the form as filled in, for the client to read and sign."""
    today = timezone.localdate()
    client = _client(request, client_id, "client_read")
    context: dict[str, object] = {
        "client": client,
        "number": request.POST.get(FIELD) or new_form(),
        "statements": STATEMENTS,
    }
    if request.method != "POST":
        context["form"] = ConsentForm(initial=_usual(client, today), today=today)
        return render(request, "intake/consents/new.html", context)
    if "back" in request.POST:
        context["form"] = ConsentForm(initial=_typed(request), today=today)
        return render(request, "intake/consents/new.html", context)
    to_be_signed = "show" in request.POST
    form = ConsentForm(request.POST, today=today, signed=not to_be_signed)
    if not form.is_valid():
        context |= {"form": form, "errors": error_summary(form)}
        return render(request, "intake/consents/new.html", context, status=422)
    if to_be_signed:
        _client(request, client_id, "consent_printed")
        return _sheet(request, client, form.terms(), typed=_typed(request))
    record_consent(
        staff=request.user,
        client_id=client.pk,
        consent_id=row_id(request, "consent", client.pk),
        signed_by=form.signed_by(client),
        signed_on=form.cleaned_data["signed_on"],
        now=timezone.now(),
        today=today,
        **form.terms(),
    )
    messages.success(request, _("The consent is recorded."))
    return redirect("client", client.pk)


@allowed(Permission.SCREEN)
@require_safe
def consent_form(request: StaffRequest, client_id: UUID) -> HttpResponse:
    """Show the form with empty lines, to print and fill in by hand."""
    client = _client(request, client_id, "consent_printed")
    return _sheet(request, client, {"disclosed_by": _place(client)})


@allowed(Permission.SEE_CLIENTS)
@require_safe
def consent(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """Show one consent, and whether it holds."""
    found = _consent(request, consent_id, "consent_read")
    context = {
        "consent": found,
        "client": found.client,
        "covered": plain(found.scope),
        "holds": holds(found, timezone.localdate()),
        "is_own": found.client.site_id == request.user.site_id,
        "statements": STATEMENTS,
    }
    return render(request, "intake/consents/consent.html", context)


@allowed(Permission.SEE_CLIENTS)
@require_safe
def consent_print(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """Show one consent as a form to print."""
    found = _consent(request, consent_id, "consent_printed")
    terms = {
        name: getattr(found, name)
        for name in ("disclosed_by", "recipient", "scope", "purpose", "ends_on")
    }
    return _sheet(request, found.client, terms, signed=found)


@allowed(Permission.SCREEN)
@require_http_methods(["GET", "HEAD", "POST"])
def consent_revoke(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """Record that the client revoked a consent, after asking once."""
    found = _consent(request, consent_id, "consent_read", own=True)
    if request.method == "POST":
        revoke_consent(staff=request.user, consent_id=found.pk, now=timezone.now())
        messages.success(request, _("The consent is revoked."))
    if request.method == "POST" or found.revoked_at:
        return redirect("consent", found.pk)
    context = {"consent": found, "client": found.client, "covered": plain(found.scope)}
    return render(request, "intake/consents/revoke.html", context)


def _sheet(
    request: StaffRequest,
    client: Client,
    terms: dict[str, object],
    *,
    signed: Consent | None = None,
    typed: dict[str, object] | None = None,
) -> HttpResponse:
    scope = terms.get("scope")
    covered = scope if isinstance(scope, list) else []
    context = {
        "client": client,
        "terms": terms,
        "boxes": [(text, code in covered) for code, text in SCOPES.items()],
        "statements": STATEMENTS,
        "signed": signed,
        "typed": typed and [(name, v) for name, v in typed.items() for v in _each(v)],
    }
    return render(request, "intake/consents/sheet.html", context)


def _each(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _client(request: StaffRequest, client_id: UUID, action: str) -> Client:
    now = timezone.now()
    own = Client.objects.seen_by(request.user, now=now).filter(site=request.user.site)
    found = get_object_or_404(own.select_related("site"), pk=client_id)
    record(action, staff=request.user, now=now, why="care", client_id=found.pk)
    return found


def _consent(request: StaffRequest, consent_id: UUID, action: str, *, own: bool = False) -> Consent:
    now = timezone.now()
    rows = Consent.objects.seen_by(request.user, now=now).select_related(
        "client__site", "recorded_by", "revoked_by"
    )
    if own:
        rows = rows.filter(client__site=request.user.site)
    found = get_object_or_404(rows, pk=consent_id)
    record(
        action,
        staff=request.user,
        now=now,
        why=reason(request.user, found.client),
        client_id=found.client_id,
        object_id=found.pk,
    )
    return found


def _place(client: Client) -> str:
    runs = provider()
    return f"{runs.name}, {client.site.name}" if runs else client.site.name


def _usual(client: Client, today: date) -> dict[str, object]:
    return {
        "disclosed_by": _place(client),
        "signer": "client",
        "signed_on": today,
        "ends_on": today + USUAL,
    }


def _typed(request: StaffRequest) -> dict[str, object]:
    names = ConsentForm.base_fields
    typed: dict[str, object] = {name: request.POST.get(name, "") for name in names}
    return typed | {"scope": request.POST.getlist("scope"), FIELD: request.POST.get(FIELD, "")}
