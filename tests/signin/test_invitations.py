"""One-time links: for somebody new, for somebody who lost something, and for the first of all."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client as Browser
from django.utils import timezone

from screening.access import ADMINISTRATOR, CLINICIAN, INTAKE
from screening.models import AuditEntry, Invitation, StaffMember
from tests.people import PASSWORD, a_member, a_site, enrol, signed_in

pytestmark = pytest.mark.django_db

NEW = "seven green horses at dawn"
LOGIN = "/staff/account/login/"
LINK = re.compile(r"http://localhost(?::8000)?(/staff/invitation/[\w-]+/)")


@pytest.fixture
def administrator() -> StaffMember:
    return a_member(ADMINISTRATOR)


@pytest.fixture
def office(administrator) -> Browser:
    return signed_in(administrator)


@pytest.fixture
def somebody() -> Browser:
    return Browser(headers={"host": "localhost"})


def link_in(response) -> str:
    (found,) = LINK.findall(response.text)
    return found


def invited(office: Browser, username: str = "new.nurse") -> str:
    form = {"username": username, "role": INTAKE, "site": a_site().pk}
    return link_in(office.post("/staff/members/invite/", form))


def accepted(visitor: Browser, link: str, **changed: str):
    return visitor.post(link, {"name": "Night Nurse", "password": NEW, "again": NEW, **changed})


class TestSomebodyNew:
    def test_joins_and_goes_on_to_the_second_step(self, office, somebody):
        link = invited(office, "New.Nurse")
        assert "new.nurse" in somebody.get(link).text
        assert accepted(somebody, link).headers["Location"] == "/staff/"
        member = StaffMember.objects.get(username="new.nurse")
        assert (member.first_name, member.role) == ("Night Nurse", INTAKE)
        assert member.site is not None
        assert member.check_password(NEW)
        assert somebody.get("/staff/").headers["Location"] == "/staff/you/app/"
        assert somebody.get("/staff/you/app/").status_code == 200
        assert AuditEntry.objects.filter(action="staff_joined", staff_id=member.pk).exists()

    def test_the_link_is_stored_nowhere(self, office):
        token = invited(office).split("/")[-2]
        rows = [*Invitation.objects.values(), *AuditEntry.objects.values()]
        assert token not in str(rows)
        assert token not in office.get("/staff/members/").text

    def test_the_link_works_once(self, office, somebody):
        link = invited(office)
        accepted(somebody, link)
        again = Browser(headers={"host": "localhost"})
        assert again.get(link).status_code == 410
        assert accepted(again, link, name="Thief").status_code == 410
        assert not StaffMember.objects.filter(first_name="Thief").exists()

    def test_the_link_works_for_seven_days(self, office, somebody):
        link = invited(office)
        kept = Invitation.objects.get()
        assert kept.expires_at - kept.created_at == timedelta(days=7)
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        assert somebody.get(link).status_code == 410

    def test_a_renewed_link_takes_the_place_of_the_old(self, office, somebody):
        old = invited(office)
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        pk = Invitation.objects.get().pk
        new = link_in(office.post(f"/staff/invitations/{pk}/renew/"))
        assert somebody.get(old).status_code == 410
        assert somebody.get(new).status_code == 200
        assert office.post(f"/staff/invitations/{pk}/renew/").status_code == 302

    def test_a_cancelled_link_leads_nowhere(self, office, somebody):
        link = invited(office)
        pk = Invitation.objects.get().pk
        for _ in range(2):
            shown = office.post(f"/staff/invitations/{pk}/cancel/", follow=True)
            assert "The invitation is cancelled." in shown.text
        assert somebody.get(link).status_code == 410

    @pytest.mark.parametrize("changed", [{"is_active": False}, {"role": INTAKE}])
    def test_the_link_of_who_is_no_administrator_any_more_leads_nowhere(
        self, office, administrator, somebody, changed
    ):
        link = invited(office)
        StaffMember.objects.filter(pk=administrator.pk).update(**changed)
        assert somebody.get(link).status_code == 410
        assert accepted(somebody, link).status_code == 410
        assert not StaffMember.objects.filter(username="new.nurse").exists()

    @pytest.mark.parametrize(
        ("changed", "fault"),
        [
            ({"password": "short", "again": "short"}, "too short"),
            ({"again": "seven green horses at dusk"}, "not the same"),
            ({"name": ""}, "required"),
            ({"password": "new.nurse.new.nurse", "again": "new.nurse.new.nurse"}, "own name"),
        ],
    )
    def test_bad_input_is_said_and_uses_nothing_up(self, office, somebody, changed, fault):
        link = invited(office)
        response = accepted(somebody, link, **changed)
        assert response.status_code == 422
        assert fault in response.text
        assert "Error: Join" in response.text
        assert accepted(somebody, link).status_code == 302

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"username": "no spaces"}, "id_username"),
            ({"username": "taken"}, "id_username"),
            ({"role": "king"}, "id_role"),
            ({"site": ""}, "id_site"),
            ({"site": "999"}, "id_site"),
        ],
    )
    def test_who_invites_is_told_what_to_mend(self, office, changed, field):
        StaffMember.objects.create_user("taken")
        form = {"username": "new.nurse", "role": INTAKE, "site": a_site().pk, **changed}
        response = office.post("/staff/members/invite/", form)
        assert response.status_code == 422
        assert f'href="#{field}"' in response.text
        assert not Invitation.objects.exists()

    def test_only_those_at_a_site_get_one(self, office):
        form = {"username": "boss", "role": ADMINISTRATOR, "site": a_site().pk}
        link_in(office.post("/staff/members/invite/", form))
        assert Invitation.objects.get().site is None


class TestSomebodyWhoLost:
    def link(self, office: Browser, member: StaffMember, lost: str) -> str:
        return link_in(office.post(f"/staff/members/{member.pk}/link/", {"lost": lost}))

    def test_the_password_sets_a_new_one_and_still_needs_the_second_step(self, office, somebody):
        member = a_member(CLINICIAN)
        there = signed_in(member)
        link = self.link(office, member, "password")
        assert there.get("/staff/you/").status_code == 200
        assert accepted(somebody, link).headers["Location"] == "/staff/account/login/"
        assert there.get("/staff/you/").status_code == 302
        member.refresh_from_db()
        assert member.check_password(NEW)
        form = {"login": member.username, "password": NEW}
        response = somebody.post("/staff/account/login/", form)
        assert response.headers["Location"] == "/staff/account/second-step/"

    def test_a_device_is_signed_out_at_once_and_enrols_anew(self, office, somebody):
        member = a_member(CLINICIAN)
        there = signed_in(member)
        link = self.link(office, member, "device")
        assert there.get("/staff/you/").status_code == 302
        assert Authenticator.objects.filter(user=member).exists()
        accepted(somebody, link)
        assert not Authenticator.objects.filter(user=member).exists()
        assert somebody.get("/staff/you/").headers["Location"] == "/staff/you/app/"

    def test_a_device_lets_nobody_in_before_the_link_is_used(self, office, somebody):
        member = a_member(CLINICIAN)
        enrol(member)
        link = self.link(office, member, "device")
        form = {"login": member.username, "password": PASSWORD}
        assert Browser(headers={"host": "localhost"}).post(LOGIN, form).status_code == 422
        assert accepted(somebody, link).status_code == 302

    def test_somebody_switched_off_does_not_get_in_with_an_old_link(self, office, somebody):
        member = a_member(CLINICIAN)
        link = self.link(office, member, "password")
        office.post(f"/staff/members/{member.pk}/switch/", {"on": "no"})
        assert accepted(somebody, link).status_code == 410
        member.refresh_from_db()
        assert member.check_password(PASSWORD)
        assert Invitation.objects.get().used_at is None


class TestTheFirstAdministrator:
    def run(self, *arguments: str) -> str:
        out = StringIO()
        call_command("first_administrator", *arguments, stdout=out)
        return out.getvalue()

    def test_joins_with_the_printed_link(self, somebody):
        printed = self.run()
        (link,) = LINK.findall(printed)
        accepted(somebody, link)
        member = StaffMember.objects.get(username="administrator")
        assert member.role == ADMINISTRATOR
        assert somebody.get("/staff/").headers["Location"] == "/staff/you/passkeys/add/"

    def test_the_address_can_be_given(self):
        assert "https://check.example.org/staff/invitation/" in self.run(
            "--address", "https://check.example.org/"
        )

    def test_is_refused_when_there_is_one(self):
        member = a_member(ADMINISTRATOR)
        enrol(member)
        with pytest.raises(CommandError, match="--again"):
            self.run()
        assert "/staff/invitation/" in self.run("--again", "--username", member.username)
        assert Invitation.objects.get().enrol_anew

    def test_takes_no_name_of_somebody_else(self):
        member = a_member(INTAKE)
        with pytest.raises(CommandError, match="--username"):
            self.run("--username", member.username)
