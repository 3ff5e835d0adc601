"""An answer set that cannot be read is refused with a message that names the question or code."""

import math

import pytest

from screening.instrument.engine import UnusableAnswers, assess, interrupted, left, missing, visible
from tests.instrument.answer_sets import CALM, QUESTIONS

SEVERAL = ("coming_up", "taken_with", "conditions")
NOT_AN_ANSWER = [
    b"yes",
    bytearray(b"yes"),
    1,
    0,
    1.5,
    math.nan,
    True,
    False,
    object(),
    {"yes": True},
    {"yes"},
    frozenset({"yes"}),
    iter(["yes"]),
]


@pytest.mark.parametrize("ask", [assess, visible, missing, interrupted, left])
def test_every_question_of_the_engine_refuses_it(ask):
    with pytest.raises(UnusableAnswers, match="'shoe_size'"):
        ask({**CALM, "shoe_size": "44"})


@pytest.mark.parametrize(
    "name", ["shoe_size", "", " age", "Age", "now", "age\x00", 7, None, b"age"]
)
@pytest.mark.parametrize("value", ["no", None, [], {}])
def test_a_question_that_does_not_exist_is_named(name, value):
    with pytest.raises(UnusableAnswers) as refused:
        assess({name: value})
    assert repr(name) in str(refused.value)


@pytest.mark.parametrize(
    "code", ["maybe", "YES", " ", "yes ", "nо_answer", "\x00", "\ud800", "x" * 9999]
)
def test_a_code_that_does_not_exist_is_named(code):
    for name in QUESTIONS:
        for value in (code, [code]):
            with pytest.raises(UnusableAnswers) as refused:
                assess({**CALM, name: value})
            assert repr(name) in str(refused.value)
            assert repr(code) in str(refused.value)


@pytest.mark.parametrize("name", ["now_seizure", "age", *SEVERAL])
@pytest.mark.parametrize("value", NOT_AN_ANSWER, ids=lambda value: type(value).__name__)
def test_a_value_of_the_wrong_type_names_its_question(name, value):
    # In a list as well: nothing but words may stand there.
    for wrong in (value, [value], ["nothing", value]):
        with pytest.raises(UnusableAnswers, match=repr(name)):
            assess({**CALM, name: wrong})


@pytest.mark.parametrize("value", [[["yes"]], [[]], [None], [""], (("yes",),), [{"yes": 1}]])
def test_a_list_within_a_list_names_its_question(value):
    for name in ("now_seizure", *SEVERAL):
        with pytest.raises(UnusableAnswers, match=repr(name)):
            assess({**CALM, name: value})


@pytest.mark.parametrize("value", [["yes", "no"], ["yes", "yes"], ("no", "unsure", "yes")])
def test_two_answers_to_a_question_for_one_name_the_question(value):
    with pytest.raises(UnusableAnswers, match=r"'now_heart' takes one answer, not [23]"):
        assess({**CALM, "now_heart": value})


@pytest.mark.parametrize("name", SEVERAL)
def test_an_answer_that_rules_out_all_others_stands_alone(name):
    codes = [option.code for option in QUESTIONS[name].options]
    for alone in ("nothing", "no_answer"):
        for other in codes:
            for value in ([alone, other], [other, alone]):
                if other == alone:
                    assert assess({**CALM, name: value}) == assess({**CALM, name: alone})
                    continue
                with pytest.raises(UnusableAnswers) as refused:
                    assess({**CALM, name: value})
                assert repr(name) in str(refused.value)


@pytest.mark.parametrize(
    "answers", [None, [], "now_heart", 3, [("now_heart", "yes")], {"now_heart"}]
)
def test_what_is_no_mapping_is_refused(answers):
    with pytest.raises(UnusableAnswers, match="map question ids to answers"):
        assess(answers)


@pytest.mark.parametrize("value", ["maybe", 3, ["yes", "no"]])
def test_answers_to_questions_that_are_not_shown_are_checked_as_well(value):
    hidden = "pump_event"
    assert hidden not in visible(CALM)
    with pytest.raises(UnusableAnswers, match=repr(hidden)):
        assess({**CALM, hidden: value})
