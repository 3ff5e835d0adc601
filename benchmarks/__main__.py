"""Measure everything and print one table: `./start bench`, or `./start bench --quick`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.table import NOT_MET, Row, table

EVERYTHING, STATISTICS = "everything", "statistics"
SEED = 2311
"""Of all answers and of the order in which things are measured."""


def main() -> int:
    """Measure and print. Out: 0 whatever the figures are; a figure is no test."""
    parser = argparse.ArgumentParser(prog="./start bench", description=__doc__)
    parser.add_argument(
        "what",
        nargs="?",
        default=EVERYTHING,
        choices=(EVERYTHING, STATISTICS),
        help=f"{STATISTICS}: these only",
    )
    parser.add_argument("--quick", action="store_true", help="a rough look, a few minutes")
    parser.add_argument(
        "--sizes",
        type=_sizes,
        help="with how many kept checks statistics are measured, as in 10000,1000000",
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="self-check-bench.") as scratch:
        _set_up(Path(scratch))
        _measure(Path(scratch), options.what, quick=options.quick, sizes=options.sizes)
    return 0


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(sorted(map(int, text.split(","))))
    if sizes[0] < 1:
        raise ValueError
    return sizes


def _set_up(scratch: Path) -> None:
    os.environ["BENCHMARK_STATIC_ROOT"] = str(scratch / "static")
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    os.environ["LOG_LEVEL"] = "ERROR"  # a line for each form sent back would hide the table
    _say("collecting the static files")
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "-v", "0"], check=True
    )
    import django

    django.setup()


def _measure(scratch: Path, what: str, *, quick: bool, sizes: tuple[int, ...] | None) -> None:
    # Only importable once Django is set up.
    from benchmarks import statistics

    begun = time.monotonic()
    rows: list[Row] = []
    if what == EVERYTHING:
        rows += _measure_serving(scratch, quick=quick)
    rows += statistics.measure(
        scratch,
        sizes=sizes or (statistics.QUICK_SIZES if quick else statistics.SIZES),
        rounds=3 if quick else 12,
        looks=15 if quick else 30,
        say=_say,
    )
    missed = sum(row.verdict == NOT_MET for row in rows)
    print(f"\n{table(rows)}\n")
    print(
        f"{missed} budget(s) not met." if missed else "Every budget is met.",
        f"Measured in {time.monotonic() - begun:.0f} seconds, seed {SEED}.",
        "A quick look is rough." if quick else "",
    )


def _measure_serving(scratch: Path, *, quick: bool) -> list[Row]:
    from benchmarks import memory, scoring, speed, weight
    from benchmarks.server import serving

    rows: list[Row] = []

    def add(what: str, measure: Callable[[], list[Row]]) -> None:
        _say(what)
        rows.extend(measure())

    with serving() as server:
        add("weight", lambda: weight.measure(server, seed=SEED))
        add(
            "requests a second",
            lambda: speed.measure(
                server, rounds=10 if quick else 80, seconds=0.1 if quick else 0.15, seed=SEED
            ),
        )
    with serving() as server:
        add(
            "memory",
            lambda: memory.measure(server, count=2_000 if quick else 10_000, seed=SEED),
        )
    add(
        "assess",
        lambda: scoring.measure_function(
            rounds=3 if quick else 9, count=600 if quick else 2_400, seed=SEED
        ),
    )
    add(
        "manage.py assess",
        lambda: scoring.measure_command(
            scratch, rounds=1 if quick else 3, count=3_000 if quick else 9_000, seed=SEED
        ),
    )
    return rows


def _say(what: str) -> None:
    print(f"{what} ...", flush=True)


if __name__ == "__main__":
    sys.exit(main())
