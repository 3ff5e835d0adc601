"""After `manage.py rotate_keys`, everything can be read and found without the old key."""

import os
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models

from screening.access import CLINICIAN
from screening.audit.verification import verify
from screening.field_encryption import EncryptedTextField, Undecryptable, is_newest
from screening.intake.clients.queries import search
from screening.intake.clients.services import set_hashes
from screening.management.commands import rotate_keys
from screening.management.commands.rotate_keys import encrypted_fields
from screening.models import (
    AuditEntry,
    Client,
    Consent,
    Disclosure,
    EmergencyOpening,
    Screening,
    StaffMember,
)
from screening.signin.second_factor import SecondFactorAdapter
from tests.intake.making import a_client, a_screening
from tests.people import a_member

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 14, 12, tzinfo=UTC)
OLD, NEW = bytes(range(32)), bytes(range(1, 33))
BORN = date(1980, 2, 29)


@pytest.fixture
def clinician(settings) -> StaffMember:
    settings.FIELD_KEYS = [OLD]
    return a_member(CLINICIAN)


def fill(row: models.Model) -> models.Model:
    """Put text of its own into every encrypted field of a row, unless it has some."""
    for name in encrypted_fields()[type(row)]:
        if not getattr(row, name):
            setattr(row, name, f"marked {type(row).__name__} {name}")
    row.save()
    return row


def a_row_of_each(staff: StaffMember) -> list[models.Model]:
    client = a_client(staff, reference="Marked 1", name="Marked Zoë", birth_date=BORN, phone="555")
    unnamed = a_client(staff)
    dates = {"signed_on": NOW.date(), "ends_on": NOW.date(), "recorded_at": NOW}
    times = {"opened_at": NOW, "ends_at": NOW}
    return [
        fill(row)
        for row in (
            client,
            Consent(client=client, recorded_by=staff, **dates),
            EmergencyOpening(client=client, staff=staff, kind="record", **times),
            a_screening(unnamed, staff),
            Disclosure(client=client, disclosed_by=staff, disclosed_at=NOW, format="pdf"),
        )
    ]


def texts(rows: list[models.Model]) -> list[list[str]]:
    """Read every encrypted field anew from the database."""
    fresh = [type(row)._base_manager.get(pk=row.pk) for row in rows]
    return [[getattr(row, name) for name in encrypted_fields()[type(row)]] for row in fresh]


def rotated() -> str:
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    return out.getvalue()


def test_the_old_key_can_go_and_everything_is_read_and_found(clinician, settings):
    rows = a_row_of_each(clinician)
    before = texts(rows)
    assert all(text for row in before for text in row)
    settings.FIELD_KEYS = [NEW, OLD]
    assert "can be taken out" in rotated()
    settings.FIELD_KEYS = [NEW]
    assert texts(rows) == before
    found = search(clinician, reference=" marked  1", now=NOW)
    assert list(found) == rows[:1]
    assert list(search(clinician, name="zoe marked", birth_date=BORN, now=NOW)) == rows[:1]


def test_without_rotating_the_old_key_is_needed(clinician, settings):
    """So the test above can fail."""
    rows = a_row_of_each(clinician)
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(Undecryptable):
        texts(rows)
    assert not search(clinician, reference="Marked 1", now=NOW)


def test_every_encrypted_field_is_found_by_itself():
    every = {
        (model, field.attname)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, EncryptedTextField)
    }
    assert {(model, name) for model, names in encrypted_fields().items() for name in names} == every
    assert set(encrypted_fields()) >= {Client, Consent, Disclosure, EmergencyOpening, Screening}


def test_no_row_in_the_database_keeps_a_value_of_the_old_key(clinician, settings):
    a_row_of_each(clinician)
    settings.FIELD_KEYS = [NEW, OLD]
    rotated()
    for model, names in encrypted_fields().items():
        for name in names:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {name} FROM {model._meta.db_table}")
                stored = [bytes(value) for (value,) in cursor.fetchall()]
            assert stored, "a model with encrypted fields and without a row: add it above"
            assert all(map(is_newest, stored)), (model, name)


def test_the_secrets_of_the_second_step_are_written_anew(clinician, settings):
    adapter = SecondFactorAdapter()
    totp = Authenticator.objects.create(
        user=clinician, type=Authenticator.Type.TOTP, data={"secret": adapter.encrypt("marked")}
    )
    settings.FIELD_KEYS = [NEW, OLD]
    rotated()
    settings.FIELD_KEYS = [NEW]
    totp.refresh_from_db()
    assert adapter.decrypt(totp.data["secret"]) == "marked"


def test_it_goes_on_where_it_was_stopped_and_leaves_alone_what_is_done(
    clinician, settings, monkeypatch
):
    monkeypatch.setattr(rotate_keys, "BATCH", 2)
    clients = [a_client(clinician) for _ in range(5)]
    settings.FIELD_KEYS = [NEW, OLD]
    done = Client.everywhere.get(pk=clients[3].pk)
    done.save()
    before = stored(done)
    assert "4 Client" in rotated()
    assert stored(done) == before
    assert "Written anew: nothing" in rotated()


def stored(client: Client) -> bytes:
    return Client.everywhere.get(pk=client.pk).__dict__["reference"]


def test_an_edit_number_stays_so_that_nobody_loses_what_they_type(clinician, settings):
    client = a_client(clinician)
    settings.FIELD_KEYS = [NEW, OLD]
    rotated()
    assert Client.everywhere.get().edit == client.edit


def test_a_row_that_cannot_be_read_is_named_and_the_others_are_done(clinician, settings):
    settings.FIELD_KEYS = [os.urandom(32)]
    lost = a_client(clinician)
    settings.FIELD_KEYS = [OLD]
    fine = a_client(clinician)
    settings.FIELD_KEYS = [NEW, OLD]
    out = StringIO()
    with pytest.raises(CommandError, match="Keep the old keys"):
        call_command("rotate_keys", stdout=out)
    assert f"Client {lost.pk}: it was written with a key" in out.getvalue()
    settings.FIELD_KEYS = [NEW]
    assert Client.everywhere.get(pk=fine.pk).reference == fine.reference


def test_two_clients_who_became_one_reference_are_named(clinician, settings):
    one = a_client(clinician, reference="Same")
    other = a_client(clinician, reference="Other")
    settings.FIELD_KEYS = [NEW, OLD]
    other.reference = "same"
    set_hashes(other)
    other.save()
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("rotate_keys", stdout=out)
    assert f"Client {one.pk}: another client of the site has the same" in out.getvalue()


def test_rotating_is_entered_in_the_trail_without_anything_about_a_client(clinician, settings):
    a_row_of_each(clinician)
    settings.FIELD_KEYS = [NEW, OLD]
    rotated()
    entry = AuditEntry.objects.get(action="keys_rotated")
    assert entry.details["Client"] == 2
    assert entry.details["faults"] == 0
    assert "arked" not in str(entry.details)
    assert verify().faults == []
    assert entry.client_id is None
