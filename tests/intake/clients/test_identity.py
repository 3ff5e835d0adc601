"""The same person is found however the name or the reference was typed."""

import re
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.intake.clients.identity import (
    name_hash,
    name_hashes,
    new_reference,
    normal_name,
    normal_reference,
    reference_hash,
    reference_hashes,
)

BORN = date(1980, 4, 23)


@given(st.text())
def test_normalising_twice_is_normalising_once(text):
    assert normal_name(normal_name(text)) == normal_name(text)
    assert normal_reference(normal_reference(text)) == normal_reference(text)


@given(st.text())
def test_composed_and_decomposed_characters_are_the_same(text):
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert normal_name(composed) == normal_name(decomposed)
    assert normal_reference(composed) == normal_reference(decomposed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoë O’Neill-Roe", "zoe oneill roe"),
        ("O'Neill-Roe, Zoë", "Zoe O`Neill Roe"),
        ("  ANNA\u00a0 \tLEE ", "anna lee"),
        ("Straße", "STRASSE"),
        ("Łukasz\u200b", "ŁUKASZ"),
        ("Анна", "АННА"),
    ],
)
def test_one_name_in_two_spellings(one, other):
    assert normal_name(one) == normal_name(other) != ""


@pytest.mark.parametrize(("one", "other"), [("Ann Lee", "Anne Lee"), ("Ann", "Ann Lee")])
def test_two_names(one, other):
    assert normal_name(one) != normal_name(other)


@pytest.mark.parametrize("text", ["", "   ", "-.,'’", "\u200b", "\u0301"])
def test_a_name_without_a_letter_is_none(text):
    assert normal_name(text) == ""
    assert name_hash(text, BORN) == ""
    assert name_hashes(text, BORN) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [(" ab-12  x ", "AB-12 X"), ("ＡＢ１２", "ab12"), ("AB\u200b12", "ab12")],
)
def test_one_reference_in_two_spellings(one, other):
    assert normal_reference(one) == normal_reference(other)


@pytest.mark.parametrize(("one", "other"), [("AB12", "AB-12"), ("A1", "A 1"), ("a1", "á1")])
def test_two_references(one, other):
    assert normal_reference(one) != normal_reference(other)


def test_a_reference_that_we_make_says_nothing_and_is_new():
    made = {new_reference() for _ in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch("C-[0-9A-HJKMNP-TV-Z]{6}", one) for one in made)


def test_a_name_is_hashed_with_its_birth_date_only():
    assert name_hash("Anna Lee", None) == ""
    assert name_hashes("Anna Lee", None) == []
    assert name_hash("Anna Lee", BORN) != name_hash("Anna Lee", date(1980, 4, 24))
    assert reference_hashes("  ") == []


def test_hashes_of_each_key_are_looked_for_and_the_newest_is_stored(settings):
    old = reference_hash("AB12"), name_hash("Anna Lee", BORN)
    settings.FIELD_KEYS = [b"n" * 32, *settings.FIELD_KEYS]
    assert reference_hashes("ab12") == [reference_hash("AB12"), old[0]]
    assert name_hashes("LEE ANNA", BORN) == [name_hash("Anna Lee", BORN), old[1]]
    assert old[0] != reference_hash("AB12")
