"""A code for a clinic: made when asked for, one at a time, shown again, and destroyed for good."""

import json
import re
import time
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from screening.handoff.codes import parse
from screening.handoff.keeping import NoSuchCode, redeem, valid_until
from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import assess, visible
from screening.instrument.lint.reading import FORBIDDEN, prose_faults
from screening.models import Handoff
from screening.sealed import open_sealed
from screening.selfcheck.answers import PURPOSE
from tests.page_text import page_text
from tests.selfcheck.page import Page, read, words
from tests.selfcheck.walking import (
    COOKIE,
    Browser,
    answers,
    at_answers,
    at_result,
    send,
)

CHOSEN = answers(route="both", mu_craving="weekly", to_raised="alone", age="65_plus")
CODE, DESTROY = "/check/code/", "/check/code/destroy/"


def code_on(page: Page) -> str:
    """The code that a page shows."""
    (shown,) = re.findall(r"data-code>(.*?)</div>", page.html)
    seen, heard = shown.split('class="visually-hidden"')
    code = parse("".join(re.findall(r"code-group\">(\w+)<", seen)))
    assert parse(heard.replace(",", "").replace("</span>", "")[1:]) == code
    return code


def made(client: Client) -> str:
    """Press "Make a code" and read the code."""
    assert client.post(CODE).headers["Location"] == CODE
    return code_on(read(client.get(CODE)))


def opened(code: str):
    return redeem(code, now=timezone.now())


def test_the_result_page_offers_it_and_the_page_says_what_it_means_before_anything_is_kept():
    client = at_result(CHOSEN)
    result = read(client.get("/check/result/"))
    assert "Take your answers to a clinic" in [words(heading) for heading in result.headings]
    page = read(client.get(result.link("About the code")))
    told = words(page.text)
    assert page.back == "/check/result/"
    assert "They see all of your answers" in told
    assert "It works once, and for 7 days." in told
    assert "Without the code, we cannot read them. We do not keep the code." in told
    assert [(form.action, form.method) for form in page.forms] == [(CODE, "post")]


@pytest.mark.django_db
def test_a_clinic_gets_exactly_what_was_answered_and_the_same_result():
    client = at_result(CHOSEN)
    client.post("/check/country/", {"country": "GB"})
    days = {timezone.localdate()}
    handed = opened(made(client))
    days |= {timezone.localdate()}  # it may just be midnight
    assert handed.answers == {name: CHOSEN[name] for name in visible(CHOSEN)}
    assert assess(handed.answers) == assess(CHOSEN)
    assert (handed.instrument, handed.version) == (CURRENT.id, CURRENT.version)
    assert (handed.country, handed.language) == ("GB", "en")
    assert handed.taken_on in days


@pytest.mark.django_db
def test_the_code_is_shown_in_groups_as_a_picture_and_with_its_last_day(clock):
    client = at_result(CHOSEN)
    code = made(client)
    page = read(client.get(CODE))
    assert re.findall(r"code-group\">(\w+)<", page.html) == [
        code[:4], code[4:8], code[8:12], code[12:],
    ]  # fmt: skip
    assert '<svg class="code-picture" role="img" aria-label="The code as a picture"' in page.html
    assert "until the end of 21 March 2027" in words(page.text)
    assert "They will see all of your answers." in words(page.text)
    assert valid_until(code, now=timezone.now()) == date(2027, 3, 21)
    result = read(client.get("/check/result/"))
    assert result.link("See your code") == CODE


@pytest.mark.django_db
def test_asking_again_shows_the_same_code():
    client = at_result(CHOSEN)
    token = client.token
    code = made(client)
    assert made(client) == code
    client.cookies[COOKIE] = token  # the second half of a double click had the cookie of before
    assert made(client) == code
    assert Handoff.objects.count() == 1


@pytest.mark.django_db
def test_two_people_with_the_same_answers_have_two_codes():
    assert made(at_result(CHOSEN)) != made(at_result(CHOSEN))
    assert Handoff.objects.count() == 2


