"""How many wrong codes may be tried: by one staff member, and by all of them together."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from screening.models import CodeTry

PER_PERSON: Final = 5
IN_TOTAL: Final = 50
WITHIN: Final = timedelta(hours=1)

KEPT: Final = timedelta(days=1)


def begin_try(*, staff_id: int, now: datetime) -> int:
    """Count a try to redeem a code before it is made, as if it were wrong.

    Out: 0 if the code may be tried now; otherwise the whole seconds to wait, and then this try
    does not count. It is counted first so that many tries at once cannot all pass, and for that
    it must not be inside a transaction: RuntimeError if it is.
    After a right code, call `was_right`.
    """
    with transaction.atomic(durable=True):
        own = CodeTry.objects.create(staff_id=staff_id, at=now)
    others = CodeTry.objects.filter(at__gt=now - WITHIN).exclude(pk=own.pk)
    wait = max(
        _wait(others.filter(staff_id=staff_id), PER_PERSON, now), _wait(others, IN_TOTAL, now)
    )
    if wait:
        own.delete()
    return wait


def was_right(*, staff_id: int, now: datetime) -> None:
    """Take back the try that this staff member began at `now`: the code was right.

    To be called in the transaction that redeems it.
    """
    CodeTry.objects.filter(staff_id=staff_id, at=now).delete()


def forget_tries(*, now: datetime) -> None:
    """Delete tries that no limit looks at any more."""
    CodeTry.objects.filter(at__lt=now - KEPT).delete()


def _wait(tries: QuerySet[CodeTry], most: int, now: datetime) -> int:
    times = list(tries.order_by("-at").values_list("at", flat=True)[:most])
    if len(times) < most:
        return 0
    return max(1, math.ceil((times[-1] + WITHIN - now).total_seconds()))
