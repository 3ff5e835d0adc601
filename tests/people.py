"""The people of the staff tests, by role."""

from __future__ import annotations

from itertools import count

from allauth.mfa.models import Authenticator
from django.test import Client as Browser
from django.utils import timezone

from screening.access import ADMINISTRATOR, AT_A_SITE
from screening.models import Site, StaffMember
from screening.signin.second_factor import PASSKEY, RECOVERY, TOTP, SecondFactorAdapter, next_step
from screening.signin.sessions import stamp

_numbers = count(1)
PASSWORD = "a long sentence nobody knows"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""Of the app for codes; what `enrol` gives everybody."""


def a_site(name: str = "") -> Site:
    """Make a site."""
    return Site.objects.create(name=name or f"Site {next(_numbers)}")


def a_member(role: str, site: Site | None = None) -> StaffMember:
    """Make a staff member who can sign in; one at a site gets one if none is given."""
    if site is None and role in AT_A_SITE:
        site = a_site()
    return StaffMember.objects.create_user(
        f"{role}-{next(_numbers)}", password=PASSWORD, role=role, site=site
    )


def enrol(member: StaffMember) -> None:
    """Set up the second step of signing in as far as this person needs it."""
    adapter = SecondFactorAdapter()
    kinds: dict[str, dict] = {
        TOTP: {"secret": adapter.encrypt(SECRET)},
        RECOVERY: {"seed": adapter.encrypt("00" * 40), "used_mask": 0},
        PASSKEY: {"name": "Key", "credential": {}},
    }
    if member.role != ADMINISTRATOR:
        del kinds[PASSKEY]
    there = set(Authenticator.objects.filter(user=member).values_list("type", flat=True))
    Authenticator.objects.bulk_create(
        Authenticator(user=member, type=kind, data=data)
        for kind, data in kinds.items()
        if kind not in there
    )


def signed_in(member: StaffMember) -> Browser:
    """Open a browser in which this person has signed in with everything that is asked."""
    if next_step(member):
        enrol(member)
    browser = Browser(headers={"host": "localhost"})
    browser.force_login(member)
    session = browser.session
    stamp(session, now=timezone.now())
    session.save()
    return browser