@pytest.mark.django_db
class TestDestroying:
    def test_by_the_button_ends_it_and_a_new_code_is_another(self):
        client = at_result(CHOSEN)
        code = made(client)
        form = read(client.get(CODE)).form(DESTROY)
        page = read(client.post(DESTROY, {"code": form.values("code")[0]}))
        assert words(page.headings[0]) == "The code is destroyed"
        assert page.link("Back to your result") == "/check/result/"
        assert not Handoff.objects.exists()
        assert read(client.get("/check/result/")).link("About the code") == CODE
        assert made(client) != code

    def test_works_on_paper_after_leaving(self):
        client = at_result(CHOSEN)
        code = made(client)
        client.post("/leave/")
        assert valid_until(code, now=timezone.now())
        page = read(client.get(DESTROY))
        assert [form.action for form in page.forms] == [DESTROY]
        typed = f" {code[:6].lower()}-{code[6:]} "
        page = read(client.post(DESTROY, {"code": typed}))
        assert words(page.headings[0]) == "The code is destroyed"
        assert page.link("Go to the start") == "/"
        assert not Handoff.objects.exists()

    def test_of_another_code_leaves_ones_own(self):
        client, other = at_result(CHOSEN), at_result()
        code, theirs = made(client), made(other)
        client.post(DESTROY, {"code": theirs})
        assert code_on(read(client.get(CODE))) == code
        assert "does not work any more" in words(read(other.get(CODE)).text)

    def test_says_the_same_when_there_is_no_such_code(self):
        code = made(at_result(CHOSEN))
        there = Browser().post(DESTROY, {"code": code})
        not_there = Browser().post(DESTROY, {"code": code})
        assert there.content == not_there.content

    def test_deleting_the_answers_destroys_it_too(self):
        client = at_result(CHOSEN)
        code = made(client)
        assert client.post("/check/delete/").headers["Location"] == "/check/deleted/"
        assert valid_until(code, now=timezone.now()) is None
        assert client.token == ""


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter the code"),
        ("0000", "A code has 14 letters and digits. This one has 4."),
        ("0000-0000-0000-01", "One letter or digit is wrong. Look at the code once more."),
        ('"><b>', 'A code has no “"”. Look at it once more.'),
    ],
)
def test_what_cannot_be_a_code_is_kept_in_the_field_with_what_to_mend(typed, message):
    response = Browser().post(DESTROY, {"code": typed})
    page = read(response)
    assert response.status_code == 422
    assert page.title == "Error: Destroy a code - Self-check"
    assert [(link.href, words(link.text)) for link in page.summary] == [("#id_code", message)]
    assert [words(text) for text in page.errors] == [f"Error: {message}"]
    assert page.form(DESTROY).values("code") == [typed]
    assert set(page.described_by) <= set(page.ids)


@pytest.mark.django_db
class TestChangedAnswers:
    def changed(self) -> tuple[Browser, str]:
        client = at_result(CHOSEN)
        code = made(client)
        send(client, read(client.get("/check/tolerance/?from=answers")), answers())
        return client, code

    def test_the_old_code_is_not_shown_any_more_and_the_page_says_why(self):
        client, code = self.changed()
        page = read(client.get(CODE))
        assert "You changed an answer after you made your code" in words(page.text)
        assert "data-code" not in page.html
        assert "changed an answer since" in words(read(client.get("/check/result/")).text)
        assert page.form(DESTROY).values("code") == [code]

    def test_a_new_code_takes_the_place_of_the_old_one(self):
        client, code = self.changed()
        new = made(client)
        assert new != code
        assert Handoff.objects.count() == 1
        assert opened(new).answers["to_raised"] == "no"

    def test_the_same_answers_sent_again_change_nothing(self):
        client = at_result(CHOSEN)
        code = made(client)
        send(client, read(client.get("/check/tolerance/?from=answers")), CHOSEN)
        assert code_on(read(client.get(CODE))) == code


@pytest.mark.django_db
def test_a_used_code_is_not_shown_any_more_and_cannot_come_back():
    client = at_result(CHOSEN)
    code = made(client)
    opened(code)
    page = read(client.get(CODE))
    assert "Your code does not work any more" in words(page.text)
    assert "data-code" not in page.html
    assert made(client) != code
    with pytest.raises(NoSuchCode):
        opened(code)


