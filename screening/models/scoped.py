"""Rows of clients can only be reached for somebody: a view cannot forget to ask who looks."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeVar

from django.db import models

from screening.models.staff import StaffMember

if TYPE_CHECKING:
    from screening.models.client import EmergencyOpening

OPENED_RECORD = "record"
"""The kind of an `EmergencyOpening` that lets somebody see a client of another site."""

Row = TypeVar("Row", bound=models.Model)


def records_open(staff: StaffMember, *, now: datetime) -> models.QuerySet[EmergencyOpening]:
    """Return the openings that let this person see a client of another site at this moment."""
    return staff.emergency_openings.filter(kind=OPENED_RECORD, opened_at__lte=now, ends_at__gt=now)


class OnlyForStaff(Generic[Row]):
    """Stands where Django has its manager, and has no `all()`, `filter()` or `get()`.

    `to_client` is the path from the model to the client, such as "client"; empty for the client.
    """

    def __init__(self, to_client: str = "") -> None:
        self.path = f"{to_client}__" if to_client else ""
        self.model: type[Row]

    def contribute_to_class(self, model: type[Row], name: str) -> None:
        """Become the attribute of a model."""
        self.model = model
        setattr(model, name, self)

    def seen_by(self, staff: StaffMember, *, now: datetime) -> models.QuerySet[Row]:
        """Return the rows that this person may see.

        They are those of their own site, and those of clients whose record they opened in an
        emergency that is not over.

        What their role lets them do with a row is asked elsewhere (`screening/access.py`).
        """
        rows: models.QuerySet[Row] = self.model._base_manager.all()
        own = models.Q()
        if staff.site_id is not None:
            own |= models.Q(**{f"{self.path}site_id": staff.site_id})
        opened = records_open(staff, now=now)
        return rows.filter(own | models.Q(**{f"{self.path}pk__in": opened.values("client_id")}))

    def of_own_site(self, staff: StaffMember) -> models.QuerySet[Row]:
        """Return the rows of this person's own site, without what an emergency opened."""
        rows: models.QuerySet[Row] = self.model._base_manager.all()
        if staff.site_id is None:
            return rows.none()
        return rows.filter(**{f"{self.path}site_id": staff.site_id})
