"""Who a client is, as text that is the same however it was typed. Hashes of it find a client."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import date
from typing import Final

from screening.field_encryption import keyed_hash, keyed_hashes

REFERENCE_CHARACTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of references that we make: no I, L, O or U, which are misread or spell words."""

_REFERENCE: Final = "reference"
_NAME: Final = "name and birth date"


def new_reference() -> str:
    """Make a reference: "C-" and six random characters. It says nothing, not even the order."""
    return "C-" + "".join(secrets.choice(REFERENCE_CHARACTERS) for _ in range(6))


def tidy(text: str) -> str:
    """Return a text as it is kept: composed characters, single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def normal_reference(reference: str) -> str:
    """Return a reference in the one way in which it is looked for: in capitals, tidied."""
    plain = unicodedata.normalize("NFKD", reference).casefold().upper()
    return tidy("".join(c for c in plain if c.isspace() or unicodedata.category(c)[0] != "C"))


def normal_name(name: str) -> str:
    """Return a name in the one way in which it is looked for.

    Letters and digits only, without accents, in small letters, the words in alphabetical order:
    "O’Neill-Roe, Zoë" and "zoe oneill roe" are the same. Empty for a name without any letter.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    kept = "".join(
        c if c.isalnum() else " "
        for c in plain
        if c.isspace() or (unicodedata.category(c)[0] not in "MC" and c not in "'’ʼ`")
    )
    return " ".join(sorted(kept.split()))


def reference_hash(reference: str) -> str:
    """Return the hash to store with a reference: 64 hexadecimal digits, with the newest key."""
    return keyed_hash(normal_reference(reference), purpose=_REFERENCE)


def reference_hashes(reference: str) -> list[str]:
    """Return the hashes that find a reference, for each key in use. None for an empty one."""
    normal = normal_reference(reference)
    return keyed_hashes(normal, purpose=_REFERENCE) if normal else []


def name_hash(name: str, birth_date: date | None) -> str:
    """Return the hash to store with a name and date of birth. Empty unless there are both."""
    normal = _who(name, birth_date)
    return keyed_hash(normal, purpose=_NAME) if normal else ""


def name_hashes(name: str, birth_date: date | None) -> list[str]:
    """Return the hashes that find a name and date of birth. None unless there are both."""
    normal = _who(name, birth_date)
    return keyed_hashes(normal, purpose=_NAME) if normal else []


def _who(name: str, birth_date: date | None) -> str:
    normal = normal_name(name)
    return f"{normal}|{birth_date.isoformat()}" if normal and birth_date else ""
