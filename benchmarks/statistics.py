"""Statistics at any size: what a kept check costs, how long counting takes, and the page.

For each size there is a database of its own, on SQLite and on PostgreSQL. The pages of all of
them are measured in turn, in rounds, so that what else the machine does hits all of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.one_database import PAGE, Figures
from benchmarks.postgres import cluster, new_database
from benchmarks.table import Row

SIZES: Final = (10_000, 1_000_000, 10_000_000)
QUICK_SIZES: Final = (10_000, 100_000)
BYTES_BUDGET: Final = 400.0
SECONDS_BUDGET: Final = 60.0
MEMORY_BUDGET: Final = 300.0
GROWTH_BUDGET: Final = 1.3
BUDGETED: Final = 1_000_000
"""How many checks the budgets are for. Bytes too from there on: below, fixed parts outweigh."""

_ADDED: Final = 1_000

Database = tuple[str, int]
"""Its kind, and how many checks are in it."""


def measure(
    scratch: Path, *, sizes: Sequence[int], rounds: int, looks: int, say: Callable[[str], None]
) -> list[Row]:
    """Measure every size on every database that there is.

    In: a folder for the files of SQLite; in how many rounds, and how many looks in each, the page
    is measured; where progress is said.
    """
    rows: list[Row] = []
    addresses: dict[Database, str] = {}
    with cluster() as folder:
        for count in sizes:
            addresses["SQLite", count] = f"sqlite:///{scratch / f'{count}.sqlite3'}"
            if folder:
                addresses["PostgreSQL", count] = new_database(folder, f"checks_{count}")
        for (kind, count), address in addresses.items():
            say(f"statistics of {count:,} checks on {kind}")
            rows += _counting(kind, count, address)
        say("the page of statistics")
        rows += _pages(addresses, rounds, looks)
    if not folder:
        rows.append(Row("statistics on PostgreSQL", 0, note="skipped: no PostgreSQL was found"))
    return rows


def _counting(kind: str, count: int, address: str) -> Iterator[Row]:
    budgeted = count == BUDGETED
    where = f"{kind}, {count:,} checks:"
    filled = _run(address, "fill", count)["seconds"]
    full = _run(address, "refresh")
    size = _run(address, "size")["bytes"]
    compared = _run(address, "compare")
    _run(address, "add", _ADDED)
    again = _run(address, "refresh")
    yield Row(
        f"{where} inventing them",
        filled,
        unit="s",
        decimals=1,
        note=f"{count / filled:,.0f} a second",
    )
    yield Row(
        f"{where} database, a check",
        size / count,
        unit="bytes",
        budget=BYTES_BUDGET if count >= BUDGETED else None,
        sort="most",
        note=f"{size / 1e6:,.1f} MB in all, with indexes, counts and what is published",
    )
    yield Row(
        f"{where} full refresh",
        full["seconds"],
        unit="s",
        decimals=1,
        budget=SECONDS_BUDGET if budgeted else None,
        sort="most",
        note=f"{count / full['seconds']:,.0f} checks a second",
    )
    yield Row(
        f"{where} memory of that",
        full["memory"],
        unit="MB",
        decimals=1,
        budget=MEMORY_BUDGET if budgeted else None,
        sort="most",
        note="the most that was resident",
    )
    yield Row(
        f"{where} refresh after {_ADDED:,} more in a month",
        again["seconds"],
        unit="s",
        decimals=1,
        note=f"{again['memory']:.1f} MB",
    )
    yield Row(
        f"{where} tiers and signs by plain SQL",
        compared["seconds"],
        unit="s",
        decimals=2,
        note="what the page would wait for without roll-ups",
    )
    yield Row(
        f"{where} numbers in which the two differ",
        compared["differing"],
        budget=0,
        sort="most",
        note=f"of {compared['compared']:,.0f} compared",
    )


def _pages(addresses: dict[Database, str], rounds: int, looks: int) -> Iterator[Row]:
    times: dict[Database, list[list[float]]] = {database: [] for database in addresses}
    for _ in range(rounds):
        for database, address in addresses.items():
            times[database].append(list(_run(address, "page", looks).values()))
    for (kind, count), turns in times.items():
        found = [one for turn in turns for one in turn]
        yield Row(
            f"{kind}, {count:,} checks: {PAGE}",
            median(found),
            unit="ms",
            decimals=1,
            note=f"median of {len(found)}; quickest {min(found):.1f}",
        )
    least, most = min(count for _, count in times), max(count for _, count in times)
    if least == most:
        return
    for kind in dict.fromkeys(kind for kind, _ in times):
        pairs = list(zip(times[kind, least], times[kind, most], strict=True))
        quickest = [min(one for turn in side for one in turn) for side in zip(*pairs, strict=True)]
        yield Row(
            f"{kind}: {PAGE} with {most:,} checks, times that with {least:,}",
            median(median(large) / median(small) for small, large in pairs),
            decimals=2,
            budget=GROWTH_BUDGET,
            sort="most",
            note=f"median of {rounds} rounds; by the quickest {quickest[1] / quickest[0]:.2f}",
        )


def _run(address: str, step: str, number: int = 0) -> Figures:
    """Do a step of `benchmarks.one_database` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.one_database", step, str(number)],
        env={**os.environ, "DATABASE_URL": address},
        stdout=subprocess.PIPE,
        check=True,
    )
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found
