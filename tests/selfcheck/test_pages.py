"""Which page comes when, and what its address and title give away."""

import re

import pytest
from hypothesis import given, settings

from screening.instrument.baclofen import CURRENT
from screening.instrument.schema import TIERS
from tests.selfcheck.page import read, words
from tests.selfcheck.walking import CALM, Browser, answer_sets, answers, at_answers, send, walk

EVERYTHING = answers(route="both", change="stopped", change_agreed="no", now_heart="yes")


def first_page(client: Browser):
    return read(client.get("/check/now/"))


def path(address: str) -> str:
    return address.partition("?")[0]


def test_the_pages_come_in_the_order_of_the_instrument():
    assert [path(a) for a in walk(Browser(), answers(route="both")).addresses] == [
        "/check/now/",
        "/check/use/",
        "/check/use/2/",
        "/check/health/",
        "/check/withdrawal/",
        "/check/misuse/",
        "/check/tolerance/",
        "/check/answers/",
        "/check/result/",
    ]


def test_who_takes_it_by_mouth_unchanged_is_not_asked_about_withdrawal():
    walked = walk(Browser(), answers(route="oral", change="none"))
    assert "/check/withdrawal/" not in walked.addresses
    assert not [name for name in walked.asked if name.startswith("wd_")]


def test_an_emergency_answer_shows_help_before_anything_else_is_asked():
    walked = walk(Browser(), answers(now_breathing="unsure"))
    assert walked.addresses[:3] == ["/check/now/", "/check/next/", "/check/use/"]
    help_page = walked.pages[1]
    assert words(help_page.headings[0]) == "Get emergency help now"
    assert help_page.link("911") == "tel:911"
    assert help_page.link("Carry on with the questions") == "/check/use/"


@pytest.mark.parametrize(
    "chosen",
    [
        answers(extra_dose="yes"),
        answers(taken_with=["opioids"]),
        answers(route="both", wd_seizure="severe"),
        answers(mu_craving="daily"),
        answers(to_raised="alone"),
    ],
    ids=["use", "health", "withdrawal", "misuse", "tolerance"],
)
def test_no_answer_but_those_of_the_gate_interrupts(chosen):
    assert "/check/next/" not in walk(Browser(), chosen).addresses


@settings(max_examples=30, deadline=None)
@given(answer_sets(adult=True))
def test_back_leads_to_the_page_before_and_the_steps_count_up(chosen):
    walked = walk(Browser(), chosen, to="/check/answers/")
    seen = [
        (path(address), page)
        for address, page in zip(walked.addresses, walked.pages, strict=True)
        if path(address) != "/check/next/"
    ]
    before = ["/", *(address for address, _ in seen)]
    assert [page.back for _, page in seen] == before[: len(seen)]
    sections = list(dict.fromkeys(address.split("/")[2] for address, _ in seen))
    for address, page in seen[:-1]:
        # How many there will be is only known once the questions about use are answered.
        number, total = re.fullmatch(r"Step (\d) of (\d)", page.step()).groups()
        assert int(number) == sections.index(address.split("/")[2]) + 1
        assert 5 < int(total) < 8
    last = f"Step {len(sections)} of {len(sections)}"
    assert seen[-1][1].step() == last
    assert seen[-1][1].title == f"{last}: your answers - Self-check"
    assert seen[-2][1].step().endswith(f"of {len(sections)}")


def test_what_depends_on_an_answer_is_asked_on_a_second_page_of_the_same_step():
    client = Browser()
    walked = walk(client, EVERYTHING, to="/check/use/2/")
    first, second = walked.pages[-2:]
    assert first.step() == "Step 2 of 7"
    assert second.step() == "Step 2 of 7"
    shared = set(first.questions.names) & set(second.questions.names)
    assert not shared
    assert {"dose", "extra_dose", "change_agreed", "last_dose", "pump_event"} == set(
        second.questions.names
    )


def test_a_second_page_that_would_be_empty_is_passed_over():
    """None of today's answers leads there, but its address may be typed or kept."""
    client = at_answers(answers(route="oral"))
    assert client.get("/check/withdrawal/").headers["Location"] == "/check/misuse/"


