"""Steps are counted in memory, and kept later: no request needs the database for it."""

import contextlib
import logging
import os
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, connections

from screening.instrument.pages import FINISHED, OPENED
from screening.models import Reached
from screening.questionnaire.steps import route
from screening.selfcheck import steps_reached
from screening.selfcheck.steps_reached import count_step, keep, steps_of
from tests.selfcheck.walking import Browser, answers, at_result, journey, walk

ROOT = Path(__file__).resolve().parents[2]
NOON = int(datetime(2027, 3, 14, 12, tzinfo=UTC).timestamp())


def test_the_whole_journey_opens_no_connection_while_steps_are_counted(counted):
    """Without the database mark, any use of a connection raises."""
    assert {response.status_code for response in journey(Browser())} == {200, 302, 404, 422}


@pytest.mark.django_db
def test_the_whole_journey_makes_no_query_while_steps_are_counted(
    counted, django_assert_num_queries
):
    with django_assert_num_queries(0):
        journey(Browser())
    assert counted()[OPENED] >= 1


@pytest.mark.django_db
def test_with_the_database_stopped_steps_are_counted_until_it_is_back(counted, request):
    alive = connections["default"]
    request.getfixturevalue("stopped_database")
    walk(Browser(), answers())
    for _ in range(2):
        with pytest.raises(DatabaseError):
            keep()
    connections["default"] = alive
    walked = dict.fromkeys([OPENED, *steps_of(answers(), route(answers()))], 1)
    assert counted() == walked
    assert counted() == walked, "added twice"


@pytest.mark.django_db
def test_with_a_fault_half_way_nothing_is_added_twice(counted):
    def fail_at_the_second(execute, sql, params, many, context):
        if OPENED in (params or ()):
            raise DatabaseError
        return execute(sql, params, many, context)

    for step in (FINISHED, OPENED):
        count_step(step, now=NOON)
    with connection.execute_wrapper(fail_at_the_second), pytest.raises(DatabaseError):
        keep()
    assert counted() == {FINISHED: 1, OPENED: 1}


def test_a_fault_is_noted_by_its_kind_only_and_tried_again_later(counted, stopped_database, caplog):
    count_step(OPENED, now=NOON)
    with caplog.at_level(logging.DEBUG):
        steps_reached._keep_now()
    assert [record.getMessage() for record in caplog.records] == [
        "Steps could not be kept yet: OperationalError"
    ]
    assert len(waiting_threads()) == 1


def waiting_threads() -> set[threading.Timer]:
    return {
        thread
        for thread in threading.enumerate()
        if isinstance(thread, threading.Timer) and not thread.finished.is_set()
    }


@pytest.mark.django_db(transaction=True)
def test_a_thread_of_its_own_keeps_what_was_counted(counted, monkeypatch):
    monkeypatch.setattr(steps_reached, "WAIT", 0.01)
    for number in (1, 2):
        count_step(OPENED, now=NOON)
        for thread in waiting_threads():
            assert thread.daemon, "the site could not be stopped"
            thread.join(timeout=20)
        assert Reached.objects.get(step=OPENED).count == number
    assert not waiting_threads(), "it waits though there is nothing to keep"


def test_however_much_is_counted_one_thread_waits(counted):
    for _ in range(3):
        walk(Browser(), answers())
    assert len(waiting_threads()) == 1


@pytest.mark.django_db
def test_switched_off_nothing_is_counted_and_no_thread_waits():
    client = at_result()
    client.post("/check/count/", {"count": "yes"})
    journey(Browser())
    keep()
    assert not Reached.objects.exists()
    assert not waiting_threads()


@pytest.mark.django_db(transaction=True)
def test_twenty_that_keep_at_once_lose_nothing_and_add_nothing(counted):
    start = threading.Barrier(20)
    faults = []

    def count_and_keep() -> None:
        try:
            start.wait(timeout=20)
            for _ in range(5):
                count_step(OPENED, now=NOON)
                count_step(FINISHED, now=NOON)
                keep()
        except Exception as fault:  # noqa: BLE001 - said by the test
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=count_and_keep) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not faults
    assert counted() == {OPENED: 100, FINISHED: 100}


# A process of its own, or a worker as the server starts them, counts, has a child, and ends.
COUNTS = """
import os
import django
django.setup()
from django.conf import settings
from django.db import connection
from screening.models import Reached
from screening.selfcheck.steps_reached import count_step
settings.COUNT_STEPS = True
with connection.schema_editor() as editor:
    editor.create_model(Reached)
connection.close()
count_step("opened", now=0)
"""
ALONE = f"""{COUNTS}
if os.fork():
    assert os.wait()[1] == 0
else:
    count_step("help", now=0)
"""
WORKER = f"""
import multiprocessing
def work():
    exec({COUNTS!r}, {{}})
worker = multiprocessing.get_context("fork").Process(target=work)
worker.start()
worker.join()
assert worker.exitcode == 0
"""


@pytest.mark.parametrize(
    ("program", "expected"),
    [(ALONE, [("help", 1), ("opened", 1)]), (WORKER, [("opened", 1)])],
    ids=["with a child", "a worker"],
)
def test_a_process_that_ends_keeps_what_it_counted_and_not_what_its_parent_did(
    tmp_path, program, expected
):
    file = tmp_path / "ended.sqlite3"
    run = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", program],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DATABASE_URL": f"sqlite:///{file}",
            "DJANGO_SETTINGS_MODULE": "config.settings_test",
            "SECRET_KEY": "a long secret that is used by no site at all, only by this one test",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    with contextlib.closing(sqlite3.connect(file)) as database:
        kept = database.execute("SELECT step, count FROM screening_reached ORDER BY step")
        assert kept.fetchall() == expected
