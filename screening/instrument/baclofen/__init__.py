"""The baclofen self-check: its versions, the words of its guidance, its table of cases.

Which version is asked is said here and nowhere else.
"""

from screening.instrument.baclofen.guidance_v1 import GUIDANCE
from screening.instrument.baclofen.v1 import INSTRUMENT as CURRENT

__all__ = ["CURRENT", "GUIDANCE"]
