"""Slowing down who guesses: 1, 2, 4 ... minutes of waiting, from the tenth failure in a row.

What is counted is the name that was typed, whether or not there is such a name, so an unknown name
behaves as a known one. Only a keyed hash of it is kept, and no address of anybody.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from screening.field_encryption import keyed_hash
from screening.models import FailedSignIns

FREE_TRIES: Final = 10
LONGEST_WAIT: Final = timedelta(minutes=60)
KEPT: Final = timedelta(days=1)
"""After this time without a try a name starts anew, and its row is deleted."""


class TooManyTries(Exception):
    """It failed too often. `minutes` says how long to wait, rounded up."""

    def __init__(self, minutes: int) -> None:
        super().__init__(f"{minutes} minute(s) to wait")
        self.minutes = minutes


def wait_after(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row."""
    if failures < FREE_TRIES:
        return timedelta(0)
    doublings = min(failures - FREE_TRIES, 10)
    return min(timedelta(minutes=2**doublings), LONGEST_WAIT)


def count_try(name: str, *, purpose: str, now: datetime) -> None:
    """Count a try as failed before it is looked at, so that tries at the same time are counted too.

    `purpose` is what is tried, such as "password". Raises TooManyTries, and counts nothing, while
    the name has to wait.
    """
    with transaction.atomic():
        FailedSignIns.objects.filter(last_at__lt=now - KEPT).delete()
        failed, _ = FailedSignIns.objects.select_for_update().get_or_create(
            name_hash=_hash(name, purpose), defaults={"last_at": now}
        )
        left = failed.last_at + wait_after(failed.count) - now
        if left > timedelta(0):
            raise TooManyTries(math.ceil(left / timedelta(minutes=1)))
        failed.count += 1
        failed.last_at = now
        failed.save()


def forget_tries(name: str, *, purpose: str) -> None:
    """Start anew after a success."""
    FailedSignIns.objects.filter(name_hash=_hash(name, purpose)).delete()


def _hash(name: str, purpose: str) -> str:
    return keyed_hash(name, purpose=f"failed {purpose}")
