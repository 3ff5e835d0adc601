"""A database that is down, as a page would meet it."""

from collections.abc import Iterator

import pytest
from django.db import connections


@pytest.fixture
def stopped_database(django_db_blocker) -> Iterator[None]:
    """Point the connection at a place where no database answers, SQLite or PostgreSQL."""
    alive = connections["default"]
    nowhere = {
        **alive.settings_dict,
        "NAME": "/no-such-folder/database",
        "HOST": "127.0.0.1",
        "PORT": "1",
    }
    connections["default"] = type(alive)(nowhere, "default")
    with django_db_blocker.unblock():
        yield
    connections["default"] = alive
