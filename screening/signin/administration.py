"""What administrators change: staff members, sites and lists. Each write with its audit entry."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from screening.access import ADMINISTRATOR
from screening.audit.trail import record
from screening.models import Disposition, Site, StaffMember
from screening.signin.invitations import invite
from screening.signin.sessions import end_all


class LastAdministrator(Exception):
    """Without this person nobody could invite or switch on anybody."""


def change_member(
    *, by: StaffMember, staff_id: int, role: str, site: Site | None, now: datetime
) -> None:
    """Give somebody another role or site, and end their sessions. Raises LastAdministrator."""
    with transaction.atomic():
        staff, is_last = _locked(staff_id)
        if (staff.role, staff.site) == (role, site):
            return
        if is_last and role != ADMINISTRATOR:
            raise LastAdministrator
        staff.role, staff.site = role, site
        staff.save(update_fields=["role", "site"])
        staff.emergency_openings.filter(ends_at__gt=now).update(ends_at=now)
        end_all(staff)
        _recorded(
            "staff_changed", by, staff, now, {"role": role, "site": site.name if site else ""}
        )


def switch_member(*, by: StaffMember, staff_id: int, on: bool, now: datetime) -> None:
    """Switch somebody off, which ends their sessions at once, or on. Raises LastAdministrator."""
    with transaction.atomic():
        staff, is_last = _locked(staff_id)
        if staff.is_active == on:
            return
        if is_last and not on:
            raise LastAdministrator
        staff.is_active = on
        staff.save(update_fields=["is_active"])
        end_all(staff)
        action = "staff_changed" if on else "staff_switched_off"
        _recorded(action, by, staff, now, {"active": on})


def new_link(*, by: StaffMember, staff_id: int, enrol_anew: bool, now: datetime) -> str:
    """Make a link for somebody who lost their password or device. Out: the token in the link.

    Who lost a device is signed out everywhere at once, and enrols anew with the link. Until then
    the old password opens nothing, since whoever has the device may know it.
    """
    with transaction.atomic():
        staff, _is_last = _locked(staff_id)
        if enrol_anew:
            staff.set_unusable_password()
            staff.save(update_fields=["password"])
            end_all(staff)
        return invite(
            by=by,
            username=staff.username,
            role=staff.role,
            site=staff.site,
            enrol_anew=enrol_anew,
            now=now,
        )


def keep(row: Site | Disposition, *, by: StaffMember, now: datetime) -> None:
    """Save a site, or a line of the list of dispositions.

    A site that is added where all others are a demonstration is one too.
    """
    with transaction.atomic():
        if isinstance(row, Site) and row.pk is None:
            others = Site.objects.values_list("is_demonstration", flat=True)
            row.is_demonstration = bool(others) and all(others)
        row.save()
        record(
            "settings_changed",
            staff=by,
            now=now,
            why="administration",
            object_id=str(row.pk),
            details={"list": row._meta.model_name or "", "active": row.is_active},
        )


def _locked(staff_id: int) -> tuple[StaffMember, bool]:
    """Return a staff member, and whether they are the last active administrator.

    All administrators are locked, in one order: so two of them cannot switch off each other at the
    same time, nor wait for each other for ever.
    """
    administrators = Q(role=ADMINISTRATOR, is_active=True)
    rows = StaffMember.objects.select_for_update().filter(Q(pk=staff_id) | administrators)
    found = {row.pk: row for row in rows.order_by("pk")}
    active = [pk for pk, row in found.items() if row.role == ADMINISTRATOR and row.is_active]
    return found[staff_id], active == [staff_id]


def _recorded(
    action: str, by: StaffMember, staff: StaffMember, now: datetime, details: dict[str, str | bool]
) -> None:
    record(
        action,
        staff=by,
        now=now,
        why="administration",
        object_id=str(staff.pk),
        details={"username": staff.username, **details},
    )
