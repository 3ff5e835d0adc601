"""A code is random, easy to say, forgiving to type, and a slip in it is found."""

import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.handoff.codes import ALPHABET, CHECKS, BadCode, grouped, new_code, parse

codes = st.binary(min_size=16, max_size=64).map(new_code)


@given(st.binary(min_size=16, max_size=64))
def test_a_code_is_14_letters_and_digits_that_can_be_said_and_read_back(seed):
    code = new_code(seed)
    assert re.fullmatch(f"[{ALPHABET}]{{14}}", code)
    assert parse(code) == parse(grouped(code)) == code
    assert new_code(seed) == code


def test_codes_are_drawn_from_the_whole_alphabet_in_every_place():
    drawn = [new_code(os.urandom(32)) for _ in range(2000)]
    assert len(set(drawn)) == len(drawn)
    for place in range(14):
        # 2,000 draws of 32 signs miss one with a chance of 1 in 10**26.
        assert {code[place] for code in drawn} == set(ALPHABET)


# Worked out by hand: 0 is 0 modulo 37, and 1 at the end is 1.
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("00000000000000", "00000000000000"),
        ("0000-0000-0000-11", "00000000000011"),
        ("oooo oooo oooo il", "00000000000011"),
        ("OOOO–OOOO—OOOO‐LI\n", "00000000000011"),
        ("\u200b0000\u00a00000\u20110000\u221200", "00000000000000"),
        ("０００００００００００011", "00000000000011"),
        ("000000000000z z", "000000000000ZZ"),
        ("0000-0000-0001-0*", "0000000000010*"),
        ("0000-0000-0001-4U", "0000000000014U"),
        ("0000-0000-0001-4u", "0000000000014U"),
        ("0000-0000-0001-3=", "0000000000013="),
    ],
)
def test_a_code_may_be_typed_in_many_ways(typed, code):
    assert parse(typed) == code


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter the code"),
        (" - \n", "Enter the code"),
        ("0000-0000-0000-0", "A code has 14 letters and digits. This one has 13."),
        ("0" * 15, "A code has 14 letters and digits. This one has 15."),
        ("0" * 5000, "A code has 14 letters and digits. This one has 200."),
        ("0000-0000-0000-01", "One letter or digit is wrong. Look at the code once more."),
        ("U000-0000-0000-00", "A code has no “U”. Look at it once more."),
        ("0000-0*00-0000-00", "A code has no “*”. Look at it once more."),
        ("<b>", "A code has no “<”. Look at it once more."),
        ("été", "A code has no “É”. Look at it once more."),
        ("0000 0000 ٣", "A code has no “٣”. Look at it once more."),
    ],
)
def test_what_cannot_be_a_code_is_answered_with_what_to_mend(typed, message):
    with pytest.raises(BadCode) as caught:
        parse(typed)
    assert str(caught.value) == message


@given(codes, st.data())
def test_every_single_wrong_character_is_found(code, data):
    place = data.draw(st.integers(0, 13))
    sign = data.draw(
        st.sampled_from((CHECKS if place == 13 else ALPHABET).replace(code[place], ""))
    )
    with pytest.raises(BadCode):
        parse(code[:place] + sign + code[place + 1 :])


@given(codes, st.integers(0, 12))
def test_two_neighbours_that_changed_places_are_found(code, place):
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped == code:
        assert parse(swapped) == code
    else:
        with pytest.raises(BadCode):
            parse(swapped)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_code_or_kindly_refused(typed):
    said = []
    try:
        code = parse(typed)
    except BadCode as fault:
        said.append(str(fault))
    else:
        assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{13}[0-9A-HJKMNP-Z*~$=]", code)
    assert all(message.isprintable() for message in said)
