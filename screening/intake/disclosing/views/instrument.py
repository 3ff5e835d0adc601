"""Files about the instrument, for other systems. They hold nothing about a client."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from screening.access import Permission, StaffRequest, allowed
from screening.instrument.baclofen import VERSIONS
from screening.instrument.schema import Instrument
from screening.intake.disclosing.tables import codebook_csv
from screening.interop.fhir.questionnaire import questionnaire
from screening.interop.redcap import data_dictionary

_Maker = Callable[[Instrument], bytes]

FILES: Final[dict[str, tuple[str | Promise, str, _Maker]]] = {
    "codebook.csv": (
        _("Codebook: what each column of the tables means (CSV)"),
        "text/csv; charset=utf-8",
        codebook_csv,
    ),
    "redcap.csv": (
        _("Data dictionary for REDCap (CSV)"),
        "text/csv; charset=utf-8",
        lambda instrument: data_dictionary(instrument).encode(),
    ),
    "questionnaire.json": (
        _("FHIR Questionnaire, which computes the scores by itself (JSON)"),
        "application/fhir+json",
        lambda instrument: json.dumps(questionnaire(instrument), indent=2).encode(),
    ),
}
"""By file name: what it is, its type, and how it is made."""


@allowed(Permission.OWN_ACCOUNT)
@require_safe
def instrument_files(request: StaffRequest) -> HttpResponse:
    """List the files about each version of the instrument, the newest first."""
    context = {
        "versions": [VERSIONS[number] for number in sorted(VERSIONS, reverse=True)],
        "files": [(name, text) for name, (text, _type, _make) in FILES.items()],
    }
    return render(request, "intake/disclosing/instrument.html", context)


@allowed(Permission.OWN_ACCOUNT)
@require_safe
def instrument_file(request: StaffRequest, version: int, name: str) -> HttpResponse:
    """Send one of these files."""
    if version not in VERSIONS or name not in FILES:
        raise Http404
    _text, content_type, make = FILES[name]
    return HttpResponse(
        make(VERSIONS[version]),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
