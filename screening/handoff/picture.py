"""A code as a QR picture."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode


class Picture(NamedTuple):
    """A square picture: its width in squares, the white edge in it, and the dark ones as a path."""

    size: int
    path: str


def picture_of(text: str) -> Picture:
    """Draw a text as a QR picture: the value of `d` of an SVG path, a unit for each square."""
    code = QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    path = []
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                path.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return Picture(len(rows), "".join(path))
