"""The people of the staff tests, by role."""

from __future__ import annotations

from itertools import count

from django.test import Client as Browser

from screening.access import AT_A_SITE
from screening.models import Site, StaffMember

_numbers = count(1)
PASSWORD = "a long sentence nobody knows"


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


def signed_in(member: StaffMember) -> Browser:
    """Open a browser in which this person has signed in with everything that is asked."""
    browser = Browser(headers={"host": "localhost"})
    browser.force_login(member)
    return browser
