"""The navigation of staff pages says what waits, to those who can see to it, and to nobody else."""

import pytest
from django.utils import timezone

from screening.access import ADMINISTRATOR, ANALYST, AUDITOR, CLINICIAN, INTAKE
from screening.intake.clients.services import open_in_emergency
from tests.intake.making import EMERGENCY, a_client, a_draft, a_screening
from tests.intake.staff_pages import handed_over
from tests.page_text import page_text
from tests.people import a_member, a_site, signed_in

pytestmark = pytest.mark.django_db

EMERGENCIES = "Queue (2), 2 open emergencies"
OPENINGS = "Openings to review (1), 1 opening to review"


@pytest.fixture
def site():
    return a_site()


@pytest.fixture
def draft(site):
    """Make an emergency, a draft with a sign of one, and an opening to review. Out: the draft."""
    nurse = a_member(INTAKE, site)
    client = a_client(nurse)
    a_screening(client, nurse, answers=EMERGENCY)
    now = timezone.now()
    stranger = a_member(INTAKE)
    open_in_emergency(staff=stranger, client=client, kind="record", reason="Seizure", now=now)
    return a_draft(client, nurse, answers=EMERGENCY)


def said(browser, address) -> str:
    """Return all that a page says, in one line."""
    html = browser.get(address).content.decode()
    return " ".join(block.text for block in page_text(html).blocks)


@pytest.mark.parametrize("address", ["/staff/queue/", "/staff/clients/", "/staff/you/"])
@pytest.mark.parametrize(("role", "reviews"), [(INTAKE, False), (CLINICIAN, True)])
def test_who_sees_clients_reads_it_on_every_page(site, draft, role, reviews, address):
    text = said(signed_in(a_member(role, site)), address)

    assert EMERGENCIES in text
    assert (OPENINGS in text) == reviews


def test_nothing_is_said_where_nothing_waits(draft):
    text = said(signed_in(a_member(CLINICIAN)), "/staff/you/")

    assert "Queue" in text
    assert "open emergenc" not in text
    assert "(" not in text.split("Queue")[1].split("Clients")[0]


@pytest.mark.parametrize("role", [ADMINISTRATOR, ANALYST, AUDITOR])
def test_other_roles_hear_nothing_of_it(draft, role):
    text = said(signed_in(a_member(role)), "/staff/you/")

    assert "Sign out" in text
    assert "open emergenc" not in text
    assert "to review" not in text


def test_a_client_with_the_tablet_hears_nothing_of_it(site, draft):
    tablet = handed_over(a_member(INTAKE, site), draft)

    for address in ("/staff/tablet/", "/staff/tablet/help/", "/staff/tablet/give-back/", "/"):
        assert "open emergenc" not in said(tablet, address)
