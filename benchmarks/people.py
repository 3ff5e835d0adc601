"""What people send: requests with sealed cookies, written out beforehand."""

from __future__ import annotations

import time
from random import Random
from urllib.parse import urlencode

from django.http import HttpResponse

from benchmarks.answer_sets import AnswerSet, as_shown, mixture
from benchmarks.client import request
from screening.instrument.baclofen import CURRENT
from screening.questionnaire.steps import Page, pages, questions_on, route
from screening.selfcheck import answers as cookie

RESULT = "/check/result/"

PLAIN_PAGES = (
    "/",
    "/emergency/",
    "/help/",
    "/about/",
    "/evidence/",
    "/privacy/",
    "/accessibility/",
    "/check/next/",
    "/check/answers/",
    RESULT,
)
"""Every page that can be looked at, but for the questions and for what ends a check."""


def people(count: int, chance: Random) -> list[AnswerSet]:
    """Make complete checks of so many people, a third quiet, a third middling, a third wild."""
    return [as_shown(answers, CURRENT) for answers in mixture(CURRENT, count, chance)]


def cookie_of(answers: AnswerSet) -> str:
    """Seal the answers as the self-check does, now. Out: a Cookie header."""
    now = int(time.time())
    response = HttpResponse()
    cookie.keep(response, cookie.new(now).with_answers(answers), now=now)
    name = cookie.cookie_name()
    return f"{name}={response.cookies[name].value}"


def address_of(page: Page) -> str:
    """Give the address of a page of questions."""
    part = f"{page.part}/" if page.part > 1 else ""
    return f"/check/{page.section.id}/{part}"


def heaviest_page() -> Page:
    """Find the page with the most answers to choose from."""
    return max(pages(), key=lambda page: sum(len(question.options) for question in page.questions))


def looks(host: str, path: str, everyone: list[AnswerSet]) -> list[bytes]:
    """Everyone looks at one page, each with a complete check."""
    return [request(host, path, cookie=cookie_of(answers)) for answers in everyone]


def posts(host: str, page: Page, everyone: list[AnswerSet]) -> list[bytes]:
    """Everyone sends one page, each with a complete check and with the answers of the next."""
    chosen = zip(everyone, everyone[1:] + everyone[:1], strict=True)
    return [_post(host, page, mine, {**mine, **theirs}) for mine, theirs in chosen]


def everything(host: str, count: int, everyone: list[AnswerSet], chance: Random) -> list[bytes]:
    """Make a seeded mixture of all pages, looked at and sent, some with answers left out.

    Out: `count` requests. Half of them go to pages of questions, and half of those send answers.
    """
    sealed = [(answers, cookie_of(answers)) for answers in everyone]
    made = []
    for _ in range(count):
        answers, theirs = chance.choice(sealed)
        if chance.random() < 0.5:
            made.append(request(host, chance.choice(PLAIN_PAGES), cookie=theirs))
            continue
        page = chance.choice(pages())
        if chance.random() < 0.5:
            made.append(request(host, address_of(page), cookie=theirs))
            continue
        sent = {**answers, **chance.choice(everyone)}
        if chance.random() < 0.25:
            sent = {name: sent[name] for name in sent if chance.random() < 0.8}
        made.append(_post(host, page, answers, sent))
    return made


def _post(host: str, page: Page, answers: AnswerSet, sent: AnswerSet) -> bytes:
    asked = questions_on(page, route(answers))
    form = {question.id: sent[question.id] for question in asked if question.id in sent}
    return request(
        host,
        address_of(page),
        cookie=cookie_of(answers),
        form=urlencode(form, doseq=True).encode("ascii"),
    )
