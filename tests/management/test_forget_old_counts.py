"""Counted checks are kept for 24 months, and used tickets no longer than they are needed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command

from screening.instrument.baclofen import CURRENT
from screening.models import (
    CodeTry,
    Handoff,
    Reached,
    RolledUpMonth,
    RollUp,
    StaffMember,
    Tally,
    UsedTicket,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_a_day(monkeypatch):
    def set_day(year: int, month: int, day: int) -> None:
        moment = datetime(year, month, day, 12, tzinfo=UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return set_day


def counted_in(year: int, month: int) -> None:
    Tally.objects.create(
        id=Tally.objects.count() + 1,
        month=date(year, month, 1),
        instrument=CURRENT.id,
        version=CURRENT.version,
        language="en",
        answers="",
        bands={},
        tier="soon",
    )
    Reached.objects.get_or_create(month=date(year, month, 1), version=CURRENT.version, step="help")


def rolled_up(source: str, year: int, month: int) -> None:
    of_month = {"source": source, "month": date(year, month, 1)}
    RolledUpMonth.objects.create(**of_month, fingerprint="")
    RollUp.objects.create(
        **of_month, version=1, site=0, language="en", age="18_64", route="oral", counts=[]
    )


def months(model, **wanted) -> list[str]:
    found = model.objects.filter(**wanted).order_by("month").values_list("month", flat=True)
    return [f"{month:%Y-%m}" for month in found]


@pytest.mark.parametrize("day", [(2027, 3, 1), (2027, 3, 14), (2027, 3, 31)])
def test_a_check_of_24_months_ago_is_kept_and_an_older_one_is_not(on_a_day, day, capsys):
    for month in ((2020, 1), (2025, 1), (2025, 2), (2025, 3), (2025, 4), (2027, 3)):
        counted_in(*month)
    on_a_day(*day)
    call_command("forget_old_counts")
    assert months(Tally) == months(Reached) == ["2025-03", "2025-04", "2027-03"]
    assert capsys.readouterr().out == "Deleted 3 counted check(s) and 0 used ticket(s).\n"


def test_what_was_counted_of_checks_goes_with_them_and_that_of_screenings_stays(on_a_day):
    for source in ("self_check", "intake"):
        for month in ((2025, 2), (2025, 3), (2027, 2)):
            rolled_up(source, *month)
    on_a_day(2027, 3, 14)
    call_command("forget_old_counts")
    for model in (RollUp, RolledUpMonth):
        assert months(model, source="self_check") == ["2025-03", "2027-02"]
        assert months(model, source="intake") == ["2025-02", "2025-03", "2027-02"]


@pytest.mark.parametrize(
    ("day", "kept"),
    [((2027, 1, 31), "2025-01"), ((2027, 12, 1), "2025-12"), ((2028, 2, 29), "2026-02")],
)
def test_the_turn_of_a_year_and_a_leap_day_make_no_difference(on_a_day, day, kept):
    for year in (2024, 2025, 2026):
        for month in range(1, 13):
            counted_in(year, month)
    on_a_day(*day)
    call_command("forget_old_counts", verbosity=0)
    assert months(Tally)[0] == kept


def test_a_ticket_is_kept_as_long_as_its_cookie_can_be_opened(on_a_day):
    for number, month in enumerate([(2026, 12), (2027, 1), (2027, 2), (2027, 3)], start=1):
        UsedTicket.objects.create(id=number, month=date(*month, 1))
    on_a_day(2027, 3, 1)
    call_command("forget_old_counts")
    # A check counted late on 28 February may be open until 1 March.
    assert months(UsedTicket) == ["2027-02", "2027-03"]


def test_running_it_again_does_no_harm(on_a_day, capsys):
    counted_in(2020, 1)
    counted_in(2027, 1)
    on_a_day(2027, 3, 14)
    call_command("forget_old_counts")
    call_command("forget_old_counts")
    assert capsys.readouterr().out.endswith("Deleted 0 counted check(s) and 0 used ticket(s).\n")
    assert months(Tally) == ["2027-01"]


def test_answers_behind_codes_go_when_their_time_is_over(on_a_day, capsys):
    for day in (20, 21, 22):
        Handoff.objects.create(code_hash=str(day), sealed=b"sealed", expires_on=date(2027, 3, day))
    nurse = StaffMember.objects.create(username="nurse")
    noon = datetime(2027, 3, 22, 12, tzinfo=UTC)
    for hours in (1, 25):
        CodeTry.objects.create(staff=nurse, at=noon - timedelta(hours=hours))
    on_a_day(2027, 3, 22)
    call_command("forget_old_counts")
    assert [row.expires_on.day for row in Handoff.objects.all()] == [22]
    assert CodeTry.objects.get().at == noon - timedelta(hours=1)
    assert "Deleted the answers behind 2 code(s) whose time is over." in capsys.readouterr().out
