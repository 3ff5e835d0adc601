"""The list of all screenings, with filters that stand in the address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from screening.access import Permission, StaffRequest, allowed
from screening.intake.records import queries
from screening.intake.records.forms import ListForm
from screening.intake.records.queries import LISTED
from screening.intake.records.rows import record_listed, rows
from screening.questionnaire.errors import error_summary

NEWEST_FIRST = "-when"


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column that the list can be sorted by. `order` is what aria-sort says."""

    text: str
    href: str
    order: str


@allowed(Permission.SEE_CLIENTS)
@require_safe
def screenings(request: StaffRequest) -> HttpResponse:
    """List screenings, filtered, sorted and paged."""
    now, today = timezone.now(), timezone.localdate()
    sites = queries.sites(request.user, now=now)
    form = ListForm(request.GET, sites=sites)
    usable = form.is_valid()
    filters = {name: value for name, value in form.cleaned_data.items() if value}
    sort = str(filters.get("sort", NEWEST_FIRST))
    found = queries.listed(request.user, now=now, filters=filters, sort=sort)
    page = Paginator(found if usable else found.none(), LISTED).get_page(request.GET.get("page"))
    record_listed((one.client for one in page), staff=request.user, now=now)
    kept = {name: value for name in form.fields if (value := form.data.get(name))}
    context = {
        "form": form,
        "errors": error_summary(form),
        "page": page,
        "query": urlencode(kept),
        "rows": rows(page, today=today, now=now),
        "headings": _headings(kept, sort),
        "sort": kept.get("sort", ""),
        "filtered": bool(kept.keys() - {"sort"}),
        "site_names": dict(form.sites) if len(sites) > 1 else {},
    }
    return render(request, "intake/records/screenings.html", context, status=200 if usable else 422)


def _headings(kept: dict[str, str], sort: str) -> dict[str, Heading]:
    """Say where each heading leads: to the other order if it is the one in use."""
    first = {"tier": "tier", "when": NEWEST_FIRST, "state": "state"}
    names = {"tier": _("Tier"), "when": _("When"), "state": _("State")}
    found = {}
    for name, wanted in first.items():
        order = ""
        if sort.removeprefix("-") == name:
            order = "descending" if sort.startswith("-") else "ascending"
            wanted = name if sort.startswith("-") else f"-{name}"
        href = "?" + urlencode({**kept, "sort": wanted})
        found[name] = Heading(names[name], href, order)
    return found
