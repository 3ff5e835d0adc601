"""After half an hour nobody's answers are shown before somebody says so."""

import pytest

from tests.selfcheck.page import read, words
from tests.selfcheck.walking import CALM, Browser, answers, at_answers, send, walk

MUCH = answers(
    now_overdose="yes",
    respondent="other",
    route="both",
    change="stopped",
    taken_with=["alcohol"],
    wd_seizure="severe",
    mu_craving="daily",
)
SHOWS = ["/check/now/", "/check/use/2/", "/check/next/", "/check/answers/", "/check/result/"]


@pytest.mark.parametrize("address", SHOWS)
def test_answers_show_for_30_minutes_and_then_no_more(clock, address):
    client = at_answers(MUCH)
    token = client.cookies["__Host-check"].value
    clock.pass_by(minutes=30)
    assert client.get(address).status_code == 200
    client.cookies["__Host-check"] = token
    clock.pass_by(seconds=1)
    response = client.get(address)
    assert (response.status_code, response.content) == (302, b"")
    assert response.headers["Location"] == "/check/waiting/"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/check/country/", "/check/count/"])
def test_nothing_is_done_with_the_answers_either(clock, address):
    client = at_answers(MUCH)
    clock.pass_by(minutes=31)
    response = client.post(address, {"country": "GB", "count": "yes"})
    assert response.headers["Location"] == "/check/waiting/"


def test_the_waiting_page_is_the_same_for_everybody(clock):
    """So it can show no answer."""
    pages = []
    for client in (at_answers(MUCH), at_answers(CALM), unfinished()):
        clock.pass_by(minutes=31)
        response = client.get("/check/waiting/")
        assert response.headers["Cache-Control"] == "no-store"
        pages.append(response.content)
    assert len(set(pages)) == 1


def unfinished() -> Browser:
    client = Browser()
    send(client, read(client.get("/check/now/")), CALM)
    return client


def test_the_waiting_page_offers_to_carry_on_or_to_delete(clock):
    client = at_answers(MUCH)
    clock.pass_by(minutes=31)
    page = read(client.get("/check/waiting/"))
    assert words(page.headings[0]) == "Are you still there?"
    assert [(form.action, form.method) for form in page.forms] == [
        ("/check/waiting/", "post"),
        ("/check/delete/", "post"),
    ]
    assert client.post("/check/delete/").headers["Location"] == "/check/deleted/"
    assert client.token == ""


def test_carrying_on_leads_on_with_the_answers_intact(clock):
    client = at_answers(MUCH)
    clock.pass_by(minutes=31)
    assert client.get("/check/result/").status_code == 302
    location = client.post("/check/waiting/").headers["Location"]
    assert location == "/check/answers/"
    walked = walk(client, CALM, at=location)
    assert walked.asked == []
    assert walked.end.main["data-tier"] == "emergency"


def test_carrying_on_in_the_middle_leads_to_the_next_question(clock):
    client = unfinished()
    clock.pass_by(hours=5)
    assert client.get("/check/use/").headers["Location"] == "/check/waiting/"
    assert client.post("/check/waiting/").headers["Location"] == "/check/use/"
    assert client.get("/check/use/").status_code == 200


def test_what_is_sent_too_late_is_kept_but_shown_only_after_asking(clock):
    client = unfinished()
    page = read(client.get("/check/use/"))
    clock.pass_by(minutes=45)
    response = send(client, page, answers(age="65_plus"))
    assert (response.status_code, response.headers["Location"]) == (302, "/check/waiting/")
    assert client.get("/check/use/").headers["Location"] == "/check/waiting/"
    assert client.post("/check/waiting/").headers["Location"] == "/check/use/2/"
    assert read(client.get("/check/use/")).questions.chosen()["age"] == ["65_plus"]


def test_what_is_sent_too_late_with_a_mistake_in_it_shows_nothing_either(clock):
    client = at_answers(MUCH)
    clock.pass_by(minutes=45)
    response = client.post("/check/health/", {"taken_with": "opioids"})
    assert (response.status_code, response.content) == (302, b"")


def test_an_emergency_answer_sent_too_late_still_leads_to_help(clock):
    """The waiting page must not swallow the interruption: nobody has seen it yet."""
    client = Browser()
    client.post("/check/now/", {})
    page = read(client.get("/check/now/"))
    clock.pass_by(minutes=31)
    assert send(client, page, answers(now_seizure="yes")).headers["Location"] == "/check/waiting/"
    assert client.post("/check/waiting/").headers["Location"] == "/check/next/"


def test_looking_at_pages_counts_as_activity(clock):
    client = at_answers(MUCH)
    for address in ["/check/answers/", "/check/health/", "/check/result/", "/check/next/"] * 2:
        clock.pass_by(minutes=29)
        assert client.get(address).status_code == 200


def test_sending_answers_counts_as_activity(clock):
    client = Browser()
    send(client, read(client.get("/check/now/")), CALM)
    page = read(client.get("/check/use/"))
    for _ in range(3):
        clock.pass_by(minutes=20)
        assert client.post(page.questions.action, {"age": "65_plus"}).status_code == 422
    assert client.get("/check/use/").status_code == 200


def test_looking_again_within_a_minute_seals_nothing_anew(clock):
    client = at_answers()
    clock.pass_by(seconds=60)
    assert not client.get("/check/answers/").cookies
    clock.pass_by(seconds=1)
    assert client.get("/check/answers/").cookies


def test_without_javascript_the_page_itself_goes_where_no_answer_shows():
    for address in ("/check/now/", "/check/answers/", "/check/result/"):
        shown = at_answers(MUCH).get(address).content.decode()
        refresh = '<noscript><meta http-equiv="refresh" content="1800; url=/check/waiting/">'
        assert refresh in shown


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_check_there_is_nothing_to_wait_for(method):
    page = read(getattr(Browser(), method)("/check/waiting/"))
    assert page.title == "Start again - Self-check"
