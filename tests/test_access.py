"""Who may do what, and which clients somebody reaches at all."""

from datetime import timedelta

import pytest
from django.utils import timezone

from screening.access import ANALYST, AT_A_SITE, GRANTED, INTAKE, ROLES, Permission, may
from screening.models import Client, EmergencyOpening
from tests.people import a_member, a_site

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def a_client(staff, reference="R") -> Client:
    return Client.everywhere.create(
        site=staff.site,
        reference=reference,
        reference_hash=reference,
        created_at=NOW,
        created_by=staff,
    )


def test_every_role_has_its_permissions():
    assert set(GRANTED) == set(ROLES)


@pytest.mark.parametrize("role", sorted(set(ROLES) - AT_A_SITE))
def test_only_those_who_screen_see_clients(role):
    sees = {Permission.SEE_CLIENTS, Permission.SCREEN, Permission.DISCLOSE, Permission.SIGN}
    assert not GRANTED[role] & sees


def test_an_auditor_and_an_analyst_do_one_thing_only():
    own = {Permission.OWN_ACCOUNT}
    assert GRANTED["auditor"] - own == {Permission.SEE_AUDIT_TRAIL}
    assert GRANTED["analyst"] - own == {Permission.SEE_STATISTICS}


def test_who_is_switched_off_may_do_nothing():
    member = a_member(INTAKE)
    assert may(member, Permission.SCREEN)
    member.is_active = False
    assert not may(member, Permission.SCREEN)


def test_who_has_no_site_sees_no_client():
    member = a_member(INTAKE)
    member.site = None
    assert not may(member, Permission.SEE_CLIENTS)


def test_a_role_nobody_knows_may_nothing():
    member = a_member(ANALYST)
    member.role = "superuser"
    member.is_superuser = True
    assert not any(may(member, permission) for permission in Permission)


class TestScope:
    def test_staff_reach_the_clients_of_their_own_site_only(self):
        here, there = a_member(INTAKE), a_member(INTAKE)
        client = a_client(here)
        assert list(Client.objects.seen_by(here, now=NOW)) == [client]
        assert not Client.objects.seen_by(there, now=NOW).exists()

    @pytest.mark.parametrize(
        ("minutes", "reached"), [(-1, False), (0, True), (29, True), (30, False)]
    )
    def test_an_emergency_opens_one_record_for_its_time(self, minutes, reached):
        here, there = a_member(INTAKE), a_member(INTAKE)
        client = a_client(here)
        a_client(here, "another")
        EmergencyOpening.objects.create(
            staff=there,
            client=client,
            kind="record",
            reason="x",
            opened_at=NOW,
            ends_at=NOW + timedelta(minutes=30),
        )
        seen = Client.objects.seen_by(there, now=NOW + timedelta(minutes=minutes))
        assert list(seen) == ([client] if reached else [])

    def test_a_view_cannot_ask_for_all(self):
        for name in ("all", "filter", "get", "exclude", "first", "count"):
            assert not hasattr(Client.objects, name)

    def test_nobody_without_a_site_reaches_anybody(self):
        a_client(a_member(INTAKE))
        analyst = a_member(ANALYST)
        assert analyst.site is None
        assert not Client.objects.seen_by(analyst, now=NOW).exists()
        assert a_site().clients.count() == 0
