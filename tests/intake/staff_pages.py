"""Every address of the staff, and sites with rows of every kind to fill the addresses with."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.models import Authenticator
from django.test import Client as Browser
from django.urls import URLPattern, reverse
from django.utils import timezone

from screening.access import CLINICIAN, INTAKE
from screening.intake.clients.services import open_in_emergency
from screening.intake.consents.scopes import SCOPES
from screening.intake.consents.services import record_consent
from screening.intake.records.services import plan
from screening.intake.screenings import services
from screening.models import Client, Disclosure, Invitation, Screening, Site, StaffMember
from screening.pin import HANDED_OVER
from screening.signin.invitations import invite
from screening.signin.second_factor import PASSKEY
from tests.intake.making import (
    CALM,
    EMERGENCY,
    a_client,
    a_correction,
    a_disposition,
    a_draft,
    a_screening,
    acknowledged,
    signed,
)
from tests.people import a_member, a_site, signed_in
from tests.signin.passkeys import a_credential
from tests.test_architecture import addresses

BORN = date(1971, 8, 19)


@dataclass(frozen=True, slots=True)
class Place:
    """A site with its people, and rows of each kind. Everything about its clients has `mark`."""

    mark: str
    site: Site
    nurse: StaffMember
    clinician: StaffMember
    client: Client
    screenings: dict[str, Screening]
    rows: dict[str, Any]


def staff_addresses() -> list[tuple[str, URLPattern]]:
    """Each (route, pattern) below /staff/ and /stats/, as the resolver knows it."""
    return [one for one in addresses() if one[0].startswith(("staff/", "stats/"))]


def a_place(mark: str) -> Place:
    """Make a site with a row of every kind that an address may ask for."""
    site = a_site(f"Site of {mark.lower()}")
    nurse, clinician = a_member(INTAKE, site), a_member(CLINICIAN, site)
    client = a_client(nurse, reference=f"{mark}-1", name=f"{mark} Person", birth_date=BORN)
    now, today = timezone.now(), timezone.localdate()
    terms: dict[str, Any] = dict.fromkeys(("disclosed_by", "recipient", "purpose"), mark)
    record_consent(
        staff=nurse, client_id=client.pk, scope=list(SCOPES), signed_by=mark, signed_on=today,
        ends_on=today + timedelta(days=30), now=now, today=today, **terms,
    )  # fmt: skip
    return a_full_place(mark, nurse, clinician, client)


def a_full_place(mark: str, nurse: StaffMember, clinician: StaffMember, client: Client) -> Place:
    """Add what is missing for a client who consented: a row of every kind."""
    now, site, consent = timezone.now(), client.site, client.consents.latest("recorded_at")
    screenings = _screenings(mark, client, nurse, clinician)
    plan(staff=nurse, client=client, due_on=timezone.localdate(now), now=now)
    opening = open_in_emergency(staff=nurse, client=client, kind="disclosure", reason=mark, now=now)
    Disclosure.everywhere.create(
        client=client, screening=screenings["finished"], consent=consent, recipient=mark,
        purpose=mark, format="summary", disclosed_at=now, disclosed_by=nurse,
    )  # fmt: skip
    username = f"invited-{site.pk}"
    token = invite(by=None, username=username, role=INTAKE, site=site, now=now)
    rows = {
        "client_id": client.pk,
        "consent_id": consent.pk,
        "opening_id": opening.pk,
        "planned_id": client.planned.latest("planned_at").pk,
        "invitation_id": Invitation.objects.get(username=username).pk,
        "staff_id": nurse.pk,
        "site": site.pk,
        "disposition": a_disposition().pk,
        "token": token,
        "section": "use",
        "part": 1,
        "version": 1,
        "name": "codebook.csv",
    }
    return Place(mark, site, nurse, clinician, client, screenings, rows)


def _screenings(
    mark: str, client: Client, nurse: StaffMember, clinician: StaffMember
) -> dict[str, Screening]:
    old = a_screening(client, nurse)
    a_correction(old, nurse, answers={"ef_drowsy": "weekly"}, reason=mark)
    one = signed(a_screening(client, nurse), clinician)
    correction = services.correct(staff=nurse, screening_id=one.pk, reason=mark, now=timezone.now())
    urgent = acknowledged(a_screening(client, nurse, answers=EMERGENCY), nurse)
    noted = services.write_note(
        staff=nurse, screening_id=urgent.pk, note=mark, disposition=None, edit=urgent.edit,
        now=timezone.now(),
    )  # fmt: skip
    return {
        "finished": noted,
        "urgent": a_screening(client, nurse, answers=EMERGENCY),
        "signed": one,
        "replaced": old,
        "correction": correction,
        "draft": a_draft(client, nurse, answers=dict(CALM)),
    }


def fillings(
    entry: URLPattern, place: Place, visitor: StaffMember, states: Iterable[str]
) -> Iterator[dict[str, Any]]:
    """Yield what can stand in an address, so that it leads to rows of this place.

    An address of a screening is filled with one in each of the states. Raises KeyError with what
    to do for an address that asks for a row of a new kind.
    """
    values: dict[str, Any] = {}
    for name in entry.pattern.converters:
        if name == "screening_id":
            continue
        if name == "pk":
            passkey = Authenticator.objects.filter(user=visitor, type=PASSKEY).first()
            values[name] = passkey.pk if passkey else 1
        elif (kind := str(entry.name) if name == "row_id" else name) in place.rows:
            values[name] = place.rows[kind]
        else:
            raise KeyError(f"{entry.name} asks for {name!r}: add such a row to `a_place`.")
    if "screening_id" in entry.pattern.converters:
        for state in states:
            yield {**values, "screening_id": place.screenings[state].pk}
    else:
        yield values


def filled(
    entry: URLPattern, place: Place, visitor: StaffMember, states: Iterable[str] = ("finished",)
) -> list[str]:
    """Return the addresses of `fillings`."""
    return [reverse(str(entry.name), kwargs=v) for v in fillings(entry, place, visitor, states)]


def signed_in_just_now(member: StaffMember) -> Browser:
    """Open a browser of somebody who has given their password, which some changes ask for again.

    They have a passkey too, as it would come out of a browser.
    """
    browser = signed_in(member)
    Authenticator.objects.update_or_create(
        user=member, type=PASSKEY, defaults={"data": {"name": "Key", "credential": a_credential()}}
    )
    session = browser.session
    given = {"method": "password", "at": time.time(), "reauthenticated": True}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [given]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(member.pk)
    session.save()
    return browser


def handed_over(member: StaffMember, one: Screening) -> Browser:
    """Open a browser of a tablet that is with a client."""
    browser = signed_in(member)
    session = browser.session
    session[HANDED_OVER] = str(one.pk)
    session.save()
    return browser
