"""What the services of screenings do, refuse and write into the audit trail."""

from datetime import UTC, date, datetime, timedelta

import pytest

from screening.access import CLINICIAN, INTAKE
from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import UnusableAnswers, assess
from screening.intake.clients.services import open_in_emergency
from screening.intake.consents.services import revoke_consent
from screening.intake.errors import Conflict, Incomplete, Locked, NeedsConsent, NotAcknowledged
from screening.intake.records.told import kept
from screening.intake.screenings import services
from screening.intake.screenings.queries import screening_for
from screening.models import AuditEntry, Client, Screening
from tests.intake.making import (
    a_client,
    a_correction,
    a_disposition,
    a_draft,
    a_screening,
    acknowledged,
    all_answers,
)
from tests.intake.screenings.consenting import a_consent
from tests.people import a_member

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 14, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
URGENT = {"now_breathing": "yes"}


@pytest.fixture
def nurse():
    return a_member(INTAKE)


@pytest.fixture
def clinician(nurse):
    return a_member(CLINICIAN, nurse.site)


@pytest.fixture
def client(nurse):
    return a_client(nurse, now=NOW)


def named(nurse) -> Client:
    return a_client(nurse, now=NOW, name="Ada Example")


def actions(screening: Screening) -> list[str]:
    entries = AuditEntry.objects.filter(object_id=str(screening.pk))
    return list(entries.values_list("action", flat=True))


def begin(staff, client, way="interview", **more) -> Screening:
    return services.begin(staff=staff, client=client, way=way, language="en", now=NOW, **more)


def finish(staff, screening, **more) -> Screening:
    return services.finish(
        **{
            "staff": staff,
            "screening_id": screening.pk,
            "edit": screening.edit,
            "now": NOW,
            "today": TODAY,
            **more,
        }
    )


def save(staff, screening, answers, edit=None) -> Screening:
    return services.save_answers(
        staff=staff,
        screening_id=screening.pk,
        answers=answers,
        edit=screening.edit if edit is None else edit,
        now=NOW,
    )


# --- consent


def test_a_named_client_needs_a_consent_that_covers_a_screening(nurse):
    client = named(nurse)
    with pytest.raises(NeedsConsent):
        begin(nurse, client)
    a_consent(client, nurse, now=NOW, scope=("summary",))
    with pytest.raises(NeedsConsent):
        begin(nurse, client)
    consent = a_consent(client, nurse, now=NOW)
    assert begin(nurse, client).without_consent is None
    revoke_consent(staff=nurse, consent_id=consent.pk, now=NOW)
    with pytest.raises(NeedsConsent):
        begin(nurse, client)
    assert Screening.everywhere.filter(client=client).count() == 1


def test_a_client_with_only_a_reference_needs_none_but_for_a_code(nurse, client):
    assert begin(nurse, client).state == "draft"
    with pytest.raises(NeedsConsent):
        begin(nurse, client, "code")


def test_an_emergency_opening_stands_in_for_the_consent_and_is_noted(nurse):
    client = named(nurse)
    opening = open_in_emergency(
        staff=nurse, client=client, kind="screening", reason="Drowsy", now=NOW
    )
    draft = begin(nurse, client, opening=opening)
    assert draft.without_consent == opening
    assert AuditEntry.objects.get(object_id=str(draft.pk)).why == "emergency"


# --- saving


def test_answers_are_saved_and_every_save_is_in_the_audit_trail(nurse, client):
    draft = begin(nurse, client)
    saved = save(nurse, draft, {"age": "65_plus"})
    saved = save(nurse, saved, {"age": "65_plus", "taken_with": ["alcohol", "opioids"]})
    assert (saved.edit, saved.state) == (3, "draft")
    found = screening_for(nurse, draft.pk, NOW)
    assert found.answers == {"age": "65_plus", "taken_with": ["alcohol", "opioids"]}
    assert actions(draft) == ["screening_begun", "screening_changed", "screening_changed"]


def test_nobody_overwrites_what_somebody_else_saved(nurse, clinician, client):
    draft = begin(nurse, client)
    save(nurse, draft, {"age": "65_plus"})
    with pytest.raises(Conflict) as refused:
        save(clinician, draft, {"age": "18_64"})
    assert refused.value.current.answers == {"age": "65_plus"}
    assert screening_for(nurse, draft.pk, NOW).answers == {"age": "65_plus"}
    assert actions(draft) == ["screening_begun", "screening_changed"]


