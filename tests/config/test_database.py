"""The database keeps what it acknowledged, also when many write at once."""

import threading

import pytest
from django.db import connection, transaction

from screening.models.staff import StaffMember


@pytest.mark.django_db
def test_the_database_runs_with_our_options():
    if connection.vendor == "postgresql":
        kept = {
            name: connection.settings_dict[name] for name in ("CONN_MAX_AGE", "CONN_HEALTH_CHECKS")
        }
        assert kept == {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
        return
    with connection.cursor() as cursor:
        read = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in (
                "journal_mode",
                "synchronous",
                "journal_size_limit",
                "busy_timeout",
                "secure_delete",
            )
        }
    full = 2
    assert read == {
        "journal_mode": "wal",
        "synchronous": full,
        "journal_size_limit": 64 * 1024 * 1024,
        "busy_timeout": 20_000,
        "secure_delete": 1,
    }


@pytest.mark.django_db(transaction=True)
def test_many_who_read_and_then_write_all_get_through():
    """With Django's defaults, SQLite refuses about half of these as "database is locked"."""
    StaffMember.objects.create(username="counted", first_name="0")
    faults = []

    def count_ten() -> None:
        try:
            for _ in range(10):
                with transaction.atomic():
                    row = StaffMember.objects.select_for_update().get(username="counted")
                    row.first_name = str(int(row.first_name) + 1)
                    row.save()
        except Exception as fault:  # noqa: BLE001
            faults.append(fault)
        finally:
            connection.close()

    writers = [threading.Thread(target=count_ten) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert faults == []
    assert StaffMember.objects.get(username="counted").first_name == "80"
