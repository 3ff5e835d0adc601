"""Who may pass a record on: people of the site, and nobody else."""

import pytest

from screening.access import ADMINISTRATOR, ANALYST, AUDITOR, CLINICIAN, INTAKE
from screening.models import Disclosure
from tests.intake.clients.pages import title_of
from tests.intake.disclosing.passing import (
    DOCTOR,
    NAME,
    REASON,
    a_consent,
    see,
    send,
)
from tests.people import a_member, signed_in

pytestmark = pytest.mark.django_db


PAGES = ["pass_on", "pass_on_in_emergency", "screening_pdf"]
OF_CLIENT = ["pass_on_client", "disclosures", "disclosures_print"]


@pytest.mark.parametrize("role", [ANALYST, ADMINISTRATOR, AUDITOR])
@pytest.mark.parametrize("name", PAGES + OF_CLIENT)
def test_other_roles_may_not(one, role, name):
    browser = signed_in(a_member(role))
    pk = one.pk if name in PAGES else one.client_id
    assert see(browser, name, pk).status_code == 403
    assert send(browser, name, pk).status_code == 403


@pytest.mark.parametrize("role", [INTAKE, CLINICIAN])
@pytest.mark.parametrize("name", PAGES + OF_CLIENT)
def test_another_site_finds_nothing(staff, one, role, name):
    consent = a_consent(one.client, staff, "summary", "answers")
    browser = signed_in(a_member(role))
    pk = one.pk if name in PAGES else one.client_id
    typed = {"code": "csv", "consent": consent.pk, "recipient": DOCTOR, "reason": REASON}
    assert see(browser, name, pk).status_code == 404
    if name in ("pass_on", "pass_on_in_emergency", "pass_on_client"):
        assert send(browser, name, pk, **typed).status_code == 404
    assert not Disclosure.everywhere.exists()


def test_the_titles_and_addresses_name_nobody(desk, staff, one):
    a_consent(one.client, staff, "summary", "answers")
    for name in ("pass_on", "pass_on_in_emergency"):
        answer = see(desk, name, one.pk)
        for mark in (NAME, one.client.reference):
            assert mark not in title_of(answer)
