"""The counts of each month follow the rows they are made of, whatever becomes of these."""

from datetime import UTC, date, datetime
from itertools import count as numbers
from random import Random
from threading import Thread

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.utils import timezone

from screening.access import CLINICIAN
from screening.instrument.baclofen import CURRENT, VERSIONS
from screening.instrument.engine import assess
from screening.instrument.kept import from_letters, to_letters
from screening.intake.oversight.services import erase_client
from screening.models import RolledUpMonth, RollUp, Screening, Tally
from screening.rollups.figures import layout
from screening.rollups.refreshing import Refreshed, refresh
from screening.rollups.rows import INTAKE, SELF_CHECK, fingerprints
from screening.selfcheck.counting import forget_old
from tests.intake.making import SOON, TODAY, a_client, a_correction, a_draft, a_screening, signed
from tests.people import a_member, a_site
from tests.rollups.recounting import recount
from tests.rollups.test_counting import some_answers
from tests.rollups.versions import BOTH

pytestmark = pytest.mark.django_db

JANUARY, FEBRUARY, MARCH = date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1)
NOON = datetime(2027, 3, 14, 12, tzinfo=UTC)
_ids = numbers(10**18)


def a_tally(month: date, answers: dict, *, version: int = 1, language: str = "en") -> Tally:
    return Tally.objects.create(
        id=next(_ids),
        month=month,
        instrument=CURRENT.id,
        version=version,
        language=language,
        answers=to_letters(answers, BOTH[version]),
        bands={},
        tier="",
    )


def tallies(seed: int, *months: date, each: int = 5) -> None:
    random = Random(seed)
    for month in months:
        for language in random.choices(["en", "es"], k=each):
            a_tally(month, some_answers(random), language=language)


def rolled_up(source: str) -> dict:
    """Everything that was counted: month and cell, with the counts."""
    return {
        (one.month, one.version, one.site, one.language, one.age, one.route): one.counts
        for one in RollUp.objects.filter(source=source)
    }


def found_one_by_one(source: str) -> dict:
    """The same, from the rows."""
    months: dict = {}
    if source == SELF_CHECK:
        for tally in Tally.objects.filter(version__in=VERSIONS):
            answers: dict = from_letters(tally.answers, VERSIONS[tally.version])
            row = (tally.version, 0, tally.language, answers)
            months.setdefault(tally.month, []).append(row)
    else:
        for one in Screening.everywhere.filter(state__in=["finished", "signed"]):
            day = one.answered_on or timezone.localdate(one.finished_at)
            row = (one.version, one.site_id, one.language, one.answers)
            months.setdefault(day.replace(day=1), []).append(row)
    return {
        (month, *cell): counts
        for month, rows in months.items()
        for cell, counts in recount(rows, VERSIONS).items()
    }


