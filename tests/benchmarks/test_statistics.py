"""What the benchmark of statistics is made of, with few checks. How fast it is, is no test."""

from io import StringIO

import pytest
from django.core.management import call_command

from benchmarks.one_database import compare, counted_by_sql, counted_in_roll_ups, page
from screening.instrument.baclofen import CURRENT, VERSIONS
from screening.instrument.kept import from_letters
from screening.models import AuditEntry, RollUp, Tally
from screening.rollups.figures import layout
from screening.rollups.signs import signs


@pytest.mark.django_db
def test_it_sees_a_page_without_numbers_and_roll_ups_that_are_wrong():
    call_command("invent_checks", count=2000, months=1, stdout=StringIO())
    with pytest.raises(LookupError, match="without numbers"):
        page(1)
    call_command("refresh_stats", stdout=StringIO(), stderr=StringIO())
    assert len(page(2)) == 2
    assert AuditEntry.objects.filter(action="statistics_read", role="analyst").count() >= 2

    found = compare(0)
    assert found["compared"] == 4 + len(signs(CURRENT))
    assert found["differing"] == 0
    row = RollUp.objects.latest("pk")
    row.counts[layout(CURRENT, VERSIONS).at["tier.routine"]] += 1
    row.save()
    assert compare(0)["differing"] == 1


@pytest.mark.django_db
def test_plain_sql_finds_the_signs_that_the_answers_hold():
    call_command("invent_checks", count=300, months=1, stdout=StringIO())
    by_sql = counted_by_sql()
    answers = [from_letters(kept.answers, CURRENT) for kept in Tally.objects.all()]
    for name, codes in signs(CURRENT).items():
        (found,) = (count for (_, key), count in by_sql.items() if key == f"sign.{name}")
        assert found == sum(given.get(name) in codes for given in answers)
    assert sum(count for (_, key), count in by_sql.items() if key.startswith("tier.")) == 300
    assert set(counted_in_roll_ups(by_sql).values()) <= {0}
