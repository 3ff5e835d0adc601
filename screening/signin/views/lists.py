"""The sites, and the list of dispositions: what an administrator adds, changes and switches off."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from screening.access import Permission, StaffRequest, allowed
from screening.models import Disposition, Site
from screening.questionnaire.errors import error_summary
from screening.signin.administration import keep
from screening.signin.administration_forms import DispositionForm, SiteForm


class Kind(NamedTuple):
    """A list that administrators keep."""

    model: type[Site] | type[Disposition]
    form: type[SiteForm] | type[DispositionForm]
    page: str
    row: str
    title: str | Promise
    hint: str | Promise
    add: str | Promise
    change: str | Promise
    saved: str | Promise


KINDS: Final = {
    "sites": Kind(
        Site,
        SiteForm,
        "sites",
        "site",
        _("Sites"),
        _("A site that is not in use stays with its clients, and takes no new staff."),
        _("Add a site"),
        _("Change a site"),
        _("The site is saved."),
    ),
    "dispositions": Kind(
        Disposition,
        DispositionForm,
        "dispositions",
        "disposition",
        _("Dispositions"),
        _("What can be decided after a screening. A line that is not in use stays with old ones."),
        _("Add a disposition"),
        _("Change a disposition"),
        _("The disposition is saved."),
    ),
}


@allowed(Permission.MANAGE_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def kept_list(request: StaffRequest, kind: str) -> HttpResponse:
    """Show a list; a post adds a line."""
    return _page(request, KINDS[kind], "signin/list.html", None)


@allowed(Permission.MANAGE_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def kept_row(request: StaffRequest, kind: str, row_id: int) -> HttpResponse:
    """Show a line of a list; a post changes it."""
    row: Any = get_object_or_404(KINDS[kind].model, pk=row_id)
    return _page(request, KINDS[kind], "signin/row.html", row)


def _page(
    request: StaffRequest, kind: Kind, template: str, row: Site | Disposition | None
) -> HttpResponse:
    form: Any = kind.form(request.POST or None, instance=row)  # type: ignore[arg-type]
    context = {"kind": kind, "form": form, "rows": kind.model._default_manager.all()}
    if request.method == "POST" and form.is_valid():
        keep(form.save(commit=False), by=request.user, now=timezone.now())
        messages.success(request, str(kind.saved))
        return redirect(kind.page)
    if not form.errors:
        return render(request, template, context)
    return render(request, template, {**context, "errors": error_summary(form)}, status=422)
