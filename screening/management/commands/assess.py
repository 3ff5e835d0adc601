"""`manage.py assess`: score answer sets from standard input, one JSON object a line."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, TextIO

from django.core.management.base import BaseCommand, CommandError

from screening.instrument.engine import Assessment, Reason, UnusableAnswers, assess

SECONDS_BETWEEN_REPORTS = 0.5


class Command(BaseCommand):
    """Read JSON lines, write JSON lines. Holds one line at a time, so input may be endless."""

    help = (
        "Score answer sets. Reads one JSON object a line from standard input, "
        '{"question id": "code" or ["codes"]}, and writes one assessment a line. '
        'A line that cannot be read gives {"error": ...} and exit status 1 at the end.'
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Score standard input. Raises CommandError at the end if any line was unreadable."""
        show = progress(sys.stderr) if sys.stderr.isatty() else iter(int, 1)
        write = self.stdout.write
        bad = 0
        for line, failed in assessments(sys.stdin.buffer):
            bad += failed
            write(line)
            next(show)
        if bad:
            raise CommandError(f"{bad:,} line(s) could not be assessed. Each says why.")


def assessments(lines: BinaryIO | Iterable[bytes]) -> Iterator[tuple[str, bool]]:
    """Score lines one by one.

    In: JSON objects as UTF-8 lines; blank lines are passed over.
    Out: (JSON text, whether it is an error) for each line, in the same order.
    """
    encode = json.JSONEncoder(separators=(",", ":")).encode
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield encode(as_json(assess(_read(line)))), False
        except (UnusableAnswers, ValueError, RecursionError) as fault:
            yield encode({"error": f"Line {number}: {_reason(fault)}"}), True


def as_json(assessment: Assessment) -> dict[str, object]:
    """Turn an assessment into what `manage.py assess` writes."""
    return {
        "outcome": assessment.outcome,
        "tier": assessment.tier,
        "bands": assessment.bands,
        "scores": assessment.scores,
        "incomplete": assessment.incomplete,
        "missing": assessment.missing,
        "guidance": assessment.guidance,
        "reasons": [
            {"rule": reason.rule, "tier": reason.tier, "answers": answers_of(reason)}
            for reason in assessment.reasons
        ],
    }


def answers_of(reason: Reason) -> dict[str, list[str]]:
    """Group the answers behind a reason by question: id to codes."""
    answers: dict[str, list[str]] = {}
    for question, code in reason.answers:
        answers.setdefault(question, []).append(code)
    return answers


def _read(line: bytes) -> dict[str, object]:
    answers = json.loads(line, object_pairs_hook=_without_repeats)
    if not isinstance(answers, dict):
        raise UnusableAnswers("an answer set must be a JSON object.")
    return answers


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    answers = dict(pairs)
    if len(answers) < len(pairs):
        names = [name for name, _ in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise UnusableAnswers(f"Question {repeated!r} is answered twice.")
    return answers


def _reason(fault: Exception) -> str:
    if isinstance(fault, UnusableAnswers):
        return str(fault)
    if isinstance(fault, RecursionError):
        return "this is nested too deeply to be an answer set."
    return f"this is not a JSON object in UTF-8 ({fault})."


def progress(terminal: TextIO) -> Iterator[None]:
    """Show on a terminal how many lines are done. Ask for the next item after each line."""
    start = last = time.monotonic()
    done = 0
    try:
        while True:
            done += 1
            now = time.monotonic()
            if now - last >= SECONDS_BETWEEN_REPORTS:
                last = now
                terminal.write(f"\r{done:,} lines, {done / (now - start):,.0f} a second")
                terminal.flush()
            yield
    finally:
        terminal.write(f"\r{done:,} lines in {time.monotonic() - start:.1f} seconds\n")
