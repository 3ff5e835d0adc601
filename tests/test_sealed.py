"""Sealed answers open only whole, in time, for their purpose and with a key in use."""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.sealed import (
    CLOCK_ALLOWANCE,
    DAY,
    LONGEST_PAYLOAD,
    LONGEST_TOKEN,
    Unsealable,
    open_sealed,
    seal,
)

NOW = 1_790_000_000
ANSWERS = b'{"now_seizure":"no","respondent":"self"}'


def sealed(payload: bytes = ANSWERS) -> str:
    return seal(payload, purpose="answers", now=NOW)


def opened(token: str, now: int = NOW) -> bytes:
    return open_sealed(token, purpose="answers", now=now)


@given(st.binary(max_size=LONGEST_PAYLOAD))
def test_what_was_sealed_comes_back(payload):
    assert opened(sealed(payload)) == payload


def test_the_longest_payload_fits_and_one_byte_more_does_not():
    token = sealed(b"x" * LONGEST_PAYLOAD)
    assert len(token) <= LONGEST_TOKEN
    assert opened(token) == b"x" * LONGEST_PAYLOAD
    with pytest.raises(ValueError, match="too many to seal"):
        sealed(b"x" * (LONGEST_PAYLOAD + 1))


def test_a_token_shows_nothing_of_the_payload_and_is_never_the_same_twice():
    first, second = sealed(), sealed()
    assert first != second
    assert b"seizure" not in urlsafe_b64decode(first + "==")
    assert set(first) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_every_flipped_bit_is_noticed():
    token = sealed()
    raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    for bit in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Unsealable):
            opened(urlsafe_b64encode(changed).rstrip(b"=").decode())


@given(st.data())
def test_every_changed_character_is_noticed(data):
    token = sealed()
    at = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters().filter(lambda character: character != token[at]))
    with pytest.raises(Unsealable):
        opened(token[:at] + other + token[at + 1 :])


@pytest.mark.parametrize("payload", [b"", b"1", b"12", b"123"])
def test_spare_bits_and_characters_the_decoder_skips_are_noticed(payload):
    """Base64 spells some bytes in several ways; only ours opens."""
    token = sealed(payload)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for last in alphabet.replace(token[-1], ""):
        with pytest.raises(Unsealable):
            opened(token[:-1] + last)
    for changed in (f"{token}=", f"{token}\n", f" {token}", f"{token[:9]}!{token[9:]}"):
        with pytest.raises(Unsealable):
            opened(changed)


def test_every_truncation_is_noticed():
    token = sealed()
    for length in range(len(token)):
        with pytest.raises(Unsealable):
            opened(token[:length])


@given(st.text(max_size=200))
def test_anything_else_is_refused(text):
    with pytest.raises(Unsealable):
        opened(text)


@pytest.mark.parametrize("token", ["\ud800", "é" * 100, "\0" * 100])
def test_odd_characters_are_refused(token):
    with pytest.raises(Unsealable, match="base64"):
        opened(token)


@pytest.mark.parametrize("length", [LONGEST_TOKEN + 1, 10**6])
def test_a_huge_token_is_refused_before_it_is_read(length):
    with pytest.raises(Unsealable, match="too long"):
        opened("A" * length)


def test_a_version_from_elsewhere_is_refused():
    token = sealed()
    raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    newer = urlsafe_b64encode(b"\x02" + raw[1:]).rstrip(b"=").decode()
    with pytest.raises(Unsealable, match="version"):
        opened(newer)


@given(st.text(max_size=20).filter(lambda purpose: purpose != "answers"))
def test_a_token_for_another_purpose_does_not_open(purpose):
    with pytest.raises(Unsealable, match="another purpose"):
        open_sealed(sealed(), purpose=purpose, now=NOW)


def test_a_token_opens_up_to_its_age_and_no_longer():
    token = sealed()
    assert opened(token, NOW + DAY) == ANSWERS
    with pytest.raises(Unsealable, match="too old"):
        opened(token, NOW + DAY + 1)
    assert open_sealed(token, purpose="answers", now=NOW + 60, max_age=60) == ANSWERS
    with pytest.raises(Unsealable, match="too old"):
        open_sealed(token, purpose="answers", now=NOW + 61, max_age=60)


def test_a_clock_may_be_a_little_behind_and_no_more():
    token = sealed()
    assert opened(token, NOW - CLOCK_ALLOWANCE) == ANSWERS
    with pytest.raises(Unsealable, match="future"):
        opened(token, NOW - CLOCK_ALLOWANCE - 1)


def test_keys_can_be_rotated(settings):
    old, new = os.urandom(32), os.urandom(32)
    settings.ANSWER_KEYS = [old]
    before = sealed()
    settings.ANSWER_KEYS = [new, old]
    assert opened(before) == ANSWERS
    after = sealed()
    settings.ANSWER_KEYS = [new]
    assert opened(after) == ANSWERS
    with pytest.raises(Unsealable, match="not in use"):
        opened(before)


def test_a_token_of_an_unknown_key_that_borrows_a_known_id_does_not_open(settings):
    settings.ANSWER_KEYS = [os.urandom(32)]
    theirs = urlsafe_b64decode(sealed() + "==")
    settings.ANSWER_KEYS = [os.urandom(32)]
    ours = urlsafe_b64decode(sealed() + "==")
    forged = urlsafe_b64encode(ours[:5] + theirs[5:]).rstrip(b"=").decode()
    with pytest.raises(Unsealable):
        opened(forged)


def test_the_secret_key_of_django_plays_no_part(settings):
    token = sealed()
    settings.SECRET_KEY = "another " * 10
    assert opened(token) == ANSWERS
