"""Forms are built once, drawn once, and never carry one person's answers to another."""

import random

import pytest
from django.utils.datastructures import MultiValueDict
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.instrument.baclofen import CURRENT
from screening.instrument.lint.examples import calm_answers, random_answer
from screening.questionnaire import forms
from screening.questionnaire.forms import draw, draw_all, first_control, form_for
from screening.questionnaire.steps import pages

QUESTIONS = {question.id: question for question in CURRENT.questions}
HEALTH = next(page.questions for page in pages() if page.section.id == "health")
NOW = pages()[0].questions


def drawn_fresh(question, answer, *, wrong: bool = False) -> str:
    """Draw it as if the site had just started."""
    forms._draw.cache_clear()
    form_for.cache_clear()
    return draw(question, answer, wrong=wrong)


def sent(**answers) -> MultiValueDict:
    return MultiValueDict({k: v if isinstance(v, list) else [v] for k, v in answers.items()})


@pytest.mark.parametrize("asked", pages(), ids=lambda page: f"{page.section.id}-{page.part}")
def test_a_page_has_one_form_for_all_who_come(asked):
    form = form_for(asked.questions)
    assert form is form_for(tuple(asked.questions))
    assert list(form.base_fields) == [question.id for question in asked.questions]


def test_other_questions_have_another_form():
    assert form_for(NOW) is not form_for(NOW[:-1])
    assert list(form_for(NOW[:-1]).base_fields) == [question.id for question in NOW[:-1]]


def test_a_question_is_drawn_once_for_each_answer_and_error():
    question = QUESTIONS["route"]
    assert draw(question, "pump") is draw(question, "pump")
    assert draw(question, None, wrong=True) is draw(question, None, wrong=True)
    drawings = {draw(question, "pump"), draw(question, "oral"), draw(question, None)}
    assert len(drawings | {draw(question, None, wrong=True)}) == 4


def test_a_question_is_drawn_anew_in_another_language():
    from django.utils.translation import override

    question = QUESTIONS["now_heart"]
    english = draw(question, "yes")
    with override("de"):  # Django's own words are there in German; ours are not yet
        assert draw(question, "yes") is not english
    assert draw(question, "yes") is english


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(QUESTIONS)), st.integers(0, 2**32), st.booleans())
def test_a_drawing_that_was_kept_is_the_same_as_a_fresh_one(name, seed, wrong):
    question = QUESTIONS[name]
    answer = None if wrong else random_answer(question, random.Random(seed))
    kept = draw(question, answer, wrong=wrong)
    assert draw(question, answer, wrong=wrong) is kept
    assert drawn_fresh(question, answer, wrong=wrong) == kept


@given(st.sampled_from(sorted(QUESTIONS)), st.lists(st.text(max_size=20), max_size=4))
@settings(max_examples=60, deadline=None)
def test_a_code_that_the_question_does_not_have_is_not_drawn(name, codes):
    question = QUESTIONS[name]
    own = {option.code for option in question.options}
    strange = [code for code in codes if code not in own]
    assert draw(question, strange) == draw(question, None)


def test_what_is_chosen_is_drawn_in_the_order_of_the_definition():
    question = QUESTIONS["taken_with"]
    assert draw(question, ["opioids", "alcohol"]) == draw(question, ["alcohol", "opioids"])
    assert draw(question, ["opioids", "alcohol"]).count(" checked") == 2


def test_a_drawing_has_a_group_a_legend_and_labels_that_belong_to_its_controls():
    for question in CURRENT.questions:
        html = draw(question, None, wrong=True)
        assert html.count("<fieldset") == html.count("<legend>") == 1
        assert html.count(" checked") == 0
        for place, option in enumerate(question.options):
            control = f"id_{question.id}_{place}"
            kind = "checkbox" if question.several else "radio"
            assert (
                f'<input type="{kind}" id="{control}" name="{question.id}" value="{option.code}">'
                f'<label for="{control}">' in html
            )
        assert first_control(question) == f"id_{question.id}_0"


def test_a_whole_page_is_its_questions_one_after_the_other():
    answers = {"taken_with": ["alcohol"], "conditions": ["nothing"]}
    assert draw_all(HEALTH, answers) == "".join(draw(q, answers[q.id]) for q in HEALTH)
    assert draw_all(HEALTH, {}) == "".join(draw(q, None) for q in HEALTH)


def test_two_people_at_the_same_page_at_the_same_time_do_not_meet():
    """The fields are shared between requests, so nothing of a request may stay on them."""
    form = form_for(HEALTH)
    one = form(sent(taken_with=["alcohol"], conditions=["kidney"]))
    other = form(sent(taken_with=["opioids", "nothing"]))
    assert one.fields is other.fields
    assert one.is_valid()
    assert not other.is_valid()
    third = form(sent())
    assert one.answers() == {"taken_with": ["alcohol"], "conditions": ["kidney"]}
    assert other.answers() == {}
    assert set(other.errors) == {"taken_with", "conditions"}
    assert set(third.errors) == {"taken_with", "conditions"}
    assert one.errors == {}
    assert one["taken_with"].value() == ["alcohol"]
    assert other["taken_with"].value() == ["opioids", "nothing"]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_forms_of_any_two_people_can_be_read_in_any_order(seed):
    chooser = random.Random(seed)
    calm = calm_answers(CURRENT)
    page = chooser.choice([page for page in pages() if page.questions])
    form = form_for(page.questions)
    people = []
    for _ in range(2):
        given_answers = {
            q.id: random_answer(q, chooser) if chooser.random() < 0.5 else calm[q.id]
            for q in page.questions
        }
        people.append((given_answers, form(sent(**given_answers))))
    chooser.shuffle(people)
    for _, bound in people:
        bound.is_valid()
    for given_answers, bound in reversed(people):
        in_order = {
            name: [o.code for o in QUESTIONS[name].options if o.code in answer]
            if isinstance(answer, list)
            else answer
            for name, answer in given_answers.items()
        }
        assert bound.answers() == in_order


@pytest.mark.parametrize("wrong", ["", "Yes", "unknown", "no\n", "<b>"])
def test_one_answer_must_be_a_code_and_says_so_in_the_questions_own_words(wrong):
    bound = form_for(NOW)(sent(now_heart=wrong, now_seizure="no"))
    assert bound.errors["now_heart"] == [QUESTIONS["now_heart"].error]
    assert bound.answers() == {"now_seizure": "no"}


def test_the_last_of_two_answers_to_one_question_counts():
    """As a browser without radios would send it, and as Django reads it."""
    assert form_for(NOW)(sent(now_heart=["no", "yes"])).answers() == {"now_heart": "yes"}


def test_several_answers_come_back_once_each_in_order():
    bound = form_for(HEALTH)(sent(taken_with=["opioids", "alcohol", "opioids"]))
    assert bound.answers() == {"taken_with": ["alcohol", "opioids"]}


@pytest.mark.parametrize("alone", ["nothing", "no_answer"])
def test_what_rules_out_all_others_stands_alone(alone):
    assert form_for(HEALTH)(sent(taken_with=[alone])).answers() == {"taken_with": [alone]}
    bound = form_for(HEALTH)(sent(taken_with=["alcohol", alone]))
    assert "by itself, or leave it out" in bound.errors["taken_with"][0]
    assert form_for(HEALTH)(sent(taken_with=["nothing", "no_answer"])).answers() == {}


def test_a_field_that_was_not_asked_is_not_an_answer():
    bound = form_for(HEALTH)(sent(now_heart="yes", taken_with=["alcohol"], other="x"))
    assert bound.answers() == {"taken_with": ["alcohol"]}
