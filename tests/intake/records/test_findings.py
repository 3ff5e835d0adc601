"""What is read out of the instrument: nothing of it is written a second time."""

from typing import Any

import pytest

from screening.instrument.baclofen import CURRENT, v1
from screening.instrument.conditions import Is
from screening.instrument.engine import assess
from screening.intake.records.change import direction
from screening.intake.records.findings import amplifying, findings, measures
from screening.models import Screening
from tests.intake.making import EMERGENCY, all_answers

QUESTIONS = {question.id: question for question in CURRENT.questions}


def unsaved(answers, **changed) -> Screening:
    found = assess(answers)
    stored = {
        "outcome": found.outcome,
        "tier": found.tier or "",
        "bands": found.bands,
        "scores": found.scores,
        "incomplete": found.incomplete,
        "guidance": list(found.guidance),
    }
    return Screening(
        answers=answers, instrument="baclofen", version=1, state="finished", **{**stored, **changed}
    )


def test_what_raises_the_risk_is_what_the_rules_call_so():
    assert {Is(name, code) for name, code in amplifying(CURRENT)} == set(v1.AMPLIFIERS)


@pytest.mark.parametrize(
    ("score", "most"),
    [("withdrawal", 16), ("misuse", 16), ("tolerance", 3), ("severity_index", 40)],
)
def test_the_most_points_of_a_score(score, most):
    known: list[Any] = [*CURRENT.checklists, *CURRENT.follow_up_scores]
    scored = {one.id: one for one in known}

    assert scored[score].score.highest == most


def test_red_flags_are_the_answers_behind_an_emergency():
    found = findings(
        unsaved(all_answers(now_seizure="yes", now_heart="unsure", mu_craving="daily"))
    )

    assert [(flag.question, flag.answers) for flag in found.red_flags] == [
        ("A seizure (a fit)", ("Yes",)),
        ("A very fast or uneven heartbeat with sweating or shaking, or fainting", ("Not sure",)),
    ]


def test_without_an_emergency_there_is_no_red_flag():
    found = findings(unsaved(all_answers(change="stopped", wd_sleep="mild")))

    assert found.red_flags == ()
    assert found.reasons


def test_what_was_not_answered_is_counted_and_marked():
    answers = all_answers(mu_craving="no_answer", ef_mood="no_answer")
    del answers["mu_despite_harm"]

    found = findings(unsaved(answers))

    section = next(s for s in found.sections if s.unanswered)
    assert (found.unanswered, section.name, section.unanswered) == (3, "The last 3 months", 3)
    unanswered = {row.question: row.answers for row in section.answers if row.unanswered}
    assert unanswered["Kept taking it though it did harm"] == ()
    assert unanswered["A strong urge to take it"] == ("I do not know or would rather not say",)


@pytest.mark.parametrize(
    "changed",
    [
        {"tier": "routine"},
        {"scores": {"misuse": 9}},
        {"bands": {"misuse": "none"}},
        {"guidance": []},
    ],
)
def test_a_stored_result_that_scoring_anew_does_not_give_is_noticed(changed):
    assert findings(unsaved(all_answers(**EMERGENCY))).agrees
    assert not findings(unsaved(all_answers(**EMERGENCY), **changed)).agrees


def test_a_checklist_that_was_not_asked_has_no_score():
    found = {measure.id: measure for measure in measures(unsaved(all_answers()), CURRENT)}

    assert (found["withdrawal"].score, found["withdrawal"].band) == (None, "not asked")
    assert (found["misuse"].score, found["misuse"].band) == (0, "none reported")


@pytest.mark.parametrize(
    ("question", "before", "after", "way"),
    [
        ("mu_craving", ("never",), ("daily",), "worse"),
        ("mu_craving", ("daily",), ("monthly",), "better"),
        ("mu_craving", ("daily",), ("daily",), ""),
        ("mu_craving", ("daily",), ("no_answer",), "other"),
        ("mu_craving", ("daily",), (), "other"),
        ("now_seizure", ("no",), ("unsure",), "worse"),
        ("wd_sleep", None, ("mild",), "worse"),
        ("wd_sleep", None, ("no",), ""),
        ("wd_sleep", None, ("no_answer",), "other"),
        ("wd_sleep", ("severe",), None, "other"),
        ("wd_sleep", ("no",), None, ""),
        ("route", ("oral",), ("pump",), "other"),
        ("taken_with", ("nothing",), ("alcohol",), "worse"),
        ("taken_with", ("alcohol", "opioids"), ("opioids",), "better"),
        ("taken_with", ("alcohol",), ("opioids",), "other"),
        ("taken_with", ("nothing",), ("no_answer",), "other"),
    ],
)
def test_which_way_an_answer_went(question, before, after, way):
    assert direction(QUESTIONS[question], before, after) == way
