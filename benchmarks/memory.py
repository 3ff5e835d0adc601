"""Memory of one worker while it answers a mixture of all pages and answers."""

from __future__ import annotations

from random import Random
from typing import Final

from benchmarks.client import load
from benchmarks.people import everything, people
from benchmarks.server import Server
from benchmarks.table import Row

BUDGET: Final = 120.0
MOST_GROWTH: Final = 3.0
"""MB. "Not growing": the second half of the requests adds no more than this to what is resident.

One page kept by mistake for each request would be 50 MB or more in that half; what is
drawn once, and seldom, and free space in between make up the rest.
"""

_STATUSES: Final = frozenset([b"200", b"302", b"422"])


def measure(server: Server, *, count: int, seed: int) -> list[Row]:
    """Send `count` requests in two halves and look at the worker after each."""
    chance = Random(seed)
    everyone = people(600, chance)
    sizes = [server.memory()]
    for _ in range(2):
        wanted = everything(server.host, count // 2, everyone, chance)
        load(server.address, wanted, statuses=_STATUSES)
        sizes.append(server.memory())
    (start, _), (half, _), (resident, proportional) = sizes
    return [
        Row(
            f"memory of a worker after {count:,} requests",
            resident,
            unit="MB",
            decimals=1,
            budget=BUDGET,
            sort="most",
            note=f"resident; proportional {proportional:.1f}; at its start {start:.1f}",
        ),
        Row(
            f"growth over the last {count // 2:,} of them",
            resident - half,
            unit="MB",
            decimals=1,
            budget=MOST_GROWTH,
            sort="most",
            note="what one worker adds to its resident memory once all pages were seen",
        ),
    ]
