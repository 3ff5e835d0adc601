"""`manage.py assess`: JSON lines in, one assessment a line out, whatever else comes in between."""

import json
import os
import pty
import random
import select
import subprocess
import sys
import tempfile
from pathlib import Path

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import assess
from screening.instrument.lint.examples import calm_answers, random_answers
from screening.management.commands.assess import assessments
from tests.management.running import BARE, ROOT, manage

CALM = calm_answers(CURRENT)
KEYS = ["outcome", "tier", "bands", "scores", "incomplete", "missing", "guidance", "reasons"]
COMMAND = [sys.executable, "manage.py", "assess"]
# Linux counts kilobytes, macOS bytes.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


def some_answers(count: int, *, seed: int = 7) -> list[dict]:
    chooser = random.Random(seed)
    return [
        random_answers(CURRENT, chooser, calm=chooser.choice((0.98, 0.9, 0.5)), calmest=CALM)
        for _ in range(count)
    ]


def as_lines(answer_sets: list[dict]) -> bytes:
    return b"".join(json.dumps(answers).encode() + b"\n" for answers in answer_sets)


def scored(*answer_sets: dict) -> list[str]:
    """What the command writes for each of these, without starting it."""
    found = list(assessments(as_lines(list(answer_sets)).splitlines()))
    assert not [line for line, failed in found if failed]
    return [line for line, _ in found]


def pairs(line: str | bytes) -> list:
    """One line with the order of all its keys."""
    return json.loads(line, object_pairs_hook=list)


def test_each_line_is_the_assessment_of_the_same_line_and_the_exit_is_quiet():
    sent = some_answers(200)
    run = manage("assess", sent=as_lines(sent))
    assert (run.returncode, run.stderr) == (0, b"")
    lines = run.stdout.splitlines()
    assert len(lines) == len(sent)
    for line, answers in zip(lines, sent, strict=True):
        of = assess(answers)
        assert json.loads(line) == {
            "outcome": of.outcome,
            "tier": of.tier,
            "bands": of.bands,
            "scores": of.scores,
            "incomplete": of.incomplete,
            "missing": list(of.missing),
            "guidance": list(of.guidance),
            "reasons": [
                {
                    "rule": reason.rule,
                    "tier": reason.tier,
                    "answers": {
                        question: [code for name, code in reason.answers if name == question]
                        for question, _ in reason.answers
                    },
                }
                for reason in of.reasons
            ],
        }


def test_the_keys_stand_in_the_order_that_was_promised():
    for line in scored(CALM, {**CALM, "now_heart": "yes"}):
        shape = pairs(line)
        assert [key for key, _ in shape] == KEYS
        found = dict(shape)
        assert [key for key, _ in found["bands"]] == ["withdrawal", "misuse", "tolerance"]
        assert [key for key, _ in found["scores"]] == [
            "withdrawal",
            "misuse",
            "tolerance",
            "severity_index",
        ]
        assert [key for key, _ in found["incomplete"]] == ["withdrawal", "misuse", "tolerance"]
        assert {value for _, value in found["incomplete"]} <= {True, False}


def test_an_empty_answer_set_and_one_of_somebody_under_18_are_assessed():
    everything, left = map(json.loads, scored({}, {"age": "under_18"}))
    assert (everything["outcome"], everything["tier"]) == ("assessed", "emergency")
    assert "now_seizure" in everything["missing"]
    assert (left["outcome"], left["bands"], left["scores"]) == ("under_age", {}, {})


BAD = {
    "not JSON": (b"hello", "JSON"),
    "half an object": (b'{"now_heart": "yes"', "JSON"),
    "a list": (b'["now_heart"]', "object"),
    "a string": (b'"now_heart"', "object"),
    "nothing": (b"null", "object"),
    "two objects": (b"{} {}", "JSON"),
    "an unknown question": (b'{"now_herat": "yes"}', "now_herat"),
    "an unknown code": (b'{"now_heart": "maybe"}', "maybe"),
    "an unknown code of a hidden question": (b'{"dose": "lots", "route": "pump"}', "lots"),
    "a number": (b'{"now_heart": 1}', "now_heart"),
    "a truth value": (b'{"now_heart": true}', "now_heart"),
    "an object": (b'{"now_heart": {"yes": "no"}}', "now_heart"),
    "two answers to one question": (b'{"now_heart": ["yes", "no"]}', "now_heart"),
    "a list in a list": (b'{"taken_with": [["alcohol"]]}', "taken_with"),
    "a number in a list": (b'{"taken_with": ["alcohol", 7]}', "taken_with"),
    "answers that rule each other out": (b'{"taken_with": ["alcohol", "nothing"]}', "nothing"),
    "a question twice": (b'{"now_heart": "no", "now_heart": "yes"}', "now_heart"),
    "deep lists": (b"[" * 100_000, "nested"),
    "deep objects": (b'{"a":' * 100_000, "nested"),
    "a huge number": (b'{"now_heart": ' + b"9" * 10_000 + b"}", "JSON"),
    "infinity": (b'{"now_heart": 1e999}', "now_heart"),
    "not a number": (b'{"now_heart": NaN}', "now_heart"),
    "not UTF-8": (b'{"now_heart": "\xff\xfe"}', "UTF-8"),
    "UTF-16": ('{"now_heart":"no"}'.encode("utf-16")[:-1], "UTF-8"),
    "half a surrogate": (b'{"\\ud800": "yes"}', "d800"),
    "a zero byte": (b"\x00", "JSON"),
    "letters of other scripts": ('{"عربي": "да"}'.encode(), "عربي"),
}


