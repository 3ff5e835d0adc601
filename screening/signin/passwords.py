"""Which passwords are taken: long ones that nobody else would try first. No rules of composition.

Source: NIST SP 800-63B-4, 3.1.1.2: at least 15 characters, no composition rules, a list of values
that are expected or known from breaches, and words of the service and the user name.
"""

from __future__ import annotations

import hashlib
import os
from itertools import pairwise
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from screening.models import StaffMember

LONGEST: Final = 128
LEAST_OF_OWN: Final = 8
"""Characters that must be left when the words of the site and of the person are taken out."""
FEWEST_DIFFERENT: Final = 5

_SITE_WORDS: Final = ("baclofen", "self-check", "selfcheck", "intake", "screening", "password")
_HASH_LENGTH: Final = 40
"""Hexadecimal digits of SHA-1."""


class ForeseeableValidator:
    """Refuses what somebody would try who knows the site, the person, or a keyboard."""

    def validate(self, password: str, user: StaffMember | None = None) -> None:
        """Raise ValidationError with a sentence for a password that is easy to foresee."""
        if len(password) > LONGEST:
            raise ValidationError(
                _("Use at most %(longest)d characters.") % {"longest": LONGEST}, code="too_long"
            )
        plain = password.lower()
        if _is_patterned(plain) or _is_common(plain):
            raise ValidationError(
                _("This repeats a pattern or a well-known password. Use several unrelated words."),
                code="pattern",
            )
        for word in (*_SITE_WORDS, settings.PROVIDER_NAME, *_words_of(user)):
            plain = plain.replace(word.lower(), "") if word else plain
        if len(plain) < LEAST_OF_OWN:
            raise ValidationError(
                _("This is hardly more than words of this site or your own name."), code="own"
            )

    def get_help_text(self) -> str:
        """Say what helps."""
        return _("Several unrelated words are easy to remember and hard to guess.")


class BreachedValidator:
    """Refuses passwords that are known from breaches, if this machine has a file of them."""

    def validate(self, password: str, user: StaffMember | None = None) -> None:
        """Raise ValidationError with a sentence for a password in the file."""
        file: Path | None = settings.BREACHED_PASSWORDS
        if file is not None and is_breached(password, file):
            raise ValidationError(
                _("This password was stolen somewhere and is known. Use another one."),
                code="breached",
            )

    def get_help_text(self) -> str:
        """Say nothing: nobody can act on it."""
        return ""


def is_breached(password: str, file: Path) -> bool:
    """Look a password up in a file of SHA-1 hashes, without reading more than a few lines of it.

    The file is that of Have I Been Pwned, "ordered by hash": lines of 40 hexadecimal digits in
    upper case, sorted, each with a colon and a number behind it or not.
    """
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with file.open("rb") as lines:
        low, high = 0, lines.seek(0, os.SEEK_END)
        while low < high:
            middle = (low + high) // 2
            lines.seek(middle)
            if middle:
                lines.readline()  # the rest of the line that the middle lies in
            found = lines.readline()[:_HASH_LENGTH]
            if found == wanted:
                return True
            if found and found < wanted:
                low = lines.tell()
            else:
                high = middle
        # Where the halves meet, a line can begin exactly at `low`, with no line read before it.
        lines.seek(low)
        return lines.readline()[:_HASH_LENGTH] == wanted


def _is_patterned(plain: str) -> bool:
    steps = {ord(b) - ord(a) for a, b in pairwise(plain)}
    return len(set(plain)) < FEWEST_DIFFERENT or len(steps) < 3 or _unit(plain) != plain


def _unit(plain: str) -> str:
    """Return the shortest beginning that gives the whole when it is repeated, cut off or not."""
    for length in range(1, len(plain) // 2 + 1):
        if (plain[:length] * (len(plain) // length + 1)).startswith(plain):
            return plain[:length]
    return plain


def _is_common(plain: str) -> bool:
    """Tell whether a listed password makes all of it but a few signs at the ends."""
    stripped = plain.strip("0123456789!?.*#$@-_ ")
    listed = CommonPasswordValidator().passwords
    return plain in listed or stripped in listed or _unit(stripped or plain) in listed


def _words_of(user: StaffMember | None) -> list[str]:
    return [] if user is None else [user.get_username(), *user.get_full_name().split()]
