"""Recording and changing clients, and opening records in an emergency."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from screening.access import CLINICIAN, INTAKE
from screening.intake.clients.queries import client_for, recent, search
from screening.intake.clients.services import (
    OPEN_FOR,
    TRIES,
    WITHIN,
    change_client,
    create_client,
    open_elsewhere,
    open_in_emergency,
)
from screening.intake.errors import Conflict, DuplicateReference, SeveralFit, TooManyTries
from screening.models import AuditEntry, Client, EmergencyOpening
from tests.people import a_member, a_site

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 4, 12, tzinfo=UTC)
BORN = date(1980, 4, 23)
SOMEBODY: dict[str, Any] = {
    "reference": "MRN 12",
    "name": "Zoë O’Neill",
    "birth_date": BORN,
    "phone": "555 0100",
    "language": "en",
}


def recorded(staff, **other):
    return create_client(staff=staff, now=NOW, **{**SOMEBODY, **other})


def changed(staff, client, **other):
    details: dict[str, Any] = {**SOMEBODY, "edit": client.edit, **other}
    return change_client(staff=staff, client_id=client.pk, now=NOW, **details)


def searched(staff, **who):
    asked: dict[str, Any] = {
        "reference": "",
        "name": "",
        "birth_date": None,
        "site_id": None,
        **who,
    }
    return open_elsewhere(staff=staff, reason="Collapsed in the hall", now=NOW, **asked)


def trail(action):
    return list(AuditEntry.objects.filter(action=action))


@pytest.fixture
def staff():
    return a_member(INTAKE)


@pytest.fixture
def elsewhere():
    """Somebody of another site."""
    return a_member(INTAKE)


def test_a_client_is_of_the_site_of_whoever_records_it(staff):
    client = recorded(staff)
    found = client_for(staff, client.pk, NOW)
    assert (found.site, found.created_by) == (staff.site, staff)
    assert (found.reference, found.name, found.phone) == ("MRN 12", "Zoë O’Neill", "555 0100")
    assert found.birth_date == "1980-04-23"
    (entry,) = trail("client_created")
    assert (entry.client_id, entry.staff_id) == (client.pk, staff.pk)


def test_a_client_without_a_reference_gets_one(staff):
    one, other = recorded(staff, reference=""), recorded(staff, reference="")
    assert one.reference.startswith("C-")
    assert one.reference != other.reference


def test_nothing_of_a_client_can_be_read_in_the_database(staff):
    recorded(staff, reference="MARKER-1", name="Marker Name", phone="555 MARKER")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM screening_client")
        (stored,) = cursor.fetchall()
    readable = b" ".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for value in stored
    ).lower()
    assert str(staff.site_id).encode() in readable
    assert b"marker" not in readable
    assert b"1980-04-23" not in readable


def test_the_audit_trail_holds_nothing_about_the_client(staff):
    client = recorded(staff, name="Marker Name")
    open_in_emergency(staff=staff, client=client, kind="screening", reason="Marker", now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM screening_auditentry")
        assert "marker" not in str(cursor.fetchall()).lower()


def test_a_form_that_is_sent_twice_makes_one_client(staff):
    first = recorded(staff)
    second = recorded(staff, client_id=first.pk)
    assert second == first
    assert len(trail("client_created")) == 1


@pytest.mark.parametrize("reference", ["MRN 12", " mrn  12", "ｍｒｎ 12"])
def test_a_reference_is_given_once_at_a_site(staff, elsewhere, reference):
    client = recorded(staff)
    with pytest.raises(DuplicateReference) as fault:
        recorded(staff, reference=reference, name="", birth_date=None)
    assert fault.value.existing == client
    assert recorded(elsewhere, reference=reference).site != client.site
    assert len(trail("client_created")) == 2


def test_a_reference_hashed_with_an_older_key_is_taken_too(staff, settings):
    client = recorded(staff)
    settings.FIELD_KEYS = [b"n" * 32, *settings.FIELD_KEYS]
    with pytest.raises(DuplicateReference) as fault:
        recorded(staff)
    assert fault.value.existing == client


def test_a_change_counts_up_and_keeps_the_reference_if_none_is_given(staff):
    client = changed(staff, recorded(staff), reference="", name="Anna Lee")
    found = client_for(staff, client.pk, NOW)
    assert (found.edit, found.reference, found.name) == (2, "MRN 12", "Anna Lee")
    assert [one.pk for one in search(staff, name="lee anna", birth_date=BORN, now=NOW)]
    assert not search(staff, name="Zoë O’Neill", birth_date=BORN, now=NOW)
    assert len(trail("client_changed")) == 1


def test_nobody_overwrites_what_somebody_else_saved(staff):
    opened = recorded(staff)
    colleague = a_member(CLINICIAN, staff.site)
    changed(colleague, opened, phone="555 0199")
    with pytest.raises(Conflict) as fault:
        changed(staff, opened, phone="555 0111")
    assert fault.value.current.phone == "555 0199"
    assert client_for(staff, opened.pk, NOW).phone == "555 0199"


def test_a_change_to_the_reference_of_another_client_is_refused(staff):
    recorded(staff)
    other = recorded(staff, reference="B", name="")
    with pytest.raises(DuplicateReference):
        changed(staff, other)
    assert client_for(staff, other.pk, NOW).reference == "B"


def test_another_site_neither_sees_nor_changes_nor_finds_a_client(staff, elsewhere):
    client = recorded(staff)
    with pytest.raises(Client.DoesNotExist):
        client_for(elsewhere, client.pk, NOW)
    with pytest.raises(Client.DoesNotExist):
        changed(elsewhere, client)
    assert not search(elsewhere, reference="MRN 12", now=NOW)
    assert not search(elsewhere, name="Zoë O’Neill", birth_date=BORN, now=NOW)
    assert not recent(elsewhere, NOW)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"reference": "mrn 12"}, True),
        ({"name": "oneill zoe", "birth_date": BORN}, True),
        ({"reference": "nobody", "name": "Zoe O'Neill", "birth_date": BORN}, True),
        ({"reference": "MRN"}, False),
        ({"name": "Zoë O’Neill"}, False),
        ({"birth_date": BORN}, False),
        ({"name": "Zoë O’Neill", "birth_date": date(1980, 4, 22)}, False),
        ({}, False),
    ],
)
def test_a_search_finds_what_fits_exactly(staff, asked, found):
    client = recorded(staff)
    recorded(staff, reference="B", name="", birth_date=None)
    assert list(search(staff, **asked, now=NOW)) == ([client] if found else [])


def test_an_opening_shows_the_record_for_its_time(staff, elsewhere):
    client = recorded(staff)
    opening = open_in_emergency(
        staff=elsewhere, client=client, kind="record", reason=" Collapsed ", now=NOW
    )
    last = NOW + OPEN_FOR
    assert client_for(elsewhere, client.pk, NOW) == client
    assert client_for(elsewhere, client.pk, last - timedelta(seconds=1)) == client
    with pytest.raises(Client.DoesNotExist):
        client_for(elsewhere, client.pk, last)
    with pytest.raises(Client.DoesNotExist):
        changed(elsewhere, client)
    assert not recent(elsewhere, NOW)
    opening.refresh_from_db()
    assert (opening.reason, opening.ends_at - opening.opened_at) == (
        "Collapsed",
        timedelta(minutes=30),
    )
    (entry,) = trail("opened_in_emergency")
    assert (entry.client_id, entry.object_id) == (client.pk, str(opening.pk))
    assert entry.details == {"kind": "record"}


@pytest.mark.parametrize(("kind", "reason"), [("record", "  "), ("curiosity", "A reason")])
def test_an_opening_needs_a_kind_and_a_reason(staff, kind, reason):
    with pytest.raises(ValueError, match="needs"):
        open_in_emergency(staff=staff, client=recorded(staff), kind=kind, reason=reason, now=NOW)
    assert not EmergencyOpening.objects.exists()


@pytest.mark.parametrize(
    "asked", [{"reference": "mrn 12"}, {"name": "O’Neill, Zoë", "birth_date": BORN}]
)
def test_the_record_of_another_site_is_opened_by_who_it_is(staff, elsewhere, asked):
    client = recorded(staff)
    (opening,) = searched(elsewhere, **asked)
    assert (opening.client, opening.kind, opening.staff) == (client, "record", elsewhere)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"name": "Zoë O’Neill"},
        {"reference": "MRN 1"},
        {"reference": "MRN 12", "name": "Anna Lee", "birth_date": BORN},
    ],
)
def test_what_fits_nobody_opens_nothing_and_is_audited(staff, elsewhere, asked):
    recorded(staff)
    assert searched(elsewhere, **asked) == []
    assert not EmergencyOpening.objects.exists()
    assert len(trail("searched_elsewhere")) == 1


def test_the_own_site_is_not_opened(staff):
    recorded(staff)
    assert searched(staff, reference="MRN 12") == []


def test_a_reference_that_several_sites_gave_needs_the_site(staff, elsewhere):
    third = a_member(INTAKE, a_site())
    client = recorded(staff)
    recorded(elsewhere, name="Anna Lee")
    with pytest.raises(SeveralFit):
        searched(third, reference="MRN 12")
    assert not EmergencyOpening.objects.exists()
    (opening,) = searched(third, reference="MRN 12", site_id=staff.site_id)
    assert opening.client == client


def test_all_records_of_one_person_are_opened(staff, elsewhere):
    third = a_member(INTAKE, a_site())
    clients = {recorded(staff), recorded(staff, reference="again"), recorded(elsewhere)}
    opened = searched(third, name="zoe oneill", birth_date=BORN)
    assert {opening.client for opening in opened} == clients


def test_nobody_fishes(staff, elsewhere):
    recorded(staff)
    for _ in range(TRIES):
        searched(elsewhere, reference="guess")
    with pytest.raises(TooManyTries):
        searched(elsewhere, reference="MRN 12")
    assert not EmergencyOpening.objects.exists()
    assert len(trail("searched_elsewhere")) == TRIES + 1
    later: dict[str, Any] = {"reference": "MRN 12", "name": "", "birth_date": None, "site_id": None}
    assert open_elsewhere(staff=elsewhere, reason="r", now=NOW + WITHIN, **later)
    assert searched(a_member(INTAKE), reference="MRN 12")
