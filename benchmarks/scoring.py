"""Assessments a second: the function, and the command that reads and writes JSON lines.

Measured by the CPU time of the process, which is what "on one core" means and does not depend on
who else is using the machine. No answer set is ever scored twice.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from statistics import median
from typing import Final

from benchmarks.answer_sets import QUIETNESS, AnswerSet, answer_set, mixture
from benchmarks.table import Row
from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import assess

FUNCTION_BUDGET: Final = 20_000
COMMAND_BUDGET: Final = 8_000
_FEW: Final = 300
"""Lines of the run that stands for the start of the command."""


def measure_function(*, rounds: int, count: int, seed: int) -> list[Row]:
    """Measure `assess`, in so many rounds of `count` answer sets (a multiple of 3) each."""
    chance = Random(seed)
    mixed = []
    apart: dict[str, list[float]] = {kind: [] for kind in QUIETNESS}
    for _ in range(rounds):
        mixed.append(_rate(mixture(CURRENT, count, chance)))
        for kind, rates in apart.items():
            sets = [answer_set(CURRENT, kind, chance) for _ in range(count // 3)]
            rates.append(_rate(sets))
    figures = ", ".join(f"{kind} {median(rates):,.0f}" for kind, rates in apart.items())
    return [
        Row(
            "assess, answer sets a second on one core",
            median(mixed),
            budget=FUNCTION_BUDGET,
            note=f"a third each of: {figures}",
        )
    ]


def measure_command(folder: Path, *, rounds: int, count: int, seed: int) -> list[Row]:
    """Measure `manage.py assess` on `count` lines (a multiple of 3), its start taken off."""
    chance = Random(seed)
    rates = []
    waits = []
    for turn in range(rounds):
        times = []
        for lines in (_FEW, _FEW + count):
            file = folder / f"answers-{turn}-{lines}.jsonl"
            with file.open("w", encoding="utf-8") as out:
                for answers in mixture(CURRENT, lines, chance):
                    out.write(json.dumps(answers) + "\n")
            times.append(_run(file))
            file.unlink()
        rates.append(count / (times[1][0] - times[0][0]))
        waits.append(count / (times[1][1] - times[0][1]))
    return [
        Row(
            "manage.py assess, lines a second on one core",
            median(rates),
            budget=COMMAND_BUDGET,
            note=f"by the clock {median(waits):,.0f}; {count:,} lines, without the start",
        )
    ]


def _rate(sets: list[AnswerSet]) -> float:
    start = time.process_time()
    for answers in sets:
        assess(answers)
    return len(sets) / (time.process_time() - start)


def _run(file: Path) -> tuple[float, float]:
    """Run the command on a file. Out: its CPU seconds, and seconds by the clock."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with file.open("rb") as lines, file.with_suffix(".out").open("wb") as out:
        subprocess.run([sys.executable, "manage.py", "assess"], stdin=lines, stdout=out, check=True)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    file.with_suffix(".out").unlink()
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, seconds
