"""What is missing or wrong is said at the top and beside the question, and nothing is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.instrument.baclofen import CURRENT
from tests.selfcheck.page import Page, read, words
from tests.selfcheck.walking import QUESTIONS, Browser, answers, at_answers, send, walk

SECTIONS = [section.id for section in CURRENT.sections]


def at_page(section: str) -> tuple[Browser, Page]:
    """A browser that has just come to a page of questions."""
    client = Browser()
    walked = walk(client, answers(route="both", change="stopped"), to=f"/check/{section}/")
    return client, walked.end


def posted(client: Browser, page: Page, data) -> Page:
    response = client.post(page.questions.action, data)
    assert response.status_code == 422
    return read(response)


def assert_errors(page: Page, expected: dict[str, str]) -> None:
    """The summary and the questions say the same, and every link and reference lands."""
    assert page.title.startswith("Error: ")
    assert {link.href[4:-2]: words(link.text) for link in page.summary} == expected
    for link in page.summary:
        assert page.ids.count(link.href[1:]) == 1
    assert [words(text) for text in page.errors] == [f"Error: {text}" for text in expected.values()]
    assert set(page.described_by) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    for name in expected:
        assert f"id_{name}_error" in page.described_by


@pytest.mark.parametrize("section", [*SECTIONS, "use/2"])
def test_a_page_sent_empty_names_every_question_by_its_own_sentence(section):
    client, page = at_page(section)
    names = page.questions.names
    shown = posted(client, page, {})
    assert_errors(shown, {name: QUESTIONS[name].error for name in names})
    assert shown.questions.names == names
    assert shown.questions.chosen() == {}
    assert read(client.get(page.questions.action)).title == page.title


@pytest.mark.parametrize("section", SECTIONS)
def test_a_page_without_an_error_has_no_trace_of_one(section):
    page = at_page(section)[1]
    assert not page.title.startswith("Error")
    assert page.summary == []
    assert page.errors == []


@pytest.mark.parametrize("section", [*SECTIONS, "use/2"])
def test_what_was_answered_is_kept_when_one_answer_is_missing(section):
    client, page = at_page(section)
    missing, *rest = page.questions.names
    chosen = answers(route="both", change="stopped")
    shown = posted(client, page, {name: chosen[name] for name in rest})
    assert_errors(shown, {missing: QUESTIONS[missing].error})
    kept = shown.questions.chosen()
    assert set(kept) == set(rest)
    # Also in the cookie: coming again without sending anything shows the same.
    assert read(client.get(page.questions.action)).questions.chosen() == kept
    assert send(client, shown, chosen).status_code == 302


@pytest.mark.parametrize(
    "wrong", ["maybe", "", "YES", "yes ", "<script>alert(1)</script>", "ye\x00s", "x" * 5000, "٣"]
)
def test_an_unknown_answer_is_refused_and_not_repeated(wrong):
    client, page = at_page("now")
    chosen = dict.fromkeys(page.questions.names, "no")
    shown = posted(client, page, {**chosen, "now_heart": wrong})
    assert_errors(shown, {"now_heart": QUESTIONS["now_heart"].error})
    assert "now_heart" not in shown.questions.chosen()
    assert len(wrong) < 5 or wrong not in shown.html


@pytest.mark.parametrize("alone", ["nothing", "no_answer"])
def test_answers_that_rule_each_other_out_are_refused_and_kept_as_they_are(alone):
    client, page = at_page("health")
    sent = {"taken_with": ["alcohol", alone], "conditions": ["epilepsy"]}
    shown = posted(client, page, sent)
    text = next(o.text for o in QUESTIONS["taken_with"].options if o.code == alone)
    assert_errors(shown, {"taken_with": f"Select “{text}” by itself, or leave it out"})
    assert shown.questions.chosen() == {
        "taken_with": ["alcohol", alone],
        "conditions": ["epilepsy"],
    }
    again = read(client.get("/check/health/")).questions.chosen()
    assert again == {"conditions": ["epilepsy"]}


def test_an_unknown_answer_beside_a_known_one_shows_its_error_at_the_question_too():
    client, page = at_page("health")
    shown = posted(client, page, {"taken_with": ["alcohol", "tea"], "conditions": ["nothing"]})
    assert_errors(shown, {"taken_with": QUESTIONS["taken_with"].error})
    assert shown.questions.chosen()["taken_with"] == ["alcohol"]


def test_very_many_answers_to_one_question_show_its_error_at_the_question_too():
    client, page = at_page("health")
    many = ["nothing", *["alcohol"] * 60]
    shown = posted(client, page, {"taken_with": many, "conditions": ["nothing"]})
    assert len(shown.summary) == 1
    assert len(shown.errors) == 1


def test_a_wrong_answer_while_changing_comes_back_to_the_change():
    client = at_answers()
    page = read(client.get("/check/health/?from=answers"))
    shown = posted(client, page, {"taken_with": "tea"})
    assert shown.questions.action == "/check/health/?from=answers"
    assert shown.back == "/check/answers/"
    location = send(client, shown, answers(taken_with=["alcohol"])).headers["Location"]
    assert location == "/check/answers/"


def test_a_wrong_answer_to_an_answered_question_does_not_undo_the_answer():
    client = at_answers(answers(conditions=["kidney"]))
    client.post("/check/health/", {"taken_with": "tea", "conditions": "tea"})
    assert read(client.get("/check/health/")).questions.chosen()["conditions"] == ["kidney"]


def test_a_wrong_value_of_the_country_changes_nothing():
    client = at_answers()
    before = client.cookies["__Host-check"].value
    for wrong in ("XX", "", "us", "<b>"):
        response = client.post("/check/country/", {"country": wrong})
        assert response.headers["Location"] == "/check/result/#contacts"
    assert client.cookies["__Host-check"].value == before


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(SECTIONS),
    st.dictionaries(
        st.one_of(st.sampled_from(sorted(QUESTIONS)), st.text(max_size=12)),
        st.lists(
            st.one_of(st.sampled_from(["yes", "no", "never"]), st.text(max_size=30)), max_size=4
        ),
        max_size=8,
    ),
    st.text("<>\"'&", min_size=4, max_size=12),
)
def test_whatever_is_sent_gets_a_page_that_repeats_none_of_it(section, data, marker):
    client = Browser()
    response = client.post(f"/check/{section}/", {**data, "taken_with": [marker], marker: "x"})
    assert response.status_code in (302, 422)
    assert marker not in response.content.decode()
    assert marker not in response.headers.get("Location", "")
