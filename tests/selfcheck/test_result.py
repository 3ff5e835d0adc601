"""The result page: what it says, in which order, and whose numbers it shows."""

import pytest
from hypothesis import given, settings

from screening.directory.contacts import COUNTRIES, KINDS, contacts_for
from screening.instrument.baclofen import CURRENT, GUIDANCE
from screening.instrument.engine import assess, visible
from screening.instrument.lint.examples import find_examples
from screening.told.wording import TIER_HEADINGS
from tests.selfcheck.page import Page, read, words
from tests.selfcheck.walking import (
    CALM,
    QUESTIONS,
    Browser,
    answer_sets,
    answers,
    at_answers,
    at_result,
    walk,
)

BY_TIER = {
    "emergency": answers(now_heart="unsure"),
    "today": answers(coming_up=["running_out"]),
    "soon": answers(to_less_effect="yes"),
    "routine": answers(),
}
CLINIC = {
    "PROVIDER_NAME": "Riverside <Clinic>",
    "PROVIDER_PHONE": "+1 (800) 555-0100",
    "PROVIDER_HOURS": "Monday to Friday",
    "PROVIDER_URL": "https://clinic.example/",
    "PROVIDER_IS_SPONSOR": True,
}


def result(**changed) -> Page:
    return read(at_result(answers(**changed)).get("/check/result/"))


def in_country(country: str, chosen) -> Page:
    client = at_result(chosen)
    client.post("/check/country/", {"country": country})
    return read(client.get("/check/result/"))


def places(page: Page, *texts: str) -> list[int]:
    """Where these stand on the page, each of which must be there."""
    return [page.html.index(text) for text in texts]


@pytest.mark.parametrize("tier", BY_TIER)
def test_each_tier_has_its_own_heading_that_is_an_action(tier):
    page = walk(Browser(), BY_TIER[tier]).end
    assert page.main["data-tier"] == tier
    assert words(page.headings[0]) == str(TIER_HEADINGS[tier])
    assert page.html.count("<h1") == 1
    others = [heading for other, heading in TIER_HEADINGS.items() if other != tier]
    assert not [heading for heading in others if str(heading) in page.text]


def test_the_lowest_tier_does_not_reassure():
    page = walk(Browser(), CALM).end
    assert "This check can miss things." in words(page.text)
    told = page.text.lower()
    assert not [w for w in ("low risk", "you are fine", "no risk", "✓", "safe to") if w in told]
    assert {"store_safely", "what_this_can_miss"} <= set(page.guidance)


@pytest.mark.parametrize("tier", BY_TIER)
def test_every_result_says_that_it_is_not_validated_and_no_diagnosis(tier):
    text = words(walk(Browser(), BY_TIER[tier]).end.text)
    assert "Not a diagnosis. Not validated." in text
    assert "This is true for now only." in text
    assert "What this check can miss" in text


@pytest.mark.parametrize("key", [block.key for block in CURRENT.guidance])
def test_every_block_of_guidance_shows_its_words_when_it_applies(key, examples):
    chosen = answers(**examples.guidance[key])
    page = walk(Browser(), chosen).end
    assert page.guidance == list(assess(chosen).guidance)
    assert key in page.guidance
    shown = words(page.blocks[key])
    wanted = GUIDANCE[key]
    for text in (wanted.heading, *wanted.paragraphs, *wanted.points, *wanted.closing):
        assert words(text) in shown


@pytest.fixture(scope="module")
def examples():
    return find_examples(CURRENT)


def test_what_to_do_now_stands_before_why_and_the_rest_after():
    page = result(now_overdose="yes", taken_with=["alcohol"], mu_craving="daily")
    order = places(
        page,
        'class="tier-word"',
        'data-guidance="call_emergency"',
        'data-guidance="poison_line"',
        "What your answers suggest",
        'id="why"',
        'href="#about-what_this_can_miss"',
        'data-guidance="contact_provider"',
        'data-guidance="what_to_say"',
        'id="scores"',
        'action="/check/count/"',
        'action="/check/delete/"',
    )
    assert order == sorted(order)


def test_thoughts_of_suicide_bring_the_crisis_line_first_of_all():
    assert result(now_self_harm="unsure").guidance[0] == "crisis_line"
    assert result(now_heart="yes").guidance[0] == "call_emergency"
    assert "crisis_line" in result().guidance[1:]


def test_why_names_the_answers_that_led_here_in_the_persons_words():
    page = result(coming_up=["running_out"], supply="differently")
    why = page.html.split('<h2 id="why">')[1].split("</ul></li>")[0]
    assert "Coming up: My supply runs out within 3 days" in words(why)
    assert "Yes, but I take it in another way" not in why
    assert "Prescription: Yes, but I take it in another way" in words(page.folded)


def test_nothing_is_named_as_a_reason_where_nothing_called_for_more():
    assert "None of your answers led to more urgent advice." in words(result().text)


def test_scores_are_folded_away_and_say_that_their_limits_are_a_judgement():
    page = result(mu_craving="daily", to_raised="alone", wd_sleep="no")
    assert page.html.count("<table>") == 1
    table = words(page.html.split("<table>")[1].split("</table>")[0])
    assert words(page.folded).count("Scores of each checklist") == 1
    assert "The limits between these words are a judgement. No study has tested them." in words(
        page.folded
    )
    assert '<td class="number-cell">2</td>' in table
    assert "not asked" in table
    before = page.html[: page.html.index('id="scores"')]
    assert "number-cell" not in before


