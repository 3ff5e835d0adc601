"""Two people who save at the same moment."""

from datetime import UTC, datetime
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from screening.access import INTAKE
from screening.intake.clients.services import change_client, create_client
from screening.intake.errors import Conflict, DuplicateReference
from screening.models import AuditEntry, Client
from tests.people import a_member

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2027, 3, 4, 12, tzinfo=UTC)
DETAILS: dict[str, Any] = {"name": "", "birth_date": None, "language": "en"}


def at_once(*acts) -> list[object]:
    """Do all of this at the same moment. Out: what each returned or raised."""
    barrier, came = Barrier(len(acts)), [object()] * len(acts)

    def do(place: int) -> None:
        barrier.wait(timeout=10)
        try:
            came[place] = acts[place]()
        except Exception as fault:  # noqa: BLE001
            came[place] = fault
        finally:
            connection.close()

    threads = [Thread(target=do, args=[place]) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return came


@pytest.fixture
def colleagues():
    staff = a_member(INTAKE)
    return staff, *(a_member(INTAKE, staff.site) for _ in range(3))


def test_one_reference_is_recorded_once(colleagues):
    came = at_once(
        *(
            lambda one=one: create_client(
                staff=one, reference="MRN 12", phone="", now=NOW, **DETAILS
            )
            for one in colleagues
        )
    )
    assert sorted(type(one).__name__ for one in came) == ["Client", *["DuplicateReference"] * 3]
    (client,) = Client.objects.seen_by(colleagues[0], now=NOW)
    assert all(one.existing == client for one in came if isinstance(one, DuplicateReference))
    assert AuditEntry.objects.filter(action="client_created").count() == 1


def test_of_two_changes_one_is_saved_and_the_other_is_told(colleagues):
    client = create_client(staff=colleagues[0], reference="A", phone="", now=NOW, **DETAILS)
    came = at_once(
        *(
            lambda one=one: change_client(
                staff=one,
                client_id=client.pk,
                reference="",
                phone=f"555 010{one.pk}",
                edit=1,
                now=NOW,
                **DETAILS,
            )
            for one in colleagues
        )
    )
    saved = [one for one in came if isinstance(one, Client)]
    told = [one for one in came if isinstance(one, Conflict)]
    assert (len(saved), len(told)) == (1, 3)
    client.refresh_from_db()
    assert (client.edit, client.phone) == (2, saved[0].phone)
    assert {one.current.phone for one in told} == {saved[0].phone}
