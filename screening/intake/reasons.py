"""Whether a record is one of the person's own site, and so why they see it.

A record of another site that was opened in an emergency is there to be read, screened, acknowledged
and noted. All else is for its own site.
"""

from __future__ import annotations

from django.http import Http404

from screening.models import Client, Screening, StaffMember


def reason(staff: StaffMember, row: Client | Screening) -> str:
    """Say why somebody reads or writes of a client or screening: a code of `REASONS`.

    They see those of another site only while a record is open in an emergency.
    """
    return "care" if is_own(staff, row) else "emergency"


def is_own(staff: StaffMember, row: Client | Screening) -> bool:
    """Tell whether a client or screening belongs to the site of this person."""
    return row.site_id == staff.site_id


def must_be_own(staff: StaffMember, row: Client | Screening) -> None:
    """Raise Http404 for a client or screening of another site."""
    if not is_own(staff, row):
        raise Http404
