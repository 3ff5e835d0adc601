"""One-time links with which somebody joins, or gets back in. Only a hash of a link is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q, QuerySet

from screening.access import ADMINISTRATOR
from screening.audit.trail import record
from screening.models import Invitation, Site, StaffMember
from screening.signin.sessions import end_all

VALID: Final = timedelta(days=7)


class InvitationGone(Exception):
    """The link was used or cancelled, or its time is over."""


def open_invitations(*, now: datetime) -> QuerySet[Invitation]:
    """Return the invitations that can still be used, by name.

    Those of somebody who is no administrator any more cannot: or whoever is switched off could come
    back with a link that they made before.
    """
    inviting = Q(invited_by=None) | Q(invited_by__is_active=True, invited_by__role=ADMINISTRATOR)
    waiting = Invitation.objects.filter(inviting, used_at=None, expires_at__gt=now)
    return waiting.select_related("site").order_by("username")


def invitation_of(token: str, *, now: datetime) -> Invitation:
    """Return what a link stands for. Raises InvitationGone."""
    found = open_invitations(now=now).filter(token_hash=_hash(token)).first()
    if found is None:
        raise InvitationGone
    return found


def invite(
    *,
    by: StaffMember | None,
    username: str,
    role: str,
    site: Site | None,
    now: datetime,
    enrol_anew: bool = False,
) -> str:
    """Make a link for this username, and drop an earlier one. Out: the token in the link.

    `by` is None for the command that invites the first administrator. With `enrol_anew`, somebody
    who is a staff member already sets up the second step of their sign-in anew.
    """
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Invitation.objects.filter(username=username, used_at=None).delete()
        invitation = Invitation.objects.create(
            token_hash=_hash(token),
            username=username,
            role=role,
            site=site,
            enrol_anew=enrol_anew,
            invited_by=by,
            created_at=now,
            expires_at=now + VALID,
        )
        record(
            "staff_invited",
            staff=by,
            now=now,
            why="administration",
            object_id=invitation.pk,
            details={"username": username, "role": role, "enrol_anew": enrol_anew},
        )
    return token


def renew(*, by: StaffMember, invitation_id: UUID, now: datetime) -> str:
    """Make a new link in the place of one that was not used. Out: the token in the link."""
    with transaction.atomic():
        old = _unused(invitation_id)
        return invite(
            by=by,
            username=old.username,
            role=old.role,
            site=old.site,
            enrol_anew=old.enrol_anew,
            now=now,
        )


def cancel(*, by: StaffMember, invitation_id: UUID, now: datetime) -> None:
    """Let a link that was not used lead nowhere any more."""
    with transaction.atomic():
        _unused(invitation_id).delete()
        record(
            "staff_invited",
            staff=by,
            now=now,
            why="administration",
            object_id=invitation_id,
            details={"cancelled": True},
        )


def accept(*, token: str, name: str, password: str, now: datetime) -> StaffMember:
    """Use a link up: make the staff member, or give one who is there a new password.

    All sessions that this person had end. Raises InvitationGone.
    """
    with transaction.atomic():
        invitation = invitation_of(token, now=now)
        # Of two who use a link at the same time, one changes this row.
        if not Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=now):
            raise InvitationGone
        staff = StaffMember.objects.filter(username=invitation.username).first()
        if staff is None:
            staff = StaffMember(
                username=invitation.username, role=invitation.role, site=invitation.site
            )
        elif not staff.is_active:
            raise InvitationGone
        if invitation.enrol_anew:
            Authenticator.objects.filter(user=staff).delete()
            staff.pin = ""
        staff.first_name = name
        staff.set_password(password)
        staff.save()
        end_all(staff)
        record("staff_joined", staff=staff, now=now, why="account", object_id=invitation.pk)
    return staff


def name_of(invitation_id: UUID) -> str:
    """Return whom an invitation is for, or "" if there is no such invitation."""
    found = Invitation.objects.filter(pk=invitation_id).first()
    return found.username if found else ""


def _unused(invitation_id: UUID) -> Invitation:
    """Return an invitation that was not used, also when its time is over. Raises InvitationGone."""
    found = Invitation.objects.filter(pk=invitation_id, used_at=None).first()
    if found is None:
        raise InvitationGone
    return found


def _hash(token: str) -> str:
    # The token is random: nothing slower is needed.
    return hashlib.sha256(token.encode()).hexdigest()
