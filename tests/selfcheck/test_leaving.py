"""Leaving at once, deleting, and what the browser must not keep."""

import pytest
from django.test import override_settings

from tests.selfcheck.page import read, words
from tests.selfcheck.walking import COOKIE, Browser, answers, at_answers, at_result, journey


@pytest.mark.parametrize("somebody", [Browser, at_result], ids=["at first", "at the result"])
@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_leaving_clears_everything_and_goes_elsewhere(somebody, method):
    client = somebody()
    response = getattr(client, method)("/leave/")
    assert response.status_code == 302
    assert response.headers["Location"] == "https://www.wikipedia.org/"
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.cookies[COOKIE]["max-age"] == 0
    assert response.content == b""
    assert client.token == ""


@override_settings(LEAVE_TO="https://weather.example/")
def test_leaving_goes_where_the_settings_say():
    assert Browser().get("/leave/").headers["Location"] == "https://weather.example/"


def test_leaving_works_with_a_cookie_that_cannot_be_opened():
    client = at_answers()
    client.cookies[COOKIE] = "broken"
    assert client.get("/leave/").status_code == 302
    assert client.token == ""


def test_leaving_does_not_go_where_an_address_says():
    response = Browser().get("/leave/?next=https://evil.example/&to=https://evil.example/")
    assert "evil" not in response.headers["Location"]


@pytest.mark.parametrize(
    "address", ["/", "/check/now/", "/check/next/", "/check/answers/", "/check/result/", "/help/"]
)
def test_leaving_is_one_link_on_every_page(address):
    page = read(at_answers(answers(now_heart="yes")).get(address))
    assert page.link("Leave this site") == "/leave/"


def test_deleting_takes_the_answers_away_and_says_so():
    client = at_result()
    response = client.post("/check/delete/")
    assert response.headers["Location"] == "/check/deleted/"
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert client.token == ""
    page = read(client.get("/check/deleted/"))
    assert words(page.headings[0]) == "Your answers are deleted"
    assert page.link("Start again") == "/"
    assert "no answers here" in words(read(client.get("/check/result/")).text)


@pytest.mark.parametrize("address", ["/check/delete/", "/check/count/", "/check/country/"])
def test_a_link_alone_deletes_counts_and_changes_nothing(address):
    client = at_result()
    token = client.token
    assert client.get(address).status_code == 405
    assert client.token == token


def test_deleting_works_without_answers_too():
    assert Browser().post("/check/delete/").headers["Location"] == "/check/deleted/"


def test_nothing_that_shows_or_takes_answers_is_kept_by_the_browser():
    client = Browser()
    met = journey(client)
    assert len(met) > 30
    kept = {
        response.wsgi_request.path
        for response in met
        if response.headers.get("Cache-Control") != "no-store"
    }
    assert kept == {"/check/nowhere/"}  # there is no such page
