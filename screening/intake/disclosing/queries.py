"""Reading what can be passed on, and what was."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from screening.intake.oversight.queries import ACCOUNTED_FOR_YEARS, years_before
from screening.intake.records.queries import CURRENT, start_of
from screening.models import Client, Disclosure, Screening, StaffMember

_SHOWN = ("begun_by", "client", "disposition", "signed_by", "site", "told")


def one_to_pass_on(staff: StaffMember, screening_id: UUID, *, now: datetime) -> Screening:
    """Return a screening with all that can be passed on. Raises Screening.DoesNotExist."""
    rows = Screening.objects.seen_by(staff, now=now).select_related(*_SHOWN)
    return rows.get(pk=screening_id)


def all_to_pass_on(staff: StaffMember, client: Client, *, now: datetime) -> list[Screening]:
    """List the screenings of a client that count today, the oldest first.

    A table holds one version of the instrument: those of older versions than the newest are not
    in it.
    """
    rows = Screening.objects.seen_by(staff, now=now).select_related(*_SHOWN)
    found = list(rows.filter(client=client, state__in=CURRENT).order_by("finished_at"))
    newest = max((one.version for one in found), default=0)
    return [one for one in found if one.version == newest]


def accounting_since(now: datetime) -> datetime:
    """Return from when on an accounting lists disclosures: the start of the day years ago."""
    return start_of(timezone.localdate(years_before(now, ACCOUNTED_FOR_YEARS)))


def accounting(staff: StaffMember, client: Client, *, now: datetime) -> QuerySet[Disclosure]:
    """List what was passed on of a client in the last three years, the newest first."""
    rows = Disclosure.objects.seen_by(staff, now=now).select_related(
        "consent", "disclosed_by", "screening", "without_consent"
    )
    since = accounting_since(now)
    return rows.filter(client=client, disclosed_at__gte=since).order_by("-disclosed_at", "pk")
