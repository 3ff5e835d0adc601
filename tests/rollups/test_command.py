"""`refresh_stats` counts and publishes in one go, and says what it did."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from screening.models import RollUp, Tally
from tests.rollups.test_refreshing import JANUARY, MARCH, tallies

pytestmark = pytest.mark.django_db


def refreshed(**options) -> str:
    out = StringIO()
    call_command("refresh_stats", stdout=out, **options)
    return out.getvalue()


def test_says_what_was_counted_and_then_that_nothing_changed():
    tallies(1, JANUARY, MARCH)
    published = refreshed().rpartition("published ")[2]
    assert published.endswith("set(s) of statistics.\n")
    Tally.objects.filter(month=MARCH).delete()
    assert refreshed().startswith(
        "Counted 0 answer set(s) of 0 month(s), left 1 month(s) as they were, removed 1, "
    )
    assert refreshed(all=True).startswith("Counted 5 answer set(s) of 1 month(s), left 0 ")


def test_says_how_many_rows_cannot_be_counted():
    tallies(1, date(2027, 1, 1))
    Tally.objects.filter(pk=Tally.objects.all()[0].pk).update(version=77)
    assert refreshed().startswith("Self-checks: 1 of 5 cannot be counted")


def test_can_be_silent(capsys):
    tallies(1, JANUARY)
    assert refreshed(verbosity=0) == ""
    assert capsys.readouterr() == ("", "")


def test_shows_a_bar_on_a_terminal(capsys, monkeypatch):
    tallies(1, JANUARY)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    refreshed()
    shown = capsys.readouterr().err
    assert f"Self-checks: [{'.' * 30}] 0 of 1 month(s)" in shown
    assert f"Self-checks: [{'#' * 30}] 1 of 1 month(s)\n" in shown


def test_a_database_that_fails_is_told_and_nothing_is_half_done():
    tallies(1, JANUARY)
    refreshed()
    before = list(RollUp.objects.order_by("pk").values())
    tallies(2, JANUARY)

    def fail(execute, sql, params, many, context):
        if "screening_rolledupmonth" in sql and sql.startswith("INSERT"):
            raise OperationalError("disk I/O error")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail), pytest.raises(CommandError) as told:
        refreshed()
    assert str(told.value).startswith("The database cannot be used: disk I/O error. ")
    assert told.value.returncode == 1
    assert list(RollUp.objects.order_by("pk").values()) == before
