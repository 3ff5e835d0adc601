"""Saving the result as a PDF: what is in the file, and what it leaves behind."""

import pytest

from tests.printed.summaries import reader, text_of
from tests.selfcheck.page import read, words
from tests.selfcheck.walking import CALM, Browser, answers, at_result, walk
from tests.test_fetch_guard import ANOTHER_SITE

MISUSE = answers(mu_craving="daily", taken_with=["alcohol"])


def saved(client, choice="with"):
    return client.post("/check/pdf/", {"answers": choice})


def test_the_result_page_offers_both_kinds_without_javascript():
    forms = [f for f in read(at_result().get("/check/result/")).forms if f.action == "/check/pdf/"]
    assert [form.method for form in forms] == ["post", "post"]
    html = at_result().get("/check/result/").content.decode()
    assert '<button class="button button-secondary" name="answers" value="with">' in html
    assert '<button class="button button-secondary" name="answers" value="without">' in html


@pytest.mark.parametrize("choice", ["with", "without"])
def test_it_is_a_file_with_a_name_that_tells_nothing_and_is_kept_nowhere(choice):
    response = saved(at_result(MISUSE), choice)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="summary.pdf"'
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.wsgi_request.session.accessed
    assert reader(response.content).metadata.title == "Summary"


def test_it_says_what_the_page_says():
    client = at_result(MISUSE)
    page, text = read(client.get("/check/result/")), text_of(saved(client).content)
    for heading in page.blocks:
        (first, *_) = [h for h in page.headings if words(h) in words(page.blocks[heading])]
        assert words(first) in text
    assert words(page.headings[0]) in text


def test_with_the_answers_they_are_there_and_without_they_are_not():
    client = at_result(MISUSE)
    answer = "A strong urge to take it: Every day, or nearly"
    assert answer in text_of(saved(client, "with").content)
    for choice in ("without", "", "nonsense"):
        text = text_of(saved(client, choice).content)
        assert "A strong urge" not in text
        assert "Every day" not in text
        assert "Talk to someone who can help" in text


def test_the_numbers_are_those_of_the_country_that_was_chosen():
    client = at_result(answers(now_heart="yes"))
    client.post("/check/country/", {"country": "AU"})
    text = text_of(saved(client).content)
    assert "Now Get emergency help now 000" in text
    assert "911" not in text


def test_under_18_there_is_a_file_too():
    client = Browser()
    walk(client, answers(age="under_18"))
    assert "This check is not made for people under 18" in text_of(saved(client).content)


def test_a_check_that_is_not_finished_goes_on_with_its_questions():
    client = Browser()
    walk(client, CALM, to="/check/use/")
    response = saved(client)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/check/use/")


def test_without_answers_or_after_a_while_nothing_is_shown(clock):
    assert saved(Browser()).headers["Content-Type"].startswith("text/html")
    client = at_result(MISUSE)
    clock.pass_by(minutes=31)
    response = saved(client)
    assert response.status_code == 302
    assert response.headers["Location"] == "/check/waiting/"


@pytest.mark.parametrize("headers", ANOTHER_SITE.values(), ids=ANOTHER_SITE.keys())
def test_another_site_cannot_ask_for_it(headers, settings):
    settings.ALLOWED_HOSTS = ["check.example.org", "testserver"]
    response = at_result(MISUSE).post(
        "/check/pdf/",
        {"answers": "with"},
        headers={"host": "check.example.org", **headers},
        secure=True,
    )
    assert response.status_code == 403


def test_it_is_only_made_on_asking():
    assert at_result().get("/check/pdf/").status_code == 405


@pytest.mark.usefixtures("stopped_database")
def test_it_works_with_the_database_stopped():
    assert saved(at_result(MISUSE)).content.startswith(b"%PDF-")
