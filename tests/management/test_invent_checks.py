"""Invented counted checks: valid, the same with the same seed, and never among real ones."""

import json
from datetime import UTC, date, datetime
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from screening.audit.verification import verify
from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import assess, visible
from screening.instrument.kept import from_letters
from screening.instrument.schema import TIERS
from screening.management.demonstration import NORTH
from screening.models import AuditEntry, Reached, Site, Tally
from screening.stats.steps import steps, within
from tests.people import a_member, a_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_march(monkeypatch):
    moment = datetime(2027, 3, 14, 12, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def invented(count: int = 1000, **options) -> str:
    out = StringIO()
    call_command("invent_checks", count=count, stdout=out, **options)
    return out.getvalue()


def rows() -> list[tuple]:
    columns = ("id", "month", "instrument", "version", "language", "answers", "bands", "tier")
    return sorted(
        (*row[:-2], json.dumps(row[-2]), row[-1]) for row in Tally.objects.values_list(*columns)
    )


def test_every_one_is_a_whole_check_that_comes_to_what_it_says():
    said = invented()
    assert said == (
        "Added 1,000 invented self-checks from 2026-01 to 2027-02, seed 1292; "
        "refresh_stats counts them.\n"
    )
    assert Tally.objects.count() == 1000
    for kept in Tally.objects.all():
        answers = from_letters(kept.answers, CURRENT)
        assessment = assess(answers)
        assert (kept.instrument, kept.version) == (CURRENT.id, CURRENT.version)
        assert (assessment.outcome, assessment.missing) == ("assessed", ())
        assert set(answers) == set(visible(answers))
        assert (kept.tier, kept.bands) == (assessment.tier, assessment.bands)
    assert {kept.tier for kept in Tally.objects.all()} == set(TIERS)


def test_months_are_the_last_full_ones_and_ids_say_nothing_of_them():
    invented(2000, months=3)
    months = list(Tally.objects.order_by("id").values_list("month", flat=True))
    assert set(months) == {date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)}
    # A third to a half of neighbours are of one month, as in a shuffled row of cards.
    assert 500 < sum(one == other for one, other in pairwise(months)) < 1000


def test_the_same_seed_makes_the_same_checks():
    invented(seed=7)
    first = rows()
    Tally.objects.all().delete()
    invented(seed=7)
    assert rows() == first
    Tally.objects.all().delete()
    invented(seed=8)
    assert rows() != first


def test_asked_twice_it_adds_others():
    invented()
    invented()
    assert Tally.objects.count() == 2000


def test_no_step_has_more_than_the_one_it_is_within_and_the_last_is_exact(settings):
    settings.COUNT_STEPS = True
    invented()
    for month in set(Tally.objects.values_list("month", flat=True)):
        found = dict(Reached.objects.filter(month=month).values_list("step", "count"))
        assert set(found) <= {step.name for step in steps(CURRENT)}
        for smaller, larger in within(CURRENT):
            assert found.get(smaller, 0) <= found.get(larger, 0)
        assert found["counted"] == Tally.objects.filter(month=month).count()
        assert found["finished"] < found["opened"] / 2


def test_where_no_steps_are_counted_none_are_invented(settings):
    settings.COUNT_STEPS = False
    invented(10)
    assert not Reached.objects.exists()


def test_an_empty_database_is_marked_as_a_demonstration_and_it_is_on_record():
    invented()
    assert Site.objects.get().is_demonstration
    entry = AuditEntry.objects.get(action="demonstration_filled")
    assert entry.details == {"counted_checks": 1000}
    assert not verify().faults


@pytest.mark.parametrize("real", ["site", "staff", "check", "step", "site beside a demonstration"])
def test_it_refuses_where_anything_is_real(real):
    match real:
        case "staff":
            a_member("analyst")
        case "check":
            Tally.objects.create(
                id=1, month=date(2027, 2, 1), version=1, language="en", bands={}, tier="soon"
            )
        case "step":
            Reached.objects.create(month=date(2027, 2, 1), version=1, step="start", count=1)
        case _:
            a_site()
    if "beside" in real:
        Site.objects.create(name=NORTH, is_demonstration=True)
    before = rows()
    with pytest.raises(CommandError, match="Nothing was changed"):
        invented()
    assert rows() == before


@pytest.mark.parametrize("options", [{"count": 0}, {"months": 0}, {"months": 25}])
def test_numbers_that_make_no_sense_are_refused(options):
    with pytest.raises(CommandError, match="Nothing was changed"):
        invented(**options)
    assert not Site.objects.exists()
