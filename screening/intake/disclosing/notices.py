"""What goes with every file: the prohibition on redisclosure, and on what it is passed on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.intake.consents.scopes import plain
from screening.interop.notice import SHORT_STATEMENT, Notice
from screening.models import Consent

EMERGENCY_PURPOSE: Final = gettext_lazy("Treatment in a medical emergency (42 CFR 2.51)")
"""Why something is passed on without consent."""


def of_consent(consent: Consent, scope: Iterable[str], *, recipient: str = "") -> Notice:
    """Explain what a consent covers and what is in the file, in the language in use.

    In: the codes of what is in the file; who gets it, if the consent names a group.
    """
    return _notice(
        {
            _("By"): consent.disclosed_by,
            _("To"): consent.recipient,
            _("Passed on to"): recipient,
            _("For"): consent.purpose,
            _("The consent covers"): "; ".join(plain(consent.scope)),
            _("This file holds"): "; ".join(plain(scope)),
            _("Until"): date_format(consent.ends_on, "j F Y"),
        }
    )


def of_emergency(recipient: str, reason: str, scope: Iterable[str]) -> Notice:
    """Say why something is passed on without consent, in the language in use."""
    return _notice(
        {
            _("To"): recipient,
            _("For"): str(EMERGENCY_PURPOSE),
            _("Why there is no consent"): reason,
            _("This file holds"): "; ".join(plain(scope)),
        }
    )


def for_own_record() -> str:
    """Return what stands on a print that stays in the house."""
    return f"{_('For the record of this centre.')} {SHORT_STATEMENT}"


def _notice(lines: dict[str, str]) -> Notice:
    return Notice("\n".join(f"{name}: {text}" for name, text in lines.items() if text))
