"""What administrators do with staff, sites and dispositions."""

import pytest

from screening.access import ADMINISTRATOR, ANALYST, CLINICIAN, INTAKE
from screening.models import AuditEntry, Disposition, Site, StaffMember
from tests.people import a_member, a_site, signed_in

pytestmark = pytest.mark.django_db

LAST = "This is the last administrator."


@pytest.fixture
def administrator():
    return a_member(ADMINISTRATOR)


@pytest.fixture
def office(administrator):
    return signed_in(administrator)


def test_the_list_shows_everybody_and_nothing_of_clients(office):
    member = a_member(INTAKE)
    shown = office.get("/staff/members/").text
    assert member.username in shown
    assert member.site.name in shown


def test_a_change_of_role_ends_the_sessions(office):
    member = a_member(INTAKE)
    there = signed_in(member)
    form = {"role": CLINICIAN, "site": member.site_id}
    changed = office.post(f"/staff/members/{member.pk}/", form, follow=True)
    assert f"The role and site of {member.username} are saved." in changed.text
    member.refresh_from_db()
    assert member.role == CLINICIAN
    assert there.get("/staff/you/").status_code == 302
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.object_id) == ("staff_changed", str(member.pk))


def test_nothing_changes_and_nobody_is_signed_out_when_the_form_is_sent_as_it_was(office):
    member = a_member(INTAKE)
    there = signed_in(member)
    form = {"role": INTAKE, "site": member.site_id}
    office.post(f"/staff/members/{member.pk}/", form)
    assert there.get("/staff/you/").status_code == 200
    assert not AuditEntry.objects.exists()


def test_switching_off_and_on(office):
    member = a_member(INTAKE)
    there = signed_in(member)
    off = office.post(f"/staff/members/{member.pk}/switch/", {"on": "no"}, follow=True)
    assert f"{member.username} is switched off." in off.text
    assert there.get("/staff/you/").status_code == 302
    assert not StaffMember.objects.get(pk=member.pk).is_active
    assert office.get(f"/staff/members/{member.pk}/link/").status_code == 404
    on = office.post(f"/staff/members/{member.pk}/switch/", {"on": "yes"}, follow=True)
    assert f"{member.username} is switched on." in on.text
    assert StaffMember.objects.get(pk=member.pk).is_active
    assert there.get("/staff/you/").status_code == 302
    actions = AuditEntry.objects.values_list("action", flat=True)
    assert list(actions) == ["staff_switched_off", "staff_changed"]


def test_switching_off_is_asked_about_before_its_button_shows(office):
    member = a_member(INTAKE)
    shown = office.get(f"/staff/members/{member.pk}/").text
    before, asked = shown.split('<details class="details">')
    assert "<button" not in before.split("<h2>Access</h2>")[1]
    assert f">Yes, switch off {member.username}</button>" in asked.split("</details>")[0]


@pytest.mark.parametrize(
    ("address", "form", "sentence"),
    [
        ("/staff/sites/", {"name": "North", "is_active": "on"}, "The site is saved."),
        (
            "/staff/dispositions/",
            {"label": "Referred", "position": 1, "is_active": "on"},
            "The disposition is saved.",
        ),
    ],
)
def test_what_was_saved_is_said_once(office, address, form, sentence):
    assert sentence in office.post(address, form, follow=True).text
    assert sentence not in office.get(address).text


class TestTheLastAdministrator:
    def test_cannot_be_switched_off(self, office, administrator):
        response = office.post(f"/staff/members/{administrator.pk}/switch/", {"on": "no"})
        assert response.status_code == 422
        assert LAST in response.text
        assert StaffMember.objects.get(pk=administrator.pk).is_active

    def test_cannot_get_another_role(self, office, administrator):
        response = office.post(f"/staff/members/{administrator.pk}/", {"role": ANALYST})
        assert response.status_code == 422
        assert LAST in response.text
        assert StaffMember.objects.get(pk=administrator.pk).role == ADMINISTRATOR

    def test_one_who_is_switched_off_does_not_count(self, office, administrator):
        other = a_member(ADMINISTRATOR)
        StaffMember.objects.filter(pk=other.pk).update(is_active=False)
        assert LAST in office.post(f"/staff/members/{administrator.pk}/switch/", {"on": "no"}).text

    def test_is_not_the_last_when_there_is_another(self, office, administrator):
        a_member(ADMINISTRATOR)
        response = office.post(f"/staff/members/{administrator.pk}/switch/", {"on": "no"})
        assert response.status_code == 302
        assert not StaffMember.objects.get(pk=administrator.pk).is_active


@pytest.mark.parametrize("address", ["/staff/members/999999/", "/staff/sites/999999/"])
def test_what_is_not_there_is_404(office, address):
    assert office.get(address).status_code == 404


def test_sites_are_added_renamed_and_switched_off(office):
    assert office.post("/staff/sites/", {"name": "North", "is_active": "on"}).status_code == 302
    north = Site.objects.get(name="North")
    office.post(f"/staff/sites/{north.pk}/", {"name": "North Street"})
    north.refresh_from_db()
    assert (north.name, north.is_active) == ("North Street", False)
    assert "North Street" not in office.get("/staff/members/invite/").text
    assert {entry.action for entry in AuditEntry.objects.all()} == {"settings_changed"}


def test_a_name_is_taken_once(office):
    a_site("North")
    response = office.post("/staff/sites/", {"name": "North", "is_active": "on"})
    assert response.status_code == 422
    assert "Error: Sites" in response.text
    assert Site.objects.count() == 1


def test_dispositions_are_kept_in_their_order(office):
    for label, position in (("Referred", 2), ("Admitted", 1)):
        form = {"label": label, "position": position, "is_active": "on"}
        assert office.post("/staff/dispositions/", form).status_code == 302
    added = Disposition.objects.filter(label__in=["Admitted", "Referred"])
    assert [str(one) for one in added] == ["Admitted", "Referred"]
    shown = office.get("/staff/dispositions/").text
    assert shown.index("Admitted") < shown.index("Referred")


@pytest.mark.parametrize(
    ("role", "home"),
    [(ADMINISTRATOR, "/staff/members/"), (ANALYST, "/stats/")],
)
def test_home_is_where_the_work_is(role, home):
    assert signed_in(a_member(role)).get("/staff/").headers["Location"] == home
