"""Many who write the trail at once leave one chain without gaps."""

import threading
from uuid import uuid4

import pytest
from django.db import connection, transaction

from screening.audit.trail import record
from screening.audit.verification import verify
from screening.models import AuditEntry, Site
from tests.audit.trails import NOON

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, EACH = 20, 5


def in_parallel(work) -> list[Exception]:
    faults: list[Exception] = []

    def run() -> None:
        try:
            work()
        except Exception as fault:  # noqa: BLE001
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def test_twenty_who_read_leave_one_chain():
    def reads() -> None:
        for _ in range(EACH):
            record("client_read", staff=None, now=NOON, why="care", client_id=uuid4())

    assert in_parallel(reads) == []
    numbers = list(AuditEntry.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, WRITERS * EACH + 1))
    assert verify().faults == []


def test_twenty_who_write_or_give_up_leave_one_chain():
    """Every other transaction is rolled back, and takes its entry with it."""
    turns = iter(range(WRITERS * EACH))

    def writes() -> None:
        for _ in range(EACH):
            turn = next(turns)
            with transaction.atomic():
                Site.objects.create(name=f"Site {turn}")
                record("settings_changed", staff=None, now=NOON, why="administration")
                if turn % 2:
                    transaction.set_rollback(True)

    assert in_parallel(writes) == []
    assert AuditEntry.objects.count() == Site.objects.count() == WRITERS * EACH // 2
    assert verify().faults == []


def test_the_trail_can_be_verified_while_others_write():
    found = []

    def both() -> None:
        for _ in range(EACH):
            record("sign_in", staff=None, now=NOON, why="account")
            found.extend(verify().faults)

    assert in_parallel(both) == []
    assert found == []