class TestSelfChecks:
    def test_are_counted_by_month_and_group(self):
        tallies(1, JANUARY, FEBRUARY)
        done = refresh(source=SELF_CHECK)
        assert done == Refreshed(counted=2, rows=10)
        assert rolled_up(SELF_CHECK) == found_one_by_one(SELF_CHECK) != {}

    def test_counting_again_changes_nothing_unless_it_is_wanted(self):
        tallies(1, JANUARY, FEBRUARY)
        refresh(source=SELF_CHECK)
        before = list(RollUp.objects.order_by("pk").values_list("pk", "counts"))
        assert refresh(source=SELF_CHECK) == Refreshed(unchanged=2)
        assert list(RollUp.objects.order_by("pk").values_list("pk", "counts")) == before
        assert refresh(source=SELF_CHECK, anew=True) == Refreshed(counted=2, rows=10)
        assert [counts for _, counts in before] == list(
            RollUp.objects.order_by("pk").values_list("counts", flat=True)
        )

    def test_a_month_is_counted_anew_when_a_row_comes_or_goes(self):
        tallies(1, JANUARY, FEBRUARY, MARCH)
        refresh(source=SELF_CHECK)
        tallies(2, MARCH, each=1)
        Tally.objects.filter(month=JANUARY)[0].delete()
        assert refresh(source=SELF_CHECK) == Refreshed(counted=2, unchanged=1, rows=10)
        assert rolled_up(SELF_CHECK) == found_one_by_one(SELF_CHECK)

    def test_one_that_took_the_place_of_another_is_noticed(self):
        tallies(1, JANUARY)
        before = fingerprints(SELF_CHECK)
        Tally.objects.all()[0].delete()
        tallies(2, JANUARY, each=1)
        assert fingerprints(SELF_CHECK) != before

    def test_months_that_were_forgotten_are_no_longer_counted(self):
        tallies(1, date(2025, 2, 1), date(2025, 3, 1), MARCH)
        refresh(source=SELF_CHECK)
        forget_old(today=NOON.date())
        assert refresh(source=SELF_CHECK) == Refreshed(unchanged=2, removed=1)
        assert rolled_up(SELF_CHECK) == found_one_by_one(SELF_CHECK)
        assert RolledUpMonth.objects.count() == 2

    def test_rows_that_cannot_be_read_are_told_and_left_out(self):
        tallies(1, JANUARY)
        Tally.objects.filter(pk=a_tally(JANUARY, {}, version=2).pk).update(version=77)
        Tally.objects.filter(pk=a_tally(JANUARY, {}).pk).update(answers="??")
        assert refresh(source=SELF_CHECK) == Refreshed(counted=1, rows=7, left_out=2)

    def test_everything_is_counted_anew_for_a_new_version(self, monkeypatch):
        tallies(1, JANUARY)
        a_tally(JANUARY, some_answers(Random(3), BOTH[2]), version=2)
        refresh(source=SELF_CHECK)
        monkeypatch.setitem(VERSIONS, 2, BOTH[2])
        assert refresh(source=SELF_CHECK) == Refreshed(counted=1, rows=6)
        assert rolled_up(SELF_CHECK) == found_one_by_one(SELF_CHECK)
        lengths = {one.version: len(one.counts) for one in RollUp.objects.all()}
        assert lengths == {number: len(layout(one, BOTH).names) for number, one in BOTH.items()}


