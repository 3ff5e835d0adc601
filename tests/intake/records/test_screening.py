"""The page of one screening: what it shows, to whom, and that the trail knows."""

import json
import re
import zlib
from datetime import timedelta

import pytest
from django.utils import timezone

from screening.access import ADMINISTRATOR, ANALYST, AUDITOR, INTAKE
from screening.instrument.baclofen import GUIDANCE
from screening.instrument.schema import Words
from screening.intake.clients.services import open_in_emergency
from screening.intake.screenings import services
from screening.models import ToldText
from tests.intake.making import (
    EMERGENCY,
    SOON,
    TODAY,
    a_client,
    a_correction,
    a_draft,
    a_screening,
    acknowledged,
    signed,
)
from tests.intake.records.pages import address, part, text_of, trail
from tests.people import a_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_(nurse):
    return a_client(nurse, reference="MRN 77")


def test_red_flags_stand_first_and_ask_to_be_acknowledged(nurse, client_):
    answers = {**EMERGENCY, "mu_craving": "daily"}
    one = a_screening(client_, nurse, answers=answers)

    html = signed_in(nurse).get(address("screening", one)).content.decode()

    places = [
        html.index(text)
        for text in (
            "Get emergency help now",
            "Red flags",
            "<strong>A seizure (a fit)</strong>: Yes",
            "Acknowledge this emergency",
            'id="scores"',
            'id="why"',
            'id="risk"',
            'id="answers"',
            'id="told"',
        )
    ]
    assert places == sorted(places)


def test_the_title_says_nothing_of_the_client(nurse, client_):
    one = a_screening(client_, nurse)

    html = signed_in(nurse).get(address("screening", one)).content.decode()

    (title,) = re.findall("<title>(.*?)</title>", html)
    assert title.startswith("Screening - ")
    assert "MRN 77" in html


@pytest.mark.parametrize("name", ["screening", "interview", "over_time"])
def test_the_name_stands_beside_the_reference_where_it_is_known(nurse, client_, name):
    one = a_draft(client_, nurse) if name == "interview" else a_screening(client_, nurse)
    where = address(name, client_ if name == "over_time" else one)
    browser = signed_in(nurse)
    assert "client-name" not in browser.get(where).content.decode()

    client_.name = "Zoë <Marker>"
    client_.save()

    html = browser.get(where).content.decode()
    heading = html.split("<h1>")[1].split("</h1>")[0]
    assert "MRN 77" in heading
    assert '<bdi class="client-name">Zoë &lt;Marker&gt;</bdi>' in heading
    assert "Marker" not in html.split("<title>")[1].split("</title>")[0]


def test_every_page_says_that_it_is_not_validated(nurse, client_):
    one = a_screening(client_, nurse)

    text = text_of(signed_in(nurse).get(address("screening", one)))

    assert "version 1. Draft, awaiting clinical sign-off. Not validated. Not a diagnosis." in text


@pytest.mark.parametrize("name", ["screening", "screening_print"])
def test_a_draft_leads_to_its_interview(nurse, client_, name):
    draft = a_draft(client_, nurse)

    response = signed_in(nurse).get(address(name, draft))

    assert (response.status_code, response["Location"]) == (302, address("interview", draft))


@pytest.mark.parametrize(
    ("name", "action"), [("screening", "screening_read"), ("screening_print", "printed")]
)
def test_a_reading_is_entered_in_the_trail_once(nurse, client_, name, action):
    one = a_screening(client_, nurse)

    signed_in(nurse).get(address(name, one))

    assert trail("screening_read", "printed") == [(action, client_.pk)]


@pytest.mark.parametrize("name", ["screening", "screening_print", "over_time", "plan_new"])
def test_another_site_finds_nothing(nurse, client_, name):
    one = a_screening(client_, nurse)
    asked = one if name.startswith("screening") else client_
    browser = signed_in(a_member(INTAKE))

    assert browser.get(address(name, asked)).status_code == 404
    assert trail("screening_read", "printed", "client_read") == []


def test_another_site_reads_while_the_record_is_open(nurse, client_):
    one = a_screening(client_, nurse)
    stranger = a_member(INTAKE)
    now = timezone.now()
    open_in_emergency(staff=stranger, client=client_, kind="record", reason="Seizure", now=now)

    assert signed_in(stranger).get(address("screening", one)).status_code == 200
    assert trail("screening_read") == [("screening_read", client_.pk)]


