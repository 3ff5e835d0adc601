"""The one cookie: what it is, what it holds, and what happens when it cannot be opened."""

import json
import time
from base64 import urlsafe_b64decode

import pytest
from django.test import override_settings

from screening.instrument.baclofen import CURRENT
from screening.sealed import open_sealed, seal
from screening.selfcheck.answers import PURPOSE
from tests.selfcheck.page import read, words
from tests.selfcheck.walking import (
    CALM,
    COOKIE,
    QUESTIONS,
    Browser,
    answers,
    at_answers,
    at_result,
    journey,
    send,
    walk,
)

OLD_KEY, NEW_KEY = b"o" * 32, b"n" * 32

# Every address that opens the answers, and how it is asked.
OPENS = [
    ("get", "/check/now/"),
    ("post", "/check/now/"),
    ("get", "/check/use/2/"),
    ("post", "/check/misuse/"),
    ("get", "/check/next/"),
    ("get", "/check/answers/"),
    ("get", "/check/result/"),
    ("get", "/check/waiting/"),
    ("post", "/check/waiting/"),
    ("post", "/check/country/"),
    ("post", "/check/count/"),
]


def first_post(client: Browser):
    return send(client, read(client.get("/check/now/")), CALM)


def opened(token: str, now: int) -> dict:
    return json.loads(open_sealed(token, purpose=PURPOSE, now=now))


def test_no_page_sets_a_cookie_before_the_first_answers_are_sent():
    client = Browser()
    for address in ("/", "/check/now/", "/check/use/", "/check/result/", "/check/next/", "/help/"):
        response = client.get(address)
        assert [m for m in response.cookies.values() if m["max-age"] != 0] == []
    assert list(first_post(client).cookies) == [COOKIE]


def test_the_whole_check_sets_this_one_cookie_and_no_other():
    client = Browser()
    met = journey(client)
    assert {name for response in met for name in response.cookies} == {COOKIE}
    assert client.cookies == {}


def test_the_cookie_stays_in_this_browser_on_this_host_and_goes_with_it():
    morsel = first_post(Browser()).cookies[COOKIE]
    attributes = {name: value for name, value in morsel.items() if value}
    assert attributes == {"path": "/", "secure": True, "httponly": True, "samesite": "Lax"}
    assert morsel.OutputString().count("Expires") == 0


@pytest.mark.parametrize("way", ["/leave/", "/check/delete/"])
def test_what_takes_the_cookie_away_says_it_as_a_browser_demands(way):
    morsel = at_result().post(way).cookies[COOKIE]
    assert morsel.value == ""
    assert morsel["max-age"] == 0
    # A browser ignores the deletion of a __Host- cookie that lacks these.
    assert (morsel["secure"], morsel["path"], morsel["domain"]) == (True, "/", "")


@override_settings(DEBUG=True)
def test_without_tls_while_developing_it_has_a_plain_name():
    response = Browser().post("/check/now/", {})
    assert list(response.cookies) == ["check"]
    assert not response.cookies["check"]["secure"]
    assert response.cookies["check"]["httponly"]


def test_no_answer_can_be_read_in_the_cookie():
    token = at_answers(answers(taken_with=["alcohol", "opioids"], route="both")).token
    raw = urlsafe_b64decode(token + "=" * (-len(token) % 4)).lower()
    codes = {option.code for question in CURRENT.questions for option in question.options}
    told = [word for word in {*codes, *QUESTIONS, "answers", CURRENT.id} if len(word) > 4]
    assert not [word for word in told if word.encode() in raw or word in token.lower()]


def test_two_people_with_the_same_answers_have_different_cookies_of_the_same_length():
    one, other = at_answers(), at_answers()
    assert one.token != other.token
    assert len(one.token) == len(other.token)


def test_the_longest_possible_check_fits_into_a_cookie():
    longest = {}
    for question in CURRENT.questions:
        codes = [option.code for option in question.options]
        free = [option.code for option in question.options if not option.exclusive]
        longest[question.id] = free if question.several else max(codes, key=len)
    client = Browser()
    walk(client, {**longest, "age": "no_answer", "route": "oral", "change": "cut_down"})
    # Answers to questions that are no longer shown stay in it, so go through those too.
    for address in ("/check/use/", "/check/use/2/", "/check/withdrawal/"):
        chosen = {**longest, "age": "no_answer", "route": "both", "change": "cut_down"}
        send(client, read(client.get(address)), chosen)
    response = client.post("/check/country/", {"country": "OTHER"})
    assert set(opened(client.token, int(time.time()))["answers"]) == set(QUESTIONS)
    assert len(response.cookies[COOKIE].OutputString()) < 4096


def changed_at(token: str, place: int) -> str:
    other = "A" if token[place] != "A" else "B"
    return token[:place] + other + token[place + 1 :]


