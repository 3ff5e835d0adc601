"""What gets from exact counts to what pages read: complete periods, rounded numbers."""

from datetime import date
from random import Random

import pytest
from django.db import DatabaseError

from screening.instrument.baclofen import CURRENT
from screening.models import Publication, Published, Reached, RollUp, Site
from screening.stats.disclosure import HIDDEN, Rules, release
from screening.stats.periods import month_after, months_of
from screening.stats.publishing import publish
from screening.stats.steps import steps
from tests.stats.counting_slowly import LAYOUT, counted, invent

pytestmark = pytest.mark.django_db

TODAY = date(2027, 5, 20)
MAY, APRIL, MARCH = date(2027, 5, 1), date(2027, 4, 1), date(2027, 3, 1)
OLDEST = date(2025, 5, 1)
"""The first month of which counted self-checks are kept on this day."""

ONE = tuple(counted(invent(Random(1), [MAY]).answers))
"""The counts of one screening."""


def roll_up(month: date, people: int, *, source: str = "self_check", **values: object) -> None:
    """Keep the counts of so many people who all answered alike."""
    where = {"site": 0, "language": "en", "age": "18_64", "route": "oral", **values}
    counts = [people * number for number in ONE]
    RollUp.objects.create(source=source, version=1, month=month, counts=counts, **where)


def shown(period: str, *, source: str = "self_check", group: str = "", name: str = "all") -> int:
    """Return what a page finds."""
    row = Published.objects.filter(source=source, version=1, period=period, group=group).first()
    return row.counts[LAYOUT.at[name]] if row else HIDDEN


def test_what_is_published_is_rounded_and_small_groups_have_no_row():
    roll_up(APRIL, 62)
    roll_up(APRIL, 4, age="65_plus")
    assert publish(today=TODAY) == 1
    assert shown("2027-04") == 65
    assert not Published.objects.filter(group__contains="65_plus").exists()
    numbers = {number for row in Published.objects.all() for number in row.counts}
    assert all(number < 0 or number % 5 == 0 for number in numbers)
    assert {len(row.counts) for row in Published.objects.all()} == {LAYOUT.counts}


def test_groups_by_two_filters_are_published_and_each_adds_up():
    roll_up(APRIL, 100)
    roll_up(APRIL, 50, age="65_plus", route="pump")
    publish(today=TODAY)
    assert shown("2027-04") == 150
    assert shown("2027-04", group="age=65_plus") == 50
    assert shown("2027-04", group="age=65_plus,route=pump") == 50
    assert shown("2027-04", group="age=18_64,route=pump") == HIDDEN


def test_the_month_that_is_not_over_is_never_published():
    roll_up(MAY, 500)
    publish(today=date(2027, 5, 31))
    assert not Published.objects.exists()
    publish(today=date(2027, 6, 1))
    assert shown("2027-05") == 500


def test_quarters_and_years_are_published_only_when_they_are_over():
    for month in (date(2027, later, 1) for later in range(1, 13)):
        roll_up(month, 100)
    publish(today=date(2027, 12, 31))
    periods = set(Published.objects.values_list("period", flat=True))
    assert {"2027-Q1", "2027-Q2", "2027-Q3"} <= periods
    assert not {"2027-Q4", "2027-12", "2027"} & periods
    publish(today=date(2028, 1, 1))
    assert shown("2027") == 1_200
    assert shown("2027-Q4") == 300


def test_a_month_without_anybody_counts_as_one_of_zeros():
    roll_up(date(2027, 1, 1), 40)
    roll_up(MARCH, 30)
    publish(today=TODAY)
    assert shown("2027-Q1") == 70
    assert shown("2027-02") == HIDDEN


def test_months_that_are_no_longer_kept_are_dropped_and_the_periods_with_them():
    roll_up(OLDEST, 100)
    roll_up(month_after(OLDEST), 100)
    publish(today=TODAY)
    assert shown("2025-05") == 100
    assert shown("2025-Q2") == shown("2025") == HIDDEN
    assert publish(today=date(2027, 6, 1)) == 1
    assert shown("2025-05") == HIDDEN
    assert shown("2025-06") == 100


def test_records_of_the_intake_are_published_from_the_first_year_on():
    roll_up(date(2024, 6, 1), 100, source="intake", site=1)
    publish(today=TODAY)
    assert shown("2024", source="intake") == shown("2024-06", source="intake") == 100


def test_records_of_the_intake_are_published_for_five_years():
    roll_up(date(2022, 12, 1), 90, source="intake", site=1)
    roll_up(date(2023, 1, 1), 100, source="intake", site=1)
    publish(today=TODAY)
    assert shown("2022-12", source="intake") == HIDDEN
    assert shown("2023", source="intake") == 100


def test_sites_are_told_apart_at_the_intake_only():
    sites = [Site.objects.create(name=name).pk for name in ("North", "South")]
    roll_up(APRIL, 100, source="intake", site=sites[0])
    roll_up(APRIL, 80, source="intake", site=sites[1])
    roll_up(APRIL, 60)
    publish(today=TODAY)
    assert shown("2027-04", source="intake", group=f"site={sites[0]}") == 100
    assert not Published.objects.filter(source="self_check", group__contains="site").exists()


def test_the_self_check_and_the_intake_are_never_added():
    roll_up(APRIL, 30)
    roll_up(APRIL, 50, source="intake", site=1)
    assert publish(today=TODAY) == 2
    assert (shown("2027-04"), shown("2027-04", source="intake")) == (30, 50)


