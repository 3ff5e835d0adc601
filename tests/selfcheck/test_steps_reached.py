"""Counting how far self-checks come: once for each, without knowing whose they are."""

from datetime import UTC, date, datetime

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from screening.instrument.baclofen import CURRENT
from screening.instrument.lint.reading import prose_faults
from screening.instrument.pages import COUNTED, FINISHED, OPENED
from screening.models import Reached
from screening.questionnaire.steps import route
from screening.selfcheck.steps_reached import count_step, keep, steps_of
from screening.stats.steps import steps, within
from tests.directory.prose import texts_of
from tests.selfcheck.page import read
from tests.selfcheck.walking import (
    COOKIE,
    Browser,
    answer_sets,
    answers,
    at_answers,
    at_result,
    send,
    walk,
)

CALM_PAGES = ("use/1", "use/2", "health/1", "misuse/1", "tolerance/1")
ALL_PAGES = ("use/1", "use/2", "health/1", "withdrawal/1", "misuse/1", "tolerance/1")


def up_to(*passed: str, then: str = "", **more: int) -> dict[str, int]:
    """Answered the first page and these, and perhaps came to one more."""
    found = {"opened": 1, "answered now/1": 1, **more}
    for page in passed:
        found |= {f"reached {page}": 1, f"answered {page}": 1}
    return found | ({f"reached {then}": 1} if then else {})


def finished(*passed: str, **more: int) -> dict[str, int]:
    return up_to(*passed, then="", finished=1, **more)


def begin(client: Browser, given=None, *, to: str) -> str:
    """Answer page after page from the first, up to an address. Out: that address."""
    return walk(client, given or answers(), at="/check/now/", to=to).addresses[-1]


def change(client: Browser, page: str, **changed) -> str:
    """Send a page again with other answers. Out: where it leads."""
    return send(client, read(client.get(page)), answers(**changed)).headers["Location"]


def nothing(client: Browser) -> None:
    client.get("/")
    client.head("/check/now/")
    client.get("/check/use/")
    client.get("/check/now/2/")


def opens(client: Browser) -> None:
    client.get("/check/now/")


def errs_on_the_first_page(client: Browser) -> None:
    client.get("/check/now/")
    assert client.post("/check/now/", {"now_heart": "yes"}).status_code == 422


def stops_at_use(client: Browser) -> None:
    begin(client, to="/check/use/")


def errs_at_use(client: Browser) -> None:
    begin(client, to="/check/use/")
    for _ in range(2):
        assert client.post("/check/use/", {"route": "oral"}).status_code == 422


def errs_at_use_and_mends_it(client: Browser) -> None:
    errs_at_use(client)
    change(client, "/check/use/")


def goes_through(client: Browser) -> None:
    walk(client, answers())


def goes_through_with_everything(client: Browser) -> None:
    walk(client, answers(route="pump", change="stopped"))


def looks_back(client: Browser) -> None:
    goes_through(client)
    for page in ("now", "use", "use/2", "tolerance"):
        client.get(f"/check/{page}/")
    walk(client, answers(), at="/check/answers/")


def sends_every_page_again(client: Browser) -> None:
    goes_through(client)
    walk(client, answers(age="65_plus", to_raised="alone"), at="/check/now/")


def sends_a_page_again_on_the_way(client: Browser) -> None:
    begin(client, to="/check/health/")
    change(client, "/check/use/", route="pump")  # opens a question on the page behind it
    begin(client, answers(route="pump"), to="/check/health/")


def opens_a_page_by_a_change_and_stops(client: Browser) -> None:
    goes_through(client)
    assert change(client, "/check/use/", change="stopped") == "/check/use/2/"


def opens_a_page_by_a_change_and_goes_on(client: Browser) -> None:
    goes_through(client)
    at = change(client, "/check/use/?from=answers", change="stopped")
    walk(client, answers(change="stopped", wd_sleep="mild"), at=at)


def opens_a_page_by_a_change_with_an_error(client: Browser) -> None:
    goes_through(client)
    assert client.post("/check/use/", {"change": "stopped"}).status_code == 422
    walk(client, answers(change="stopped"), at="/check/use/")


def closes_a_page_by_a_change(client: Browser) -> None:
    walk(client, answers(change="stopped"))
    walk(client, answers(), at="/check/now/")


def errs_on_a_page_that_a_change_closes(client: Browser) -> None:
    begin(client, answers(change="stopped"), to="/check/withdrawal/")
    assert client.post("/check/withdrawal/", {"wd_sleep": "mild"}).status_code == 422
    assert change(client, "/check/use/") == "/check/use/2/"
    begin(client, to="/check/misuse/")


def needs_help(client: Browser) -> None:
    begin(client, answers(now_heart="yes"), to="/check/next/")
    client.get("/check/next/")


def needs_help_and_goes_on(client: Browser) -> None:
    walk(client, answers(now_heart="yes"))


def needs_no_help_after_all(client: Browser) -> None:
    needs_help(client)
    change(client, "/check/now/")


def is_under_18(client: Browser) -> None:
    walk(client, answers(age="under_18"))


def is_under_18_and_left_something_out(client: Browser) -> None:
    begin(client, to="/check/use/")
    sent = {"respondent": "self", "age": "under_18"}
    assert client.post("/check/use/", sent).status_code == 422


def is_not_under_18_after_all(client: Browser) -> None:
    is_under_18(client)
    assert change(client, "/check/use/") == "/check/use/2/"


def has_two_tabs(client: Browser) -> None:
    for page in ("now", "use", "use/2"):
        tabs = [read(client.get(f"/check/{page}/")) for _ in range(2)]
        for tab in tabs:
            send(client, tab, answers())


