"""The demonstration: marked as invented wherever it shows, and never mixed with real data."""

import re
from datetime import datetime
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from screening.access import ADMINISTRATOR, INTAKE
from screening.audit.verification import verify
from screening.intake.clients.queries import search
from screening.management.demonstration import MEMBERS, NORTH
from screening.models import Client, Consent, Screening, Site, StaffMember, Tally
from tests.intake.making import a_client
from tests.people import a_member, a_site, signed_in

# ./start demo always fills SQLite. What it writes through has tests of its own on PostgreSQL.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def filled(checks: int = 0) -> str:
    out = StringIO()
    call_command("fill_demonstration", checks=checks, stdout=out)
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
        assert not client.birth_date or client.birth_date.endswith("-01-01")
    assert all(c.recipient.startswith("Invented") for c in Consent.everywhere.all())
    assert not Site.objects.filter(is_demonstration=False).exists()


@pytest.mark.parametrize(
    ("username", "names"),
    [
        ("demo-intake", ["queue", "clients", "screenings", "due"]),
        ("demo-administrator", ["staff_members", "sites"]),
        ("demo-analyst", ["account", "stats"]),
        ("demo-auditor", ["audit_trail"]),
    ],
)
def test_every_staff_page_says_so(username, names):
    filled()
    browser = signed_in(StaffMember.objects.get(username=username))
    for name in names:
        page = browser.get(reverse(name), secure=True)
        assert "all clients here are invented" in page.content.decode(), name


def test_where_clients_are_real_no_page_says_so():
    browser = signed_in(a_member(ADMINISTRATOR))
    page = browser.get(reverse("staff_members"), secure=True)
    assert "invented" not in page.content.decode()


def test_a_client_is_found_by_the_name_and_birth_date_that_are_printed():
    found = re.search(r"date of birth: ([\w ]+), (1 January \d+)", filled())
    assert found
    born = datetime.strptime(found[2], "%d %B %Y").date()  # noqa: DTZ007 - a day has no time zone
    intake = StaffMember.objects.get(username="demo-intake")
    (client,) = search(intake, name=found[1], birth_date=born, now=timezone.now())
    assert client.reference.startswith("DEMO-")


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


def test_analysts_and_administrators_see_statistics_of_invented_checks():
    call_command("invent_checks", count=300, months=2, stdout=StringIO())
    assert "demo-analyst and demo-administrator see the statistics" in filled(checks=100)
    assert Tally.objects.count() == 300
    for username in ("demo-analyst", "demo-administrator"):
        browser = signed_in(StaffMember.objects.get(username=username))
        page = browser.get(reverse("stats"), secure=True)
        assert "<table" in page.content.decode()
        assert "invented" in page.content.decode()


def test_checks_are_counted_once_and_also_where_a_demonstration_was_filled_before():
    filled()
    for _ in range(2):
        filled(checks=20)
        assert Tally.objects.count() == 20


def test_after_a_newcomer_tried_everything_out_it_starts_again():
    filled()
    administrator = StaffMember.objects.get(username="demo-administrator")
    browser = signed_in(administrator)
    browser.post(reverse("sites"), {"name": "Added while trying", "is_active": "on"}, secure=True)
    added = Site.objects.get(name="Added while trying")
    assert added.is_demonstration
    a_client(a_member(INTAKE, added))
    passkeys = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN)
    assert passkeys.exists()

    assert "demo-administrator" in filled()

    assert not passkeys.exists()
    assert StaffMember.objects.filter(site=added).exists()


def test_who_was_switched_off_gets_no_new_password():
    filled()
    StaffMember.objects.filter(username="demo-intake").update(is_active=False)
    assert "demo-intake (" not in filled()


@pytest.mark.parametrize("real", ["site", "staff", "site beside a demonstration"])
def test_it_refuses_where_real_data_is(real):
    if real == "staff":
        a_member(ADMINISTRATOR)
    else:
        a_site()
    if "beside" in real:
        Site.objects.create(name=NORTH, is_demonstration=True)
    before = StaffMember.objects.count(), Client.everywhere.count()
    with pytest.raises(CommandError, match="Nothing was changed"):
        filled()
    assert (StaffMember.objects.count(), Client.everywhere.count()) == before


def test_a_site_that_is_added_to_real_ones_is_real():
    browser = signed_in(a_member(ADMINISTRATOR))
    for name in ("The first", "The second"):
        browser.post(reverse("sites"), {"name": name, "is_active": "on"}, secure=True)
    assert set(Site.objects.values_list("is_demonstration", flat=True)) == {False}
    assert Site.objects.count() == 2


def test_a_changed_site_stays_what_it_was():
    a_site()
    north = Site.objects.create(name=NORTH, is_demonstration=True)
    browser = signed_in(a_member(ADMINISTRATOR))
    browser.post(reverse("site", args=[north.pk]), {"name": "Renamed"}, secure=True)
    north.refresh_from_db()
    assert (north.name, north.is_demonstration) == ("Renamed", True)
