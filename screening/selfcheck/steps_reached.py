"""How many self-checks come to each step. A number for each step is all that is remembered.

Counted in memory, so that no request waits for the database or needs it, and added to the rows of
`Reached` about a minute later, all at once. What the steps are: see `screening.stats.steps`.
"""

from __future__ import annotations

import atexit
import logging
import os
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from multiprocessing.util import Finalize
from threading import Lock, Timer
from typing import Final

from django.conf import settings
from django.db import connections, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.timezone import get_default_timezone

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import interrupted, left
from screening.instrument.pages import FINISHED, HELP, UNDER_AGE, Page, answered, reached
from screening.models import Reached
from screening.questionnaire.steps import Answers, Route, pages, questions_on

logger = logging.getLogger(__name__)

WAIT: Final = 60
"""Seconds from the first step that is counted until all are added to the database."""

_GATE: Final = tuple(question.id for question in pages()[0].questions)

_waiting: dict[tuple[date, str], int] = {}
_lock = Lock()
_timer: Timer | None = None


def count_step(step: str, *, now: int) -> None:
    """Count somebody who came to a step.

    In: a name from `screening.instrument.pages`, and the time in seconds since 1970.
    """
    if settings.COUNT_STEPS:
        _add({(_month(now), step): 1})


def count_progress(before: frozenset[str], after: frozenset[str], *, now: int) -> None:
    """Count what a check came to with new answers, and take back where it no longer is.

    In: what `steps_of` says of its answers before, and after, and the time as above.
    """
    if before != after:
        month = _month(now)
        _add({(month, step): 1 if step in after else -1 for step in before ^ after})


def steps_of(answers: Answers, way: Route) -> frozenset[str]:
    """Return the steps to which these answers, and the way that they open, lead.

    Out: none at all where steps are not counted. Raises UnusableAnswers.
    """
    if not settings.COUNT_STEPS:
        return frozenset()
    stop, has_left = way.unfinished, False
    if stop is None and left(answers):
        # What makes them leave may stand on a page that is not answered to its end.
        last = way.pages[-1]
        has_left = all(question.id in answers for question in questions_on(last, way))
        stop = None if has_left else last
    # Reading all answers again would take as long as everything else here.
    signs = {name: answers[name] for name in _GATE if name in answers}
    return _steps(way.pages, stop, left=has_left, help_at_once=interrupted(signs))


@lru_cache(maxsize=256)
def _steps(
    shown: tuple[Page, ...], stop: Page | None, *, left: bool, help_at_once: bool
) -> frozenset[str]:
    passed = shown[: shown.index(stop)] if stop else shown
    come_to = (*passed, stop) if stop else passed
    found = [answered(page) for page in passed]
    found += [reached(page) for page in come_to[1:]]  # the first page is "opened"
    if passed and help_at_once:
        found.append(HELP)
    if not stop:
        found.append(UNDER_AGE if left else FINISHED)
    return frozenset(found)


def _month(now: int) -> date:
    return datetime.fromtimestamp(now, get_default_timezone()).date().replace(day=1)


def keep() -> None:
    """Add what was counted to the database. What cannot be added stays counted, for later.

    Raises django.db.Error when the database cannot be used.
    """
    global _waiting
    with _lock:
        taken, _waiting = _waiting, {}
    if not taken:
        return
    try:
        with transaction.atomic():
            # In order, so that two processes never wait for each other.
            for (month, step), number in sorted(taken.items()):
                row, _ = Reached.objects.get_or_create(
                    month=month, version=CURRENT.version, step=step
                )
                total = Greatest(F("count") + number, 0)
                Reached.objects.filter(pk=row.pk).update(count=total)
    except BaseException:
        _add(taken)
        raise


def forget() -> None:
    """Forget what was counted and is not kept yet."""
    if _timer:
        _timer.cancel()
    _start_afresh()


def _start_afresh() -> None:
    global _lock, _timer
    _lock, _timer = Lock(), None
    _waiting.clear()


def _add(numbers: Mapping[tuple[date, str], int]) -> None:
    global _timer
    with _lock:
        for key, number in numbers.items():
            if total := _waiting.get(key, 0) + number:
                _waiting[key] = total
            else:
                del _waiting[key]
        if not _waiting or _timer:
            return
        _timer = Timer(WAIT, _keep_now)
        _timer.daemon = True
        try:
            _timer.start()
        except RuntimeError:
            # No more threads, or the process is ending: the next step that is counted tries again.
            _timer = None


def _keep_now() -> None:
    global _timer
    with _lock:
        if _timer:
            _timer.cancel()  # this very thread, which it does not touch, or one that still waits
        _timer = None
    try:
        keep()
    except Exception as fault:  # noqa: BLE001
        # Its message may quote a row.
        logger.warning("Steps could not be kept yet: %s", type(fault).__name__)
    finally:
        connections.close_all()


atexit.register(_keep_now)
# The server's workers end without it: they are processes of multiprocessing, which has its own way.
Finalize(None, _keep_now, exitpriority=0)
# What was counted before a fork is the parent's to keep, and so is the thread that does it.
os.register_at_fork(after_in_child=_start_afresh)
