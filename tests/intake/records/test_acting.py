"""Acknowledging, writing a note and signing: what is kept, refused, and never lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from screening.access import ANALYST, CLINICIAN
from screening.intake.screenings import services
from screening.models import Screening
from tests.intake.desk import Desk, Page
from tests.intake.making import (
    EMERGENCY,
    a_client,
    a_disposition,
    a_screening,
    acknowledged,
    signed,
)
from tests.intake.records.pages import address, text_of, trail
from tests.people import a_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def emergency(nurse):
    return a_screening(a_client(nurse), nurse, answers=EMERGENCY)


@pytest.fixture
def calm(nurse):
    return a_screening(a_client(nurse), nurse)


def minute(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def done(one, **changed):
    return {
        "action": "Called an ambulance",
        "acted_at": minute(timezone.now() - timedelta(minutes=5)),
        "edit": one.edit,
        **changed,
    }


def test_what_was_done_is_kept_and_shown(nurse, emergency):
    browser = signed_in(nurse)

    response = browser.post(address("screening_acknowledge", emergency), done(emergency))

    assert (response.status_code, response["Location"]) == (302, address("screening", emergency))
    emergency.refresh_from_db()
    assert emergency.action == "Called an ambulance"
    assert emergency.acknowledged_by == nurse
    text = text_of(browser.get(response["Location"]))
    assert "Called an ambulance" in text
    assert "Acknowledge this emergency" not in text


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"action": ""}, "Enter what was done"),
        ({"action": "   "}, "Enter what was done"),
        ({"action": "x" * 2001}, "Enter what was done in at most 2,000 characters"),
        ({"acted_at": ""}, "Enter when it was done"),
        ({"acted_at": "yesterday"}, "Enter when it was done, as a day and a time"),
        (
            {"acted_at": minute(timezone.now() + timedelta(hours=1))},
            "Enter a time that is not in the future",
        ),
    ],
)
def test_what_is_not_said_is_asked_for_and_what_was_typed_stays(nurse, emergency, changed, message):
    sent = done(emergency, **changed)

    response = signed_in(nurse).post(address("screening_acknowledge", emergency), sent)

    assert response.status_code == 422
    assert text_of(response).count(message) == 2
    assert "<title>Error:" in response.content.decode()
    if "action" not in changed:
        assert "Called an ambulance" in response.content.decode()
    emergency.refresh_from_db()
    assert emergency.acknowledged_at is None


def test_no_emergency_is_signed_over(clinician, emergency):
    browser = signed_in(clinician)
    assert (
        address("screening_sign", emergency)
        not in browser.get(address("screening", emergency)).content.decode()
    )

    sent = {"note": "", "edit": emergency.edit}
    response = browser.post(address("screening_sign", emergency), sent)

    assert response.status_code == 409
    assert "This emergency is not acknowledged yet" in text_of(response)
    emergency.refresh_from_db()
    assert emergency.state == "finished"


def test_acknowledged_noted_and_signed(nurse, clinician, emergency):
    one = acknowledged(emergency, nurse)
    decided = a_disposition("Admitted")
    browser = signed_in(clinician)

    note = {"note": "Stable now", "disposition": decided.pk, "edit": one.edit}
    signing = browser.post(address("screening_sign", one), note)

    assert signing.status_code == 302
    one.refresh_from_db()
    assert (one.state, one.signed_by, one.note) == ("signed", clinician, "Stable now")
    text = text_of(browser.get(address("screening", one)))
    assert "Admitted" in text
    assert "Signed by" in text
    assert "Nothing decided yet" not in text
    found = trail("screening_noted", "screening_signed")
    assert [action for action, _ in found] == ["screening_noted", "screening_signed"]


def test_note_and_decision_are_saved_or_signed_with_one_form(nurse, clinician, calm):
    page, note = address("screening", calm), address("screening_note", calm)
    form = Page(Desk([], clinician).get(page)).form(note)
    assert form.elsewhere == {address("screening_sign", calm)}
    assert form.offered == {"csrfmiddlewaretoken", "edit", "note", "disposition"}

    assert not Page(Desk([], nurse).get(page)).form(note).elsewhere


def test_who_signs_on_a_page_that_is_out_of_date_sees_both_notes(nurse, clinician, calm):
    services.write_note(
        staff=nurse,
        screening_id=calm.pk,
        note="What the nurse wrote",
        disposition=None,
        edit=calm.edit,
        now=timezone.now(),
    )
    sent = {"note": "What the clinician wrote", "edit": calm.edit}

    response = signed_in(clinician).post(address("screening_sign", calm), sent)

    assert response.status_code == 409
    panel = response.content.decode().split("data-error-summary")[1].split("<h1>")[0]
    assert "What the nurse wrote" in panel
    assert "What the clinician wrote" in panel
    assert "What the clinician wrote</textarea>" in response.content.decode()
    calm.refresh_from_db()
    assert (calm.state, calm.note) == ("finished", "What the nurse wrote")


def test_what_cannot_be_signed_is_not_noted_either(clinician, emergency):
    sent = {"note": "Half a thought", "edit": emergency.edit}

    response = signed_in(clinician).post(address("screening_sign", emergency), sent)

    assert response.status_code == 409
    assert "Half a thought</textarea>" in response.content.decode()
    emergency.refresh_from_db()
    assert (emergency.state, emergency.note) == ("finished", "")
    assert trail("screening_noted", "screening_signed") == []


def test_a_note_that_is_too_long_is_not_signed(clinician, calm):
    sent = {"note": "x" * 8001, "edit": calm.edit}

    response = signed_in(clinician).post(address("screening_sign", calm), sent)

    assert response.status_code == 422
    assert "Enter a note of at most 8,000 characters" in text_of(response)
    calm.refresh_from_db()
    assert calm.state == "finished"


def test_nobody_overwrites_a_note_silently(nurse, clinician, calm):
    mine, theirs = a_disposition("Mine"), a_disposition("Theirs")
    services.write_note(
        staff=clinician,
        screening_id=calm.pk,
        note="What the clinician wrote",
        disposition=theirs,
        edit=calm.edit,
        now=timezone.now(),
    )
    browser = signed_in(nurse)
    sent = {"note": "What the nurse wrote", "disposition": mine.pk, "edit": calm.edit}

    response = browser.post(address("screening_note", calm), sent)

    assert response.status_code == 409
    panel = response.content.decode().split("data-error-summary")[1].split("<h1>")[0]
    for words in ("What the nurse wrote", "Mine", "What the clinician wrote", "Theirs"):
        assert words in panel
    html = response.content.decode()
    assert "What the nurse wrote</textarea>" in html
    calm.refresh_from_db()
    assert calm.note == "What the clinician wrote"
    assert f'name="edit" value="{calm.edit}"' in html

    again = browser.post(address("screening_note", calm), {**sent, "edit": calm.edit})
    assert again.status_code == 302
    calm.refresh_from_db()
    assert calm.note == "What the nurse wrote"


def test_who_acknowledges_second_keeps_what_they_typed(nurse, clinician, emergency):
    sent = done(emergency, action="I called the family")
    acknowledged(emergency, clinician)

    response = signed_in(nurse).post(address("screening_acknowledge", emergency), sent)

    assert response.status_code == 409
    panel = response.content.decode().split("data-error-summary")[1].split("<h1>")[0]
    assert "I called the family" in panel
    assert "Called an ambulance" in panel
    emergency.refresh_from_db()
    assert emergency.action == "Called an ambulance"


def test_a_signed_screening_takes_no_note(nurse, clinician, calm):
    one = signed(calm, clinician)

    response = signed_in(nurse).post(
        address("screening_note", one), {"note": "Too late", "edit": one.edit}
    )

    assert response.status_code == 409
    assert "Too late" in text_of(response)
    one.refresh_from_db()
    assert one.note == ""


@pytest.mark.parametrize("edit", ["", "x", "-1", "1e3", "9" * 30, "\u0663"])
def test_an_edit_that_is_no_number_saves_nothing(clinician, calm, edit):
    browser = signed_in(clinician)

    for name, sent in (("screening_note", {"note": "x"}), ("screening_sign", {})):
        assert browser.post(address(name, calm), {**sent, "edit": edit}).status_code == 409

    assert Screening.objects.seen_by(clinician, now=timezone.now()).get().state == "finished"


def test_a_decision_that_was_taken_off_the_list_stays_only_where_it_was_made(nurse, calm):
    kept, gone = a_disposition(), a_disposition()
    one = services.write_note(
        staff=nurse,
        screening_id=calm.pk,
        note="",
        disposition=kept,
        edit=calm.edit,
        now=timezone.now(),
    )
    for disposition in (kept, gone):
        disposition.is_active = False
        disposition.save()
    browser = signed_in(nurse)

    refused = browser.post(
        address("screening_note", one), {"note": "x", "disposition": gone.pk, "edit": one.edit}
    )
    taken = browser.post(
        address("screening_note", one), {"note": "x", "disposition": kept.pk, "edit": one.edit}
    )

    assert (refused.status_code, taken.status_code) == (422, 302)


@pytest.mark.parametrize("name", ["screening_acknowledge", "screening_note", "screening_sign"])
def test_who_may_not_act(clinician, emergency, name):
    stranger, analyst = a_member(CLINICIAN), a_member(ANALYST)

    assert signed_in(stranger).post(address(name, emergency), done(emergency)).status_code == 404
    assert signed_in(analyst).post(address(name, emergency), done(emergency)).status_code == 403
    assert signed_in(clinician).get(address(name, emergency)).status_code == 405


def test_intake_does_not_sign(nurse, calm):
    browser = signed_in(nurse)

    response = browser.post(address("screening_sign", calm), {"edit": calm.edit})

    assert response.status_code == 403
    page = browser.get(address("screening", calm))
    assert "Waits for a clinician to sign it." in text_of(page)
    assert trail("screening_signed") == []
