"""A broken definition stops every start, and the message names what to mend."""

import contextlib
import sqlite3
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from screening.instrument.baclofen import CURRENT
from screening.instrument.schema import TIERS
from tests.management.running import copy_of_the_project, edit, manage

# What to change in v1.py, and what the message must name.
BROKEN = {
    "a source that is not listed": (
        'error="Select yes if you have had a seizure",\n            options=HAPPENING,\n'
        '            sources=("guide-misuse"',
        'error="Select yes if you have had a seizure",\n            options=HAPPENING,\n'
        '            sources=("hearsay"',
        "now_seizure",
    ),
    "a question without a source": (
        'sources=("judgement",),\n            if_missing=""',
        'sources=(),\n            if_missing=""',
        "respondent",
    ),
    "a show-rule about a question that is not there": (
        'shown_when=IsNot("route", "pump")',
        'shown_when=IsNot("rout", "pump")',
        "dose",
    ),
    "a show-rule that looks forward": (
        'shown_when=Is("change", ("cut_down", "stopped"))',
        'shown_when=Is("to_raised", ("alone",))',
        "change_agreed",
    ),
    "two questions with one id": ('id="now_breathing"', 'id="now_seizure"', "now_seizure"),
    "a forbidden word": (
        'text="Have you had a seizure (a fit)?"',
        'text="Do you abuse it?"',
        "Do you abuse it?",
    ),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    return copy_of_the_project(tmp_path_factory.mktemp("copy"))


@pytest.fixture
def definition(project):
    """The definition in the copy, whole again after each test."""
    file = project / "screening" / "instrument" / "baclofen" / "v1.py"
    whole = file.read_bytes()
    yield file
    file.write_bytes(whole)


def tables(file: Path) -> list[str]:
    """What was made in a database. Django opens the file before it checks anything."""
    with contextlib.closing(sqlite3.connect(file)) as database:
        return [name for (name,) in database.execute("SELECT name FROM sqlite_master")]


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_definition_fails_and_the_question_is_named(project, definition, case):
    before, after, named = case
    edit(definition, before, after)
    run = manage("check_instrument", "--steps", "50", at=project)
    assert run.returncode == 1
    assert b"Traceback" not in run.stderr
    faults = run.stdout.decode().partition("Faults:")[2]
    assert named in faults
    assert "fault(s) in the definition, listed above." in run.stderr.decode()


@pytest.mark.parametrize(
    "command",
    [("check",), ("migrate", "--no-input", "-v", "0"), ("runserver", "--noreload", "127.0.0.1:0")],
    ids=lambda command: command[0],
)
def test_a_broken_definition_stops_the_start_with_a_message(project, definition, command):
    """`./start` migrates before it serves, so it stops there."""
    edit(definition, *BROKEN["a source that is not listed"][:2])
    run = manage(*command, at=project)
    assert run.returncode != 0
    told = run.stderr.decode()
    assert "screening.E001" in told
    assert "now_seizure" in told
    assert "hearsay" in told
    assert "Mend the definition in screening/instrument/baclofen/." in told
    (project / "var").mkdir(exist_ok=True)
    assert tables(project / "var" / "db.sqlite3") == []


def test_the_copy_is_sound_where_nothing_was_broken(project, definition):
    """Otherwise the tests above would say little."""
    assert manage("check", at=project).returncode == 0
    assert manage("migrate", "--no-input", "-v", "0", at=project).returncode == 0
    assert "screening_tally" in tables(project / "var" / "db.sqlite3")


def test_a_whole_definition_is_printed_with_an_example_for_every_tier_and_block():
    out = StringIO()
    call_command("check_instrument", "--steps", "200", stdout=out)
    text = out.getvalue()
    lines = [line.strip() for line in text.splitlines()]
    assert lines[-1] == "No faults."
    assert f"version {CURRENT.version}" in lines[0]
    for name in (*TIERS, *(block.key for block in CURRENT.guidance)):
        examples = [line for line in lines if line.startswith(f"{name}: ")]
        assert examples, name
        assert "none was found" not in examples[-1]
    assert "Worsening steps tried that lowered nothing: 200" in lines
    assert "Use with blood-pressure medicines: Version 1 has no question" in text