def posts_the_last_page_first(client: Browser) -> None:
    begin(client, to="/check/tolerance/")
    page = read(client.get("/check/tolerance/"))
    client.get("/check/now/")
    client.cookies.clear()
    send(client, page, answers())


def deletes_everything(client: Browser) -> None:
    goes_through(client)
    client.post("/check/delete/")


JOURNEYS = [
    (nothing, {}),
    (opens, {"opened": 1}),
    (errs_on_the_first_page, {"opened": 1}),
    (stops_at_use, up_to(then="use/1")),
    (errs_at_use, up_to(then="use/1")),
    (errs_at_use_and_mends_it, up_to("use/1", then="use/2")),
    (goes_through, finished(*CALM_PAGES)),
    (goes_through_with_everything, finished(*ALL_PAGES)),
    (looks_back, finished(*CALM_PAGES)),
    (sends_every_page_again, finished(*CALM_PAGES)),
    (sends_a_page_again_on_the_way, up_to("use/1", "use/2", then="health/1")),
    (opens_a_page_by_a_change_and_stops, up_to("use/1", then="use/2")),
    (opens_a_page_by_a_change_and_goes_on, finished(*ALL_PAGES)),
    (opens_a_page_by_a_change_with_an_error, finished(*ALL_PAGES)),
    (closes_a_page_by_a_change, finished(*CALM_PAGES)),
    (errs_on_a_page_that_a_change_closes, up_to("use/1", "use/2", "health/1", then="misuse/1")),
    (needs_help, up_to(then="use/1", help=1)),
    (needs_help_and_goes_on, finished(*CALM_PAGES, help=1)),
    (needs_no_help_after_all, up_to(then="use/1")),
    (is_under_18, up_to("use/1", under_age=1)),
    (is_under_18_and_left_something_out, up_to(then="use/1")),
    (is_not_under_18_after_all, up_to("use/1", then="use/2")),
    (has_two_tabs, up_to("use/1", "use/2", then="health/1") | {"opened": 2}),
    (posts_the_last_page_first, up_to(*CALM_PAGES[:-1], then=CALM_PAGES[-1])),
    (deletes_everything, finished(*CALM_PAGES)),
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("way", "expected"), JOURNEYS, ids=[way.__name__.replace("_", " ") for way, _ in JOURNEYS]
)
def test_a_check_is_counted_once_where_it_stands(counted, way, expected):
    way(Browser())
    assert counted() == expected


@pytest.mark.django_db
def test_what_is_sent_after_a_while_is_counted_too(counted, clock):
    client = Browser()
    begin(client, to="/check/use/")
    page = read(client.get("/check/use/"))
    clock.pass_by(minutes=31)
    send(client, page, answers())
    walk(client, answers(), at=client.post("/check/waiting/").headers["Location"])
    assert counted() == finished(*CALM_PAGES)


@pytest.mark.django_db
def test_whoever_is_counted_is_counted_once(counted):
    client = at_result()
    assert client.post("/check/count/").status_code == 422
    assert COUNTED not in counted()
    token = client.token
    client.post("/check/count/", {"count": "yes"})
    client.cookies[COOKIE] = token  # the second half of a double click had the cookie of before
    client.post("/check/count/", {"count": "yes"})
    assert counted()[COUNTED] == 1


@pytest.mark.django_db
def test_what_is_taken_back_in_another_month_never_counts_below_nothing(counted, clock):
    clock.pass_by(hours=17 * 24 + 11, minutes=50)
    client = at_answers()
    clock.pass_by(minutes=20)
    opens_again = change(client, "/check/use/", change="stopped")
    assert opens_again == "/check/use/2/"
    keep()
    finished_in = dict(Reached.objects.filter(step=FINISHED).values_list("month", "count"))
    assert finished_in == {date(2027, 3, 1): 1, date(2027, 4, 1): 0}


@pytest.mark.django_db
def test_a_step_belongs_to_the_month_in_which_it_was_come_to(counted, settings):
    settings.TIME_ZONE = "America/Chicago"
    just_april_in_london = int(datetime(2027, 4, 1, 1, tzinfo=UTC).timestamp())
    count_step(OPENED, now=just_april_in_london)
    count_step(OPENED, now=just_april_in_london + 24 * 3600)
    count_step(OPENED, now=just_april_in_london + 24 * 3600)
    keep()
    kept = Reached.objects.order_by("month").values_list("month", "version", "step", "count")
    assert list(kept) == [
        (date(2027, 3, 1), CURRENT.version, OPENED, 1),
        (date(2027, 4, 1), CURRENT.version, OPENED, 2),
    ]


@hypothesis_settings(max_examples=200, deadline=None)
@given(answer_sets(), st.sets(st.sampled_from(sorted(answers()))))
def test_every_step_has_a_name_and_lies_within_those_before_it(chosen, left_out):
    """Also with any answers missing, as after an error or a changed answer."""
    chosen = {name: answer for name, answer in chosen.items() if name not in left_out}
    with override_settings(COUNT_STEPS=True):
        found = steps_of(chosen, route(chosen))
    assert found <= {step.name for step in steps(CURRENT)}
    for smaller, larger in within(CURRENT):
        assert smaller not in found or larger in found | {OPENED}


@pytest.mark.parametrize("on", [True, False], ids=["counted", "not counted"])
def test_the_privacy_page_says_so_where_steps_are_counted_and_is_easy_to_read(client, settings, on):
    settings.COUNT_STEPS = on
    texts = texts_of(client.get("/privacy/").content.decode())
    assert list(prose_faults("privacy", texts)) == []
    assert ("How many people come to each page" in texts) == on
