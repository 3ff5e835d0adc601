"""Letters of very many people as bits: for each answer, a bit for each person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np
from numpy.typing import NDArray

from screening.instrument.kept import CHOSEN, NOT_CHOSEN, NOT_GIVEN, places
from screening.instrument.schema import Instrument
from screening.rollups.signs import Pair

Bits = NDArray[np.uint64]
"""A bit for each person. The first stands highest in the first byte, as numpy packs them."""

Numbers = NDArray[np.int16]
"""A number for each person."""

TOGETHER: Final = 64
"""People in a number of `Bits`: there is always a multiple of so many."""


def pack(true: NDArray[np.bool_]) -> Bits:
    """Turn a truth for each person into bits."""
    return np.packbits(true).view(np.uint64)


def unpack(bits: Bits) -> NDArray[np.uint8]:
    """Turn bits into 1 or 0 for each person."""
    return np.unpackbits(bits.view(np.uint8))


def union(parts: Iterable[Bits]) -> Bits:
    """Return those who are in any of one part or more."""
    return reduce(np.bitwise_or, parts)


def at_least(count: int, parts: Sequence[Bits]) -> Bits:
    """Return those who are in at least so many parts, of which there is one or more."""
    # Those who were in 1, 2, ... of the parts so far.
    so_far = [np.zeros_like(parts[0]) for _ in range(count)]
    for part in parts:
        for place in range(count - 1, 0, -1):
            so_far[place] |= so_far[place - 1] & part
        so_far[0] |= part
    return so_far[-1]


@dataclass(frozen=True, slots=True)
class Given:
    """What people answered, and whose letters can be read at all."""

    answers: Mapping[Pair, Bits]
    readable: Bits

    @property
    def nobody(self) -> Bits:
        """No bit."""
        return np.zeros_like(self.readable)


def read(letters: NDArray[np.uint8], instrument: Instrument) -> Given:
    """Read answer sets as `screening.instrument.kept` writes them.

    In: a row of letters for each person, in a multiple of `TOGETHER` rows. Where a row is no
    answer set of this version, its person is not readable: rows of zeros can fill up.
    """
    columns = np.ascontiguousarray(letters.T)
    readable = pack(np.ones(len(letters), dtype=np.bool_))
    answers: dict[Pair, Bits] = {}
    for place in places(instrument):
        column = columns[place.at]
        codes = {CHOSEN: place.option} if place.option else place.codes
        found = {code: pack(column == ord(letter)) for letter, code in codes.items()}
        answers |= {(place.question, code): bits for code, bits in found.items()}
        without = pack(column == ord(NOT_GIVEN))
        if place.option:
            without |= pack(column == ord(NOT_CHOSEN))
        readable &= union([without, *found.values()])
    for question in instrument.questions:
        alone = [answers[question.id, one.code] for one in question.options if one.exclusive]
        if alone:
            readable &= ~(
                union(alone)
                & at_least(2, [answers[question.id, one.code] for one in question.options])
            )
    return Given(answers, readable)