@pytest.mark.parametrize("role", [ANALYST, ADMINISTRATOR, AUDITOR])
@pytest.mark.parametrize("name", ["screening", "screening_print", "over_time", "plan_new"])
def test_other_roles_may_not(nurse, client_, role, name):
    one = a_screening(client_, nurse)
    asked = one if name.startswith("screening") else client_

    assert signed_in(a_member(role)).get(address(name, asked)).status_code == 403


def test_what_the_person_was_told_is_the_kept_text_whatever_is_said_today(
    nurse, client_, monkeypatch
):
    one = a_screening(client_, nurse, answers=SOON)
    monkeypatch.setitem(GUIDANCE, "misuse_talk", Words("New words", ("Said today",)))

    html = signed_in(nurse).get(address("screening", one)).content.decode()

    kept = json.loads(zlib.decompress(ToldText.objects.get(screening=one).content))
    (block,) = [block for block in kept["blocks"] if block["key"] == "misuse_talk"]
    told = html.split('data-told="misuse_talk"')[1].split("</section>")[0]
    assert f"<h3>{block['heading']}</h3>" in told
    assert "New words" not in html


def test_what_changed_since_the_last_time(nurse, clinician, client_):
    then = timezone.now() - timedelta(days=30)
    a_screening(client_, nurse, answers={"mu_craving": "daily", "ef_mood": "weekly"}, now=then)
    one = a_screening(client_, nurse, answers={**TODAY, "mu_craving": "weekly"})

    response = signed_in(nurse).get(address("screening", one))

    changed = part(response, "change")
    worse, better = changed.split("<h3>Better</h3>")
    assert "Restless, or sleeping badly" in worse
    assert "A strong urge to take it" in better.split("<h3>Other</h3>")[0]
    assert "Change in the last 14 days" in better.split("<h3>Other</h3>")[1]
    severity = part(response, "scores").split("Severity index")[1]
    assert re.findall(r">([^<>\s][^<>]*)<", severity)[:4] == [
        "3 ",
        "/ 40",
        "4",
        "\N{MINUS SIGN}1",
    ]


def test_the_first_screening_is_compared_with_none(nurse, client_):
    one = a_screening(client_, nurse)

    assert "Change since" not in text_of(signed_in(nurse).get(address("screening", one)))


def test_versions_show_the_old_one_as_replaced(nurse, clinician, client_):
    old = signed(a_screening(client_, nurse, answers=SOON), clinician)
    new = a_correction(old, nurse, answers={"mu_craving": "daily"}, reason="Misheard the answer")
    browser = signed_in(nurse)

    shown_old = browser.get(address("screening", old))
    shown_new = browser.get(address("screening", new))

    assert "Replaced. A newer version counts instead of this one." in text_of(shown_old)
    assert "Misheard the answer" in text_of(shown_old)
    assert address("screening", new) in shown_old.content.decode()
    for action in ("screening_note", "screening_sign", "screening_correct"):
        assert address(action, old) not in shown_old.content.decode()
    assert address("screening", old) in part(shown_new, "versions")
    assert "Change since" not in text_of(shown_new)


def test_a_correction_under_way_leads_to_its_draft(nurse, client_):
    old = a_screening(client_, nurse)
    draft = services.correct(staff=nurse, screening_id=old.pk, reason="x", now=timezone.now())

    html = signed_in(nurse).get(address("screening", old)).content.decode()

    assert address("interview", draft) in html
    assert address("screening_correct", old) not in html


def test_a_result_that_does_not_fit_its_answers_is_warned_about(nurse, client_):
    one = a_screening(client_, nurse, answers=SOON)
    one.tier = "routine"
    one.save()

    assert "scored again, give another result" in text_of(
        signed_in(nurse).get(address("screening", one))
    )


def test_somebody_under_18_was_not_scored(nurse, client_):
    answers = {"respondent": "self", "age": "under_18"}
    one = a_screening(client_, nurse, answers=answers)

    text = text_of(signed_in(nurse).get(address("screening", one)))

    assert "This check is not made for people under 18" in text
    assert "Nothing was scored." in text


def test_the_print_has_nothing_to_fill_in_and_the_note(nurse, clinician, client_):
    one = acknowledged(a_screening(client_, nurse, answers=EMERGENCY), nurse)
    services.write_note(
        staff=nurse,
        screening_id=one.pk,
        note="Taken to the ward",
        disposition=None,
        edit=one.edit,
        now=timezone.now(),
    )

    response = signed_in(clinician).get(address("screening_print", one))

    main = response.content.decode().split("<main")[1]
    assert "<form" not in main
    for words in ("Taken to the ward", "Called an ambulance", "Printed on", "42 CFR part 2"):
        assert words in text_of(response)
    assert not re.search(r"today \d\d:\d\d", text_of(response))
