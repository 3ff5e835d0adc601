"""Wrong codes are limited for each staff member, and for all of them together."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connections, transaction

from screening.handoff.limits import IN_TOTAL, PER_PERSON, begin_try, forget_tries, was_right
from screening.models import CodeTry

NOW = datetime(2027, 3, 14, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def staff(number: int) -> int:
    return get_user_model().objects.get_or_create(username=f"nurse {number}")[0].pk


def wrong(times: int, *, by: int, at: datetime = NOW) -> list[int]:
    return [begin_try(staff_id=by, now=at) for _ in range(times)]


@pytest.mark.django_db
def test_a_person_may_be_wrong_five_times_in_an_hour():
    nurse, other = staff(1), staff(2)
    assert PER_PERSON == 5
    assert wrong(5, by=nurse) == [0] * 5
    assert begin_try(staff_id=nurse, now=NOW + timedelta(minutes=20)) == 40 * 60
    assert begin_try(staff_id=nurse, now=NOW + HOUR - timedelta(microseconds=1)) == 1
    assert begin_try(staff_id=other, now=NOW) == 0
    assert begin_try(staff_id=nurse, now=NOW + HOUR) == 0


@pytest.mark.django_db
def test_waiting_does_not_get_longer_by_trying():
    nurse = staff(1)
    wrong(5, by=nurse)
    assert wrong(9, by=nurse, at=NOW + timedelta(minutes=30)) == [30 * 60] * 9
    assert CodeTry.objects.count() == 5


@pytest.mark.django_db
def test_a_right_code_does_not_count():
    nurse = staff(1)
    wrong(4, by=nurse)
    for minute in range(1, 9):
        at = NOW + timedelta(minutes=minute)
        assert begin_try(staff_id=nurse, now=at) == 0
        was_right(staff_id=nurse, now=at)
    assert CodeTry.objects.count() == 4


@pytest.mark.django_db
def test_all_together_may_be_wrong_fifty_times_in_an_hour():
    assert IN_TOTAL == 50
    for number in range(10):
        assert wrong(5, by=staff(number)) == [0] * 5
    assert begin_try(staff_id=staff(99), now=NOW + timedelta(minutes=1)) == 59 * 60
    assert begin_try(staff_id=staff(99), now=NOW + HOUR) == 0


@pytest.mark.django_db(transaction=True)
def test_many_tries_at_once_pass_no_more_often_than_one_after_the_other():
    nurse = staff(1)
    wrong(2, by=nurse)
    together = threading.Barrier(12)
    waits: list[int] = []

    def try_it() -> None:
        try:
            together.wait(timeout=30)
            waits.append(begin_try(staff_id=nurse, now=NOW))
        finally:
            connections.close_all()

    tries = [threading.Thread(target=try_it) for _ in range(12)]
    for one in tries:
        one.start()
    for one in tries:
        one.join()

    assert len(waits) == 12
    assert waits.count(0) <= 3
    assert CodeTry.objects.count() == 2 + waits.count(0)


@pytest.mark.django_db(transaction=True)
def test_a_try_is_counted_outside_of_what_may_be_rolled_back():
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        begin_try(staff_id=staff(1), now=NOW)


@pytest.mark.django_db
def test_old_tries_are_forgotten():
    nurse = staff(1)
    wrong(1, by=nurse)
    wrong(1, by=nurse, at=NOW + HOUR)
    forget_tries(now=NOW + timedelta(days=1, minutes=1))
    assert CodeTry.objects.get().at == NOW + HOUR
