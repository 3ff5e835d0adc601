"""Invented self-checks that were counted, by the million if wanted: to try out, and to measure.

Nothing here is about anybody. They go only where everything else is invented too
(`screening.management.demonstration`). The same seed gives the same checks.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from random import Random
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from screening.audit.trail import record
from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import assess
from screening.instrument.kept import from_letters, to_letters
from screening.instrument.pages import COUNTED, OPENED
from screening.instrument.schema import Question
from screening.management.demonstration import (
    NORTH,
    Answers,
    demonstration_site,
    invented_answers,
    refuse_real_data,
)
from screening.models import Reached, Site, Tally
from screening.questionnaire.steps import route
from screening.selfcheck.steps_reached import steps_of
from screening.stats.periods import month_after

SEED: Final = 1292
SETS: Final = 5_000
"""How many answer sets are made up at most: all checks are drawn from these."""

Drawn = tuple[str, str, str]
"""Of one answer set: its letters, its bands as JSON, its tier."""

_STOPPING: Final = 500
"""Of so many of them it is made up where somebody like them stops."""

_AT_ONCE: Final = 250_000
"""Rows in memory at a time."""

_LEAVING: Final = "under_18"
"""Ends the check early, and is not counted."""

_COLUMNS: Final = ("id", "month", "instrument", "version", "language", "answers", "bands", "tier")


def invent(*, count: int, seed: int, months: int, now: datetime) -> tuple[date, date]:
    """Add so many counted self-checks, spread over the last full months, in one transaction.

    An empty database gets a demonstration site with them, which marks it as one.
    Out: the first and the last month. Raises RealData where there is anything real.
    """
    this_month = timezone.localdate(now).replace(day=1)
    spread = [month_after(this_month, -ago) for ago in range(months, 0, -1)]
    with transaction.atomic():
        refuse_real_data()
        if not Site.objects.exists():
            demonstration_site(NORTH)
        # Asked twice for the same, there are other checks the second time, not the same ids.
        random = Random(f"{seed} {Tally.objects.count()}")  # noqa: S311 - the same ones each time
        sets = list(answer_sets(min(SETS, count), random))
        steps = _steps(sets, random)
        for month, some in zip(spread, _shares(count, months), strict=True):
            _write_steps(month, some, steps)
            for start in range(0, some, _AT_ONCE):
                _write(month, min(_AT_ONCE, some - start), sets, random)
        record(
            "demonstration_filled",
            staff=None,
            now=now,
            why="administration",
            details={"counted_checks": count},
        )
    return spread[0], spread[-1]


def answer_sets(count: int, random: Random) -> Iterator[Drawn]:
    """Make up complete answer sets of adults, with what comes of them."""
    for _ in range(count):
        # Most are calm, some are not.
        answers = invented_answers(random.betavariate(0.3, 3), _facts(random), random)
        assessment = assess(answers)
        yield to_letters(answers, CURRENT), json.dumps(assessment.bands), assessment.tier or ""


def _facts(random: Random) -> Answers:
    """Draw what does not depend on how worrying somebody's answers are."""
    facts: Answers = {}
    for question in CURRENT.questions:
        if question.several:
            facts[question.id] = _some(question, random)
        elif question in CURRENT.sections[0].questions:
            facts[question.id] = random.choices(("no", "unsure", "yes"), (1000, 2, 1))[0]
        elif all(option.severity is None for option in question.options):
            codes = [option.code for option in question.options if option.code != _LEAVING]
            # Each is a quarter as likely as the one before it.
            facts[question.id] = random.choices(codes, [0.25**at for at in range(len(codes))])[0]
        elif question.if_missing == "no_answer" and random.random() < 0.02:
            facts[question.id] = "no_answer"
    return facts


def _some(question: Question, random: Random) -> list[str]:
    chosen = [
        option.code
        for option in question.options
        if not option.exclusive and random.random() < 0.03
    ]
    return chosen or ["nothing"]


def _shares(count: int, months: int) -> Iterator[int]:
    """Divide a number among months, so that the last gets about twice as many as the first."""
    weight = sum(range(months, 2 * months))
    before = 0
    for part in range(months, 2 * months):
        after = before + part
        yield count * after // weight - count * before // weight
        before = after


def _write(month: date, count: int, sets: list[Drawn], random: Random) -> None:
    """Write rows of a month with random ids. Sorted, they come to an index in its own order."""
    languages = [code for code, _ in settings.LANGUAGES]
    ids = sorted(random.getrandbits(63) for _ in range(count))
    rows = (
        (id_, month.isoformat(), CURRENT.id, CURRENT.version, language, *drawn)
        for id_, language, drawn in zip(
            ids, random.choices(languages, k=count), random.choices(sets, k=count), strict=True
        )
    )
    table, columns = Tally._meta.db_table, ", ".join(_COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(_COLUMNS))
            insert = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - our names
            cursor.executemany(insert, list(rows))


def _steps(sets: list[Drawn], random: Random) -> dict[str, Fraction]:
    """Return how many come to each step for each that is counted.

    For each of these there is one who is not, and stops somewhere; and two who only open the page.
    Nothing where steps are not counted.
    """
    if not settings.COUNT_STEPS:
        return {}
    some = sets[:_STOPPING]
    found: Counter[str] = Counter({COUNTED: len(some), OPENED: 4 * len(some)})
    for letters, _, _ in some:
        answers = from_letters(letters, CURRENT)
        stopped = dict(list(answers.items())[: random.randint(0, len(answers))])
        for given in (answers, stopped):
            found.update(steps_of(given, route(given)))
    return {step: Fraction(number, len(some)) for step, number in found.items()}


def _write_steps(month: date, counted: int, steps: dict[str, Fraction]) -> None:
    for step, share in steps.items():
        row, _ = Reached.objects.get_or_create(month=month, version=CURRENT.version, step=step)
        Reached.objects.filter(pk=row.pk).update(count=F("count") + int(counted * share))
