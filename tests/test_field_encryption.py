"""Fields encrypted at rest: what the database holds, what opens it, and what does not."""

import base64
import os

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from screening.access import INTAKE
from screening.field_encryption import (
    PADDED_TO,
    Undecryptable,
    decrypt,
    encrypt,
    is_newest,
    keyed_hash,
    keyed_hashes,
)
from screening.models import Client
from tests.people import a_member

PLACE = "screening.client.name:1"
NAME = "Marker Ümlaut-Person"


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_what_goes_in_comes_out(text: str):
    assert decrypt(encrypt(text, place=PLACE), place=PLACE) == text


def test_the_length_says_little():
    short, longer = (len(encrypt("x" * n, place=PLACE)) for n in (0, PADDED_TO - 1))
    assert short == longer


def test_the_same_text_never_looks_the_same():
    assert encrypt(NAME, place=PLACE) != encrypt(NAME, place=PLACE)


def test_it_opens_in_its_own_place_only():
    with pytest.raises(Undecryptable, match="another row"):
        decrypt(encrypt(NAME, place=PLACE), place="screening.client.name:2")


@given(at=st.integers(0, 80), bit=st.integers(0, 7))
def test_any_changed_bit_is_noticed(at: int, bit: int):
    stored = bytearray(encrypt("x", place=PLACE))
    stored[at % len(stored)] ^= 1 << bit
    with pytest.raises(Undecryptable):
        decrypt(bytes(stored), place=PLACE)


def test_an_old_key_still_opens_until_it_is_taken_out(settings):
    old, new = settings.FIELD_KEYS[0], os.urandom(32)
    stored = encrypt(NAME, place=PLACE)
    settings.FIELD_KEYS = [new, old]
    assert decrypt(stored, place=PLACE) == NAME
    assert not is_newest(stored)
    assert is_newest(encrypt(NAME, place=PLACE))
    settings.FIELD_KEYS = [new]
    with pytest.raises(Undecryptable, match="not in use"):
        decrypt(stored, place=PLACE)


def test_hashes_depend_on_key_and_purpose(settings):
    first = keyed_hash(NAME, purpose="name")
    assert first != keyed_hash(NAME, purpose="reference")
    settings.FIELD_KEYS = [os.urandom(32), *settings.FIELD_KEYS]
    assert keyed_hash(NAME, purpose="name") != first
    assert keyed_hashes(NAME, purpose="name") == [keyed_hash(NAME, purpose="name"), first]


@pytest.mark.django_db
class TestTheField:
    @pytest.fixture
    def client_row(self) -> Client:
        staff = a_member(INTAKE)
        assert staff.site
        return Client.everywhere.create(
            site=staff.site,
            reference="R-1",
            reference_hash="x",
            name=NAME,
            created_at=timezone.now(),
            created_by=staff,
        )

    def test_the_database_holds_no_name(self, client_row):
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM screening_client")
            stored = bytes(cursor.fetchone()[0])
        assert b"Marker" not in stored
        assert base64.b64encode(b"Marker") not in stored
        assert decrypt(stored, place=f"screening.client.name:{client_row.pk}") == NAME

    def test_a_row_read_back_says_what_was_written(self, client_row):
        again = Client.everywhere.get(pk=client_row.pk)
        assert (again.name, again.reference, again.phone) == (NAME, "R-1", "")
        again.save()
        assert Client.everywhere.get(pk=client_row.pk).name == NAME

    def test_a_value_moved_to_another_row_does_not_open(self, client_row):
        other = Client.everywhere.create(
            site=client_row.site,
            reference="R-2",
            reference_hash="y",
            created_at=client_row.created_at,
            created_by=client_row.created_by,
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM screening_client WHERE reference_hash = 'x'")
            stored = cursor.fetchone()[0]
            cursor.execute(
                "UPDATE screening_client SET name = %s WHERE reference_hash = 'y'", [stored]
            )
        with pytest.raises(Undecryptable):
            _ = Client.everywhere.get(pk=other.pk).name

    def test_nothing_is_written_unencrypted(self, client_row):
        with pytest.raises(TypeError, match="encrypted when its row is saved"):
            Client.everywhere.update(name="in the clear")
