"""The pages of clients: finding, recording, changing, and the record."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import timezone

from screening.access import ADMINISTRATOR, ANALYST, AUDITOR, CLINICIAN, INTAKE
from screening.intake.clients.services import TRIES, open_in_emergency
from screening.models import AuditEntry, Client, EmergencyOpening, PlannedScreening
from tests.intake.clients.pages import SOMEBODY, text_of, title_of, trail
from tests.intake.making import EMERGENCY, a_client, a_draft, a_screening, acknowledged
from tests.people import a_member, a_site, signed_in

pytestmark = pytest.mark.django_db

CLIENTS = "/staff/clients/"
NEW = "/staff/clients/new/"
OPEN = "/staff/emergency/"
WHY = {"reason": "Collapsed in the waiting room"}


@pytest.fixture
def staff():
    return a_member(INTAKE)


@pytest.fixture
def desk(staff):
    return signed_in(staff)


@pytest.fixture
def client(staff):
    """A client who is known by name, of the site of `staff`."""
    born = timezone.localdate().replace(year=1980, month=4, day=23)
    return a_client(staff, reference="MRN 12", name="Zoë Marker", birth_date=born, phone="555 0100")


def record_of(client):
    return reverse("client", args=[client.pk])


def edit_of(client):
    return reverse("client_edit", args=[client.pk])


def entries(after: int = 0) -> list[tuple[str, object]]:
    return trail()[after:]


class TestWhoMayCome:
    @pytest.mark.parametrize("role", [ANALYST, ADMINISTRATOR, AUDITOR])
    def test_other_roles_may_not(self, role, client):
        visitor = signed_in(a_member(role))
        for address in (CLIENTS, NEW, OPEN, record_of(client), edit_of(client)):
            assert visitor.get(address).status_code == 403

    def test_nobody_is_asked_to_sign_in(self, client, desk):
        desk.logout()
        for address in (CLIENTS, NEW, OPEN, record_of(client), edit_of(client)):
            answer = desk.get(address)
            assert answer.status_code == 302
            assert answer["Location"].startswith("/staff/account/login/")

    def test_a_client_of_another_site_is_not_there(self, client):
        other = signed_in(a_member(INTAKE))
        before = len(trail())
        for address in (record_of(client), edit_of(client)):
            assert other.get(address).status_code == 404
        assert other.post(edit_of(client), {**SOMEBODY, "edit": 1}).status_code == 404
        assert entries(before) == []


class TestFinding:
    def test_the_list_shows_the_latest_first_and_is_audited(self, staff, desk, client):
        other = a_client(staff, reference="REF-LATE", now=timezone.now() + timedelta(minutes=1))
        a_client(a_member(INTAKE), reference="REF-ELSEWHERE")
        before = len(trail())
        answer = desk.get(CLIENTS)
        shown = text_of(answer)
        assert shown.index("REF-LATE") < shown.index("MRN 12")
        assert "ELSEWHERE" not in shown
        assert entries(before) == [("client_listed", other.pk), ("client_listed", client.pk)]

    def test_a_site_without_clients_says_what_to_do(self, desk):
        assert "Record the first one" in text_of(desk.get(CLIENTS))

    @pytest.mark.parametrize("page", ["2", "0", "nonsense", "99999999999999999999"])
    def test_any_number_of_a_page_is_answered(self, desk, client, page):
        assert "MRN 12" in text_of(desk.get(CLIENTS, {"page": page}))

    @pytest.mark.parametrize(
        "typed",
        [
            {"reference": "mrn 12"},
            {"name": "marker zoe", "birth_date": "1980-04-23"},
            {"name": "Zoë Marker", "birth_date": "04/23/1980"},
        ],
    )
    def test_a_search_finds_and_audits_the_hit_only(self, staff, desk, client, typed):
        a_client(staff)
        before = len(trail())
        answer = desk.post(CLIENTS, typed)
        assert answer.status_code == 200
        assert record_of(client) in answer.content.decode()
        assert entries(before) == [("client_found", client.pk)]

    @pytest.mark.parametrize(
        "typed",
        [{"reference": "MRN"}, {"name": "Zoë Marker", "birth_date": "1980-04-24"}],
    )
    def test_a_search_without_a_hit_says_what_to_do(self, desk, client, typed):
        before = len(trail())
        answer = desk.post(CLIENTS, typed)
        assert "No client of your site" in text_of(answer)
        assert NEW in answer.content.decode()
        assert OPEN in answer.content.decode()
        assert entries(before) == []

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({}, "reference"),
            ({"reference": " \u200b "}, "reference"),
            ({"name": "Zoë Marker"}, "birth_date"),
            ({"birth_date": "1980-04-23"}, "name"),
            ({"reference": "x", "birth_date": "yesterday"}, "birth_date"),
            ({"reference": "x", "birth_date": "1880-01-01"}, "birth_date"),
            ({"reference": "x", "birth_date": "9999-12-31"}, "birth_date"),
            ({"reference": "x" * 61}, "reference"),
            ({"reference": "\x00"}, "reference"),
        ],
    )
    def test_a_search_for_too_little_says_what_is_missing(self, desk, typed, field):
        answer = desk.post(CLIENTS, typed)
        assert answer.status_code == 422
        assert title_of(answer).startswith("Error:")
        assert f'<a href="#id_{field}">' in answer.content.decode()


class TestRecording:
    def test_a_client_is_recorded_and_no_address_says_who(self, staff, desk):
        answer = desk.post(NEW, {**SOMEBODY, "form": "one"})
        client = Client.objects.seen_by(staff, now=timezone.now()).get()
        assert answer.status_code == 302
        assert answer["Location"] == record_of(client)
        assert (client.name, client.birth_date) == ("Zoë Marker", "1980-04-23")
        page = desk.get(answer["Location"])
        for value in ("MRN 12", "Zoë Marker", "23 April 1980", "555 0100"):
            assert value in text_of(page)
            assert value not in title_of(page)
            assert value not in unquote(answer["Location"])

    def test_the_form_sent_twice_makes_one_client(self, staff, desk):
        answers = [desk.post(NEW, {"form": "one"}) for _ in range(2)]
        assert len({answer["Location"] for answer in answers}) == 1
        assert desk.post(NEW, {"form": "two"})["Location"] != answers[0]["Location"]
        assert desk.post(NEW, {})["Location"] != desk.post(NEW, {})["Location"]

    def test_one_form_number_of_two_people_makes_two_clients(self, staff, desk):
        colleague = signed_in(a_member(INTAKE, staff.site))
        first = desk.post(NEW, {"form": "one"})
        assert colleague.post(NEW, {"form": "one"})["Location"] != first["Location"]

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"reference": "-"}, "reference"),
            ({"name": "..."}, "name"),
            ({"name": "x" * 201}, "name"),
            ({"birth_date": "23 Abril"}, "birth_date"),
            ({"birth_date": "2999-01-01"}, "birth_date"),
            ({"phone": "none"}, "phone"),
        ],
    )
    def test_what_cannot_be_is_refused_and_kept(self, staff, desk, typed, field):
        answer = desk.post(NEW, {**SOMEBODY, **typed, "form": "one"})
        assert answer.status_code == 422
        assert title_of(answer).startswith("Error:")
        assert f'<a href="#id_{field}">' in answer.content.decode()
        assert f'value="{typed[field]}"' in answer.content.decode()
        assert not Client.objects.seen_by(staff, now=timezone.now())

    def test_a_reference_of_another_client_leads_to_that_client(self, desk, client):
        before = len(trail())
        answer = desk.post(NEW, {"reference": "mrn 12", "form": "one"})
        assert answer.status_code == 422
        assert record_of(client) in answer.content.decode()
        assert entries(before) == [("client_found", client.pk)]

    def test_maybe_the_same_person_is_asked_before_and_can_be_somebody_else(
        self, staff, desk, client
    ):
        typed = {**SOMEBODY, "reference": "B", "name": "Marker, Zoe", "form": "one"}
        before = len(trail())
        answer = desk.post(NEW, typed)
        assert answer.status_code == 409
        assert "Maybe the same person" in text_of(answer)
        assert record_of(client) in answer.content.decode()
        assert 'value="Marker, Zoe"' in answer.content.decode()
        assert entries(before) == [("client_found", client.pk)]
        assert desk.post(NEW, {**typed, "confirmed": "yes"}).status_code == 302
        assert Client.objects.seen_by(staff, now=timezone.now()).count() == 2

    def test_the_same_person_at_another_site_is_not_hinted_at(self, client):
        other = signed_in(a_member(INTAKE))
        assert other.post(NEW, {**SOMEBODY, "form": "one"}).status_code == 302


class TestChanging:
    def test_the_form_holds_what_is_there(self, desk, client):
        before = len(trail())
        drawn = desk.get(edit_of(client)).content.decode()
        for value in (*SOMEBODY.values(), "1"):
            assert f'value="{value}"' in drawn
        assert entries(before) == [("client_read", client.pk)]

    def test_a_change_is_saved(self, desk, client):
        answer = desk.post(edit_of(client), {**SOMEBODY, "name": "Zoë Lee", "edit": "1"})
        assert answer["Location"] == record_of(client)
        client.refresh_from_db()
        assert (client.name, client.edit) == ("Zoë Lee", 2)

    @pytest.mark.parametrize("edit", ["1", "", "x", "²", "9" * 5000])
    def test_a_conflict_shows_both_and_saves_neither(self, desk, client, edit):
        desk.post(edit_of(client), {**SOMEBODY, "name": "Zoë Lee", "edit": "1"})
        answer = desk.post(edit_of(client), {**SOMEBODY, "phone": "555 0177", "edit": edit})
        assert answer.status_code == 409
        assert "Zoë Lee" in text_of(answer)
        assert 'value="555 0177"' in answer.content.decode()
        client.refresh_from_db()
        assert (client.name, client.phone) == ("Zoë Lee", "555 0100")
        # Sent again, knowing what is there, it is saved.
        assert 'name="edit" value="2"' in answer.content.decode()
        desk.post(edit_of(client), {**SOMEBODY, "phone": "555 0177", "edit": "2"})
        client.refresh_from_db()
        assert (client.name, client.phone, client.edit) == ("Zoë Marker", "555 0177", 3)

    def test_a_reference_of_another_client_is_refused(self, staff, desk, client):
        other = a_client(staff, reference="B")
        answer = desk.post(edit_of(client), {**SOMEBODY, "reference": "b", "edit": "1"})
        assert answer.status_code == 422
        assert record_of(other) in answer.content.decode()

    def test_an_opened_record_is_there_to_be_read(self, client):
        visitor = a_member(INTAKE)
        open_in_emergency(
            staff=visitor, client=client, kind="record", reason="r", now=timezone.now()
        )
        desk = signed_in(visitor)
        assert edit_of(client) not in desk.get(record_of(client)).content.decode()
        assert desk.get(edit_of(client)).status_code == 404


class TestTheRecord:
    def test_it_is_audited_and_kept_in_no_cache(self, desk, client):
        before = len(trail())
        answer = desk.get(record_of(client))
        assert answer["Cache-Control"] == "no-store"
        assert title_of(answer).startswith("Client - ")
        assert entries(before) == [("client_read", client.pk)]

    def test_it_says_that_consent_is_needed_for_a_named_client_only(self, staff, desk, client):
        says = "No consent covers a screening"
        assert says in text_of(desk.get(record_of(client)))
        assert says not in text_of(desk.get(record_of(a_client(staff))))

    def test_an_emergency_stands_first_until_it_is_acknowledged(self, staff, desk):
        client = a_client(staff)
        urgent = a_screening(client, staff, answers=EMERGENCY)
        address = reverse("screening", args=[urgent.pk])
        drawn = desk.get(record_of(client)).content.decode()
        assert "found an emergency" in drawn
        assert drawn.index(address) < drawn.index("<table")
        acknowledged(urgent, staff)
        assert "found an emergency" not in text_of(desk.get(record_of(client)))

    def test_a_draft_with_a_sign_of_an_emergency_stands_first(self, staff, desk):
        client = a_client(staff)
        a_draft(client, staff, answers={"now_seizure": "no"})
        assert "sign of an emergency" not in text_of(desk.get(record_of(client)))
        urgent = a_draft(client, staff, answers=EMERGENCY)
        drawn = desk.get(record_of(client)).content.decode()
        before, table = drawn.split("<table", 1)
        assert "has a sign of an emergency, and is not finished" in before
        assert "A seizure (a fit)" in before
        assert reverse("interview", args=[urgent.pk]) in before
        assert table.count("Emergency sign, not finished") == 1

    def test_it_lists_screenings_and_plans(self, staff, desk):
        client = a_client(staff)
        done, draft = a_screening(client, staff), a_draft(client, staff)
        plan = PlannedScreening.everywhere.create(
            client=client, due_on="2031-05-06", planned_at=timezone.now(), planned_by=staff
        )
        drawn = desk.get(record_of(client)).content.decode()
        assert drawn.index(reverse("interview", args=[draft.pk])) < drawn.index(
            reverse("screening", args=[done.pk])
        )
        assert "6 May 2031" in drawn
        assert reverse("plan_cancel", args=[plan.pk]) in drawn

    def test_a_hold_is_shown_and_erasing_is_not_offered_then(self, staff, client):
        clinician = signed_in(a_member(CLINICIAN, staff.site))
        erase = reverse("client_erase", args=[client.pk])
        assert erase in clinician.get(record_of(client)).content.decode()
        client.is_on_hold = True
        client.save()
        answer = clinician.get(record_of(client))
        assert "Legal hold: nothing" in text_of(answer)
        assert erase not in answer.content.decode()

    def test_intake_staff_are_not_offered_to_erase(self, desk, client):
        drawn = desk.get(record_of(client)).content.decode()
        assert reverse("client_erase", args=[client.pk]) not in drawn


class TestInAnEmergency:
    @pytest.fixture
    def elsewhere(self):
        """Somebody of another site than the client's."""
        return a_member(INTAKE)

    def test_a_record_opens_with_a_reason(self, elsewhere, client):
        desk = signed_in(elsewhere)
        before = len(trail())
        answer = desk.post(OPEN, {"reference": "MRN 12", **WHY})
        assert answer["Location"] == record_of(client)
        opening = EmergencyOpening.objects.get()
        assert (opening.kind, opening.reason) == ("record", WHY["reason"])
        assert "A client of another site" in text_of(desk.get(record_of(client)))
        assert entries(before) == [
            ("searched_elsewhere", None),
            ("opened_in_emergency", client.pk),
            ("client_read", client.pk),
        ]
        assert AuditEntry.objects.get(action="client_read").why == "emergency"

    @pytest.mark.parametrize("reason", ["", "   ", "urgent", "very urgent", "x" * 2001])
    def test_nothing_is_searched_before_a_reason_is_given(self, elsewhere, client, reason):
        before = len(trail())
        answer = signed_in(elsewhere).post(OPEN, {"reference": "MRN 12", "reason": reason})
        assert answer.status_code == 422
        assert '<a href="#id_reason">' in answer.content.decode()
        assert str(client.pk) not in answer.content.decode()
        assert entries(before) == []

    def test_everything_that_is_missing_is_said_in_the_order_of_the_page(self, elsewhere):
        drawn = signed_in(elsewhere).post(OPEN, {}).content.decode()
        assert 0 < drawn.find('<a href="#id_reference">') < drawn.find('<a href="#id_reason">')

    def test_wrong_and_own_are_answered_alike(self, elsewhere, staff, client):
        wrong = signed_in(elsewhere).post(OPEN, {"reference": "MRN 13", **WHY})
        own = signed_in(staff).post(OPEN, {"reference": "MRN 12", **WHY})
        assert "Nothing was found at another site" in text_of(wrong)
        assert "Nothing was found at another site" in text_of(own)
        assert not EmergencyOpening.objects.exists()

    def test_a_reference_of_several_sites_asks_for_the_site(self, elsewhere, client):
        third = signed_in(a_member(INTAKE))
        a_client(elsewhere, reference="MRN 12")
        answer = third.post(OPEN, {"reference": "MRN 12", **WHY})
        assert answer.status_code == 422
        assert "Select the site" in text_of(answer)
        answer = third.post(OPEN, {"reference": "MRN 12", "site": client.site_id, **WHY})
        assert answer["Location"] == record_of(client)

    @pytest.mark.parametrize("site", ["x", "99999999999999999999", "0"])
    def test_a_site_that_is_not_there_is_refused(self, elsewhere, client, site):
        typed = {"reference": "MRN 12", "site": site, **WHY}
        assert signed_in(elsewhere).post(OPEN, typed).status_code == 422

    def test_the_own_site_cannot_be_chosen(self, elsewhere):
        other = a_site("Riverside")
        drawn = signed_in(elsewhere).get(OPEN).content.decode()
        assert f'<option value="{other.pk}">Riverside' in drawn
        assert f'<option value="{elsewhere.site_id}"' not in drawn

    def test_nobody_fishes(self, elsewhere, client):
        desk = signed_in(elsewhere)
        for _ in range(TRIES):
            desk.post(OPEN, {"reference": "guess", **WHY})
        answer = desk.post(OPEN, {"reference": "MRN 12", **WHY})
        assert answer.status_code == 429
        assert "Call the other site" in text_of(answer)
        assert 'value="MRN 12"' in answer.content.decode()
        assert not EmergencyOpening.objects.exists()
