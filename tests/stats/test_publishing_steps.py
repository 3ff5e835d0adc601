"""How far checks come is counted approximately, and published as if it were exact."""

from datetime import date

import pytest

from screening.instrument.baclofen import CURRENT
from screening.models import Published, Reached
from screening.stats.publishing import publish
from screening.stats.steps import steps

pytestmark = pytest.mark.django_db

NAMES = [step.name for step in steps(CURRENT)]
APRIL, TODAY = date(2027, 4, 1), date(2027, 5, 20)


def published(**counts: int) -> dict[str, int]:
    """Publish a month in which 200 came to every step, but to some another number."""
    for name in NAMES:
        many = counts.get(name.replace(" ", "_").replace("/", "_"), 200)
        Reached.objects.create(month=APRIL, version=CURRENT.version, step=name, count=many)
    publish(today=TODAY)
    row = Published.objects.get(source="reached", period="2027-04")
    return dict(zip(NAMES, row.counts, strict=True))


def test_nobody_goes_on_who_never_came():
    assert set(published(opened=120).values()) == {120}


def test_who_is_lost_on_the_way_is_missed_from_there_on():
    shown = published(answered_use_1=100)
    before = NAMES[: NAMES.index("answered use/1")]
    assert {shown[name] for name in before} == {200}
    assert {shown[name] for name in NAMES if name not in before} == {100}


def test_a_few_more_than_can_be_do_not_stop_the_others_from_being_published():
    shown = published(finished=150, counted=152)
    assert shown["finished"] == shown["counted"] == 150
    assert shown["opened"] == 200
