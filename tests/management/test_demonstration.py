"""The demonstration: marked as invented wherever it shows, and never mixed with real data."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client as Browser
from django.urls import reverse

from screening.access import INTAKE
from screening.audit.verification import verify
from screening.management.demonstration import MEMBERS, NORTH
from screening.models import Client, Consent, Screening, Site, StaffMember
from tests.people import a_member, a_site, signed_in

pytestmark = pytest.mark.django_db


def filled() -> str:
    out = StringIO()
    call_command("fill_demonstration", stdout=out)
    return out.getvalue()


def test_it_shows_every_tier_and_every_state():
    filled()
    assert set(Screening.everywhere.values_list("tier", flat=True)) == {
        "emergency",
        "today",
        "soon",
        "routine",
    }
    assert set(Screening.everywhere.values_list("state", flat=True)) == {"finished", "signed"}
    assert not verify().faults


def test_nothing_in_it_could_be_taken_for_somebody():
    filled()
    for client in Client.everywhere.all():
        assert client.name.startswith("Invented ")
        assert client.reference.startswith("DEMO-")
        assert not client.phone
        assert not client.birth_date
    assert all(c.recipient.startswith("Invented") for c in Consent.everywhere.all())
    assert not Site.objects.filter(is_demonstration=False).exists()


def test_every_staff_page_says_so():
    filled()
    browser = signed_in(StaffMember.objects.get(username="demo-intake"))
    for name in ("queue", "clients", "screenings", "due"):
        page = browser.get(reverse(name), secure=True)
        assert "all clients here are invented" in page.content.decode(), name


def test_a_newcomer_signs_in_with_what_was_printed():
    printed = filled()
    found = re.search(
        r"^demo-intake .*\n +password +(\S+)\n +recovery codes +(\d+)", printed, re.MULTILINE
    )
    assert found
    browser = Browser(headers={"host": "localhost"})
    asked = browser.post(
        reverse("account_login"), {"login": "demo-intake", "password": found[1]}, secure=True
    )
    assert asked.status_code == 302
    home = browser.post(asked["Location"], {"code": found[2]}, secure=True, follow=True)
    assert home.redirect_chain[-1][0] == reverse("queue")
    assert "Invented" not in home.content.decode()  # the queue shows references, not names
    assert "DEMO-" in home.content.decode()


def test_a_second_time_adds_nothing_and_prints_new_passwords():
    first = filled()
    clients = Client.everywhere.count()
    second = filled()
    assert Client.everywhere.count() == clients
    assert set(re.findall(r"password +(\S+)", first)).isdisjoint(
        re.findall(r"password +(\S+)", second)
    )
    assert len(re.findall(r"password", second)) >= len(MEMBERS)


@pytest.mark.parametrize("real", ["site", "staff"])
def test_it_refuses_where_real_data_is(real):
    if real == "site":
        a_site()
    else:
        a_member(INTAKE, Site.objects.create(name=NORTH, is_demonstration=True))
    before = StaffMember.objects.count(), Client.everywhere.count()
    with pytest.raises(CommandError, match="Nothing was changed"):
        filled()
    assert (StaffMember.objects.count(), Client.everywhere.count()) == before