def test_the_same_answers_again_are_no_conflict_and_no_change(nurse, client):
    draft = begin(nurse, client)
    saved = save(nurse, draft, {"age": "65_plus"})
    assert save(nurse, draft, {"age": "65_plus"}, edit=1).edit == saved.edit
    assert actions(draft).count("screening_changed") == 1


@pytest.mark.parametrize(
    "answers", [{"no_such": "yes"}, {"age": "young"}, {"taken_with": ["nothing", "alcohol"]}]
)
def test_answers_that_nobody_can_give_are_refused(nurse, client, answers):
    draft = begin(nurse, client)
    with pytest.raises(UnusableAnswers):
        save(nurse, draft, answers)


def test_staff_of_another_site_find_no_screening(client, nurse):
    draft = begin(nurse, client)
    stranger = a_member(INTAKE)
    with pytest.raises(Screening.DoesNotExist):
        save(stranger, draft, {"age": "65_plus"})
    with pytest.raises(Screening.DoesNotExist):
        services.discard(staff=stranger, screening_id=draft.pk, now=NOW)
    with pytest.raises(Screening.DoesNotExist):
        screening_for(stranger, draft.pk, NOW)


# --- finishing


def test_finishing_keeps_what_the_instrument_makes_of_the_answers(nurse, client):
    answers = all_answers(change="stopped", wd_sleep="mild")
    done = finish(nurse, save(nurse, begin(nurse, client), answers))
    found = assess(answers)
    assert (done.state, done.tier, done.outcome) == ("finished", found.tier, "assessed")
    assert (done.bands, done.scores) == (found.bands, found.scores)
    assert (done.incomplete, done.missing) == (found.incomplete, [])
    assert done.guidance == list(found.guidance)
    assert (done.finished_at, done.answered_on) == (NOW, TODAY)
    assert (done.instrument, done.version) == ("baclofen", 1)
    assert actions(done)[-1] == "screening_finished"


def test_the_text_that_was_told_is_kept_word_for_word(nurse, client, settings):
    settings.COUNTRY = "GB"
    done = a_screening(client, nurse, answers=URGENT, now=NOW)
    told = kept(done)
    assert (told.tier, told.language, told.country) == ("emergency", "en", "United Kingdom")
    assert told.heading == "Get emergency help now"
    assert [number.number for number in told.numbers] == ["999"]


def test_answers_to_hidden_questions_stay_in_a_draft_and_go_when_it_is_finished(nurse, client):
    answers = {**all_answers(), "wd_sleep": "severe", "pump_event": "late_refill"}
    draft = save(nurse, begin(nurse, client), answers)
    assert draft.answers["wd_sleep"] == "severe"
    done = finish(nurse, draft)
    assert not {"wd_sleep", "pump_event"} & set(done.answers)
    assert done.tier == "routine"


def test_a_screening_with_open_questions_is_not_finished(nurse, client):
    answers = all_answers()
    del answers["age"], answers["taken_with"]
    draft = save(nurse, begin(nurse, client), answers)
    with pytest.raises(Incomplete) as refused:
        finish(nurse, draft)
    assert refused.value.missing == ("age", "taken_with")
    assert screening_for(nurse, draft.pk, NOW).state == "draft"


@pytest.mark.parametrize("sign", ["yes", "unsure"])
@pytest.mark.parametrize("question", [q.id for q in CURRENT.sections[0].questions])
def test_an_emergency_is_finished_with_whatever_is_there(nurse, client, question, sign):
    answers = {question: sign}
    done = finish(nurse, a_draft(client, nurse, answers=answers, now=NOW))
    found = assess(answers)
    assert (done.state, done.tier, done.answers) == ("finished", "emergency", answers)
    assert done.missing == list(found.missing) != []
    assert (done.bands, done.scores) == (found.bands, found.scores)
    assert done.incomplete == found.incomplete
    assert all(done.incomplete.values())
    assert kept(done).tier == "emergency"