def test_a_bad_line_says_what_is_wrong_and_the_rest_goes_on():
    good = json.dumps(CALM).encode()
    sent = b"".join(line + b"\n" + good + b"\n" for line, _ in BAD.values())
    run = manage("assess", sent=sent)
    lines = run.stdout.splitlines()
    assert len(lines) == 2 * len(BAD)
    for place, (name, (_, told)) in enumerate(BAD.items()):
        fault = pairs(lines[2 * place])
        assert [key for key, _ in fault] == ["error"], name
        assert told in fault[0][1], name
        assert f"Line {2 * place + 1}:" in fault[0][1], name
        assert len(fault[0][1]) < 500, name
        assert json.loads(lines[2 * place + 1])["tier"] == "routine", name
    assert run.returncode == 1
    assert f"{len(BAD)} line(s) could not be assessed" in run.stderr.decode()
    assert b"Traceback" not in run.stderr


def test_blank_lines_are_passed_over_and_a_last_line_needs_no_end():
    good = json.dumps(CALM).encode()
    run = manage("assess", sent=b"\n  \n\t\r\n" + good + b"\r\n\n" + good)
    assert run.returncode == 0
    assert len(run.stdout.splitlines()) == 2


def test_no_input_is_no_output():
    run = manage("assess")
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")


def test_blank_lines_count_where_an_error_names_its_line():
    found = list(assessments([b"\n", b"\n", b"{}\n", b"wrong\n"]))
    assert [failed for _, failed in found] == [False, True]
    assert "Line 4:" in json.loads(found[1][0])["error"]


def test_what_it_writes_is_utf_8_whatever_the_terminal_speaks():
    run = manage("assess", sent='{"né": "yes"}\n{}\n'.encode(), PYTHONIOENCODING="ascii")
    assert len(run.stdout.splitlines()) == 2
    assert b"Traceback" not in run.stderr
    assert "né" in json.loads(run.stdout.splitlines()[0])["error"]


def test_answers_come_before_the_input_ends():
    process = subprocess.Popen(
        COMMAND, cwd=ROOT, env=BARE, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin
    assert process.stdout
    try:
        # More than a pipe's buffer would hold back, and the input stays open.
        process.stdin.write(as_lines(some_answers(50)))
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], 30)
        assert ready, "nothing came while the input was open"
        assert json.loads(process.stdout.readline())["outcome"]
    finally:
        process.stdin.close()
        rest = process.stdout.read()
        process.stdout.close()
        assert process.wait(timeout=60) == 0
    assert len(rest.splitlines()) == 49


# Between this process and the command, because Linux lets a child inherit the peak of the process
# that started it.
MEASURE = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(process.pid, 0)
process.returncode = os.waitstatus_to_exitcode(status)
print(process.returncode, usage.ru_maxrss, file=sys.stderr)
"""


def peak_memory(folder: Path, count: int) -> int:
    """Bytes of memory that scoring so many lines took at most."""
    file = folder / f"{count}.jsonl"
    block = as_lines(some_answers(200))
    file.write_bytes(block * (count // 200))
    with file.open("rb") as sent, tempfile.TemporaryFile() as out:
        run = subprocess.run(
            [sys.executable, "-c", MEASURE, *COMMAND],
            cwd=ROOT,
            env=BARE,
            stdin=sent,
            stdout=out,
            stderr=subprocess.PIPE,
            timeout=120,
            check=True,
        )
        out.seek(0)
        assert sum(1 for _ in out) == count
    status, peak = map(int, run.stderr.split())
    assert status == 0
    return peak * RSS_UNIT


def test_ten_times_the_lines_take_no_more_memory(tmp_path):
    few, many = peak_memory(tmp_path, 2_000), peak_memory(tmp_path, 20_000)
    assert many - few < 8 * 1024 * 1024


def test_progress_shows_on_a_terminal_and_only_there():
    sent = as_lines(some_answers(20))
    assert manage("assess", sent=sent).stderr == b""
    terminal, theirs = pty.openpty()
    try:
        run = subprocess.run(
            COMMAND,
            cwd=ROOT,
            env=BARE,
            input=sent,
            stdout=subprocess.PIPE,
            stderr=theirs,
            timeout=120,
            check=False,
        )
        os.close(theirs)
        shown = os.read(terminal, 4096).decode()
    finally:
        os.close(terminal)
    assert run.returncode == 0
    assert "20 lines in " in shown
    assert len(run.stdout.splitlines()) == 20
    assert b"lines in" not in run.stdout


def test_the_order_of_the_answers_makes_no_difference():
    for chosen in some_answers(30, seed=11):
        first, second = scored(chosen, dict(reversed(chosen.items())))
        assert first == second
