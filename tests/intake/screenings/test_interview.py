"""The interview page: what it shows, takes, refuses and keeps."""

import re
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import timezone

from screening.access import ANALYST, INTAKE
from screening.instrument.engine import visible
from screening.intake.screenings import services
from screening.intake.screenings.queries import screening_for
from screening.models import AuditEntry, Screening
from tests.intake.making import a_client, a_draft, a_screening, all_answers
from tests.intake.screenings.pages import address, shown_questions
from tests.people import a_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse():
    return a_member(INTAKE)


@pytest.fixture
def desk(nurse):
    return signed_in(nurse)


@pytest.fixture
def draft(nurse):
    return a_draft(a_client(nurse), nurse)


def now_in_record(draft, nurse) -> Screening:
    return screening_for(nurse, draft.pk, timezone.now())


def test_the_page_shows_each_question_once_with_its_saved_answer(desk, nurse):
    answers = {"age": "65_plus", "taken_with": ["alcohol", "opioids"]}
    draft = a_draft(a_client(nurse), nurse, answers=answers)
    response = desk.get(address("interview", draft))
    html = response.content.decode()
    assert response.status_code == 200
    assert shown_questions(response) == set(visible(answers))
    chosen = re.findall(r'name="(\w+)" value="(\w+)" checked', html)
    assert chosen == [("age", "65_plus"), ("taken_with", "alcohol"), ("taken_with", "opioids")]
    assert f'name="edit" value="{draft.edit}"' in html
    assert "no-store" in response.headers["Cache-Control"]


def test_reading_it_is_in_the_audit_trail_and_nothing_of_the_client_in_the_title(
    desk, draft, nurse
):
    response = desk.get(address("interview", draft))
    entry = AuditEntry.objects.get(action="screening_read")
    assert (entry.staff_id, entry.client_id) == (nurse.pk, draft.client_id)
    title = response.content.decode().split("<title>")[1].split("</title>")[0]
    assert draft.client.reference not in title


def test_saving_for_later_keeps_what_is_there(desk, draft, nurse):
    sent = {"edit": draft.edit, "age": "65_plus", "then": "later"}
    response = desk.post(address("interview", draft), sent)
    assert response.headers["Location"] == reverse("client", args=[draft.client_id])
    assert now_in_record(draft, nurse).answers == {"age": "65_plus"}


def test_finishing_leads_to_the_result(desk, draft, nurse):
    sent = {"edit": draft.edit, **all_answers(now_breathing="unsure"), "then": "finish"}
    response = desk.post(address("interview", draft), sent)
    assert response.headers["Location"] == address("screening", draft)
    done = now_in_record(draft, nurse)
    assert (done.state, done.tier) == ("finished", "emergency")


def test_an_emergency_is_finished_with_gaps_and_acknowledged(desk, draft, nurse):
    html = desk.get(address("interview", draft)).content.decode()
    (stop,) = re.findall(r"<button [^>]*>Stop here: finish as an emergency", html)
    assert 'form="interview" name="then" value="finish"' in stop
    sent = {"edit": draft.edit, "now_seizure": "yes", "then": "finish"}
    response = desk.post(address("interview", draft), sent, follow=True)
    assert response.redirect_chain == [(address("screening", draft), 302)]
    assert "Acknowledge this emergency" in response.content.decode()
    done = now_in_record(draft, nurse)
    assert (done.tier, done.answers) == ("emergency", {"now_seizure": "yes"})


def test_what_contradicts_itself_is_said_even_in_an_emergency(desk, draft, nurse):
    sent = {"edit": draft.edit, "now_seizure": "yes", "taken_with": ["nothing", "alcohol"]}
    response = desk.post(address("interview", draft), {**sent, "then": "finish"})
    html = response.content.decode()
    assert response.status_code == 422
    assert re.findall(r'id="id_(\w+)_error"', html) == ["taken_with"]
    assert "data-alarm hidden" not in html
    assert now_in_record(draft, nurse).answers == {"now_seizure": "yes"}


