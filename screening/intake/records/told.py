"""The very text that a person was told, as it was kept with the record."""

from __future__ import annotations

import json
import zlib

from screening.models import Screening, ToldText
from screening.told.parts import Told, restored


def kept(one: Screening) -> Told | None:
    """Return what the person was told, or None while nothing is kept (a draft)."""
    try:
        text: ToldText = one.told
    except ToldText.DoesNotExist:
        return None
    return restored(json.loads(zlib.decompress(bytes(text.content))))
