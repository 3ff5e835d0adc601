"""Reading the audit trail, openings in an emergency, and what is kept for too long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from screening.intake.oversight.forms import SYSTEM
from screening.models import AuditEntry, Client, EmergencyOpening, StaffMember

ON_A_PAGE: Final = 50

ACCOUNTED_FOR_YEARS: Final = 3
"""A client may ask for the disclosures of the last three years (42 CFR 2.25)."""

_EMERGENCY: Final = Q(why="emergency") | Q(action__in=("opened_in_emergency", "opening_reviewed"))


def entries(filters: Mapping[str, Any]) -> QuerySet[AuditEntry]:
    """Return the entries that the cleaned data of `TrailFilters` ask for, newest first."""
    found = AuditEntry.objects.order_by("-number")
    if filters["first"]:
        found = found.filter(at__gte=_start_of(filters["first"]))
    if filters["last"]:
        found = found.filter(at__lt=_start_of(filters["last"] + timedelta(days=1)))
    if filters["staff"] == SYSTEM:
        found = found.filter(staff_id=None)
    elif filters["staff"]:
        found = found.filter(staff_id=int(filters["staff"]))
    if filters["action"]:
        found = found.filter(action=filters["action"])
    if filters["client"]:
        found = found.filter(client_id=filters["client"])
    if filters["emergencies"]:
        found = found.filter(_EMERGENCY)
    return found


@dataclass(frozen=True, slots=True)
class TrailPage:
    """A page of the trail. `older` and `newer` are numbers to go on from, None at an end."""

    entries: list[AuditEntry]
    older: int | None
    newer: int | None


def trail_page(found: QuerySet[AuditEntry], *, before: int | None, after: int | None) -> TrailPage:
    """Return `ON_A_PAGE` of the entries before or after a number, newest first.

    It takes as long at any place of a trail of any length: nothing is counted.
    """
    if after is not None:
        upwards = list(found.filter(number__gt=after).order_by("number")[: ON_A_PAGE + 1])
        shown = upwards[:ON_A_PAGE][::-1]
        has_newer, has_older = len(upwards) > ON_A_PAGE, True
    else:
        downwards = found if before is None else found.filter(number__lt=before)
        rows = list(downwards[: ON_A_PAGE + 1])
        shown = rows[:ON_A_PAGE]
        has_newer, has_older = before is not None, len(rows) > ON_A_PAGE
    return TrailPage(
        shown,
        older=shown[-1].number if shown and has_older else None,
        newer=shown[0].number if shown and has_newer else None,
    )


def openings(staff: StaffMember, *, reviewed: bool) -> QuerySet[EmergencyOpening]:
    """Return the openings of the records of somebody's site.

    Those still to review come oldest first, those reviewed newest first.
    """
    return (
        openings_of_site(staff)
        .filter(reviewed_at__isnull=not reviewed)
        .order_by("-reviewed_at" if reviewed else "opened_at", "pk")
        .select_related("client", "staff", "reviewed_by")
    )


def openings_of_site(staff: StaffMember) -> QuerySet[EmergencyOpening]:
    """Return all openings of the records of somebody's site, whoever opened them."""
    return EmergencyOpening.objects.filter(client__site=staff.site)


def own_client(staff: StaffMember, client_id: UUID, *, now: datetime) -> Client:
    """Return a client of somebody's own site. Raises Client.DoesNotExist.

    One of another site that is open to them in an emergency is not theirs to hold or erase.
    """
    return Client.objects.seen_by(staff, now=now).get(pk=client_id, site=staff.site)


def recent_disclosures(client: Client, *, now: datetime) -> int:
    """Count the disclosures that the client may still ask an accounting of."""
    since = years_before(now, ACCOUNTED_FOR_YEARS)
    return client.disclosures.filter(disclosed_at__gte=since).count()


def waits_for_review(client: Client) -> bool:
    """Tell whether an opening of this record in an emergency is still to be reviewed."""
    return client.emergency_openings.filter(reviewed_at=None).exists()


_SIGNS_OF_USE: Final = (
    "screenings__begun_at",
    "screenings__finished_at",
    "screenings__signed_at",
    "consents__recorded_at",
    "emergency_openings__opened_at",
    "planned__planned_at",
)


def kept_too_long(*, years: int, now: datetime) -> QuerySet[Client]:
    """Return the clients whose records nothing asks to be kept any more.

    Nothing was recorded about them for `years` years (at least 1), there is no legal hold, no
    consent and no planned screening that is still to come, no opening that waits for its review,
    and no disclosure that they may still ask an accounting of.
    """
    if years < 1:
        raise ValueError("Records are kept for a year at least.")
    since, today = years_before(now, years), timezone.localdate(now)
    needed = [
        *(Q(**{f"{path}__gte": since}) for path in _SIGNS_OF_USE),
        Q(disclosures__disclosed_at__gte=min(since, years_before(now, ACCOUNTED_FOR_YEARS))),
        Q(planned__due_on__gte=today, planned__done_at=None, planned__cancelled_at=None),
        Q(consents__ends_on__gte=today, consents__revoked_at=None),
        Q(emergency_openings__isnull=False, emergency_openings__reviewed_at=None),
    ]
    # Retention looks at every client, and is started by the operator, not by a person of a site.
    kept = Client.everywhere.filter(created_at__lt=since, is_on_hold=False)
    for reason in needed:
        kept = kept.exclude(pk__in=Client.everywhere.filter(reason).values("pk"))
    return kept


def years_before(moment: datetime, years: int) -> datetime:
    """Return the same day and time some years before; the 28th for a 29th of February."""
    try:
        return moment.replace(year=moment.year - years)
    except ValueError:
        return moment.replace(year=moment.year - years, day=28)


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
