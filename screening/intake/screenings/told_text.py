"""The very text that a person was told, kept with their screening."""

from __future__ import annotations

import json
import zlib

from django.utils import translation

from screening.directory.provider import provider
from screening.instrument.engine import Assessment
from screening.models import Screening, ToldText
from screening.told.parts import plain
from screening.told.telling import told


def keep_told(screening: Screening, assessment: Assessment, *, country: str) -> None:
    """Keep what this screening tells the person, in its language, with the numbers of a country.

    Raises KeyError for a country that there is not.
    """
    with translation.override(screening.language):
        words = told(screening.answers, assessment, country=country, provider=provider())
    content = json.dumps(plain(words), ensure_ascii=False, separators=(",", ":")).encode()
    ToldText.objects.create(screening=screening, content=zlib.compress(content))
