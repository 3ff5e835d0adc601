"""Reading screenings and plans, each as somebody may see them. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from screening.instrument.schema import TIERS
from screening.models import PlannedScreening, Screening, Site, StaffMember
from screening.waiting import UNACKNOWLEDGED, urgent_drafts

LISTED: Final = 25
"""How many rows a list has."""

CURRENT: Final = ("finished", "signed")
"""The states of a screening that has a result, which no correction has replaced."""

_BEGAN_TO_WAIT: Final = Coalesce("finished_at", "begun_at")
_URGENCY: Final = Case(
    *(When(tier=tier, then=Value(place)) for place, tier in enumerate(TIERS)),
    default=Value(len(TIERS)),
    output_field=IntegerField(),
)


def start_of(day: date) -> datetime:
    """Return the moment at which a day begins here."""
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True, slots=True)
class Part:
    """One list of the queue: the first `LISTED` screenings, and how many there are."""

    screenings: list[Screening]
    total: int

    @property
    def more(self) -> bool:
        """Whether the list is longer than what is shown."""
        return self.total > len(self.screenings)


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits at a site.

    `emergencies` are those that nobody has acknowledged, and drafts with a sign of one; `waiting`
    is to be reviewed and signed, `drafts` all other half-done screenings, `today` what was finished
    today.
    """

    emergencies: Part
    waiting: Part
    drafts: Part
    today: Part


def queue(staff: StaffMember, *, now: datetime, today: date) -> Queue:
    """Return the queue of somebody's site, most urgent first and then the oldest.

    Drafts stand with the newest first, and so does what was finished today.
    """
    own = _with_people(Screening.objects.seen_by(staff, now=now)).filter(client__site=staff.site)
    draft, urgent = Q(state="draft"), Q(pk__in=[one.pk for one in urgent_drafts(staff)])
    parts = {
        "emergencies": (UNACKNOWLEDGED | (draft & urgent), (_BEGAN_TO_WAIT,)),
        "waiting": (Q(state="finished") & ~UNACKNOWLEDGED, (_URGENCY, "finished_at")),
        "drafts": (draft & ~urgent, ("-begun_at",)),
        "today": (Q(state__in=CURRENT, finished_at__gte=start_of(today)), ("-finished_at",)),
    }
    totals = own.aggregate(**{name: Count("pk", filter=rows) for name, (rows, _) in parts.items()})
    return Queue(
        **{
            name: Part(list(own.filter(rows).order_by(*order)[:LISTED]), totals[name])
            for name, (rows, order) in parts.items()
        }
    )


SORTS: Final = {"when": "at", "tier": "urgency", "state": "state"}
"""What a list can be sorted by. A "-" before it turns the order round."""


def listed(
    staff: StaffMember, *, now: datetime, filters: Mapping[str, object], sort: str
) -> QuerySet[Screening]:
    """Return the screenings that these filters leave, sorted.

    In: filters of `ListForm` that are set; a key of `SORTS`, with "-" for the other way round.
    """
    rows = _with_people(Screening.objects.seen_by(staff, now=now)).annotate(
        at=_BEGAN_TO_WAIT, urgency=_URGENCY
    )
    exact = {name: filters[name] for name in ("tier", "state", "way") if filters.get(name)}
    rows = rows.filter(**exact)
    site, first, last = filters.get("site"), filters.get("first"), filters.get("last")
    if isinstance(site, int):
        rows = rows.filter(client__site=site)
    if isinstance(first, date):
        rows = rows.filter(at__gte=start_of(first))
    if isinstance(last, date):
        rows = rows.filter(at__lt=start_of(last + timedelta(days=1)))
    column = F(SORTS[sort.removeprefix("-")])
    order = column.desc() if sort.startswith("-") else column.asc()
    return rows.order_by(order, "-at", "pk")


def sites(staff: StaffMember, *, now: datetime) -> list[Site]:
    """List the sites whose clients somebody may see now: their own, and of opened records."""
    opened = staff.emergency_openings.filter(opened_at__lte=now, ends_at__gt=now)
    wanted = Q(pk=staff.site_id) | Q(pk__in=opened.values("client__site_id"))
    return list(Site.objects.filter(wanted))


def screening(staff: StaffMember, screening_id: UUID, *, now: datetime) -> Screening:
    """Return one screening with all that its page shows. Raises Screening.DoesNotExist."""
    rows = Screening.objects.seen_by(staff, now=now).select_related(
        "acknowledged_by", "begun_by", "client", "disposition", "signed_by", "told"
    )
    return rows.select_related("without_consent").get(pk=screening_id)


def of_client(staff: StaffMember, client_id: UUID, *, now: datetime) -> list[Screening]:
    """List all screenings of a client in all versions, the one begun first coming first."""
    rows = Screening.objects.seen_by(staff, now=now).filter(client_id=client_id)
    return list(rows.select_related("begun_by").order_by("begun_at"))


def versions(one: Screening, of_client: Iterable[Screening]) -> list[Screening]:
    """List a screening and all that it corrects or is corrected by, the first one first."""
    rows = list(of_client)
    by_id = {row.pk: row for row in rows}
    by_corrected = {row.corrects_id: row for row in rows if row.corrects_id}
    first = by_id[one.pk]
    while first.corrects_id in by_id:
        first = by_id[first.corrects_id]
    chain = [first]
    while chain[-1].pk in by_corrected:
        chain.append(by_corrected[chain[-1].pk])
    return chain


def over_time(of_client: Iterable[Screening]) -> list[tuple[datetime, Screening]]:
    """Pair each result that counts with when it was found, in order of time.

    A correction stands where the screening was that it corrects.
    """
    rows = list(of_client)
    found = [(_first_finished(row, rows), row) for row in rows if row.state in CURRENT]
    return sorted(found, key=lambda pair: pair[0])


def previous(one: Screening, of_client: Iterable[Screening]) -> Screening | None:
    """Return the last result of the client before this one, other versions of it left out."""
    rows = list(of_client)
    moment = _first_finished(one, rows)
    before = [row for at, row in over_time(rows) if at < moment]
    return before[-1] if before else None


def _first_finished(one: Screening, rows: list[Screening]) -> datetime:
    first = versions(one, rows)[0]
    return first.finished_at or first.begun_at


def due(staff: StaffMember, *, now: datetime) -> QuerySet[PlannedScreening]:
    """Return the planned screenings of somebody's site, the most overdue first."""
    rows = PlannedScreening.objects.seen_by(staff, now=now).filter(
        client__site=staff.site, done_at=None, cancelled_at=None
    )
    return rows.select_related("client", "planned_by").order_by("due_on", "planned_at")


def _with_people(rows: QuerySet[Screening]) -> QuerySet[Screening]:
    return rows.select_related("begun_by", "client__site", "corrects", "disposition")