def test_an_emergency_with_gaps_is_acknowledged_and_gone_on_with_by_a_correction(nurse, client):
    old = finish(nurse, a_draft(client, nurse, answers=URGENT, now=NOW))
    acknowledged(old, nurse, now=NOW)
    draft = services.correct(staff=nurse, screening_id=old.pk, reason="Asked on", now=NOW)
    assert draft.answers == URGENT
    new = finish(nurse, save(nurse, draft, all_answers(**URGENT)))
    assert (new.tier, new.missing, new.action) == ("emergency", [], "Called an ambulance")


def test_a_further_sign_in_a_correction_is_acknowledged_by_itself(nurse, client):
    old = finish(nurse, a_draft(client, nurse, answers=URGENT, now=NOW))
    acknowledged(old, nurse, now=NOW)
    draft = services.correct(staff=nurse, screening_id=old.pk, reason="Asked on", now=NOW)
    more = all_answers(**URGENT, now_self_harm="unsure")
    new = finish(nurse, save(nurse, draft, more))
    assert (new.tier, new.acknowledged_at, new.action) == ("emergency", None, "")
    assert services.is_unacknowledged(new)


@pytest.mark.parametrize(("sign", "tier"), [("no", ""), ("unsure", "emergency")])
def test_under_18_only_an_emergency_is_found(nurse, client, sign, tier):
    answers = all_answers(age="under_18", now_seizure=sign)
    done = finish(nurse, save(nurse, begin(nurse, client), answers))
    assert (done.outcome, done.tier, done.bands) == ("under_age", tier, {})
    assert kept(done).outcome == "under_age"


def test_what_is_finished_cannot_be_saved_or_finished_again(nurse, client):
    draft = a_draft(client, nurse, answers=all_answers(), now=NOW)
    done = finish(nurse, draft)
    for act in (lambda: save(nurse, done, {}), lambda: finish(nurse, done)):
        with pytest.raises(Locked):
            act()
    with pytest.raises(Locked):
        services.discard(staff=nurse, screening_id=done.pk, now=NOW)


def test_finishing_from_an_old_page_is_a_conflict(nurse, client):
    draft = a_draft(client, nurse, answers=all_answers(), now=NOW)
    with pytest.raises(Conflict):
        finish(nurse, draft, edit=draft.edit - 1)


# --- an emergency, a note, signing


def test_an_emergency_is_acknowledged_once_and_before_it_is_signed(nurse, clinician, client):
    done = a_screening(client, nurse, answers=URGENT, now=NOW)
    with pytest.raises(NotAcknowledged):
        services.sign(staff=clinician, screening_id=done.pk, edit=done.edit, now=NOW)
    with pytest.raises(NotAcknowledged):
        services.correct(staff=nurse, screening_id=done.pk, reason="A slip", now=NOW)
    done = acknowledged(done, nurse, now=NOW)
    assert (done.acknowledged_by, done.action) == (nurse, "Called an ambulance")
    with pytest.raises(Locked):
        acknowledged(done, nurse, now=NOW)
    signed = services.sign(staff=clinician, screening_id=done.pk, edit=done.edit, now=NOW)
    assert (signed.state, signed.signed_by, signed.signed_at) == ("signed", clinician, NOW)
    assert actions(done)[-2:] == ["screening_acknowledged", "screening_signed"]


def test_only_an_emergency_is_acknowledged(nurse, client):
    done = a_screening(client, nurse, now=NOW)
    with pytest.raises(Locked):
        acknowledged(done, nurse, now=NOW)


def test_a_note_is_kept_until_the_record_is_locked(nurse, clinician, client):
    done, decided = a_screening(client, nurse, now=NOW), a_disposition()

    def note(text, edit):
        return services.write_note(
            staff=nurse,
            screening_id=done.pk,
            note=text,
            disposition=decided,
            edit=edit,
            now=NOW,
        )

    noted = note("Wants to taper with the clinic", done.edit)
    with pytest.raises(Conflict):
        note("Another note", done.edit)
    services.sign(staff=clinician, screening_id=done.pk, edit=noted.edit, now=NOW)
    with pytest.raises(Locked):
        note("Too late", noted.edit + 1)
    found = screening_for(nurse, done.pk, NOW)
    assert (found.note, found.disposition) == ("Wants to taper with the clinic", decided)


# --- corrections and drafts


