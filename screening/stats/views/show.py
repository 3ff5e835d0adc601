"""The pages of statistics and their files. All of them read what is published, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from screening.access import Permission, StaffRequest, allowed
from screening.audit.trail import record
from screening.instrument.baclofen import VERSIONS
from screening.questionnaire.errors import error_summary
from screening.stats import files, words
from screening.stats.contents import PAGES, WHAT_IF, Page
from screening.stats.disclosure import HIDDEN
from screening.stats.drawing import drawn
from screening.stats.forms import Filters
from screening.stats.groups import FILTERS, group_text
from screening.stats.pages.what_if import build as build_what_if
from screening.stats.pages.what_if import changes
from screening.stats.pages.what_if_form import WhatIfForm
from screening.stats.queries import Look, Released, released
from screening.stats.report import Report

_FILES: Final = {
    "csv": (files.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        files.as_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


@allowed(Permission.SEE_STATISTICS)
@require_safe
def page(request: StaffRequest, name: str) -> HttpResponse:
    """Show a page. In: its name in `PAGES`."""
    asked = _Asked.of(request, PAGES[name])
    if asked.errors:
        return render(request, "stats/page.html", asked.frame(), status=422)
    asked.record(request)
    if not asked.period:
        return render(request, "stats/empty.html", asked.frame())
    look, report = asked.answer()
    shown = {
        "report": report,
        "parts": drawn(report),
        "system": words.system(look),
        "period": asked.period_in_words,
        "group": words.group(look),
        "demonstration": words.demonstration(look),
        "notes": words.notes(look),
        "files": asked.files(),
    }
    return render(request, "stats/page.html", {**asked.frame(), **shown})


@allowed(Permission.SEE_STATISTICS)
@require_safe
def file(request: StaffRequest, name: str, kind: str) -> HttpResponse:
    """Send a page as a file. In: its name, and "csv" or "xlsx"."""
    asked = _Asked.of(request, PAGES[name])
    if asked.errors:
        return render(request, "stats/page.html", asked.frame(), status=422)
    asked.record(request, file=kind)
    if not asked.period:
        return render(request, "stats/empty.html", asked.frame())
    look, report = asked.answer()
    written, content_type = _FILES[kind]
    file_name = files.file_name(name, asked.period if asked.page.by_period else "", kind)
    return HttpResponse(
        written(report, look, asked.period_in_words),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )


@dataclass(frozen=True)
class _Asked:
    """What somebody wants to see, as the address says it."""

    page: Page
    released: Released
    filters: Filters
    change: WhatIfForm | None
    """Only on the page that asks what to change."""

    @classmethod
    def of(cls, request: StaffRequest, page: Page) -> _Asked:
        there = released()
        filters = Filters(request.GET, released=there)
        filters.is_valid()
        if not filters.errors:
            filters.keep_out_of_sight([] if page.by_period else ["period"])
            filters.keep_out_of_sight([] if page.filtered else FILTERS)
        change = None
        if page.name == WHAT_IF:
            instrument = VERSIONS[filters.system[1]]
            first = {"change": next(iter(changes(instrument)))}
            given = {"change": request.GET["change"]} if request.GET.get("change") else first
            change = WhatIfForm(given, instrument=instrument)
        return cls(page, there, filters, change)

    @property
    def errors(self) -> list[tuple[str, str]]:
        forms = [self.filters, *([self.change] if self.change else [])]
        return [fault for form in forms for fault in error_summary(form)]

    @property
    def period(self) -> str:
        """The period, or "" where nothing is shown of what was chosen."""
        return str(self.filters.cleaned_data["period"])

    @property
    def period_in_words(self) -> str:
        """What stretch of time the page shows."""
        return words.period(self.period) if self.page.by_period else _("All months that are over")

    def record(self, request: StaffRequest, *, file: str = "") -> None:
        """Enter in the audit trail what is about to be read, and no choice that is left aside."""
        used = ("source", "version", "period") if self.page.by_period else ("source", "version")
        details: dict[str, str | int] = {
            "page": self.page.name,
            **{name: self.filters.cleaned_data[name] for name in used},
            "filters": group_text(self.filters.chosen()) if self.page.filtered else "",
            **self._change(),
            **({"file": file} if file else {}),
        }
        record(
            "statistics_read",
            staff=request.user,
            now=timezone.now(),
            why="oversight",
            details={name: value for name, value in details.items() if value != ""},
        )

    def answer(self) -> tuple[Look, Report]:
        """Read what was asked for, and lay it out."""
        look = self.filters.look(filtered=self.page.filtered)
        if self.page.by_period and self.page.filtered and look.count("all") == HIDDEN:
            return look, _too_few(self.page)
        if self.change:
            return look, build_what_if(look, self.change.chosen())
        return look, self.page.build(look)

    def frame(self) -> dict[str, Any]:
        """Return what stands around the numbers: links to other pages, and the form."""
        settled = "" if self.errors else urlencode(self.filters.query())
        return {
            "page": self.page,
            "pages": [
                (_address(one, settled), one.text, one == self.page) for one in PAGES.values()
            ],
            "sources": [
                (_address(self.page, urlencode(query)), words.SOURCES[source], is_chosen)
                for source, query, is_chosen in self.filters.sources()
            ],
            "form": self.filters,
            "change": self.change,
            "errors": self.errors,
            "anything": self.released.anything,
            "few": settings.STATISTICS_HIDE_UP_TO,
        }

    def files(self) -> list[tuple[str, str]]:
        """List the addresses of the files of this page, each with its words."""
        query = urlencode({**self.filters.query(), **self._change()})
        return [
            (f"{reverse(f'{self.page.view_name}_csv')}?{query}", _("Download as CSV")),
            (f"{reverse(f'{self.page.view_name}_xlsx')}?{query}", _("Download as XLSX")),
        ]

    def _change(self) -> dict[str, str]:
        return {"change": self.change.chosen().code} if self.change else {}


def _address(page: Page, query: str) -> str:
    address = reverse(page.view_name)
    return f"{address}?{query}" if query else address


def _too_few(page: Page) -> Report:
    few = {"few": settings.STATISTICS_HIDE_UP_TO}
    text = [
        _("In this period, this group has %(few)d people or fewer. Nothing about it is shown.")
        % few,
        _("Choose a longer period, or fewer filters."),
    ]
    return Report(str(page.text), [], text)
