"""From the start to the result nothing asks the database, and all of it works without one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.selfcheck.walking import Browser, journey

ROOT = Path(__file__).resolve().parents[2]
BARE = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}

# Run in a process of its own, whose settings name a database that is not there.
WALK = """
import django
django.setup()
from django.db import DatabaseError, connection
from screening.instrument.engine import assess
from tests.selfcheck.page import read
from tests.selfcheck.walking import Browser, answers, journey, walk
try:
    connection.ensure_connection()
except DatabaseError:
    print("the database is stopped")
met = journey(Browser())
print("journey", len(met) > 30, {r.status_code for r in met} <= {200, 302, 404, 422})
client = Browser()
chosen = answers(change="stopped", wd_sleep="severe", coming_up=["running_out"])
end = walk(client, chosen).end
print("result", end.main["data-tier"], end.guidance == list(assess(chosen).guidance))
counted = client.post("/check/count/", {"count": "yes"})
print("counted", counted.status_code, read(counted).link("911"))
print("afterwards", client.get("/check/result/").status_code)
"""


def test_the_whole_journey_opens_no_connection():
    """Without the database mark, any use of a connection raises."""
    met = journey(Browser())
    assert {response.status_code for response in met} == {200, 302, 404, 422}
    shown = {response.wsgi_request.path for response in met}
    assert {"/check/next/", "/check/answers/", "/check/result/", "/check/country/"} <= shown
    assert {"/check/delete/", "/check/deleted/", "/check/waiting/", "/leave/"} <= shown


@pytest.mark.django_db
def test_the_whole_journey_makes_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        journey(Browser())


def test_the_whole_journey_opens_no_session_and_asks_for_no_user():
    for response in journey(Browser()):
        request = response.wsgi_request
        assert not request.session.accessed
        assert not hasattr(request, "_cached_user")
        assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize(
    "address",
    [
        "postgres://nobody:nothing@127.0.0.1:1/self_check",
        "sqlite:////no/such/folder/db.sqlite3",
        "sqlite:///{folder}/unreadable.sqlite3",
    ],
    ids=["PostgreSQL that is down", "SQLite in a folder that is gone", "SQLite that is broken"],
)
def test_the_self_check_works_with_the_database_stopped(address, tmp_path):
    (tmp_path / "unreadable.sqlite3").write_bytes(b"not a database " * 500)
    run = subprocess.run(
        [sys.executable, "-c", WALK],
        cwd=ROOT,
        env={
            **BARE,
            "DATABASE_URL": address.format(folder=tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings_test",
            "ALLOWED_HOSTS": "testserver",
            "LOG_LEVEL": "CRITICAL",
            "SECRET_KEY": "a long secret that is used by no site at all, only by this one test",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.stdout.splitlines() == [
        "the database is stopped",
        "journey True True",
        "result today True",
        "counted 503 tel:911",
        "afterwards 200",
    ], run.stderr