def test_what_is_out_stays_as_it_is():
    """Or two releases could differ by the one person who was corrected or erased in between."""
    roll_up(APRIL, 60)
    assert publish(today=TODAY) == 1
    before = list(Published.objects.order_by("pk").values())
    roll_up(APRIL, 20, age="65_plus")
    assert publish(today=date(2027, 5, 31)) == 0
    assert list(Published.objects.order_by("pk").values()) == before
    assert Publication.objects.get().published_on == TODAY
    roll_up(month_after(APRIL), 40)
    assert publish(today=date(2027, 6, 1)) == 1
    assert (shown("2027-04"), shown("2027-05")) == (60, 40)
    assert Publication.objects.get().published_on == date(2027, 6, 1)


def test_one_row_of_long_ago_brings_about_no_release():
    roll_up(APRIL, 60)
    publish(today=TODAY)
    roll_up(date(2026, 11, 1), 60)
    assert publish(today=TODAY) == 0
    assert shown("2026-11") == HIDDEN
    assert publish(today=date(2027, 6, 1)) == 1
    assert shown("2026-11") == 60


def test_it_can_be_published_anew_at_once():
    roll_up(APRIL, 60)
    publish(today=TODAY)
    roll_up(APRIL, 20, age="65_plus")
    assert publish(today=TODAY, anew=True) == 1
    assert shown("2027-04") == 80


def test_publishing_anew_doubles_nothing():
    roll_up(APRIL, 60)
    publish(today=TODAY)
    Publication.objects.update(fingerprint="another")
    before = Published.objects.count()
    assert publish(today=TODAY) == 1
    assert Published.objects.count() == before
    assert Publication.objects.count() == 1


def test_a_higher_threshold_hides_more(settings):
    roll_up(APRIL, 60)
    roll_up(APRIL, 18, age="65_plus")
    publish(today=TODAY)
    assert shown("2027-04", group="age=65_plus") == 20
    settings.STATISTICS_HIDE_UP_TO = 20
    assert publish(today=TODAY) == 1
    assert shown("2027-04", group="age=65_plus") == HIDDEN
    assert shown("2027-04") == 80


def test_what_is_not_counted_any_more_is_not_published_any_more():
    roll_up(APRIL, 60)
    roll_up(APRIL, 60, source="intake", site=1)
    publish(today=TODAY)
    RollUp.objects.filter(source="self_check").delete()
    publish(today=TODAY)
    assert set(Published.objects.values_list("source", flat=True)) == {"intake"}
    assert Publication.objects.get().source == "intake"


def test_a_version_that_nobody_knows_is_left_out():
    roll_up(APRIL, 60)
    RollUp.objects.update(version=99)
    assert publish(today=TODAY) == 0
    assert not Published.objects.exists()


def test_coefficients_come_with_enough_complete_answers_only():
    random = Random(5)
    every = [counted(invent(random, [APRIL]).answers) for _ in range(300)]
    counts = [sum(numbers) for numbers in zip(*every, strict=True)]
    RollUp.objects.create(
        source="self_check", version=1, month=APRIL, site=0, language="en", age="18_64",
        route="oral", counts=counts,
    )  # fmt: skip
    roll_up(MARCH, 30)
    publish(today=TODAY)
    assert 0 < Published.objects.get(period="2027-04", group="").coefficients["alpha.misuse"] <= 1
    assert Published.objects.get(period="2027-03", group="").coefficients == {}


def test_how_far_people_come_is_published_through_the_same_rules():
    names = [step.name for step in steps(CURRENT)]
    for place, name in enumerate(names):
        Reached.objects.create(month=APRIL, version=1, step=name, count=max(0, 107 - 13 * place))
    Reached.objects.create(month=MAY, version=1, step=names[0], count=900)
    assert publish(today=TODAY) == 1
    row = Published.objects.get(source="reached")
    assert (row.period, row.group, row.coefficients) == ("2027-04", "", {})
    assert len(row.counts) == len(names)
    assert row.counts[0] == 105
    assert row.counts[-1] == HIDDEN


def test_a_reader_finds_nothing_but_released_numbers():
    """Whatever is in a row is what the rules let through of the sum, or is withheld."""
    random = Random(3)
    months = [date(2027, later, 1) for later in (1, 2, 3)]
    exact: dict[date, list[int]] = {}
    for month in months:
        for age in ("18_64", "65_plus"):
            every = [counted(invent(random, [month]).answers) for _ in range(random.randint(8, 40))]
            counts = [sum(numbers) for numbers in zip(*every, strict=True)]
            exact[month] = [
                one + other
                for one, other in zip(exact.get(month, [0] * len(counts)), counts, strict=True)
            ]
            RollUp.objects.create(
                source="self_check", version=1, month=month, site=0, language="en", age=age,
                route="oral", counts=counts,
            )  # fmt: skip
    publish(today=TODAY)
    rows = list(Published.objects.filter(group=""))
    assert {row.period for row in rows} >= {"2027-01", "2027-Q1"}
    for row in rows:
        of_months = [exact[month] for month in months_of(row.period)]
        true = [sum(numbers) for numbers in zip(*of_months, strict=True)][: LAYOUT.counts]
        for number, count in zip(row.counts, true, strict=True):
            assert number in {release(count, Rules()), -2}
            assert (number == HIDDEN) == (count <= 10)


def test_a_release_that_fails_half_way_leaves_the_one_before(monkeypatch):
    roll_up(APRIL, 60)
    publish(today=TODAY)
    before = list(Published.objects.values()), list(Publication.objects.values())

    def fail(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(type(Published.objects), "bulk_create", fail)
    with pytest.raises(DatabaseError):
        publish(today=TODAY, anew=True)
    assert (list(Published.objects.values()), list(Publication.objects.values())) == before
