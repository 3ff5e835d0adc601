"""The whole check, driven only by what the pages offer, for any answers. No database is open."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import assess, visible
from tests.selfcheck.page import read
from tests.selfcheck.walking import (
    QUESTIONS,
    Browser,
    answer_sets,
    answer_to,
    answers,
    at_answers,
    send,
    walk,
)

BANDS = [checklist.id for checklist in CURRENT.checklists]


def result_of(main: dict[str, str]) -> tuple[str, str, dict[str, str]]:
    bands = {name[10:]: band for name, band in main.items() if name.startswith("data-band-")}
    return main["data-outcome"], main["data-tier"], bands


def expected(given_answers) -> tuple[str, str, dict[str, str]]:
    assessment = assess(given_answers)
    return assessment.outcome, assessment.tier or "", assessment.bands


@settings(max_examples=60, deadline=None)
@given(answer_sets())
def test_the_result_page_is_the_assessment_of_what_was_chosen(chosen):
    walked = walk(Browser(), chosen)
    assert result_of(walked.end.main) == expected(chosen)
    assert walked.end.guidance == list(assess(chosen).guidance)


@settings(max_examples=30, deadline=None)
@given(answer_sets(adult=True))
def test_each_shown_question_is_asked_once_and_no_other(chosen):
    walked = walk(Browser(), chosen)
    assert len(walked.asked) == len(set(walked.asked))
    assert set(walked.asked) == set(visible(chosen))


def test_the_examples_above_reach_every_tier_and_every_page():
    """Otherwise the property would say little."""
    tiers, sections = set(), set()
    for changed in (
        {},
        {"now_heart": "unsure"},
        {"coming_up": ["running_out"], "route": "both", "change": "cut_down"},
        {"to_less_effect": "yes"},
    ):
        walked = walk(Browser(), answers(**changed))
        tiers.add(walked.end.main["data-tier"])
        sections |= {address.partition("?")[0] for address in walked.addresses}
        assert set(result_of(walked.end.main)[2]) == set(BANDS)
    assert tiers == {"emergency", "today", "soon", "routine"}
    assert sections == {
        *(f"/check/{section.id}/" for section in CURRENT.sections),
        "/check/use/2/",
        "/check/next/",
        "/check/answers/",
        "/check/result/",
    }


def test_field_names_are_question_ids_and_values_are_answer_codes_in_their_order():
    walked = walk(Browser(), answers(route="both", change="stopped"))
    offered = {
        name: page.questions.values(name)
        for page in walked.pages[:-2]
        if page.forms
        for name in page.questions.names
    }
    assert offered == {
        question.id: [option.code for option in question.options] for question in CURRENT.questions
    }


def test_nothing_is_chosen_beforehand():
    walked = walk(Browser(), answers(route="both", change="stopped"), to="/check/answers/")
    assert [page.questions.chosen() for page in walked.pages[:-1]] == [{}] * (len(walked.pages) - 1)


@settings(max_examples=25, deadline=None)
@given(answer_sets(adult=True), st.data())
def test_answers_may_be_changed_in_any_order_and_opened_questions_are_asked_first(chosen, data):
    client = at_answers(chosen)
    known = set(visible(chosen))
    for _ in range(data.draw(st.integers(1, 4), label="changes")):
        page = read(client.get("/check/answers/"))
        rows = [link.href for link in page.links if "from=answers" in link.href]
        assert [row.partition("#")[2] for row in rows] == list(visible(chosen))
        address, _, question = data.draw(st.sampled_from(rows), label="row").partition("#")
        landed = read(client.get(address))
        assert question in landed.ids
        chosen = chosen | {question: data.draw(answer_to(QUESTIONS[question]), label=question)}
        if chosen["age"] == "under_18":
            chosen["age"] = "no_answer"
        location = send(client, landed, chosen).headers["Location"]
        walked = walk(client, chosen, to="/check/answers/", at=location)
        assert len(walked.asked) == len(set(walked.asked))
        for step in walked.pages:
            names = set(step.questions.names) if step.forms else set()
            # Every page on the way back asks something new; the rest of it is filled in.
            assert not names or names - known
            assert not names or set(step.questions.chosen()) == names & known
        known |= set(walked.asked)
    assert result_of(walk(client, chosen, at="/check/result/").end.main) == expected(chosen)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_in_which_pages_are_posted_makes_no_difference(seed):
    """Somebody who goes Back and posts an earlier page again ends with the same answers."""
    chosen = answers(route="both", change="stopped", change_agreed="no", wd_sleep="mild")
    walked = walk(Browser(), chosen, to="/check/answers/")
    forms = [page.questions for page in walked.pages[:-1]]
    client = at_answers(answers())
    random.Random(seed).shuffle(forms)
    for _ in range(2):  # what a page shows depends on the others, so go round twice
        for form in forms:
            client.post(form.action, {name: chosen[name] for name in form.names})
    assert result_of(read(client.get("/check/result/")).main) == expected(chosen)
