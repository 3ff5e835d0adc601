"""Migrations that write rows anew: what was kept before means the same after, and back again."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import visible
from screening.instrument.kept import to_letters
from tests.instrument.answer_sets import CALM

BEFORE = ("screening", "0007_first_dispositions")
AFTER = ("screening", "0008_statistics")
WORRYING = {
    **CALM,
    "route": "pump",
    "pump_event": "late_refill",
    "change": "stopped",
    "taken_with": ["alcohol", "opioids"],
    "wd_fever": "severe",
    "mu_craving": "no_answer",
}
GAPS = {"respondent": "other", "age": "18_64", "coming_up": ["hospital"]}


def shown(answers: dict) -> dict:
    return {name: answers[name] for name in visible(answers) if name in answers}


CHECKS: tuple[dict, ...] = (CALM, WORRYING, GAPS, {})
KEPT = dict(enumerate(map(shown, CHECKS), 1))


def migrated(target: tuple[str, str]):
    """Go there, and return the model of counted checks as it is there."""
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return executor.loader.project_state([target]).apps.get_model("screening", "Tally")


@pytest.fixture
def latest():
    """Leave the database as all other tests need it."""
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("latest")
def test_answers_become_letters_and_codes_again():
    old = migrated(BEFORE)
    old.objects.bulk_create(
        old(
            id=number,
            month="2027-03-01",
            instrument=CURRENT.id,
            version=1,
            language="en",
            answers=answers,
            bands={"misuse": "some"},
            tier="soon",
        )
        for number, answers in KEPT.items()
    )

    new = migrated(AFTER)
    assert {row.id: row.answers for row in new.objects.all()} == {
        number: to_letters(answers, CURRENT) for number, answers in KEPT.items()
    }
    assert new.objects.filter(tier="soon", bands={"misuse": "some"}).count() == len(KEPT)

    old = migrated(BEFORE)
    assert {row.id: row.answers for row in old.objects.all()} == KEPT
