"""A clock that stands still, and a site whose settings have just changed."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from screening.selfcheck import result
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