@pytest.mark.django_db
def test_a_code_outlives_the_cookie_and_ends_after_seven_days(clock):
    code = made(at_result(CHOSEN))
    clock.pass_by(hours=24 * 7)
    assert valid_until(code, now=datetime.fromtimestamp(clock.now, UTC))
    clock.pass_by(hours=12)
    assert valid_until(code, now=datetime.fromtimestamp(clock.now, UTC)) is None


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_a_whole_check_of_an_adult_has_a_code(method):
    begun = Browser()
    send(begun, read(begun.get("/check/now/")), answers())
    for client in (begun, at_result(answers(age="under_18"))):
        assert getattr(client, method)(CODE).headers["Location"] == "/check/result/"
    assert "no answers here" in words(read(getattr(Browser(), method)(CODE)).text)
    under_age = read(at_result(answers(age="under_18")).get("/check/result/"))
    assert CODE not in [link.href for link in under_age.links]
    assert not Handoff.objects.exists()


@pytest.mark.django_db
def test_after_half_an_hour_the_code_is_covered_too(clock):
    client = at_result(CHOSEN)
    made(client)
    clock.pass_by(minutes=31)
    assert client.get(CODE).headers["Location"] == "/check/waiting/"
    assert client.post(CODE).headers["Location"] == "/check/waiting/"


def test_looking_at_what_it_is_asks_no_database():
    assert at_result(CHOSEN).get(CODE).status_code == 200
    assert Browser().get(DESTROY).status_code == 200


@pytest.mark.django_db
class TestWithTheDatabaseStopped:
    def faults(self, response) -> Page:
        assert response.status_code == 503
        assert response.headers["Cache-Control"] == "no-store"
        page = read(response)
        assert page.title == "Please try again later - Self-check"
        assert page.link("911") == "tel:911"
        return page

    def test_nothing_is_lost(self, stopped_database, caplog):
        client = at_result(CHOSEN)
        page = self.faults(client.post(CODE))
        assert page.link("Back to your result") == "/check/result/"
        assert read(client.get("/check/result/")).main["data-tier"] == assess(CHOSEN).tier
        told = "\n".join(record.getMessage() for record in caplog.records)
        assert "A code could not be made" in told
        assert not [name for name in CHOSEN if name in told]

    def test_destroying_says_that_it_did_not_work(self, stopped_database):
        page = self.faults(Browser().post(DESTROY, {"code": "0" * 14}))
        assert words(page.headings[0]) == "We could not destroy the code"
        assert page.link("Go to the start") == "/"

    def test_the_answers_are_deleted_all_the_same(self, request):
        client = at_result(CHOSEN)
        made(client)
        request.getfixturevalue("stopped_database")
        response = client.post("/check/delete/")
        page = self.faults(response)
        assert words(page.headings[0]) == "Your answers are deleted, but the code is not"
        assert page.link("Destroy a code") == DESTROY
        assert response.headers["Clear-Site-Data"] == '"cache"'
        assert client.token == ""


@pytest.mark.django_db
def test_the_longest_check_with_a_code_still_fits_into_a_cookie():
    longest = {}
    for question in CURRENT.questions:
        free = [option.code for option in question.options if not option.exclusive]
        codes = [option.code for option in question.options]
        longest[question.id] = free if question.several else max(codes, key=len)
    client = at_answers({**longest, "age": "no_answer", "route": "both", "change": "cut_down"})
    client.post("/check/country/", {"country": "OTHER"})
    made(client)
    content = json.loads(open_sealed(client.token, purpose=PURPOSE, now=int(time.time())))
    assert len(content["code"]) == 14
    assert len(client.cookies[COOKIE].OutputString()) < 4096


@pytest.mark.django_db
def test_every_state_is_easy_to_read_and_nothing_tells():
    client = at_result(CHOSEN)
    about = client.get(CODE)
    code = made(client)
    shown = client.get(CODE)
    send(client, read(client.get("/check/tolerance/?from=answers")), answers())
    outdated = client.get(CODE)
    destroyed = Browser().post(DESTROY, {"code": code})
    over = client.get(CODE)
    for response in (about, shown, outdated, destroyed, over):
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "no-store"
        text = page_text(response.content.decode())
        assert list(prose_faults(text.title, text.prose)) == []
        assert not FORBIDDEN.search(response.content.decode())
        assert code not in text.title
        assert not re.search(r"baclofen|clinic|answer", text.title, re.IGNORECASE)
