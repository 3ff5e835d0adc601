"""Finding a client: of the own site, or in an emergency of another."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from screening.access import Permission, StaffRequest, allowed
from screening.audit.trail import record_each
from screening.intake.clients.forms import EmergencyForm, SearchForm
from screening.intake.clients.queries import recent, search
from screening.intake.clients.services import TRIES, open_elsewhere
from screening.intake.errors import SeveralFit, TooManyTries
from screening.questionnaire.errors import error_summary

A_PAGE = 20


@allowed(Permission.SEE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def clients(request: StaffRequest) -> HttpResponse:
    """Show the clients of the site, and search. A post, so that no address names a client."""
    now, today = timezone.now(), timezone.localdate()
    if request.method == "POST":
        form = SearchForm(request.POST, today=today)
        if not form.is_valid():
            context = {"form": form, "errors": error_summary(form)}
            return render(request, "intake/clients/clients.html", context, status=422)
        found = list(search(request.user, **form.cleaned_data, now=now)[:A_PAGE])
        about = [(client.pk, "") for client in found]
        record_each("client_found", staff=request.user, now=now, why="care", about=about)
        return render(
            request, "intake/clients/clients.html", {"form": form, "found": found, "searched": True}
        )
    page = Paginator(recent(request.user, now), A_PAGE).get_page(request.GET.get("page"))
    about = [(client.pk, "") for client in page]
    record_each("client_listed", staff=request.user, now=now, why="care", about=about)
    context = {"form": SearchForm(today=today), "page": page}
    return render(request, "intake/clients/clients.html", context)


@allowed(Permission.OPEN_IN_EMERGENCY)
@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: StaffRequest) -> HttpResponse:
    """Open the record of a client of another site, in an emergency, with a reason."""
    now, today = timezone.now(), timezone.localdate()
    if request.method != "POST":
        form = EmergencyForm(staff=request.user, today=today)
        return render(request, "intake/clients/emergency.html", {"form": form})
    form = EmergencyForm(request.POST, staff=request.user, today=today)
    context: dict[str, object] = {"form": form}
    if not form.is_valid():
        context["errors"] = error_summary(form)
        return render(request, "intake/clients/emergency.html", context, status=422)
    site = form.cleaned_data.pop("site")
    try:
        opened = open_elsewhere(
            staff=request.user, site_id=site and site.pk, now=now, **form.cleaned_data
        )
    except TooManyTries:
        context["too_many"] = TRIES
        return render(request, "intake/clients/emergency.html", context, status=429)
    except SeveralFit:
        context["several"] = True
        return render(request, "intake/clients/emergency.html", context, status=422)
    if not opened:
        context["nothing"] = True
        return render(request, "intake/clients/emergency.html", context)
    return redirect("client", opened[0].client_id)
