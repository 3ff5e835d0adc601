"""Every link and form of every staff page leads to something that is there for who sees it."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import URLPattern
from django.utils import timezone

from screening.access import ADMINISTRATOR, ANALYST, AUDITOR, CLINICIAN, INTAKE
from screening.intake.clients.services import open_in_emergency
from screening.intake.consents.services import revoke_consent
from screening.intake.oversight.services import set_hold
from screening.models import StaffMember
from tests.intake.desk import Page
from tests.intake.staff_pages import (
    Place,
    a_place,
    filled,
    handed_over,
    signed_in_just_now,
    staff_addresses,
)
from tests.people import a_member

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

NOT_FOR_READING = {"session", "audit_trail_csv", "screening_pdf", "instrument_file"}


@pytest.fixture
def own() -> Place:
    return a_place("Mark")


def undone(browser: Browser, method: str, address: str) -> HttpResponse:
    """Ask, and undo what that did."""
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    with transaction.atomic():
        answer: HttpResponse = getattr(browser, method)(address)
        transaction.set_rollback(True)
    for name, value in cookies.items():
        browser.cookies[name] = value
    return answer


def pages(browser: Browser, place: Place, member: StaffMember) -> dict[str, Page]:
    """Read every page that this person can open, by its address."""
    found = {}
    for _, entry in staff_addresses():
        for address in addresses_of(entry, place, member):
            answer = undone(browser, "get", address)
            if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
                found[address] = Page(answer)
    return found


def addresses_of(entry: URLPattern, place: Place, member: StaffMember) -> list[str]:
    return [] if entry.name in NOT_FOR_READING else filled(entry, place, member, place.screenings)


def faults_of(browser: Browser, read: dict[str, Page]) -> dict[str, str]:
    """Say which links and forms lead nowhere, and where they stand."""
    links = {
        link.split("#")[0]: address
        for address, page in read.items()
        for link in page.links
        if link.startswith("/") and link != settings.LEAVE_TO
    }
    # A link that is only a query leads to the page that it stands on.
    links |= {f"{address}{link}": address for address, page in read.items() for link in page.links
              if link.startswith("?")}  # fmt: skip
    forms = {
        (form.method, action or address): address
        for address, page in read.items()
        for form in page.forms
        for action in (form.action, *form.elsewhere)
    }
    faults = {}
    for (method, to), stands_on in [
        *((("get", to), on) for to, on in links.items()),
        *forms.items(),
    ]:
        answer = undone(browser, method, to)
        if answer.status_code in (403, 404, 405) or answer.status_code >= 500:
            faults[f"{method} {to}"] = f"{answer.status_code}, on {stands_on}"
    return faults


@pytest.mark.parametrize("role", [INTAKE, CLINICIAN, ANALYST, ADMINISTRATOR, AUDITOR])
def test_every_link_and_form_leads_somewhere(role: str, own: Place):
    member = {INTAKE: own.nurse, CLINICIAN: own.clinician}.get(role) or a_member(role)
    browser = signed_in_just_now(member)
    read = pages(browser, own, member)
    assert len(read) > 5
    assert faults_of(browser, read) == {}
    for form in (form for page in read.values() for form in page.forms):
        # A post without the token is refused, and an address must not carry it.
        assert form.method in ("get", "post")
        assert ("csrfmiddlewaretoken" in form.sent) == (form.method == "post"), form.action


@pytest.mark.parametrize("consents", [True, False])
def test_so_they_do_for_a_record_of_another_site_that_is_open_in_an_emergency(
    own: Place, consents: bool
):
    member, now = a_member(CLINICIAN), timezone.now()
    open_in_emergency(staff=member, client=own.client, kind="record", reason="A fit", now=now)
    if not consents:
        revoke_consent(staff=own.nurse, consent_id=own.rows["consent_id"], now=now)
    browser = signed_in_just_now(member)
    assert faults_of(browser, pages(browser, own, member)) == {}


def test_so_they_do_for_a_record_on_hold_and_on_a_tablet(own: Place):
    set_hold(
        staff=own.clinician,
        client_id=own.client.pk,
        on=True,
        reason="complaint",
        now=timezone.now(),
    )
    browser = signed_in_just_now(own.clinician)
    assert faults_of(browser, pages(browser, own, own.clinician)) == {}
    tablet = handed_over(own.nurse, own.screenings["draft"])
    assert faults_of(tablet, pages(tablet, own, own.nurse)) == {}
