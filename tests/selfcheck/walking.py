"""A person on their way through the check, who sees only what the pages offer."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from hypothesis import strategies as st

from screening.instrument.baclofen import CURRENT
from screening.instrument.lint.examples import calm_answers, random_answer
from screening.instrument.schema import Question
from tests.selfcheck.page import Page, read

AnswerSet = dict[str, str | list[str]]

COOKIE = "__Host-check"
QUESTIONS = {question.id: question for question in CURRENT.questions}
CALM: AnswerSet = calm_answers(CURRENT)
MOST_PAGES = 20


def answers(**changed: str | list[str]) -> AnswerSet:
    """The calmest answers to every question, but for these."""
    assert not set(changed) - set(CALM), "no such question"
    return {**CALM, **changed}


def answer_to(question: Question) -> st.SearchStrategy[str | list[str]]:
    """Any valid answer to a question."""
    if not question.several:
        return st.sampled_from([option.code for option in question.options])
    free = [option.code for option in question.options if not option.exclusive]
    alone = [[option.code] for option in question.options if option.exclusive]
    return st.one_of(
        st.sampled_from(alone), st.lists(st.sampled_from(free), min_size=1, unique=True)
    )


@st.composite
def answer_sets(draw: st.DrawFn, *, adult: bool = False) -> AnswerSet:
    """A complete answer set: calm but for a few answers, or all over the place."""
    chosen = dict(CALM)
    if draw(st.booleans()):
        chooser = random.Random(draw(st.integers(0, 2**32)))
        chosen = {name: random_answer(question, chooser) for name, question in QUESTIONS.items()}
        chosen |= draw(st.sampled_from([{}, {name: "no" for name in CALM if name[:4] == "now_"}]))
    for name in draw(st.lists(st.sampled_from(sorted(CALM)), max_size=8, unique=True)):
        chosen[name] = draw(answer_to(QUESTIONS[name]))
    if adult and chosen["age"] == "under_18":
        chosen["age"] = "18_64"
    return chosen


def filled_in(page: Page, given: AnswerSet) -> dict[str, str | list[str]]:
    """What a browser sends once these answers are chosen. Every one of them must be on offer."""
    form = page.questions
    assert form.method == "post"
    sent = {}
    for name in form.names:
        answer = given[name]
        codes = [answer] if isinstance(answer, str) else answer
        assert set(codes) <= set(form.values(name)), f"{name} does not offer {codes}"
        kinds = {control.kind for control in form.controls if control.name == name}
        assert kinds == {"checkbox" if QUESTIONS[name].several else "radio"}
        sent[name] = answer
    return sent


class Browser(Client):
    """Django's test client, which as a browser does throws away a cookie that has ended."""

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        for name, morsel in list(self.cookies.items()):
            if morsel["max-age"] == 0:
                del self.cookies[name]
        return response

    @property
    def token(self) -> str:
        """The sealed answers, or nothing where there are none."""
        return self.cookies[COOKIE].value if COOKIE in self.cookies else ""


def send(client: Client, page: Page, given: AnswerSet) -> Any:
    """Fill in the questions of a page and press Continue."""
    return client.post(page.questions.action, filled_in(page, given))


@dataclass
class Walk:
    """What a person met: each address, each page of questions, and the page at the end."""

    addresses: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    responses: list[Any] = field(default_factory=list)

    @property
    def end(self) -> Page:
        return self.pages[-1]


def walk(client: Client, given: AnswerSet, *, to: str = "/check/result/", at: str = "") -> Walk:
    """Go on from the start page (or `at`) by links and buttons alone until the address `to`."""
    walked = Walk()
    address = at or read(client.get("/")).link("Start")
    for _ in range(MOST_PAGES):
        response = client.get(address)
        walked.responses.append(response)
        walked.addresses.append(address)
        if response.status_code == 302:
            address = response.headers["Location"]
            continue
        assert response.status_code == 200
        page = read(response)
        walked.pages.append(page)
        path = address.partition("?")[0]
        if path == to:
            return walked
        address = _onward(client, walked, page, path, given)
        if path == "/check/result/":
            break
    raise AssertionError(f"never came to {to}: {walked.addresses}")


def _onward(client: Client, walked: Walk, page: Page, path: str, given: AnswerSet) -> str:
    if path == "/check/next/":
        return page.link("Carry on with the questions")
    if path == "/check/answers/":
        return page.link("See what to do next")
    if path == "/check/result/":
        return ""
    walked.asked += page.questions.names
    response = send(client, page, given)
    assert response.status_code == 302, page.title
    walked.responses.append(response)
    return response.headers["Location"]


def at_result(given: AnswerSet | None = None) -> Browser:
    """A browser whose person has just come to the result."""
    client = Browser()
    walk(client, given or CALM)
    return client


def at_answers(given: AnswerSet | None = None) -> Browser:
    """A browser whose person has just come to the check-your-answers page."""
    client = Browser()
    walk(client, given or CALM, to="/check/answers/")
    return client


def journey(client: Browser) -> list[Any]:
    """All that a person can do but being counted. Out: every response on the way."""
    met = [client.get("/check/use/")]  # too early
    first = client.get("/check/now/")
    met += [first, client.post("/check/now/", {"now_heart": "yes"})]  # left most of it out
    chosen = answers(now_heart="unsure", respondent="other", route="both", change="stopped")
    walked = walk(client, chosen, at="/check/now/")
    met += walked.responses
    change = read(client.get("/check/answers/")).link("Change Prescription").partition("#")[0]
    met += [client.get(change), send(client, read(client.get(change)), answers(route="oral"))]
    met += walk(client, answers(change="none"), at="/check/result/").responses
    met += [
        client.post("/check/country/", {"country": "GB"}),
        client.get("/check/result/"),
        client.get("/check/waiting/"),
        client.post("/check/waiting/"),
        client.get("/check/nowhere/"),
        client.post("/check/delete/"),
        client.get("/check/deleted/"),
        client.get("/check/result/"),
    ]
    met += walk(client, answers(age="under_18"), at="/check/now/").responses
    return [*met, client.post("/leave/"), client.get("/leave/")]
