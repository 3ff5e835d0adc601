from random import Random

import pytest

from benchmarks.answer_sets import LEAVING, QUIETNESS, answer_set, as_shown, mixture
from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import assess, visible

IDS = [question.id for question in CURRENT.questions]


@pytest.mark.parametrize("kind", QUIETNESS)
def test_answers_every_question_so_that_the_check_is_not_left(kind):
    chance = Random(1)
    for _ in range(50):
        answers = answer_set(CURRENT, kind, chance)
        assert list(answers) == IDS
        assert LEAVING not in answers.values()
        assessment = assess(answers)
        assert assessment.outcome == "assessed"
        assert assessment.missing == ()


def test_the_same_seed_gives_the_same_sets():
    assert mixture(CURRENT, 30, Random(7)) == mixture(CURRENT, 30, Random(7))
    assert mixture(CURRENT, 30, Random(7)) != mixture(CURRENT, 30, Random(8))


def test_a_quieter_kind_holds_fewer_reasons():
    def reasons(kind):
        chance = Random(3)
        return sum(len(assess(answer_set(CURRENT, kind, chance)).reasons) for _ in range(100))

    assert reasons("quiet") < reasons("middling") < reasons("wild")


def test_what_is_not_shown_is_left_out():
    answers = answer_set(CURRENT, "wild", Random(5))

    assert tuple(as_shown(answers, CURRENT)) == visible(answers, CURRENT)