def test_a_checklist_with_few_answers_shows_at_least():
    few = dict.fromkeys([n for n in CALM if n[:3] in ("mu_", "ef_")][:6], "no_answer")
    rows = words(result(**few, mu_for_effect="no_answer").folded)
    assert "not enough answers to say" in rows
    assert "at least" in words(result(**few, mu_other_route="daily").folded)


def test_the_phrases_for_the_phone_come_from_the_answers():
    page = result(
        respondent="other", age="65_plus", route="pump", wd_itching="severe", taken_with=["alcohol"]
    )
    said = page.items["what_to_say"]
    for phrase in (
        "I need help with a medicine called baclofen",
        "I am calling about someone I am worried about",
        "Age: 65 or older",
        "Taken with a pump",
        "New or worse, and hard to cope with: Itching or tingling",
        "Also: alcohol",
    ):
        assert phrase in said
    assert not [phrase for phrase in said if "80 mg" in phrase]  # not asked with a pump
    assert "I am calling about myself" not in said


@settings(max_examples=30, deadline=None)
@given(answer_sets())
def test_exactly_what_was_answered_is_said_and_nothing_else(chosen):
    said = walk(Browser(), chosen).end.items["what_to_say"]
    expected = ["I need help with a medicine called baclofen"]
    for name in visible(chosen):
        codes = chosen[name] if isinstance(chosen[name], list) else [chosen[name]]
        question = QUESTIONS[name]
        expected += [
            option.says % {"sign": question.short}
            for option in question.options
            if option.says and option.code in codes
        ]
    assert said[len(GUIDANCE["what_to_say"].points) :] == expected


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_numbers_are_those_of_the_country_that_was_chosen(country):
    page = in_country(country, answers(now_overdose="yes", now_self_harm="yes"))
    for kind, key in zip(
        KINDS, ("call_emergency", "poison_line", "crisis_line", "contact_provider"), strict=True
    ):
        shown = words(page.blocks[key])
        for contact in contacts_for(country, kind):
            assert words(str(contact.number or contact.note or contact.url)) in shown
    assert page.form("/check/country/").chosen() == {"country": [country]}


def test_the_country_is_remembered_and_changes_neither_tier_nor_order():
    chosen = answers(now_overdose="yes")
    at_home, abroad = walk(Browser(), chosen).end, in_country("AU", chosen)
    assert at_home.main == abroad.main
    assert at_home.guidance == abroad.guidance
    client = at_result(chosen)
    client.post("/check/country/", {"country": "AU"})
    assert "000" in read(client.get("/check/next/")).text
    assert 'href="tel:911"' not in client.get("/check/next/").content.decode()


@pytest.mark.usefixtures("site_just_started")
def test_a_sponsor_is_named_as_such_and_stands_after_the_neutral_help(settings):
    for name, value in CLINIC.items():
        setattr(settings, name, value)
    page = result(mu_craving="daily")
    block = words(page.blocks["contact_provider"])
    assert block.index("1-800-662-4357") < block.index("Riverside <Clinic>")
    assert "This site is paid for by Riverside <Clinic>." in block
    assert "Monday to Friday" in block
    assert "Riverside <Clinic>" not in page.html
    named = [key for key, text in page.blocks.items() if "Riverside" in text]
    assert named == ["contact_provider"]


@pytest.mark.usefixtures("site_just_started")
def test_a_provider_that_does_not_pay_is_not_called_a_sponsor(settings):
    for name, value in {**CLINIC, "PROVIDER_IS_SPONSOR": False}.items():
        setattr(settings, name, value)
    assert "paid for by" not in result().text


@pytest.mark.usefixtures("site_just_started")
@pytest.mark.parametrize("tier", BY_TIER)
def test_who_runs_the_site_changes_no_tier_and_no_order(tier, settings):
    without = walk(Browser(), BY_TIER[tier]).end
    for name, value in CLINIC.items():
        setattr(settings, name, value)
    clinic = walk(Browser(), BY_TIER[tier]).end
    assert clinic.main == without.main
    assert clinic.guidance == without.guidance


def test_every_link_within_the_page_lands():
    for chosen in (CALM, answers(now_overdose="yes", mu_craving="daily", conditions=["kidney"])):
        page = walk(Browser(), chosen).end
        assert len(page.ids) == len(set(page.ids))
        inside = {link.href[1:] for link in page.links if link.href.startswith("#")}
        assert {"contacts", "words", "why", "end"} <= inside <= set(page.ids)


def test_back_and_change_lead_to_all_answers():
    page = result()
    assert page.back == "/check/answers/"
    assert page.link("Change an answer") == "/check/answers/"


def test_the_answers_page_leads_to_the_result_and_shows_each_answer_in_words():
    chosen = answers(taken_with=["alcohol", "opioids"], route="both")
    page = read(at_answers(chosen).get("/check/answers/"))
    text = words(page.text)
    for part in ("Alcohol", "By mouth and with a pump", "Taken with it", "How it is taken"):
        assert part in text
    assert page.link("See what to do next") == "/check/result/"
