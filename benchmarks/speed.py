"""Requests a second of the pages that cost most, as a share of a page that costs nothing.

All are measured in turn, in short slices, in rounds: what else the machine does then hits all
of them, and the ratio of two slices of one round says more than either. The median of those
ratios over all rounds is the figure. On a busy machine it is too low, because a page that touches
more memory suffers more from what else is running; so the note says what it would be in the
quietest rounds: the share of the highest rates but a few.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from statistics import median, quantiles
from typing import Final

from benchmarks.client import load, request
from benchmarks.people import RESULT, address_of, heaviest_page, looks, people, posts
from benchmarks.server import CONSTANT, Server
from benchmarks.table import Row

PEOPLE: Final = 300
"""Complete checks, each different. Few enough to seal anew in every round: a cookie that is older
than a minute would be renewed, and the figure would depend on how long the benchmark runs."""

BUDGETS: Final = {"shown": 0.45, "posted": 0.35, "result": 0.30}

Requests = Callable[[], list[bytes]]


def measure(server: Server, *, rounds: int, seconds: float, seed: int) -> list[Row]:
    """Measure the pages in turn.

    In: a server; how many rounds; the length of one slice in seconds; the seed of the answers.
    Raises Unanswered.
    """
    everyone = people(PEOPLE, Random(seed))
    page = heaviest_page()
    kinds: dict[str, tuple[Requests, bytes]] = {
        "constant": (lambda: [request(server.host, f"/{CONSTANT}")], b"200"),
        "shown": (lambda: looks(server.host, address_of(page), everyone), b"200"),
        "posted": (lambda: posts(server.host, page, everyone), b"302"),
        "result": (lambda: looks(server.host, RESULT, everyone), b"200"),
    }
    rates: dict[str, list[float]] = {kind: [] for kind in kinds}
    count = dict.fromkeys(kinds, 0)
    server_seconds = dict.fromkeys(kinds, 0.0)
    ours = theirs = 0.0
    order = Random(seed)
    for turn in range(-1, rounds):
        for kind in order.sample(list(kinds), len(kinds)):
            make, status = kinds[kind]
            wanted = make()
            before = server.cpu_seconds()
            done = load(server.address, wanted, statuses=frozenset([status]), seconds=seconds)
            used = server.cpu_seconds() - before
            if turn < 0:
                continue  # the first round fills what is drawn once
            rates[kind].append(done.rate)
            count[kind] += done.requests
            server_seconds[kind] += used
            ours += done.client_seconds / done.seconds
            theirs += used / done.seconds
    cost = {kind: server_seconds[kind] / count[kind] for kind in kinds}
    slices = rounds * len(kinds)
    rows = [
        Row(
            "constant page, requests a second",
            median(rates["constant"]),
            note=f"{cost['constant'] * 1e6:.0f} us of the server's CPU each; "
            f"server busy {theirs / slices:.0%} of a core, client {ours / slices:.0%}",
        )
    ]
    names = {
        "shown": f"{address_of(page)} shown",
        "posted": f"{address_of(page)} posted",
        "result": f"{RESULT} shown",
    }
    for kind, name in names.items():
        shares = [rate / least for rate, least in zip(rates[kind], rates["constant"], strict=True)]
        low, _, high = quantiles(shares, n=4)
        rows.append(
            Row(
                f"{name}, share of the constant page",
                median(shares),
                decimals=2,
                budget=BUDGETS[kind],
                note=f"half of the rounds {low:.2f} to {high:.2f}; "
                f"quietest {_high(rates[kind]) / _high(rates['constant']):.2f}; "
                f"by CPU time {cost['constant'] / cost[kind]:.2f} "
                f"({cost[kind] * 1e6:.0f} us); {median(rates[kind]):,.0f} requests a second",
            )
        )
    return rows


def _high(rates: list[float]) -> float:
    """Find the rate that a tenth of the slices reach."""
    return sorted(rates)[len(rates) * 9 // 10]
