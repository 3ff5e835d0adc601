"""A clock that stands still, a site whose settings just changed, and steps that are counted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from screening.models import Reached
from screening.selfcheck import result, steps_reached
from tests.directory.conftest import stopped_database as stopped_database

NOON = datetime(2027, 3, 14, 12, 0, 0, tzinfo=UTC)


@dataclass
class Clock:
    """The time as the views see it, in seconds since 1970."""

    now: int = int(NOON.timestamp())

    def pass_by(self, *, seconds: int = 0, minutes: int = 0, hours: int = 0) -> None:
        self.now += seconds + 60 * minutes + 3600 * hours


@pytest.fixture
def clock(monkeypatch) -> Clock:
    """Time that passes only when a test says so."""
    clock = Clock()
    monkeypatch.setattr("time.time", lambda: float(clock.now))
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.fromtimestamp(clock.now, UTC))
    return clock


@pytest.fixture
def site_just_started():
    """Blocks of guidance are drawn once while the site runs: its settings do not change then."""
    result._block.cache_clear()
    yield
    result._block.cache_clear()


@pytest.fixture
def counted(settings) -> Iterator[Callable[[], dict[str, int]]]:
    """Count steps. Out: looks up how many came to each, once what was counted is kept."""

    def in_database() -> dict[str, int]:
        steps_reached.keep()
        return {row.step: row.count for row in Reached.objects.all() if row.count}

    steps_reached.forget()
    settings.COUNT_STEPS = True
    yield in_database
    steps_reached.forget()
