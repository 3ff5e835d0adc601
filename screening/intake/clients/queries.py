"""Reading clients: always as somebody, who sees those of their own site."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from screening.intake.clients.identity import name_hashes, reference_hashes
from screening.intake.records.queries import CURRENT
from screening.models import Client, PlannedScreening, Screening, StaffMember


def client_for(staff: StaffMember, client_id: UUID, now: datetime) -> Client:
    """Return a client. Raises Client.DoesNotExist for one that this person may not see."""
    return Client.objects.seen_by(staff, now=now).select_related("site").get(pk=client_id)


def search(
    staff: StaffMember,
    *,
    reference: str = "",
    name: str = "",
    birth_date: date | None = None,
    now: datetime,
) -> QuerySet[Client]:
    """Find clients with exactly this reference, or with this name and date of birth.

    A name without a date of birth finds nobody, nor does a date without a name. The rows carry
    what `with_last` adds.
    """
    by_reference = Q(reference_hash__in=reference_hashes(reference))
    fits = by_reference | Q(name_hash__in=name_hashes(name, birth_date))
    return with_last(Client.objects.seen_by(staff, now=now).filter(fits), staff, now)


def recent(staff: StaffMember, now: datetime) -> QuerySet[Client]:
    """List the clients of the person's site, the last screened or recorded first."""
    own = Client.objects.seen_by(staff, now=now).filter(site=staff.site)
    return with_last(own, staff, now)


def with_last(clients: QuerySet[Client], staff: StaffMember, now: datetime) -> QuerySet[Client]:
    """Add `last_at` and `last_tier` of the newest screening with a result, and sort by it."""
    last = (
        Screening.objects.seen_by(staff, now=now)
        .filter(client=OuterRef("pk"), state__in=CURRENT)
        .order_by("-finished_at")
    )
    return clients.annotate(
        last_at=Subquery(last.values("finished_at")[:1]),
        last_tier=Subquery(last.values("tier")[:1]),
    ).order_by(Coalesce("last_at", "created_at").desc(), "pk")


def same_person(
    staff: StaffMember, client_id: UUID, name: str, birth_date: date | None, now: datetime
) -> QuerySet[Client]:
    """Find other clients who have the name and date of birth that a client is to get."""
    return search(staff, name=name, birth_date=birth_date, now=now).exclude(pk=client_id)


def screenings_of(client: Client, staff: StaffMember, now: datetime) -> list[Screening]:
    """List all screenings of a client in all versions, the one begun last coming first."""
    rows = Screening.objects.seen_by(staff, now=now).filter(client=client)
    return list(rows.select_related("begun_by", "corrects").order_by("-begun_at"))


def planned_for(client: Client, staff: StaffMember, now: datetime) -> list[PlannedScreening]:
    """List what is planned for a client and still to be done, the next first."""
    rows = PlannedScreening.objects.seen_by(staff, now=now).filter(client=client)
    return list(rows.filter(done_at=None, cancelled_at=None).order_by("due_on"))
