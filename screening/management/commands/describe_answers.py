"""`manage.py describe_answers`: print the SQL with which a person reads counted checks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from screening.instrument.baclofen import VERSIONS
from screening.instrument.kept import as_sql
from screening.instrument.schema import Instrument
from screening.models import Tally


class Command(BaseCommand):
    """Counted checks are kept as letters. A view shows the codes behind them."""

    help = "Prints SQL that makes a view of the counted checks, by code, for each version."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it, for SQLite and PostgreSQL alike."""
        for instrument in VERSIONS.values():
            self.stdout.write("\n".join(_described(instrument)))


def view_name(instrument: Instrument) -> str:
    """Name the view of a version, as in counted_baclofen_v1."""
    return f"counted_{instrument.id}_v{instrument.version}"


def _described(instrument: Instrument) -> Iterator[str]:
    name = view_name(instrument)
    yield f"-- Counted checks of {instrument.id} version {instrument.version}: a code for each"
    yield "-- answer, or 1 and 0 where several can be chosen. NULL: not asked, or left out."
    yield f"-- Take it away before every migrate: DROP VIEW {name};"
    yield f"CREATE VIEW {name} AS SELECT"
    yield ",\n".join(f"  {column}" for column in _columns(instrument))
    yield f"FROM {Tally._meta.db_table}"
    yield f"WHERE instrument = '{instrument.id}' AND version = {instrument.version};"


def _columns(instrument: Instrument) -> tuple[str, ...]:
    return ("month", "language", "tier", "bands", *as_sql(instrument))
