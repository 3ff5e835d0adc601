"""One step with the database that DATABASE_URL names, in a process of its own.

So the memory is that of the step alone. It is called with the step and a number, as in
`python -m benchmarks.one_database fill 10000`, and prints what it found as one line of JSON.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path
from typing import Final

import django

PAGE: Final = "/stats/"
_MONTHS: Final = 24
_ANALYST: Final = "analyst-who-measures"

Figures = dict[str, float]


def fill(count: int) -> Figures:
    """Make the tables and so many invented checks over as long as checks are kept."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return {"seconds": _timed(lambda: _invent(count, _MONTHS))}


def add(count: int) -> Figures:
    """Add so many invented checks to the last month."""
    return {"seconds": _timed(lambda: _invent(count, 1))}


def refresh(_: int) -> Figures:
    """Run `refresh_stats`. Out: seconds, and the most memory this process ever had, in MB."""
    from django.core.management import call_command

    seconds = _timed(lambda: call_command("refresh_stats", stdout=StringIO(), stderr=StringIO()))
    found = re.search(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text(), re.MULTILINE)
    return {"seconds": seconds, "memory": int(found[1]) * 1.024e-3 if found else 0.0}


def size(_: int) -> Figures:
    """Tell how many bytes the whole database takes once nothing is waiting to be tidied up."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM")
            cursor.execute("SELECT pg_database_size(current_database())")
            return {"bytes": cursor.fetchone()[0]}
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {"bytes": Path(connection.settings_dict["NAME"]).stat().st_size}


def page(count: int) -> Figures:
    """Look so many times at the overview as an analyst. Out: the time of each look, in ms.

    Raises LookupError when it shows no numbers.
    """
    browser = _analyst_at_work()
    times = {}
    for turn in range(-3, count):  # what is drawn once is drawn in the first looks
        begun = time.perf_counter()
        answer = browser.get(PAGE, secure=True)
        times[str(turn)] = (time.perf_counter() - begun) * 1000
        if answer.status_code != 200 or b"<table" not in answer.content:
            raise LookupError(f"{PAGE} answered {answer.status_code}, without numbers")
    return {turn: figure for turn, figure in times.items() if int(turn) >= 0}


def compare(_: int) -> Figures:
    """Count tiers and signs by month with SQL over all rows, and compare with the roll-ups.

    Out: the seconds of the SQL, how many numbers were compared and how many of them differ.
    """
    begun = time.perf_counter()
    by_rows = counted_by_sql()
    seconds = time.perf_counter() - begun
    rolled_up = counted_in_roll_ups(by_rows)
    differing = sum(by_rows[key] != rolled_up[key] for key in by_rows.keys() | rolled_up.keys())
    return {"seconds": seconds, "compared": len(by_rows), "differing": differing}


def counted_by_sql() -> Counter[tuple[str, str]]:
    """Count checks by (month, name in the layout) with plain SQL over every row."""
    from django.db import connection

    from screening.instrument.baclofen import CURRENT
    from screening.models import Tally
    from screening.rollups.signs import signs

    table = Tally._meta.db_table
    found: Counter[tuple[str, str]] = Counter()
    present = signs(CURRENT)
    sums = ", ".join(f"SUM({_is_there(name, codes)})" for name, codes in present.items())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT month, tier, COUNT(*) FROM {table} GROUP BY month, tier")
        for month, tier, count in cursor.fetchall():
            found[str(month), f"tier.{tier}"] += count
        cursor.execute(f"SELECT month, {sums} FROM {table} GROUP BY month")
        for month, *counts in cursor.fetchall():
            for name, count in zip(present, counts, strict=True):
                found[str(month), f"sign.{name}"] += count
    return found


def _is_there(question: str, codes: tuple[str, ...]) -> str:
    from screening.instrument.baclofen import CURRENT
    from screening.instrument.kept import letters, places

    place = next(place for place in places(CURRENT) if place.question == question)
    of = letters(next(one for one in CURRENT.questions if one.id == question))
    wanted = ", ".join(f"'{of[code]}'" for code in codes)
    return f"CASE WHEN substr(answers, {place.at + 1}, 1) IN ({wanted}) THEN 1 ELSE 0 END"


def counted_in_roll_ups(names: Mapping[tuple[str, str], int]) -> Counter[tuple[str, str]]:
    """Add up the roll-ups of the self-check for these names, by (month, name)."""
    from screening.instrument.baclofen import CURRENT, VERSIONS
    from screening.models import RollUp
    from screening.rollups.figures import layout

    at = layout(CURRENT, VERSIONS).at
    wanted = {name for _, name in names}
    found: Counter[tuple[str, str]] = Counter()
    rows = RollUp.objects.filter(source="self_check", version=CURRENT.version)
    for month, counts in rows.values_list("month", "counts").iterator():
        for name in wanted:
            found[str(month), name] += counts[at[name]]
    return found


def _invent(count: int, months: int) -> None:
    from django.core.management import call_command

    call_command("invent_checks", count=count, months=months, stdout=StringIO())


def _analyst_at_work() -> django.test.Client:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.test import Client
    from django.utils import timezone

    from screening.access import ANALYST
    from screening.models import StaffMember
    from screening.signin.sessions import stamp

    member, is_new = StaffMember.objects.get_or_create(
        username=_ANALYST, defaults={"role": ANALYST}
    )
    if is_new:
        TOTP.activate(member, generate_totp_secret())
        RecoveryCodes.activate(member)
    browser = Client(headers={"host": "localhost"})
    browser.force_login(member)
    session = browser.session
    stamp(session, now=timezone.now())
    session.save()
    return browser


def _timed(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


STEPS: Final[dict[str, Callable[[int], Figures]]] = {
    step.__name__: step for step in (fill, add, refresh, size, page, compare)
}

if __name__ == "__main__":
    django.setup()
    print(json.dumps(STEPS[sys.argv[1]](int(sys.argv[2]))))
