"""Fields of a record that are encrypted at rest, and keyed hashes to search for them.

What is stored is

    version (1 byte) | key id (4) | nonce (12) | AES-256-GCM of the padded text + tag (16)

Model, field and row id are authenticated with it: what was written for one client cannot be put
into another's row. The key id says which key to use. Keys stand in `settings.FIELD_KEYS`, newest
first; `manage.py rotate_keys` writes everything anew with the newest.

Nonces are random, so one key should encrypt no more than 2**32 values (NIST SP 800-38D, 8.3).
"""

import hashlib
import hmac
import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    _BinaryField = models.BinaryField[str, str]
else:
    _BinaryField = models.BinaryField

PADDED_TO: Final = 32
"""Bytes. The length of a text is rounded up to this, so that it says little about a name."""

_VERSION: Final = b"\x01"
_KEY_ID_BYTES: Final = 4
_NONCE_BYTES: Final = 12
_NONCE_AT: Final = len(_VERSION) + _KEY_ID_BYTES
_TEXT_AT: Final = _NONCE_AT + _NONCE_BYTES
_END_OF_TEXT: Final = b"\x80"


class Undecryptable(Exception):
    """What is stored was changed, belongs to another row, or its key is not in use any more."""


def encrypt(text: str, *, place: str) -> bytes:
    """Return `text` encrypted with the newest key, for this place (model, field and row) only."""
    newest, ciphers = _ciphers(tuple(settings.FIELD_KEYS))
    head = _VERSION + newest
    nonce = os.urandom(_NONCE_BYTES)
    padded = text.encode() + _END_OF_TEXT
    padded += b"\x00" * (-len(padded) % PADDED_TO)
    return head + nonce + ciphers[newest].encrypt(nonce, padded, head + place.encode())


def decrypt(stored: bytes, *, place: str) -> str:
    """Return the text that `encrypt` was given for the same place. Raises Undecryptable."""
    head = stored[:_NONCE_AT]
    _, ciphers = _ciphers(tuple(settings.FIELD_KEYS))
    cipher = ciphers.get(head[len(_VERSION) :])
    if cipher is None or head[: len(_VERSION)] != _VERSION:
        raise Undecryptable(f"{place}: written with a key that is not in use")
    try:
        padded = cipher.decrypt(
            stored[_NONCE_AT:_TEXT_AT], stored[_TEXT_AT:], head + place.encode()
        )
    except InvalidTag:
        raise Undecryptable(f"{place}: changed, or of another row") from None
    return padded.rstrip(b"\x00").removesuffix(_END_OF_TEXT).decode()


def is_newest(stored: bytes) -> bool:
    """Tell whether a stored value was written with the newest key."""
    newest, _ = _ciphers(tuple(settings.FIELD_KEYS))
    return stored[len(_VERSION) : _NONCE_AT] == newest


def keyed_hash(text: str, *, purpose: str) -> str:
    """Return the hash under which new rows are found: 64 hexadecimal digits, with the newest key.

    Without the key nobody can tell what was hashed, nor try out names against it.
    """
    return _hash(settings.FIELD_KEYS[0], purpose, text)


def keyed_hashes(text: str, *, purpose: str) -> list[str]:
    """Return the hashes under which a row may be found, for each key in use, newest first."""
    return [_hash(key, purpose, text) for key in settings.FIELD_KEYS]


def _hash(key: bytes, purpose: str, text: str) -> str:
    own = hmac.digest(key, b"search " + purpose.encode(), hashlib.sha256)
    return hmac.new(own, text.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=4)
def _ciphers(keys: tuple[bytes, ...]) -> tuple[bytes, dict[bytes, AESGCM]]:
    ids = [hashlib.sha256(b"field key id" + key).digest()[:_KEY_ID_BYTES] for key in keys]
    return ids[0], dict(zip(ids, map(AESGCM, keys), strict=True))


class _Decrypted:
    """Opens the stored value when the attribute is read, since only the row knows its id."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, row: models.Model | None, owner: Any = None) -> Any:
        if row is None:
            return self
        value = row.__dict__.get(self.name, "")
        if isinstance(value, bytes):
            value = row.__dict__[self.name] = decrypt(value, place=place_of(row, self.name))
        return value

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.name] = bytes(value) if isinstance(value, memoryview) else value


class EncryptedTextField(_BinaryField):
    """Text that is encrypted at rest. The row's id must be known before it is saved (a UUID).

    Only saving a row encrypts: `update()` and filters with a text raise TypeError.
    """

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False
    ) -> None:
        """Put the attribute that decrypts onto the model."""
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Decrypted(self.attname))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Return the encrypted text of a row that is being saved."""
        text = getattr(model_instance, self.attname)
        return encrypt(text, place=place_of(model_instance, self.attname))

    def get_prep_value(self, value: Any) -> Any:
        """Refuse what was not encrypted."""
        if isinstance(value, str):
            raise TypeError(f"{self.name} is encrypted when its row is saved, and only then")
        return super().get_prep_value(value)

    def get_default(self) -> Any:
        """Return an empty text."""
        return ""


def place_of(row: models.Model, field: str) -> str:
    """Name the place of a field of a row. Raises ValueError while the row has no id."""
    if row.pk is None:
        raise ValueError(f"{row._meta.label} needs an id before {field} can be encrypted")
    return f"{row._meta.label_lower}.{field}:{row.pk}"
