"""What every staff page says at its top: the context processor `staff`."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from screening.access import ROLES, Permission, may
from screening.models import Site, StaffMember
from screening.models.scoped import records_open
from screening.security_headers import is_staff_page
from screening.waiting import open_emergencies, openings_to_review

LINKS: Final[tuple[tuple[Permission, str, str | Promise], ...]] = (
    (Permission.SEE_CLIENTS, "queue", _("Queue")),
    (Permission.SEE_CLIENTS, "clients", _("Clients")),
    (Permission.SEE_CLIENTS, "screenings", _("Screenings")),
    (Permission.SEE_CLIENTS, "due", _("Due")),
    (Permission.MANAGE_STAFF, "staff_members", _("Staff")),
    (Permission.MANAGE_STAFF, "sites", _("Sites")),
    (Permission.MANAGE_STAFF, "dispositions", _("Dispositions")),
    (Permission.SEE_STATISTICS, "stats", _("Statistics")),
    (Permission.SEE_AUDIT_TRAIL, "audit_trail", _("Audit trail")),
    (Permission.REVIEW_OPENINGS, "openings", _("Openings to review")),
)


class Link(NamedTuple):
    """An entry of the navigation; `number` is how much waits there, `counted` what, in words."""

    href: str
    text: str | Promise
    current: str
    number: int
    counted: str


class Header(NamedTuple):
    """Who is signed in, and where they may go."""

    name: str
    role: str | Promise
    site: str
    idle_seconds: int
    links: list[Link]


class Open(NamedTuple):
    """A record that this person opened in an emergency, and that is still open."""

    ends_at: Any
    href: str


def staff(request: HttpRequest) -> dict[str, Any]:
    """Return `staff`, `openings` and `is_demonstration` for a page behind the sign-in, else {}.

    All three are looked up only when a template uses them.
    """
    if not is_staff_page(request):
        return {}
    return {
        "staff": SimpleLazyObject(lambda: _header(request)),
        "openings": SimpleLazyObject(lambda: _openings(request)),
        "is_demonstration": SimpleLazyObject(lambda: _is_demonstration(request)),
    }


def address(name: str, *args: object) -> str:
    """Return the address of a view, or "" where this site has no such view."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _header(request: HttpRequest) -> Header | None:
    person = request.user
    if not isinstance(person, StaffMember):
        return None
    here = (request.resolver_match.url_name if request.resolver_match else "") or ""
    return Header(
        name=person.get_full_name() or person.get_username(),
        role=ROLES.get(person.role, ""),
        site=person.site.name if person.site else "",
        idle_seconds=settings.STAFF_IDLE_SECONDS,
        links=[
            Link(href, text, _current(name, here), *_waiting(name, person))
            for permission, name, text in LINKS
            if may(person, permission) and (href := address(name))
        ],
    )


def _current(name: str, here: str) -> str:
    """Say how a link stands to the page: as WAI-ARIA's aria-current says it, or ""."""
    if name == here:
        return "page"
    # The pages of statistics stand behind one link: stats, stats_trend ...
    return "true" if here.startswith(f"{name}_") and name == "stats" else ""


def _waiting(name: str, person: StaffMember) -> tuple[int, str]:
    """Say how much waits behind a link of the navigation, as a number and in words."""
    if name == "queue":
        number = open_emergencies(person)
        words = ngettext("%(n)d open emergency", "%(n)d open emergencies", number)
    elif name == "openings":
        number = openings_to_review(person)
        words = ngettext("%(n)d opening to review", "%(n)d openings to review", number)
    else:
        return 0, ""
    return number, words % {"n": number}


def _openings(request: HttpRequest) -> list[Open]:
    person = request.user
    if not isinstance(person, StaffMember):
        return []
    now = timezone.now()
    current = records_open(person, now=now)
    return [Open(one.ends_at, address("client", one.client_id)) for one in current]


def _is_demonstration(request: HttpRequest) -> bool:
    person = request.user
    if not isinstance(person, StaffMember):
        return False
    if person.site:
        return person.site.is_demonstration
    return Site.objects.filter(is_demonstration=True).exists()