WAYS_TO_BREAK_IT = {
    "first character changed": lambda token: changed_at(token, 0),
    "key id changed": lambda token: changed_at(token, 3),
    "nonce changed": lambda token: changed_at(token, 12),
    "middle changed": lambda token: changed_at(token, len(token) // 2),
    "last but one character changed": lambda token: changed_at(token, len(token) - 2),
    "cut in half": lambda token: token[: len(token) // 2],
    "cut to one character": lambda token: token[:1],
    "last character cut off": lambda token: token[:-1],
    "empty": lambda token: "",
    "longer": lambda token: token + "AAAA",
    "twice": lambda token: token + token,
    "something else": lambda token: "hello",
    "not ASCII": lambda token: "ä" * 40,
    "percent signs": lambda token: "%00%ff" * 9,
}


def assert_kindly_started_again(client: Browser, method: str, address: str) -> None:
    response = getattr(client, method)(address)
    assert response.status_code == 400
    page = read(response)
    assert page.title == "Start again - Self-check"
    assert "we have deleted them" in words(page.text)
    assert page.link("911") == "tel:911"
    assert page.link("Start again") == "/check/now/"
    assert response.cookies[COOKIE]["max-age"] == 0
    assert response.headers["Cache-Control"] == "no-store"
    assert COOKIE not in client.cookies


@pytest.mark.parametrize("way", WAYS_TO_BREAK_IT.values(), ids=WAYS_TO_BREAK_IT.keys())
def test_a_cookie_that_was_changed_means_starting_again(way):
    client = at_answers()
    client.cookies[COOKIE] = way(client.token)
    assert_kindly_started_again(client, "get", "/check/answers/")
    assert client.get("/check/now/").status_code == 200


@pytest.mark.parametrize(("method", "address"), OPENS)
def test_every_page_that_opens_the_answers_is_kind_about_it(method, address):
    client = at_answers()
    client.cookies[COOKIE] = changed_at(client.token, 30)
    assert_kindly_started_again(client, method, address)


def test_answers_can_be_opened_for_24_hours_and_no_longer(clock):
    client = at_answers()
    clock.pass_by(hours=24)
    assert client.get("/check/answers/").headers["Location"] == "/check/waiting/"
    clock.pass_by(seconds=1)
    assert_kindly_started_again(client, "get", "/check/answers/")


def test_answers_from_the_future_are_refused_but_for_a_minute(clock):
    client = at_answers()
    clock.pass_by(seconds=-60)
    assert client.get("/check/answers/").status_code == 200
    clock.pass_by(seconds=-1)
    assert_kindly_started_again(client, "get", "/check/answers/")


def test_answers_sealed_with_a_key_taken_out_of_use_are_refused():
    with override_settings(ANSWER_KEYS=[OLD_KEY]):
        client = at_answers()
    with override_settings(ANSWER_KEYS=[NEW_KEY]):
        assert_kindly_started_again(client, "get", "/check/result/")


def test_a_new_key_in_front_keeps_answers_readable_and_seals_what_comes():
    chosen = answers(wd_sleep="severe", change="missed")
    with override_settings(ANSWER_KEYS=[OLD_KEY]):
        client = at_answers(chosen)
    with override_settings(ANSWER_KEYS=[NEW_KEY, OLD_KEY]):
        assert read(client.get("/check/result/")).main["data-tier"] == "today"
        client.post("/check/country/", {"country": "AU"})
    with override_settings(ANSWER_KEYS=[NEW_KEY]):
        assert read(client.get("/check/result/")).main["data-tier"] == "today"


def test_answers_to_another_version_of_the_questions_are_refused(clock):
    client = at_answers()
    content = opened(client.token, clock.now)
    content["definition"] = f"{CURRENT.id} {CURRENT.version + 1}"
    client.cookies[COOKIE] = seal(json.dumps(content).encode(), purpose=PURPOSE, now=clock.now)
    assert_kindly_started_again(client, "get", "/check/result/")


def test_what_was_sealed_for_another_purpose_is_no_check(clock):
    client = at_answers()
    content = json.dumps(opened(client.token, clock.now)).encode()
    client.cookies[COOKIE] = seal(content, purpose="something else", now=clock.now)
    assert_kindly_started_again(client, "get", "/check/result/")


def test_the_start_page_offers_to_go_on_and_then_is_not_kept_by_the_browser():
    fresh = Browser().get("/")
    assert "Carry on" not in fresh.content.decode()
    client = at_answers()
    response = client.get("/")
    assert response.headers["Cache-Control"] == "no-store"
    assert read(response).link("Carry on") == "/check/answers/"
    assert read(response).form("/check/delete/").method == "post"