def test_refreshing_a_page_shows_what_was_answered():
    client = at_answers(EVERYTHING)
    for address in ("/check/now/", "/check/use/", "/check/use/2/", "/check/health/"):
        form = read(client.get(address)).questions
        for name, codes in form.chosen().items():
            assert codes == ([EVERYTHING[name]] if isinstance(EVERYTHING[name], str) else codes)
        assert set(form.chosen()) == set(form.names)


@pytest.mark.parametrize(
    "address",
    [
        "/check/use/",
        "/check/use/2/",
        "/check/health/",
        "/check/withdrawal/",
        "/check/misuse/",
        "/check/tolerance/",
        "/check/answers/",
        "/check/result/",
    ],
)
def test_jumping_ahead_leads_to_the_first_unfinished_page(address):
    client = Browser()
    assert "Please start again" in client.get(address).content.decode()
    send(client, first_page(client), CALM)
    if address != "/check/use/":
        assert client.get(address).headers["Location"] == "/check/use/"
    send(client, read(client.get("/check/use/")), answers(route="both"))
    if address not in ("/check/use/", "/check/use/2/"):
        assert client.get(address).headers["Location"] == "/check/use/2/"


def test_help_at_once_is_not_shown_to_who_has_no_reason_for_it():
    assert at_answers().get("/check/next/").headers["Location"] == "/check/answers/"
    client = Browser()
    send(client, first_page(client), CALM)
    assert client.get("/check/next/").headers["Location"] == "/check/use/"


@pytest.mark.parametrize(
    "address",
    [
        "/check/",
        "/check/nowhere/",
        "/check/now/2/",
        "/check/use/0/",
        "/check/use/3/",
        "/check/use/99999999999999999999999/",
        "/check/use/-1/",
        "/check/use/2/3/",
        "/check/answers/2/",
        "/check/NOW/",
        "/check/now%00/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_section_part_or_path_is_not_found(address, method):
    response = getattr(at_answers(), method)(address)
    assert response.status_code == 404
    assert b'href="tel:911"' in response.content


def tokens(address: str) -> set[str]:
    return set(re.split(r"[^a-z0-9_]+", address.lower().partition("#")[0]))


@settings(max_examples=25, deadline=None)
@given(answer_sets())
def test_no_address_and_no_title_gives_anything_away(chosen):
    walked = walk(Browser(), chosen)
    addresses = [*walked.addresses]
    for page in walked.pages:
        addresses += [form.action for form in page.forms]
        addresses += [link.href for link in page.links if link.href.startswith("/")]
    addresses += [r.headers["Location"] for r in walked.responses if "Location" in r.headers]
    codes = {option.code for question in CURRENT.questions for option in question.options}
    secret = {*codes, *TIERS, *(question.id for question in CURRENT.questions), "baclofen"}
    for address in {*addresses} - {"/emergency/"}:  # on every page, whatever was answered
        assert not tokens(address) & secret
    titles = {page.title for page in walked.pages}
    names = "|".join(section.name for section in CURRENT.sections)
    pattern = rf"(Step \d of \d: ({names}|your answers)|Before you go on|What to do next)"
    assert not [title for title in titles if not re.fullmatch(f"{pattern} - Self-check", title)]


def test_the_names_of_the_steps_are_neutral():
    """They stand in page titles, which a browser keeps."""
    told = "baclofen|medicine|misuse|withdrawal|emergency|seizure|suicide|dose|drug|pump"
    assert not [s.name for s in CURRENT.sections if re.search(told, s.name, re.IGNORECASE)]


def test_who_answers_for_somebody_else_is_reminded_on_every_page():
    reminder = re.compile("Answer for the person|“You” is the person")
    chosen = answers(respondent="other", now_seizure="yes", route="both")
    client = Browser()
    walked = walk(client, chosen)
    for page in walked.pages[3:]:
        assert reminder.search(words(page.text)), page.title
    assert reminder.search(words(read(client.get("/check/next/")).text))
    alone = walk(Browser(), {**chosen, "respondent": "self"})
    assert not [page for page in alone.pages if reminder.search(words(page.text))]
