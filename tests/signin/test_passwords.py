"""Which passwords are taken."""

import hashlib
import string

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from screening.models import StaffMember
from screening.signin.passwords import is_breached

NURSE = StaffMember(username="night.nurse", first_name="Florence Example")


@pytest.mark.parametrize(
    "password",
    [
        "seven green horses at dawn",
        "onlysmallletters but long",
        "пятнадцать зелёных лошадей",
        "x" * 3 + " " + "correct horse battery staple " * 2 + "zebra",
        "9f8a2c4e1b7d6035aa",
        "a" + "bcdfghjklmnpqrstvwxz17" * 1 + "ou",
        "q" + "7 horses, 3 cows & a goat. " * 4 + "end",
    ],
)
def test_long_and_unforeseeable_is_enough(password):
    validate_password(password, user=NURSE)


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("fourteen signs", "too short"),
        ("x" * 64 + "yz123 abc" * 8, "at most 128"),
        ("passwordpassword", "pattern"),
        ("password1234567", "pattern"),
        ("aaaaaaaaaaaaaaaaaaaa", "pattern"),
        ("123456789012345", "pattern"),
        ("abcdefghijklmnopqr", "pattern"),
        ("horse7horse7horse7", "pattern"),
        ("letmein!!!!!!!!!!!", "pattern"),
        ("baclofen screening", "words of this site"),
        ("Florence.Example.1", "own name"),
        ("night.nurse.night", "similar"),
    ],
)
def test_what_is_refused_and_why(password, fault):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, user=NURSE)
    assert fault in " ".join(refused.value.messages)


def lines_of(passwords: set[str], *, counts: bool = True) -> str:
    hashes = sorted(hashlib.sha1(one.encode()).hexdigest().upper() for one in passwords)
    return "".join(f"{one}:{len(one)}\r\n" if counts else f"{one}\n" for one in hashes)


WORDS = st.sets(st.text(string.ascii_letters, min_size=1, max_size=6), max_size=40)


@given(known=WORDS, other=WORDS, counts=st.booleans())
def test_a_file_of_breached_passwords_is_searched_right(tmp_path_factory, known, other, counts):
    file = tmp_path_factory.getbasetemp() / "breached.txt"
    file.write_text(lines_of(known, counts=counts), newline="")
    for word in known | other:
        assert is_breached(word, file) == (word in known)


def test_a_password_in_the_file_is_refused(tmp_path, settings):
    file = tmp_path / "breached.txt"
    file.write_text(lines_of({"seven green horses at dawn"}))
    settings.BREACHED_PASSWORDS = file
    with pytest.raises(ValidationError, match="stolen"):
        validate_password("seven green horses at dawn", user=NURSE)
    validate_password("eight green horses at dawn", user=NURSE)
