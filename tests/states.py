"""Every public page in every state, as the site itself answers: for tests of words and languages.

The walk needs no database, and one state shows only while there is none: `without_database`.
"""

import itertools
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from config.urls import urlpatterns as urls_of_the_site
from screening.directory.contacts import COUNTRIES
from screening.fetch_guard import public
from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import assess
from screening.instrument.lint.examples import (
    AnswerSet,
    calm_answers,
    find_examples,
    random_answers,
)
from screening.questionnaire.steps import pages
from screening.selfcheck import answers as cookie
from screening.selfcheck import result
from screening.selfcheck.answers import IDLE_AFTER, Check
from tests.directory.conftest import stopped_database

State = tuple[str, int, Any]
"""Its name, the status it should have, and the response."""

CALM = calm_answers(CURRENT)
STATIC_PAGES = ("emergency", "help", "about", "evidence", "privacy", "accessibility")
CLINIC = {
    "PROVIDER_NAME": "Riverside",
    "PROVIDER_PHONE": "+1 800 555 0100",
    "PROVIDER_HOURS": "8-18",
    "PROVIDER_URL": "https://clinic.example/",
    "PROVIDER_IS_SPONSOR": True,
}


@public
def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("as these tests want")


urlpatterns = [*urls_of_the_site, path("fails/", fails)]


@contextmanager
def without_database(django_db_blocker) -> Iterator[None]:
    """Stop the database, on a site that has just started: nothing was drawn before."""
    result._block.cache_clear()
    with contextmanager(cast(Any, stopped_database).__wrapped__)(django_db_blocker):
        yield
    result._block.cache_clear()


def client_with(check: Check | None = None, **headers: str) -> Client:
    """A browser that carries this check in its cookie."""
    client = Client(raise_request_exception=False, headers=headers or None)
    if check:
        sealed = HttpResponse()
        cookie.keep(sealed, check, now=int(time.time()))
        client.cookies.update(sealed.cookies)
    return client


def check_of(answers: AnswerSet, **changes) -> Check:
    """A check with these answers, active a moment ago."""
    return Check(**{"active_at": int(time.time()), "answers": answers, "ticket": "t", **changes})


def results() -> dict[str, AnswerSet]:
    """Answers for every tier, guidance block, rule and pattern; calm where nothing else is said."""
    examples = find_examples(CURRENT)
    found = {f"result, tier {tier}": answers for tier, answers in examples.tiers.items()}
    found |= {f"result, block {key}": answers for key, answers in examples.guidance.items()}
    signs: dict[str, AnswerSet] = {
        "withdrawal": {"change": "stopped", "wd_sleep": "mild"},
        "misuse": {"mu_craving": "weekly"},
        "tolerance": {"to_less_effect": "yes"},
    }
    for count in range(4):
        for names in itertools.combinations(signs, count):
            both: AnswerSet = {}
            for name in names:
                both |= signs[name]
            found[f"result, pattern {' and '.join(names)}"] = both
    unsaid = [q.id for q in CURRENT.questions if any(o.code == "no_answer" for o in q.options)]
    found["result, nothing said"] = dict.fromkeys(unsaid, "no_answer")
    found["result, for someone else"] = {"respondent": "other", "now_heart": "yes"}
    chooser = random.Random(1)
    wanted = {rule.id for rule in CURRENT.rules} - {"missing"}
    while wanted:
        calm = chooser.choice((0.97, 0.9, 0.7))
        answers = random_answers(CURRENT, chooser, calm=calm, calmest=CALM)
        if answers["age"] != "under_18":
            for rule in wanted & {reason.rule for reason in assess(answers).reasons}:
                found[f"result, rule {rule}"] = answers
                wanted.remove(rule)
    return {name: {**CALM, **answers} for name, answers in found.items()}


def every_state() -> Iterator[State]:
    """Walk through all pages and all their states."""
    with override_settings(ROOT_URLCONF=__name__):
        yield from _without_answers()
        yield from _questions()
        yield from _around_the_result()
        for name, answers in results().items():
            yield name, 200, client_with(check_of(answers)).get("/check/result/")
        yield from _errors()