class TestScreenings:
    def at_two_sites(self) -> None:
        random = Random(5)
        for site in (a_site(), a_site()):
            clinician = a_member(CLINICIAN, site)
            client = a_client(clinician)
            for day in (date(2027, 1, 31), FEBRUARY, FEBRUARY):
                answers = some_answers(random)
                Screening.everywhere.create(
                    client=client,
                    site=site,
                    state=random.choice(["finished", "signed"]),
                    instrument=CURRENT.id,
                    version=1,
                    language="en",
                    answers=answers,
                    outcome=assess(answers).outcome,
                    begun_at=NOON,
                    begun_by=clinician,
                    answered_on=day,
                )

    def test_are_counted_by_month_site_and_group(self):
        self.at_two_sites()
        assert refresh(source=INTAKE).counted == 2
        assert rolled_up(INTAKE) == found_one_by_one(INTAKE) != {}
        assert {month for month, *_ in rolled_up(INTAKE)} == {JANUARY, FEBRUARY}

    def test_a_correction_an_erasure_and_a_signature_are_noticed(self):
        clinician = a_member(CLINICIAN)
        first = a_screening(a_client(clinician), clinician, answers=TODAY, now=NOON)
        second = a_screening(a_client(clinician), clinician, answers=SOON, now=NOON)
        third = a_screening(a_client(clinician), clinician, now=NOON)
        refresh(source=INTAKE)
        a_correction(first, clinician, answers={"change": "none", **SOON}, now=NOON)
        assert refresh(source=INTAKE) == Refreshed(counted=1, rows=3)
        assert rolled_up(INTAKE) == found_one_by_one(INTAKE)
        assert self.tiers() == {"soon": 2, "routine": 1}
        erase_client(staff=clinician, client_id=second.client_id, now=NOON)
        assert refresh(source=INTAKE) == Refreshed(counted=1, rows=2)
        assert rolled_up(INTAKE) == found_one_by_one(INTAKE)
        before = rolled_up(INTAKE)
        signed(third, clinician, now=NOON)
        refresh(source=INTAKE)
        assert rolled_up(INTAKE) == before

    def test_a_change_of_a_screening_is_noticed(self):
        clinician = a_member(CLINICIAN)
        one = a_screening(a_client(clinician), clinician, now=NOON)
        before = fingerprints(INTAKE)
        assert fingerprints(INTAKE) == before
        for change in ({"edit": one.edit + 1}, {"state": "signed"}, {"site": a_site()}):
            Screening.everywhere.filter(pk=one.pk).update(**change)
            assert fingerprints(INTAKE) != before
            before = fingerprints(INTAKE)

    def tiers(self) -> dict[str, int]:
        plan = layout(CURRENT, VERSIONS)
        totals = {
            tier: sum(one.counts[plan.at[f"tier.{tier}"]] for one in RollUp.objects.all())
            for tier in ("emergency", "today", "soon", "routine")
        }
        return {tier: total for tier, total in totals.items() if total}

    def test_drafts_and_people_under_18_are_not_counted(self):
        clinician = a_member(CLINICIAN)
        a_draft(a_client(clinician), clinician, answers=SOON)
        a_screening(a_client(clinician), clinician, answers={"age": "under_18"})
        assert refresh(source=INTAKE) == Refreshed()
        assert rolled_up(INTAKE) == {}

    def test_without_a_day_of_the_answers_the_local_day_counts(self, settings):
        settings.TIME_ZONE = "America/New_York"
        clinician = a_member(CLINICIAN)
        one = a_screening(a_client(clinician), clinician, now=NOON)
        at_night = datetime(2027, 3, 1, 3, tzinfo=UTC)
        Screening.everywhere.filter(pk=one.pk).update(answered_on=None, finished_at=at_night)
        with timezone.override("America/New_York"):
            refresh(source=INTAKE)
        assert {month for month, *_ in rolled_up(INTAKE)} == {FEBRUARY}

    @pytest.mark.parametrize(
        "answers",
        [[], {"age": "44"}, {"age": {"a": 1}}, {"conditions": [["nothing"]]}, {"route": 7}],
    )
    def test_answers_that_cannot_be_read_stop_nobody(self, answers):
        clinician = a_member(CLINICIAN)
        one = a_screening(a_client(clinician), clinician, now=NOON)
        a_screening(a_client(clinician), clinician, now=NOON)
        Screening.everywhere.filter(pk=one.pk).update(answers=answers)
        assert refresh(source=INTAKE) == Refreshed(counted=1, rows=2, left_out=1)
        assert self.tiers() == {"routine": 1}

    def test_an_answer_to_a_question_that_is_not_known_makes_no_difference(self):
        clinician = a_member(CLINICIAN)
        one = a_screening(a_client(clinician), clinician, now=NOON)
        Screening.everywhere.filter(pk=one.pk).update(answers={**one.answers, "odd": "yes"})
        assert refresh(source=INTAKE) == Refreshed(counted=1, rows=1)
        assert self.tiers() == {"routine": 1}


class TestStopping:
    @pytest.mark.django_db(transaction=True)
    def test_a_month_in_which_it_was_stopped_is_as_it_was(self):
        tallies(1, JANUARY, FEBRUARY, MARCH)
        refresh(source=SELF_CHECK)
        tallies(2, JANUARY, FEBRUARY, MARCH)
        before = rolled_up(SELF_CHECK)
        writes = numbers(1)

        def stop(execute, sql, params, many, context):
            if sql.startswith("INSERT INTO") and "rollup" in sql and next(writes) == 2:
                raise OperationalError("stopped")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(stop), pytest.raises(DatabaseError):
            refresh(source=SELF_CHECK)
        expected, now = found_one_by_one(SELF_CHECK), rolled_up(SELF_CHECK)
        for month, right in ((JANUARY, expected), (FEBRUARY, before), (MARCH, before)):
            assert of(month, now) == of(month, right)
        assert refresh(source=SELF_CHECK) == Refreshed(counted=2, unchanged=1, rows=20)
        assert rolled_up(SELF_CHECK) == expected

    @pytest.mark.django_db(transaction=True)
    def test_two_at_once_neither_fail_nor_count_twice(self):
        tallies(1, JANUARY, FEBRUARY)
        faults: list[Exception] = []

        def run() -> None:
            try:
                refresh(source=SELF_CHECK, anew=True)
            except Exception as fault:  # noqa: BLE001
                faults.append(fault)
            finally:
                connection.close()

        threads = [Thread(target=run) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        assert rolled_up(SELF_CHECK) == found_one_by_one(SELF_CHECK)


def of(month: date, found: dict) -> dict:
    return {key: counts for key, counts in found.items() if key[0] == month}
