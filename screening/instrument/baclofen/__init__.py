"""The baclofen self-check: its versions, the words of its guidance, its table of cases.

Which version is asked is said here and nowhere else.
"""

from typing import Final

from screening.instrument.baclofen.guidance_v1 import GUIDANCE
from screening.instrument.baclofen.v1 import INSTRUMENT as CURRENT
from screening.instrument.schema import Instrument

__all__ = ["CURRENT", "GUIDANCE", "VERSIONS"]

VERSIONS: Final[dict[int, Instrument]] = {CURRENT.version: CURRENT}
"""Every version that was ever asked, so that what is kept can still be read."""