def test_what_is_left_out_is_said_in_place_and_the_rest_is_saved(desk, draft, nurse):
    sent = {"edit": draft.edit, **all_answers(), "then": "finish"}
    del sent["age"], sent["conditions"]
    response = desk.post(address("interview", draft), sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in html
    assert re.findall(r'<li><a href="#(id_\w+)">', html) == ["id_age_0", "id_conditions_0"]
    assert set(re.findall(r'id="id_(\w+)_error"', html)) == {"age", "conditions"}
    assert now_in_record(draft, nurse).answers == {
        name: given for name, given in all_answers().items() if name in sent
    }
    assert "wd_sleep" not in shown_questions(response)


def test_an_answer_that_stands_alone_is_refused_beside_others_and_kept_on_the_page(
    desk, draft, nurse
):
    sent = {"edit": draft.edit, "taken_with": ["nothing", "alcohol"], "age": "65_plus"}
    response = desk.post(address("interview", draft), {**sent, "then": "later"})
    html = response.content.decode()
    assert response.status_code == 422
    assert re.findall(r'name="taken_with" value="(\w+)" checked', html) == ["alcohol", "nothing"]
    assert re.findall(r'id="id_(\w+)_error"', html) == ["taken_with"]
    assert now_in_record(draft, nurse).answers == {"age": "65_plus"}


def test_updating_shows_the_questions_that_the_answers_call_for(desk, draft):
    sent = {"edit": draft.edit, "change": "none", "route": "oral", "then": "update"}
    response = desk.post(address("interview", draft), sent, follow=True)
    assert "wd_sleep" not in shown_questions(response)
    sent = {**sent, "change": "stopped", "edit": draft.edit + 1}
    response = desk.post(address("interview", draft), sent, follow=True)
    assert {"wd_sleep", "change_agreed", "last_dose"} <= shown_questions(response)


@pytest.mark.parametrize(("sign", "hidden"), [("yes", False), ("unsure", False), ("no", True)])
def test_a_sign_of_an_emergency_shows_whom_to_call(desk, nurse, sign, hidden):
    draft = a_draft(a_client(nurse), nurse, answers={"now_heart": sign})
    html = desk.get(address("interview", draft)).content.decode()
    alarm = html.split("data-alarm")[1].split("</div>")[0]
    assert alarm.startswith(" hidden") is hidden
    assert 'href="tel:911"' in alarm


def test_a_finished_screening_has_no_interview_any_more(desk, nurse):
    done = a_screening(a_client(nurse), nurse)
    response = desk.get(address("interview", done))
    assert response.headers["Location"] == address("screening", done)


# --- saving while typing


def test_autosave_answers_with_the_new_state_of_the_page(desk, draft, nurse):
    sent = {"edit": draft.edit, "change": "stopped", "now_heart": "yes", "taken_with": ["alcohol"]}
    response = desk.post(address("screening_save", draft), sent)
    answers = {"change": "stopped", "now_heart": "yes", "taken_with": ["alcohol"]}
    said = response.json()
    assert said["edit"] == draft.edit + 1
    assert said["shown"] == list(visible(answers))
    assert (said["answered"], said["interrupted"], said["left"]) == (3, True, False)
    assert re.fullmatch(r"\d\d:\d\d", said["saved_at"])
    assert now_in_record(draft, nurse).answers == answers


def test_autosave_refuses_what_was_overtaken_and_changes_nothing(desk, draft, nurse):
    url = address("screening_save", draft)
    assert desk.post(url, {"edit": draft.edit, "age": "65_plus"}).status_code == 200
    assert desk.post(url, {"edit": draft.edit, "age": "18_64"}).status_code == 409
    assert desk.post(url, {"edit": "nonsense", "age": "18_64"}).status_code == 409
    assert now_in_record(draft, nurse).answers == {"age": "65_plus"}


def test_autosave_leaves_out_what_nobody_can_answer(desk, draft, nurse):
    sent = {"edit": draft.edit, "age": "x", "taken_with": ["nothing", "alcohol"], "route": "oral"}
    assert desk.post(address("screening_save", draft), sent).status_code == 200
    assert now_in_record(draft, nurse).answers == {"route": "oral"}


# --- two at one draft


@pytest.fixture
def overtaken(desk, draft, nurse):
    """The answers of a colleague, saved after this page was opened."""
    colleague = a_member(INTAKE, nurse.site)
    services.save_answers(
        staff=colleague,
        screening_id=draft.pk,
        answers={"age": "18_64", "route": "oral", "supply": "as_directed"},
        edit=draft.edit,
        now=timezone.now(),
    )
    return colleague


MINE = {"age": "65_plus", "route": "oral", "dose": "over_80"}


def test_both_answers_are_shown_with_who_gave_the_other(desk, draft, overtaken, nurse):
    sent = {"edit": draft.edit, **MINE, "then": "finish"}
    response = desk.post(address("interview", draft), sent)
    html = response.content.decode()
    assert response.status_code == 409
    assert overtaken.get_username() in html
    assert re.findall(r'<fieldset class="field" id="keep_(\w+)"', html) == ["age", "supply", "dose"]
    # What only one of them answered is chosen already, and what both did is not.
    assert re.findall(r'name="keep_(\w+)" value="(\w+)" checked', html) == [
        ("supply", "theirs"),
        ("dose", "mine"),
    ]
    assert (
        dict(re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', html)).items() >= MINE.items()
    )
    assert now_in_record(draft, nurse).answers["age"] == "18_64"


def test_what_was_chosen_is_kept(desk, draft, overtaken, nurse):
    sent = {"edit": draft.edit + 1, **MINE, "then": "settle"}
    choices = {"keep_age": "mine", "keep_supply": "theirs", "keep_dose": "theirs"}
    response = desk.post(address("interview", draft), {**sent, **choices})
    assert response.headers["Location"] == address("interview", draft)
    assert now_in_record(draft, nurse).answers == {
        "age": "65_plus",
        "route": "oral",
        "supply": "as_directed",
    }


def test_a_choice_that_was_left_open_is_asked_for_again(desk, draft, overtaken, nurse):
    sent = {"edit": draft.edit + 1, **MINE, "then": "settle", "keep_dose": "mine"}
    response = desk.post(address("interview", draft), sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert re.findall(r'<li><a href="#(\w+)">', html) == ["id_keep_age_0"]
    assert now_in_record(draft, nurse).answers["age"] == "18_64"


def test_a_choice_that_was_overtaken_again_is_shown_again(desk, draft, overtaken):
    sent = {"edit": draft.edit, **MINE, "then": "settle"}
    choices = {"keep_age": "mine", "keep_supply": "mine", "keep_dose": "mine"}
    assert desk.post(address("interview", draft), {**sent, **choices}).status_code == 409


def test_who_types_on_after_a_colleague_finished_sees_what_differs(desk, draft, nurse):
    saved = services.save_answers(
        staff=nurse,
        screening_id=draft.pk,
        answers=all_answers(),
        edit=draft.edit,
        now=timezone.now(),
    )
    services.finish(
        staff=nurse,
        screening_id=draft.pk,
        edit=saved.edit,
        now=timezone.now(),
        today=timezone.localdate(),
    )
    sent = {"edit": draft.edit, **all_answers(age="65_plus"), "then": "later"}
    response = desk.post(address("interview", draft), sent)
    html = response.content.decode()
    assert response.status_code == 409
    assert re.findall(r'<th scope="row">([^<]+)</th>', html) == ["How old are you?"]
    assert desk.post(address("screening_save", draft), sent).status_code == 409


# --- a session that ended


def test_what_was_typed_is_kept_when_the_session_ends(draft, nurse, settings):
    desk = signed_in(nurse)
    session = desk.session
    session["active_at"] -= settings.STAFF_IDLE_SECONDS + 60
    session.save()
    sent = {"edit": draft.edit, "age": "65_plus", "then": "later"}
    response = desk.post(address("interview", draft), sent)
    assert response.headers["Location"].startswith(reverse("account_login"))
    assert address("interview", draft) in unquote(response.headers["Location"])
    assert now_in_record(draft, nurse).answers == {"age": "65_plus"}


def test_what_was_just_saved_by_itself_is_kept_too(draft, nurse, settings):
    desk = signed_in(nurse)
    session = desk.session
    session["active_at"] -= settings.STAFF_IDLE_SECONDS + 60
    session.save()
    sent = {"edit": draft.edit, "age": "65_plus"}
    response = desk.post(
        address("screening_save", draft), sent, headers={"accept": "application/json"}
    )
    assert response.status_code == 401
    assert now_in_record(draft, nurse).answers == {"age": "65_plus"}


def test_what_a_colleague_saved_stands_when_nobody_is_there_to_choose(
    draft, overtaken, nurse, settings
):
    desk = signed_in(nurse)
    session = desk.session
    session["active_at"] -= settings.STAFF_IDLE_SECONDS + 60
    session.save()
    desk.post(address("interview", draft), {"edit": draft.edit, **MINE})
    assert now_in_record(draft, nurse).answers == {
        "age": "18_64",
        "route": "oral",
        "supply": "as_directed",
        "dose": "over_80",
    }


# --- who may


@pytest.mark.parametrize("name", ["interview", "screening_save", "screening_discard"])
def test_only_who_screens_at_the_site_gets_in(draft, name):
    url = address(name, draft)
    assert signed_in(a_member(INTAKE)).post(url).status_code == 404
    assert signed_in(a_member(ANALYST)).post(url).status_code == 403
