"""What the pages of oversight call things."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OPENING_KINDS: Final[dict[str, str | Promise]] = {
    "record": _("Opened the record of another site"),
    "screening": _("Screened without consent"),
    "disclosure": _("Passed a record on without consent"),
}

HOLD_REASONS: Final[dict[str, str | Promise]] = {
    "proceedings": _("Court proceedings, begun or expected"),
    "investigation": _("An investigation or audit"),
    "complaint": _("A complaint or an incident"),
    "client_request": _("The client asked for it"),
}

RELEASE_REASONS: Final[dict[str, str | Promise]] = {
    "over": _("The reason for the hold is over"),
    "mistake": _("The hold was a mistake"),
}
"""Codes rather than free text: they go into the audit trail, which holds nothing about a client."""
