"""Invented self-checks and screenings, kept as rows; each is handed out with what is true of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random

from screening.access import INTAKE
from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import assess, visible
from screening.instrument.kept import to_letters
from screening.models import Screening, Tally
from tests.instrument.answer_sets import QUESTIONS
from tests.intake.making import a_client
from tests.people import a_member, a_site
from tests.stats.recounted_pages import Person, person
from tests.stats.seen import people

MONTHS = {
    date(2027, 1, 1): "January 2027",
    date(2027, 2, 1): "February 2027",
    date(2027, 3, 1): "March 2027",
    date(2027, 4, 1): "April 2027",
}
"""Those that are over. There are rows of May as well, of which nothing is shown."""
OVER = [*MONTHS]
MAY = date(2027, 5, 1)

VALUES = {
    "age": {o.code: o.text for o in QUESTIONS["age"].options if o.code != "under_18"},
    "route": {option.code: option.text for option in QUESTIONS["route"].options},
}


def answer_sets(seed: int, how_many: int) -> Iterator[tuple[date, str, dict]]:
    """Invent when and where adults answered, and what."""
    random = Random(seed)
    for answers in people(seed, how_many):
        everything = {
            **answers,
            "age": random.choices([*VALUES["age"]], (60, 35, 5))[0],
            "route": random.choices([*VALUES["route"]], (60, 25, 8, 4, 3))[0],
        }
        shown = {name: everything[name] for name in visible(everything)}
        month = random.choices([*OVER, MAY], (25, 25, 25, 20, 5))[0]
        yield month, random.choices(["North", "South"], (6, 4))[0], shown


def self_checks() -> Iterator[Person]:
    """Keep counted self-checks."""
    for at, (month, _, answers) in enumerate(answer_sets(1, 450), 1):
        letters = to_letters(answers, CURRENT)
        Tally.objects.create(
            id=at * 7919, month=month, instrument=CURRENT.id, version=1, language="en",
            answers=letters, bands={}, tier="",
        )  # fmt: skip
        yield person("self_check", month, "", "en", answers)


def screenings() -> Iterator[Person]:
    """Keep screenings at two sites, and some that do not count."""
    staff = {name: a_member(INTAKE, a_site(name)) for name in ("North", "South")}
    clients = {name: a_client(member) for name, member in staff.items()}
    for at, (month, site, answers) in enumerate(answer_sets(2, 300)):
        when = datetime(month.year, month.month, 1 + at % 28, 9, tzinfo=UTC)
        state = "draft" if at % 29 == 0 else "replaced" if at % 31 == 0 else "signed"
        if at % 37 == 0:
            answers = {**answers, "age": "under_18"}
        found = assess(answers)
        Screening.everywhere.create(
            client=clients[site], site=clients[site].site, state=state, way="interview",
            instrument=CURRENT.id, version=1, language="en", answers=answers,
            outcome=found.outcome, tier=found.tier or "", begun_at=when, begun_by=staff[site],
            finished_at=when, answered_on=when.date() if at % 2 else None,
        )  # fmt: skip
        if state == "signed" and answers["age"] != "under_18":
            yield person("intake", month, site, "en", answers)
