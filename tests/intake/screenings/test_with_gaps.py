"""An emergency that was finished with gaps, on every page and in every file that shows it."""

import csv
import io
import json
import zlib

import pytest
from django.utils import timezone

from screening.access import INTAKE
from screening.instrument.engine import missing
from screening.intake.disclosing.files import made
from screening.intake.disclosing.formats import FORMATS
from screening.intake.screenings import services
from screening.interop.notice import Notice
from screening.models import Screening
from tests.intake.making import a_client, a_correction, a_draft, a_screening, acknowledged
from tests.intake.records.pages import part, text_of
from tests.intake.screenings.pages import address, shown_questions
from tests.people import a_member, signed_in
from tests.printed.summaries import text_of as printed_text_of

pytestmark = pytest.mark.django_db

GIVEN = {"now_seizure": "yes", "taken_with": ["alcohol"]}
OPEN = len(missing(GIVEN))


@pytest.fixture
def nurse():
    return a_member(INTAKE)


@pytest.fixture
def gaps(nurse) -> Screening:
    client = a_client(nurse)
    a_screening(client, nurse)  # to be compared with
    draft = a_draft(client, nurse, answers=GIVEN)
    return services.finish(
        staff=nurse,
        screening_id=draft.pk,
        edit=draft.edit,
        now=timezone.now(),
        today=timezone.localdate(),
    )


def passed_on(one: Screening, code: str) -> bytes:
    notice = Notice("The client agreed")
    scope = FORMATS[code].needs
    return made(code, [one], scope=scope, notice=notice, today=timezone.localdate()).content


@pytest.mark.parametrize("name", ["screening", "screening_print"])
def test_its_page_says_how_many_have_no_answer(nurse, gaps, name):
    response = signed_in(nurse).get(address(name, gaps))
    words = text_of(response)
    assert response.status_code == 200
    assert f"{OPEN} questions have no answer" in words
    assert "A seizure (a fit)" in words
    assert "give another result than the one shown" not in words


@pytest.mark.parametrize("name", ["over_time", "client"])
def test_the_pages_of_the_client_show_it(nurse, gaps, name):
    browser = signed_in(nurse)
    response = browser.get(address(name, gaps).replace(str(gaps.pk), str(gaps.client_id)))
    assert response.status_code == 200
    assert address("screening", gaps) in response.content.decode()


def test_a_fhir_response_has_only_the_items_that_were_answered(gaps):
    entries = json.loads(passed_on(gaps, "fhir"))["entry"]
    (response,) = [
        one["resource"]
        for one in entries
        if one["resource"]["resourceType"] == "QuestionnaireResponse"
    ]
    answered = {
        item["linkId"]
        for section in response["item"]
        for item in section["item"]
        if section["linkId"] != "results"
    }
    assert answered == set(GIVEN)


def test_a_table_lists_what_is_missing(gaps):
    text = passed_on(gaps, "csv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (row["tier"], row["now_seizure"], row["now_heart"]) == ("emergency", "yes", "")
    assert row["missing"].split() == list(missing(GIVEN))


@pytest.mark.parametrize("code", ["summary", "answers"])
def test_a_print_says_the_emergency(gaps, code):
    assert "Get emergency help now" in printed_text_of(passed_on(gaps, code))


def test_every_format_can_be_made(gaps):
    assert all(passed_on(gaps, code) for code in FORMATS)


def test_staff_go_on_with_it_by_a_correction_that_says_what_it_changed(nurse, gaps):
    browser = signed_in(nurse)
    acknowledged(gaps, nurse)
    response = browser.post(address("screening_correct", gaps), {"reason": "Asked on"}, follow=True)
    assert "now_heart" in shown_questions(response)
    draft = Screening.everywhere.get(corrects=gaps)
    sent = {"edit": draft.edit, **GIVEN, "taken_with": ["opioids"], "age": "65_plus"}
    response = browser.post(address("interview", draft), {**sent, "then": "finish"}, follow=True)
    assert response.redirect_chain == [(address("screening", draft), 302)]
    versions = " ".join(part(response, "versions").split())
    assert "2 answers were corrected" in versions
    assert '<details class="details" open>' in versions
    assert "<dt>Age</dt><dd>65 or older" in versions
    assert "(before: not answered)" in versions
    assert "(before: Alcohol)" in versions
    assert "seizure" not in versions


def test_a_long_list_of_what_was_corrected_is_folded_but_not_on_paper(nurse, gaps):
    browser = signed_in(nurse)
    whole = a_correction(acknowledged(gaps, nurse), nurse, answers={})
    html = part(browser.get(address("screening", whole)), "versions")
    assert '<details class="details"><summary>' in html
    assert "not asked" not in html
    assert 'class="details" open>' in part(
        browser.get(address("screening_print", whole)), "versions"
    )
    first = browser.get(address("screening", gaps)).content.decode()
    assert "corrected</summary>" not in first


def test_nothing_that_was_not_asked_is_said_to_have_been_answered(nurse, gaps):
    why = part(signed_in(nurse).get(address("screening", gaps)), "why")
    assert "A seizure (a fit): Yes" in " ".join(why.split()).replace("</strong>", "")
    assert "Not sure" not in why
    told = json.loads(zlib.decompress(gaps.told.content))
    assert "Not sure" not in json.dumps(told["why"])