def _without_answers() -> Iterator[State]:
    client = client_with()
    yield "start", 200, client.get("/")
    for name in STATIC_PAGES:
        yield name, 200, client.get(f"/{name}/")
    for country in COUNTRIES:
        yield f"help in {country}", 200, client.get("/help/", {"country": country})
    yield "deleted", 200, client.get("/check/deleted/")
    yield "no answers here", 200, client.get("/check/result/")
    client.cookies[cookie.cookie_name()] = "forged"
    yield "answers lost", 400, client.get("/check/result/")


def _questions() -> Iterator[State]:
    for respondent in ("self", "other"):
        person = client_with(
            check_of({**CALM, "respondent": respondent, "change": "stopped", "route": "both"})
        )
        for page in pages():
            address = f"/check/{page.section.id}/" + (f"{page.part}/" if page.part > 1 else "")
            name = f"questions {page.section.id} {page.part}, {respondent}"
            yield name, 200, person.get(address)
            yield f"{name}, changing", 200, person.get(f"{address}?from=answers")
            yield f"{name}, all left out", 422, person.post(address)
            both = {q.id: ["nothing", "no_answer"] for q in page.questions if q.several}
            yield f"{name}, what rules out the other", 422, person.post(address, both)
    yield "first page, without a cookie", 200, client_with().get("/check/now/")


def _around_the_result() -> Iterator[State]:
    calm = client_with(check_of(CALM))
    yield "start, under way", 200, calm.get("/")
    for name, answers in results().items():
        if "rule" in name:
            yield (
                f"check answers, {name}",
                200,
                client_with(check_of(answers)).get("/check/answers/"),
            )
    yield "counting, not ticked", 422, calm.post("/check/count/")
    yield "counting, no database", 503, calm.post("/check/count/", {"count": "yes"})
    yield "counted", 200, client_with(check_of(CALM, counted=True)).get("/check/result/")
    yield "code", 200, calm.get("/check/code/")
    yield "code, no database", 503, calm.post("/check/code/")
    with_code = client_with(check_of(CALM, code="0" * 14))
    yield "result with a code", 200, with_code.get("/check/result/")
    outdated = client_with(check_of(CALM, code="0" * 14, code_outdated=True))
    yield "result with an outdated code", 200, outdated.get("/check/result/")
    yield "code not destroyed, no database", 503, with_code.post("/check/delete/")
    yield "destroy a code", 200, calm.get("/check/code/destroy/")
    yield "destroy a code, left out", 422, calm.post("/check/code/destroy/")
    yield "destroy a code, no database", 503, calm.post("/check/code/destroy/", {"code": "0" * 14})
    idle = check_of(CALM, active_at=int(time.time()) - IDLE_AFTER - 9)
    yield "waiting", 200, client_with(idle).get("/check/waiting/")
    for country in COUNTRIES:
        abroad = client_with(
            check_of({**CALM, "now_self_harm": "yes", "mu_craving": "daily"}, country=country)
        )
        yield f"result in {country}", 200, abroad.get("/check/result/")
        yield f"interruption in {country}", 200, abroad.get("/check/next/")
    for name in (*[q.id for q in CURRENT.sections[0].questions], "respondent"):
        answers = {
            **CALM,
            "now_seizure": "unsure",
            name: "other" if name == "respondent" else "yes",
        }
        yield f"interruption, {name}", 200, client_with(check_of(answers)).get("/check/next/")
        minor = check_of({**answers, "age": "under_18"})
        yield f"under age, {name}", 200, client_with(minor).get("/check/result/")
    minor = check_of({**CALM, "age": "under_18"})
    yield "under age, calm", 200, client_with(minor).get("/check/result/")


def _errors() -> Iterator[State]:
    yield "error 400", 400, client_with(host="[").get("/")
    yield "error 403", 403, client_with(origin="https://other.example").post("/check/delete/")
    yield "error 404", 404, client_with().get("/nowhere/")
    yield "error 500", 500, client_with().get("/fails/")
