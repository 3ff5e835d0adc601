"""What a consent can cover, in plain words. The codes are for ever: they are stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SCREENING: Final = "screening"
SUMMARY: Final = "summary"
ANSWERS: Final = "answers"
NOTES: Final = "notes"
IDENTITY: Final = "identity"

SCOPES: Final[dict[str, str | Promise]] = {
    SCREENING: _("Ask the questions of the screening, score the answers, and keep them"),
    SUMMARY: _(
        "The summary: how urgent it is, the bands and scores, and the guidance that was given"
    ),
    ANSWERS: _("Each answer, including answers about substance use"),
    NOTES: _("The notes of staff, and what was decided"),
    IDENTITY: _("Name, date of birth and phone number"),
}


def plain(scope: Iterable[str]) -> list[str]:
    """Put codes into words, in the order of the list. Codes that it does not know are left out."""
    given = set(scope)
    return [str(text) for code, text in SCOPES.items() if code in given]
