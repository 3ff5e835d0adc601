"""Changing an answer from the check-your-answers page, and leaving as somebody under 18."""

import pytest

from tests.selfcheck.page import Page, read, words
from tests.selfcheck.walking import Browser, answers, at_answers, at_result, send, walk


def change(client: Browser, question: str, **changed) -> str:
    """Press Change beside a question, give another answer, press Continue. Out: where it leads."""
    page = row_of(read(client.get("/check/answers/")), question)
    return send(client, read(client.get(page)), answers(**changed)).headers["Location"]


def row_of(page: Page, question: str) -> str:
    (href,) = [link.href for link in page.links if link.href.endswith(f"#{question}")]
    return href.partition("#")[0]


def test_each_row_says_what_it_changes_to_those_who_hear_the_page():
    page = read(at_answers().get("/check/answers/"))
    texts = [words(link.text) for link in page.links if "from=answers" in link.href]
    assert len(texts) == len(set(texts))
    assert all(text.startswith("Change ") and text != "Change" for text in texts)


def test_a_changed_answer_leads_back_to_all_answers():
    client = at_answers()
    assert change(client, "to_raised", to_raised="alone") == "/check/answers/"
    page = read(client.get("/check/answers/"))
    assert page.main == {"id": "main", "tabindex": "-1"}
    assert read(client.get("/check/tolerance/")).questions.chosen()["to_raised"] == ["alone"]


def test_a_question_that_a_change_opened_is_asked_before_going_back():
    client = at_answers()
    location = change(client, "change", change="stopped")
    assert location == "/check/use/2/?from=answers"
    chosen = answers(change="stopped", wd_sleep="mild")
    walked = walk(client, chosen, to="/check/answers/", at=location)
    assert walked.addresses == [
        "/check/use/2/?from=answers",
        "/check/withdrawal/?from=answers",
        "/check/answers/",
    ]
    assert walk(client, chosen, at="/check/answers/").end.main["data-tier"] == "today"


def test_back_from_a_change_leads_to_all_answers():
    client = at_answers()
    assert read(client.get("/check/health/?from=answers")).back == "/check/answers/"


def test_back_from_a_question_that_a_change_opened_leads_to_another_page():
    """All answers cannot be shown before it is answered, so Back must not try them."""
    client = at_answers()
    here = change(client, "change", change="stopped")
    back = read(client.get(here)).back
    while (response := client.get(back)).status_code == 302:
        back = response.headers["Location"]
    assert back.partition("?")[0] != here.partition("?")[0]


def test_an_answer_that_a_change_closed_no_longer_counts():
    client = at_answers(answers(route="pump", wd_itching="severe"))
    assert change(client, "route", route="oral") == "/check/use/2/?from=answers"
    walked = walk(client, answers(route="oral"), to="/check/answers/", at="/check/use/2/")
    assert "wd_itching" not in words(walked.end.html)
    assert walk(client, answers(), at="/check/result/").end.main["data-tier"] == "routine"


def test_an_emergency_answer_given_later_interrupts_too():
    client = at_answers()
    assert change(client, "now_overdose", now_overdose="yes") == "/check/next/?from=answers"
    page = read(client.get("/check/next/?from=answers"))
    assert page.link("911") == "tel:911"
    assert page.link("Carry on with the questions") == "/check/answers/"
    assert page.back == "/check/now/?from=answers"
    assert read(client.get("/check/result/")).main["data-tier"] == "emergency"


def test_a_change_of_another_page_does_not_interrupt_again():
    client = at_answers(answers(now_overdose="yes"))
    assert change(client, "age", age="65_plus") == "/check/answers/"


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ({"now_self_harm": "unsure"}, "988"),
        ({"now_overdose": "yes"}, "1-800-222-1222"),
        ({"now_mixed": "unsure"}, "1-800-222-1222"),
        ({"now_pump": "yes"}, "call your pump clinic too"),
    ],
)
def test_the_interruption_shows_the_help_for_what_is_happening(answer, shown):
    client = at_answers(answers(**answer))
    assert shown in words(read(client.get("/check/next/")).text)
    other = at_answers(answers(now_heart="yes"))
    assert shown not in words(read(other.get("/check/next/")).text)


def test_under_18_leaves_the_check_at_once():
    walked = walk(Browser(), answers(age="under_18"))
    assert walked.addresses == ["/check/now/", "/check/use/", "/check/result/"]
    assert walked.end.main["data-outcome"] == "under_age"
    assert walked.end.main["data-tier"] == ""
    assert not [name for name in walked.end.main if name.startswith("data-band")]
    assert "not made for people under 18" in words(walked.end.headings[0])
    assert "911" in walked.end.text
    assert "988" in walked.end.text


def test_under_18_with_an_emergency_is_told_so():
    walked = walk(Browser(), answers(age="under_18", now_seizure="yes"))
    assert walked.addresses[1] == "/check/next/"
    assert walked.end.main["data-tier"] == "emergency"
    assert walked.end.guidance[0] == "call_emergency"


def test_under_18_can_go_back_and_change_the_age():
    client = at_result(answers(age="under_18"))
    back = read(client.get("/check/result/")).back
    assert back == "/check/use/"
    page = read(client.get(back))
    assert page.questions.chosen()["age"] == ["under_18"]
    assert page.back == "/check/now/"
    location = send(client, page, answers(age="18_64")).headers["Location"]
    assert walk(client, answers(), at=location).end.main["data-outcome"] == "assessed"


def test_the_age_changed_to_under_18_at_the_end_leaves_too():
    client = at_answers()
    assert change(client, "age", age="under_18") == "/check/result/"
    assert read(client.get("/check/result/")).main["data-outcome"] == "under_age"
    assert client.get("/check/answers/").headers["Location"] == "/check/result/"


def test_under_18_may_still_correct_the_first_page():
    client = at_result(answers(age="under_18"))
    location = send(client, read(client.get("/check/now/")), answers(now_heart="yes")).headers
    assert location["Location"] == "/check/next/"
    onward = read(client.get("/check/next/")).link("Carry on with the questions")
    assert onward == "/check/use/"


@pytest.mark.parametrize("section", ["health", "withdrawal", "misuse", "tolerance"])
def test_under_18_is_led_out_of_pages_that_are_not_asked(section):
    client = at_result(answers(age="under_18"))
    assert client.get(f"/check/{section}/").headers["Location"] == "/check/result/"


def test_under_18_finds_the_way_to_change_an_answer():
    client = at_result(answers(age="under_18"))
    assert read(client.get("/check/result/")).link("Change an answer") == "/check/use/"
