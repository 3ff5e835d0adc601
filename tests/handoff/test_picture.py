"""The QR picture holds the code alone, in squares that a camera can tell from the paper."""

import os
import re

import pytest

from screening.handoff.codes import grouped, new_code
from screening.handoff.picture import picture_of

EDGE = 4  # the least white edge that ISO/IEC 18004 asks for


def squares(path: str) -> set[tuple[int, int]]:
    found = set()
    for x, y, width, back in re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", path):
        assert width == back
        found |= {(int(x) + step, int(y)) for step in range(int(width))}
    return found


@pytest.mark.parametrize(
    "text", ["0000-0000-0000-00", grouped(new_code(os.urandom(32)))], ids=["zeros", "another"]
)
def test_a_code_fits_into_the_smallest_picture_with_its_edge(text):
    picture = picture_of(text)
    dark = squares(picture.path)

    assert picture.size == 21 + 2 * EDGE
    assert re.fullmatch(r"(M\d+ \d+h\d+v1h-\d+z)+", picture.path)
    assert {min(x for x, _ in dark), min(y for _, y in dark)} == {EDGE}
    assert {max(x for x, _ in dark), max(y for _, y in dark)} == {EDGE + 20}
    # The three corners by which a camera finds it: a dark ring of 7, a light one, a dark heart.
    for left, top in ((EDGE, EDGE), (EDGE + 14, EDGE), (EDGE, EDGE + 14)):
        for x in range(7):
            for y in range(7):
                ring = max(abs(x - 3), abs(y - 3))
                assert ((left + x, top + y) in dark) == (ring != 2)


def test_another_code_is_another_picture():
    assert picture_of("0000-0000-0000-00") != picture_of("0000-0000-0000-11")
