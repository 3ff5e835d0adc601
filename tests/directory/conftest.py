"""A database that is down, as a page would meet it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections


@pytest.fixture
def stopped_database(django_db_blocker, tmp_path: Path) -> Iterator[None]:
    """Point the connection at a place where no database answers, SQLite or PostgreSQL."""
    alive = connections["default"]
    nowhere = {
        **alive.settings_dict,
        "NAME": str(tmp_path / "no-such-folder" / "db.sqlite3"),
        "HOST": "127.0.0.1",
        "PORT": "1",
    }
    connections["default"] = type(alive)(nowhere, "default")
    with django_db_blocker.unblock():
        yield
    connections["default"] = alive
