"""What the pages of administrators read."""

from __future__ import annotations

from datetime import datetime

from screening.access import ROLES
from screening.models import Invitation, StaffMember
from screening.signin.invitations import open_invitations


def staff_list() -> list[tuple[StaffMember, str]]:
    """List all staff members with the word for their role: who is switched on first, by name."""
    members = StaffMember.objects.select_related("site").order_by("-is_active", "username")
    return [(member, str(ROLES.get(member.role, ""))) for member in members]


def invited(*, now: datetime) -> list[tuple[Invitation, str]]:
    """List the invitations that can still be used, with the word for the role."""
    return [(one, str(ROLES.get(one.role, ""))) for one in open_invitations(now=now)]


def is_administered(*, role: str) -> bool:
    """Tell whether there is somebody with this role who is switched on."""
    return StaffMember.objects.filter(role=role, is_active=True).exists()
