"""A draft with a sign of an emergency is noticed, whatever else it holds. What waits is counted."""

from dataclasses import replace

import pytest
from django.utils import timezone
from hypothesis import given, settings

from screening import waiting
from screening.access import CLINICIAN, INTAKE
from screening.instrument.baclofen import CURRENT, VERSIONS
from screening.instrument.conditions import Is
from screening.instrument.engine import assess, interrupted
from screening.instrument.schema import Option, Rule
from screening.intake.clients.services import open_in_emergency
from screening.intake.screenings import services
from screening.models import Screening
from screening.waiting import (
    emergency_answers,
    is_urgent_draft,
    open_emergencies,
    openings_to_review,
    urgent_drafts,
)
from tests.instrument.answer_sets import answer_sets, complete_sets
from tests.intake.making import EMERGENCY, TODAY, a_client, a_draft, a_screening, acknowledged
from tests.people import a_member, a_site

TRIED = settings(derandomize=True, deadline=None, max_examples=100)


def a_row(answers, **fields) -> Screening:
    """Make a draft that is in no database."""
    return Screening(**{"state": "draft", "version": CURRENT.version, "answers": answers, **fields})


@pytest.mark.parametrize(
    ("answers", "signs"),
    [
        ({}, []),
        ({"now_seizure": ""}, []),
        ({"now_seizure": "no", "now_pump": "no"}, []),
        ({"now_seizure": "yes"}, ["now_seizure"]),
        ({"now_seizure": "no", "now_pump": "unsure"}, ["now_pump"]),
        ({"now_heart": "yes", "age": "under_18"}, ["now_heart"]),
        ({"wd_seizure": "mild"}, ["wd_seizure"]),
        ({"route": "pump"}, []),
        ({"route": "pump", "wd_itching": "mild"}, ["route", "wd_itching"]),
        (dict(TODAY), []),
    ],
)
def test_only_what_was_answered_is_a_sign(answers, signs):
    assert [name for name, _code in emergency_answers(a_row(answers))[1]] == signs
    assert is_urgent_draft(a_row(answers)) == bool(signs)


@TRIED
@given(answer_sets())
def test_what_calls_for_help_at_once_is_always_a_sign(answers):
    assert is_urgent_draft(a_row(answers)) or not interrupted(answers)


@TRIED
@given(complete_sets())
def test_a_draft_with_all_answers_has_a_sign_if_it_will_be_an_emergency(answers):
    assert is_urgent_draft(a_row(answers)) == (assess(answers).tier == "emergency")


def test_what_is_finished_is_no_draft():
    assert not is_urgent_draft(a_row(EMERGENCY, state="finished"))


@pytest.mark.parametrize("version", [CURRENT.version, 99])
@pytest.mark.parametrize("unreadable", [{"gone": "x"}, {"now_heart": "maybe"}, {"route": [["x"]]}])
def test_an_answer_that_nobody_can_read_hides_no_sign(unreadable, version):
    assert is_urgent_draft(a_row({**unreadable, **EMERGENCY}, version=version))
    assert not is_urgent_draft(a_row({**unreadable, "now_seizure": "no"}, version=version))


def test_a_sign_of_the_version_that_was_asked_is_a_sign(monkeypatch):
    gate = CURRENT.sections[0]
    asked = gate.questions[0]
    more = replace(asked, options=(*asked.options, Option("perhaps", "Perhaps")))
    old = replace(
        CURRENT,
        version=99,
        sections=(
            replace(gate, questions=(more, *gate.questions[1:])),
            *CURRENT.sections[1:],
        ),
        rules=(Rule("perhaps", "emergency", "Perhaps", Is(asked.id, "perhaps")), *CURRENT.rules),
    )
    monkeypatch.setitem(VERSIONS, 99, old)

    assert emergency_answers(a_row({asked.id: "perhaps"}, version=99)) == (
        old,
        ((asked.id, "perhaps"),),
    )


@pytest.mark.django_db
class TestCounting:
    @pytest.fixture
    def nurse(self):
        return a_member(INTAKE)

    def test_open_emergencies_are_those_not_acknowledged_and_drafts_with_a_sign(
        self, nurse, django_assert_num_queries
    ):
        a_screening(a_client(nurse), nurse, answers=EMERGENCY)
        acknowledged(a_screening(a_client(nurse), nurse, answers=EMERGENCY), nurse)
        a_screening(a_client(nurse), nurse, answers=TODAY)
        urgent = a_draft(a_client(nurse), nurse, answers=EMERGENCY)
        a_draft(a_client(nurse), nurse, answers={"now_seizure": "no"})

        assert urgent_drafts(nurse) == [urgent]
        with django_assert_num_queries(2):
            assert open_emergencies(nurse) == 2

    def test_another_site_counts_for_nothing_though_its_record_is_open(self, nurse):
        elsewhere = a_member(INTAKE)
        client = a_client(elsewhere)
        a_screening(client, elsewhere, answers=EMERGENCY)
        a_draft(client, elsewhere, answers=EMERGENCY)
        now = timezone.now()
        open_in_emergency(staff=nurse, client=client, kind="record", reason="Seizure", now=now)

        assert open_emergencies(nurse) == 0
        assert (openings_to_review(nurse), openings_to_review(elsewhere)) == (0, 1)

    def test_a_correction_of_an_emergency_that_was_acted_on_is_none(self, nurse):
        old = acknowledged(a_screening(a_client(nurse), nurse, answers=EMERGENCY), nurse)
        services.correct(staff=nurse, screening_id=old.pk, reason="A slip", now=timezone.now())

        assert open_emergencies(nurse) == 0

    def test_a_correction_that_finds_an_emergency_first_is_one(self, nurse):
        old = a_screening(a_client(nurse), nurse)
        now = timezone.now()
        draft = services.correct(staff=nurse, screening_id=old.pk, reason="A slip", now=now)
        services.save_answers(
            staff=nurse,
            screening_id=draft.pk,
            answers={**draft.answers, **EMERGENCY},
            edit=draft.edit,
            now=now,
        )

        assert urgent_drafts(nurse) == [draft]

    def test_only_so_many_drafts_are_looked_through_the_newest_first(self, nurse, monkeypatch):
        monkeypatch.setattr(waiting, "LOOKED_AT", 1)
        client = a_client(nurse)
        a_draft(client, nurse, answers=EMERGENCY)
        newest = a_draft(client, nurse, answers=EMERGENCY)

        assert urgent_drafts(nurse) == [newest]

    def test_a_reviewed_opening_does_not_wait(self):
        site = a_site()
        clinician = a_member(CLINICIAN, site)
        client = a_client(clinician)
        now = timezone.now()
        for _ in range(2):
            opening = open_in_emergency(
                staff=a_member(INTAKE), client=client, kind="record", reason="Seizure", now=now
            )
        opening.reviewed_at = now
        opening.save()

        assert openings_to_review(clinician) == 1
