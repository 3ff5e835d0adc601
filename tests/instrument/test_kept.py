"""Answers as letters: nothing is lost, nothing that does not fit gets in, and no letter changes."""

import re

import pytest
from hypothesis import given

from screening.instrument.baclofen import CURRENT, VERSIONS
from screening.instrument.engine import assess, visible
from screening.instrument.kept import as_sql, from_letters, letters, places, to_letters
from tests.instrument.answer_sets import CALM, QUESTIONS, TRIED, answer_sets

YES_NO_UNSURE = "yes y, no n, unsure u"
SINCE_CHANGE = "no n, same s, mild m, severe e, no_answer ?"
FREQUENCY = "never n, once_or_twice o, monthly m, weekly w, daily d, no_answer ?"

# For ever: rows that were written with these letters are read with them.
LETTERS_OF_VERSION_1 = {
    "now_seizure": YES_NO_UNSURE,
    "now_hard_to_wake": YES_NO_UNSURE,
    "now_breathing": YES_NO_UNSURE,
    "now_unreal": YES_NO_UNSURE,
    "now_fever_rigid": YES_NO_UNSURE,
    "now_heart": YES_NO_UNSURE,
    "now_overdose": YES_NO_UNSURE,
    "now_mixed": YES_NO_UNSURE,
    "now_self_harm": YES_NO_UNSURE,
    "now_pump": YES_NO_UNSURE,
    "respondent": "self s, other o",
    "age": "under_18 u, 18_64 1, 65_plus 6, no_answer ?",
    "route": "oral o, pump p, both b, none n, no_answer ?",
    "supply": "as_directed a, differently d, not_prescribed n, no_answer ?",
    "dose": "up_to_80 u, over_80 o, no_answer ?",
    "duration": "under_1_month u, 1_to_6_months 1, over_6_months o, no_answer ?",
    "change": "none n, missed m, cut_down c, stopped s, no_answer ?",
    "extra_dose": YES_NO_UNSURE,
    "change_agreed": "yes y, no n, no_answer ?",
    "last_dose": "under_12h u, 12_to_72h 1, 3_to_7d 3, over_7d o, no_answer ?",
    "pump_event": "none n, refill_or_change r, late_refill l, surgery_or_scan s, no_answer ?",
    "coming_up": ["running_out", "planning_to_stop", "hospital", "nothing", "no_answer"],
    "taken_with": [
        "alcohol",
        "opioids",
        "sedatives",
        "gabapentinoids",
        "ghb_phenibut",
        "nothing",
        "no_answer",
    ],
    "conditions": [
        "kidney",
        "epilepsy",
        "breathing",
        "mental_health",
        "substance_use",
        "pregnancy",
        "nothing",
        "no_answer",
    ],
    **dict.fromkeys(
        [
            "wd_anxiety",
            "wd_sleep",
            "wd_spasm",
            "wd_nausea",
            "wd_shaking",
            "wd_fever",
            "wd_itching",
            "wd_mood",
            "wd_confusion",
            "wd_seizure",
        ],
        SINCE_CHANGE,
    ),
    **dict.fromkeys(
        [
            "mu_more_than_prescribed",
            "mu_no_prescription",
            "mu_craving",
            "mu_cannot_function",
            "mu_multiple_prescribers",
            "mu_loss_of_control",
            "mu_despite_harm",
            "mu_for_effect",
            "mu_ran_out_early",
            "mu_other_route",
            "ef_drowsy",
            "ef_slurred",
            "ef_mood",
            "ef_memory",
            "ef_mind",
        ],
        FREQUENCY,
    ),
    "to_less_effect": YES_NO_UNSURE,
    "to_need_more": YES_NO_UNSURE,
    "to_raised": "no n, with_prescriber w, alone a, no_answer ?",
}


def in_words(question) -> str | list[str]:
    if question.several:
        return [option.code for option in question.options]
    return ", ".join(f"{code} {letter}" for code, letter in letters(question).items())


def test_no_letter_of_version_1_ever_changes():
    questions = VERSIONS[1].questions
    assert {question.id: in_words(question) for question in questions} == LETTERS_OF_VERSION_1
    assert [question.id for question in questions] == list(LETTERS_OF_VERSION_1)


def test_sections_are_parted_and_calm_answers_can_be_read_by_eye():
    shown = {name: CALM[name] for name in visible(CALM)}
    assert re.fullmatch(
        "n{10} s1oau[u1o]nn---nnnyn n{5}ynn{6}yn -{10} n{15} n{3}", to_letters(shown, CURRENT)
    )


def tidied(answers: dict) -> dict:
    """The answers that were given, in one way of writing them."""
    given = {}
    for question in CURRENT.questions:
        value = answers.get(question.id) or []
        codes = [value] if isinstance(value, str) else value
        chosen = [option.code for option in question.options if option.code in codes]
        if chosen:
            given[question.id] = chosen if question.several else chosen[0]
    return given


@TRIED
@given(answer_sets())
def test_what_is_written_is_read_again_and_means_the_same(answers):
    written = to_letters(answers, CURRENT)
    assert len(written) == places(CURRENT)[-1].at + 1
    assert from_letters(written, CURRENT) == tidied(answers)
    assert assess(from_letters(written, CURRENT)) == assess(answers)


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ({"shoe_size": "yes"}, "shoe_size"),
        ({"route": "by_post"}, "route"),
        ({"route": ["oral", "pump"]}, "takes one answer, not 2"),
        ({"taken_with": ["alcohol", "tea"]}, "taken_with"),
        ({"dose": 80}, "dose"),
    ],
)
def test_what_the_version_does_not_have_is_not_written(answers, named):
    with pytest.raises(ValueError, match=named):
        to_letters(answers, CURRENT)


@pytest.mark.parametrize("place", places(CURRENT), ids=lambda place: str(place.at))
def test_a_letter_that_means_nothing_is_not_read(place):
    calm = to_letters(CALM, CURRENT)
    with pytest.raises(ValueError, match=place.question):
        from_letters(f"{calm[: place.at]}Z{calm[place.at + 1 :]}", CURRENT)


@pytest.mark.parametrize("change", [lambda text: text[:-1], lambda text: text + "n", lambda _: ""])
def test_letters_of_another_length_are_not_read(change):
    with pytest.raises(ValueError, match="not those of this version"):
        from_letters(change(to_letters(CALM, CURRENT)), CURRENT)


def test_the_sql_names_every_answer_once_and_every_choice_by_itself():
    names = [text.rsplit(" AS ", 1)[1] for text in as_sql(CURRENT)]
    assert len(set(names)) == len(names)
    assert names == [
        f"{question.id}_{option.code}" if option else question.id
        for question in QUESTIONS.values()
        for option in (question.options if question.several else [None])
    ]
    assert all("substr(kept, " in text for text in as_sql(CURRENT, "kept"))
