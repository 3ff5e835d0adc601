"""As what a record can be passed on, what a consent must cover for it, and what goes along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from screening.intake.consents.scopes import ANSWERS, IDENTITY, NOTES, SCOPES, SUMMARY


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file. `needs` are the scopes that a consent must cover, all of them.

    The name of the file says nothing about a client. `for_several` tells whether one file can
    hold more than one screening.
    """

    text: str | Promise
    needs: frozenset[str]
    file_name: str
    content_type: str
    for_several: bool = False


_ALL_ANSWERS: Final = frozenset({SUMMARY, ANSWERS})
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMATS: Final[dict[str, Format]] = {
    "summary": Format(
        _("PDF: the summary, without the answers"),
        frozenset({SUMMARY}),
        "summary.pdf",
        "application/pdf",
    ),
    "answers": Format(
        _("PDF: the summary with each answer"), _ALL_ANSWERS, "summary.pdf", "application/pdf"
    ),
    "fhir": Format(
        _("FHIR bundle, for another record system"),
        _ALL_ANSWERS,
        "record.json",
        "application/fhir+json",
    ),
    "csv": Format(
        _("Table as CSV"), _ALL_ANSWERS, "record.csv", "text/csv; charset=utf-8", for_several=True
    ),
    "xlsx": Format(
        _("Table as a spreadsheet (XLSX), with its codebook"),
        _ALL_ANSWERS,
        "record.xlsx",
        _XLSX,
        for_several=True,
    ),
}
"""By code. The codes are for ever: they are stored with each disclosure."""

ALONG: Final = (NOTES, IDENTITY)
"""What can go along in every format, where the consent covers it."""


def included(code: str, granted: Iterable[str]) -> list[str]:
    """List what goes into a file of this format, of what was granted; [] if that is too little.

    In: a code of `FORMATS`, and codes of `SCOPES`. Out: codes in the order of `SCOPES`.
    """
    given, needs = set(granted), FORMATS[code].needs
    if not needs <= given:
        return []
    return [scope for scope in SCOPES if scope in needs or (scope in ALONG and scope in given)]


def possible(granted: Iterable[str], *, several: bool = False) -> list[str]:
    """List the formats that a scope covers; with `several`, those that hold many screenings."""
    given = set(granted)
    return [
        code
        for code, form in FORMATS.items()
        if form.needs <= given and (form.for_several or not several)
    ]
