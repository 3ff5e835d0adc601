"""The server is killed in the middle of saving: nothing that it acknowledged is lost."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException
from urllib.parse import urlencode

import pytest

from tests.intake.making import all_answers
from tests.real_server import ROOT, Served, served

KILLS = 3
ANSWERS = [(name, given if isinstance(given, str) else given[0]) for name, given in
           all_answers().items()]  # fmt: skip

_A_DRAFT_AND_A_SESSION = """
import django; django.setup()
from screening.access import INTAKE
from tests.intake.making import a_client, a_draft
from tests.people import a_member, signed_in
nurse = a_member(INTAKE)
session = next(iter(signed_in(nurse).cookies.values())).value
print(a_draft(a_client(nurse), nurse).pk, session)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Served]:
    """Serve a copy of the project."""
    with served(tmp_path_factory.mktemp("killed")) as site:
        yield site


class Nurse:
    """Somebody who fills in a draft, and notes what the server said it saved."""

    def __init__(self, site: Served) -> None:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{site.site}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        made = subprocess.run(
            [sys.executable, "-c", _A_DRAFT_AND_A_SESSION],
            cwd=site.site,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        draft, session = made.stdout.split()
        self.site, self.address = site, f"/staff/screenings/{draft}/"
        self.cookie = f"__Host-session={session}"
        answer, body = self.site.ask("GET", f"{self.address}interview/", Cookie=self.cookie)
        assert answer.status == 200, body
        (self.token,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', body.decode()))
        (secret,) = re.findall(r"__Host-csrftoken=(\w+)", answer.headers["Set-Cookie"])
        self.cookie += f"; __Host-csrftoken={secret}"
        (edit,) = re.findall(r'name="edit" value="(\d+)"', body.decode())
        self.edit = int(edit)

    def save(self, count: int) -> int:
        """Send the first so many answers. Out: the status."""
        sent = [("edit", str(self.edit)), ("csrfmiddlewaretoken", self.token), *ANSWERS[:count]]
        answer, body = self.site.ask(
            "POST",
            f"{self.address}save/",
            urlencode(sent),
            Cookie=self.cookie,
            Content_Type="application/x-www-form-urlencoded",
            Accept="application/json",
        )
        if answer.status == 200:
            self.edit = json.loads(body)["edit"]
        return answer.status


def in_database(site: Served) -> tuple[int, dict, int]:
    """Read what is there, past the site: edit, answers, and how many changes were audited."""
    base = sqlite3.connect(site.var / "db.sqlite3")
    try:
        ((edit, answers),) = base.execute("SELECT edit, answers FROM screening_screening")
        ((audited,),) = base.execute(
            "SELECT count(*) FROM screening_auditentry WHERE action = 'screening_changed'"
        )
    finally:
        base.close()
    return edit, json.loads(answers), audited


def test_nothing_acknowledged_is_lost(site):
    nurse = Nurse(site)
    acknowledged = 0
    for kill in range(KILLS):
        # Somewhere in the middle of a request: those after the first do not wait for it.
        blow = threading.Timer(0.02 + 0.03 * kill, site.kill)
        with suppress(OSError, HTTPException):  # an answer that broke off, or never came
            while acknowledged < len(ANSWERS) and nurse.save(acknowledged + 1) == 200:
                acknowledged += 1
                if blow.ident is None:
                    blow.start()
        blow.join()
        edit, answers, audited = in_database(site)
        # The request that was under way may have been written, and may not.
        assert len(answers) in (acknowledged, acknowledged + 1)
        assert list(answers) == [name for name, _ in ANSWERS[: len(answers)]]
        assert edit - nurse.edit in (0, 1)
        # A change and its entry in the audit trail stand or fall together.
        assert audited == edit - 1
        site.start()
        nurse.edit, acknowledged = edit, len(answers)
    assert nurse.save(acknowledged + 1) == 200
    assert acknowledged >= KILLS
