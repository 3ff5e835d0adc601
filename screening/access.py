"""Who may do what: the roles, their permissions, and the decorator that staff views use.

This is the only place that says so. `tests/intake/test_role_matrix.py` tries every staff address
with every role.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Concatenate, Final, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from screening.models import StaffMember

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request of somebody who is signed in, as staff views get it."""

    user: StaffMember


class Permission(StrEnum):
    """What can be allowed."""

    OWN_ACCOUNT = "own_account"
    """Their own password, codes, passkeys and PIN."""
    SEE_CLIENTS = "see_clients"
    SCREEN = "screen"
    """Record clients and consents, screen, write notes, acknowledge an emergency."""
    DISCLOSE = "disclose"
    """Pass a record on, and print the accounting of disclosures."""
    OPEN_IN_EMERGENCY = "open_in_emergency"
    SIGN = "sign"
    """Review and sign screenings."""
    REVIEW_OPENINGS = "review_openings"
    """Review what was opened or disclosed in an emergency."""
    KEEP_RECORDS = "keep_records"
    """Legal hold and erasure."""
    SEE_STATISTICS = "see_statistics"
    MANAGE_STAFF = "manage_staff"
    """Invite and switch off staff, keep sites, dispositions and settings."""
    SEE_AUDIT_TRAIL = "see_audit_trail"


INTAKE: Final = "intake"
CLINICIAN: Final = "clinician"
ANALYST: Final = "analyst"
ADMINISTRATOR: Final = "administrator"
AUDITOR: Final = "auditor"

ROLES: Final[dict[str, str | Promise]] = {
    INTAKE: _("Intake"),
    CLINICIAN: _("Clinician"),
    ANALYST: _("Analyst"),
    ADMINISTRATOR: _("Administrator"),
    AUDITOR: _("Auditor"),
}

AT_A_SITE: Final = frozenset({INTAKE, CLINICIAN})
"""The roles that see clients, of the one site that the person belongs to."""

_SCREENING: Final = frozenset(
    {
        Permission.OWN_ACCOUNT,
        Permission.SEE_CLIENTS,
        Permission.SCREEN,
        Permission.DISCLOSE,
        Permission.OPEN_IN_EMERGENCY,
    }
)

GRANTED: Final[dict[str, frozenset[Permission]]] = {
    INTAKE: _SCREENING,
    CLINICIAN: _SCREENING | {Permission.SIGN, Permission.REVIEW_OPENINGS, Permission.KEEP_RECORDS},
    ANALYST: frozenset({Permission.OWN_ACCOUNT, Permission.SEE_STATISTICS}),
    ADMINISTRATOR: frozenset(
        {Permission.OWN_ACCOUNT, Permission.SEE_STATISTICS, Permission.MANAGE_STAFF}
    ),
    AUDITOR: frozenset({Permission.OWN_ACCOUNT, Permission.SEE_AUDIT_TRAIL}),
}


def may(staff: StaffMember, permission: Permission) -> bool:
    """Tell whether somebody may do something. Nobody without a role may do anything.

    Who sees clients must belong to a site.
    """
    if not staff.is_active or (staff.role in AT_A_SITE and staff.site_id is None):
        return False
    return permission in GRANTED.get(staff.role, frozenset())


def allowed(
    permission: Permission,
) -> Callable[
    [Callable[Concatenate[StaffRequest, P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, P], HttpResponseBase],
]:
    """Let only those with this permission into a view. Everybody else gets 403.

    The view carries the permission as `permission`, and its responses are kept in no cache.
    """

    def decorate(
        view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not isinstance(request.user, StaffMember) or not may(request.user, permission):
                raise PermissionDenied("This role may not do that.")
            response = view(request, *args, **kwargs)  # type: ignore[arg-type]
            response.headers["Cache-Control"] = "no-store"
            return response

        guarded.permission = permission  # type: ignore[attr-defined]
        return cast("Callable[Concatenate[HttpRequest, P], HttpResponseBase]", guarded)

    return decorate