def test_a_correction_takes_the_place_of_the_old_one_when_it_is_finished(nurse, client):
    old = a_screening(client, nurse, now=NOW, way="tablet")
    later = NOW + timedelta(days=2)
    draft = services.correct(staff=nurse, screening_id=old.pk, reason="A slip", now=later)
    assert (draft.corrects, draft.answers, draft.way) == (old, old.answers, "tablet")
    assert draft.correction_reason == "A slip"
    with pytest.raises(Locked):
        services.correct(staff=nurse, screening_id=old.pk, reason="Another", now=later)
    assert screening_for(nurse, old.pk, NOW).state == "finished"
    new = finish(nurse, draft, now=later, today=later.date())
    assert (new.state, new.answered_on) == ("finished", TODAY)
    assert screening_for(nurse, old.pk, NOW).state == "replaced"
    with pytest.raises(Locked):
        services.correct(staff=nurse, screening_id=old.pk, reason="Again", now=later)
    assert actions(old)[-1] == "screening_corrected"


@pytest.mark.parametrize("tier", ["emergency", "routine"])
def test_a_correction_takes_over_what_was_noted_decided_and_done(nurse, clinician, client, tier):
    decided = a_disposition()
    old = acknowledged(a_screening(client, nurse, answers=URGENT, now=NOW), clinician, now=NOW)
    services.write_note(
        staff=nurse,
        screening_id=old.pk,
        note="Went by ambulance",
        disposition=decided,
        edit=old.edit,
        now=NOW,
    )
    answers = {} if tier == "emergency" else {"now_breathing": "no"}
    new = a_correction(old, nurse, answers=answers, now=NOW + timedelta(hours=1))
    assert (new.tier, new.note, new.disposition) == (tier, "Went by ambulance", decided)
    assert (new.action, new.acted_at) == ("Called an ambulance", NOW)
    assert (new.acknowledged_by, new.acknowledged_at) == (clinician, NOW)
    assert not services.is_unacknowledged(new)
    assert Screening.everywhere.get(pk=new.pk).action == "Called an ambulance"


def test_an_emergency_that_only_a_correction_found_is_acknowledged_by_itself(nurse, client):
    first = acknowledged(a_screening(client, nurse, answers=URGENT, now=NOW), nurse, now=NOW)
    calm = a_correction(first, nurse, answers={"now_breathing": "no"}, now=NOW)
    again = a_correction(calm, nurse, answers={"now_heart": "yes"}, now=NOW)
    assert services.is_unacknowledged(again)
    assert (again.action, again.acted_at, again.acknowledged_by) == ("", None, None)


def test_a_correction_that_is_discarded_leaves_the_old_one_as_it_was(nurse, client):
    old = a_screening(client, nurse, now=NOW)
    draft = services.correct(staff=nurse, screening_id=old.pk, reason="A slip", now=NOW)
    services.discard(staff=nurse, screening_id=draft.pk, now=NOW)
    assert screening_for(nurse, old.pk, NOW).state == "finished"
    again = services.correct(staff=nurse, screening_id=old.pk, reason="A slip", now=NOW)
    assert again.state == "draft"


def test_a_draft_is_discarded_but_not_under_a_legal_hold(nurse, client):
    draft = begin(nurse, client)
    Client.everywhere.filter(pk=client.pk).update(is_on_hold=True)
    with pytest.raises(Locked):
        services.discard(staff=nurse, screening_id=draft.pk, now=NOW)
    Client.everywhere.filter(pk=client.pk).update(is_on_hold=False)
    services.discard(staff=nurse, screening_id=draft.pk, now=NOW)
    with pytest.raises(Screening.DoesNotExist):
        screening_for(nurse, draft.pk, NOW)
    assert actions(draft) == ["screening_begun", "screening_discarded"]


def test_a_draft_of_an_older_version_keeps_what_the_new_one_knows(nurse, client):
    draft = a_draft(client, nurse, answers=all_answers(), now=NOW)
    old = {**draft.answers, "gone": "yes", "age": "any", "taken_with": ["alcohol", "gone"]}
    Screening.everywhere.filter(pk=draft.pk).update(answers=old, version=0)
    with pytest.raises(Incomplete) as refused:
        finish(nurse, draft)
    assert refused.value.missing == ("age", "taken_with")


def test_a_day_in_the_record_is_that_of_the_answers(nurse, client):
    draft = a_draft(client, nurse, answers=all_answers(), now=NOW)
    assert finish(nurse, draft, today=date(2027, 3, 10)).answered_on == date(2027, 3, 10)
