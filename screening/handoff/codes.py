"""Codes for a clinic: 13 random characters, and one that shows a slip of the pen or the ear.

Crockford's base32 with his check character (https://www.crockford.com/base32.html): the number
that the 13 characters write, modulo 37. It finds every single wrong character, and every two
neighbours that changed places.
"""

from __future__ import annotations

import hashlib
import unicodedata
from itertools import count
from typing import Final

from django.utils.translation import gettext as _

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECKS: Final = f"{ALPHABET}*~$=U"
RANDOM_CHARACTERS: Final = 13
LENGTH: Final = RANDOM_CHARACTERS + 1

LONGEST_TYPED: Final = 200
"""Characters of what somebody typed that are looked at."""

_BITS: Final = 5 * RANDOM_CHARACTERS
_GROUP: Final = 4
_MISREAD: Final = str.maketrans("OIL", "011")
_MINUS: Final = "\N{MINUS SIGN}"


class BadCode(ValueError):
    """What was typed cannot be a code. The message says to the person what to mend."""


def new_code(seed: bytes) -> str:
    """Make a code. The same seed makes the same code, so the seed must be a secret, used once.

    No code ends on one of the signs * ~ $ = or on U: they are hard to say on the telephone. That
    costs a fifth of a bit, and leaves 64.8 bits that cannot be guessed.
    """
    for turn in count():
        digest = hashlib.sha256(turn.to_bytes(4, "big") + seed).digest()
        number = int.from_bytes(digest, "big") >> (8 * len(digest) - _BITS)
        written = "".join(ALPHABET[number >> shift & 31] for shift in range(_BITS - 5, -1, -5))
        if _check_character(written) in ALPHABET:
            break
    return written + _check_character(written)


def parse(text: str) -> str:
    """Read a code as people write it: in small letters, with spaces or dashes, with O for 0.

    Out: the 14 characters. Raises BadCode.
    """
    code = "".join(filter(_counts, unicodedata.normalize("NFKC", text[:LONGEST_TYPED]))).upper()
    code = code.translate(_MISREAD)
    if not code:
        raise BadCode(_("Enter the code"))
    for place, sign in enumerate(code):
        if sign not in (CHECKS if place == RANDOM_CHARACTERS else ALPHABET):
            raise BadCode(_("A code has no “%(sign)s”. Look at it once more.") % {"sign": sign})
    if len(code) != LENGTH:
        message = _("A code has %(right)d letters and digits. This one has %(count)d.")
        raise BadCode(message % {"right": LENGTH, "count": len(code)})
    if _check_character(code[:-1]) != code[-1]:
        raise BadCode(_("One letter or digit is wrong. Look at the code once more."))
    return code


def grouped(code: str) -> str:
    """Write a code so that it can be read out: XXXX-XXXX-XXXX-XX."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def _counts(sign: str) -> bool:
    """Whether a typed sign belongs to the code: not a space, a dash or something unseen."""
    kind = unicodedata.category(sign)
    return kind != "Pd" and kind[0] not in "ZC" and sign != _MINUS


def _check_character(written: str) -> str:
    number = 0
    for sign in written:
        number = number * 32 + ALPHABET.index(sign)
    return CHECKS[number % len(CHECKS)]
