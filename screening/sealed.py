"""Seal a person's answers so that they can be handed to a browser, and open them again.

A token is URL-safe base64 without padding of

    version (1 byte) | key id (4) | nonce (12) | AES-256-GCM of [time (8) | payload] + tag (16)

Version, key id and purpose are authenticated with it: a token made for one purpose does not open
for another. The key id says which key to use, so that rotation costs no trial decryption: put a
new key first in `settings.ANSWER_KEYS`, and take the old one out once its tokens have expired.

Nonces are random, so one key should seal no more than 2**32 tokens (NIST SP 800-38D, 8.3).
"""

import hashlib
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

DAY = 24 * 60 * 60
"""Seconds."""

CLOCK_ALLOWANCE = 60
"""Seconds by which the clocks of two servers may differ."""

LONGEST_TOKEN = 4096
"""Characters; no browser keeps a longer cookie."""

_VERSION = b"\x01"
_KEY_ID_BYTES = 4
_NONCE_BYTES = 12
_TIME_BYTES = 8
_TAG_BYTES = 16
_NONCE_AT = len(_VERSION) + _KEY_ID_BYTES
_SEALED_AT = _NONCE_AT + _NONCE_BYTES
_SHORTEST = _SEALED_AT + _TIME_BYTES + _TAG_BYTES

LONGEST_PAYLOAD = LONGEST_TOKEN * 3 // 4 - _SHORTEST
"""Bytes."""


class Unsealable(Exception):
    """The token is not one of ours, was changed, or is too old. The message says which."""


def seal(payload: bytes, *, purpose: str, now: int) -> str:
    """Return a token that only `open_sealed` can read, and only for the same purpose.

    `now` is the time in whole seconds since 1970. Raises ValueError if the payload is longer than
    `LONGEST_PAYLOAD`.
    """
    if len(payload) > LONGEST_PAYLOAD:
        raise ValueError(f"{len(payload)} bytes are too many to seal ({LONGEST_PAYLOAD} at most)")
    newest, keys = _key_ring(tuple(settings.ANSWER_KEYS))
    head = _VERSION + newest
    nonce = os.urandom(_NONCE_BYTES)
    inside = now.to_bytes(_TIME_BYTES, "big") + payload
    sealed = keys[newest].encrypt(nonce, inside, head + purpose.encode())
    return urlsafe_b64encode(head + nonce + sealed).rstrip(b"=").decode("ascii")


def open_sealed(token: str, *, purpose: str, now: int, max_age: int = DAY) -> bytes:
    """Return the payload of a token that `seal` made for the same purpose.

    `now` and `max_age` are in whole seconds; a token of exactly `max_age` still opens. Raises
    `Unsealable` if the token is malformed, changed, sealed for another purpose or with a key we no
    longer have, too old, or from the future.
    """
    raw = _decode(token)
    head = raw[:_NONCE_AT]
    _, keys = _key_ring(tuple(settings.ANSWER_KEYS))
    key = keys.get(head[len(_VERSION) :])
    if key is None:
        raise Unsealable("sealed with a key that is not in use")
    try:
        inside = key.decrypt(raw[_NONCE_AT:_SEALED_AT], raw[_SEALED_AT:], head + purpose.encode())
    except InvalidTag:
        raise Unsealable("changed, or sealed for another purpose") from None
    age = now - int.from_bytes(inside[:_TIME_BYTES], "big")
    if age > max_age:
        raise Unsealable("too old")
    if age < -CLOCK_ALLOWANCE:
        raise Unsealable("from the future")
    return inside[_TIME_BYTES:]


def _decode(token: str) -> bytes:
    if len(token) > LONGEST_TOKEN:
        raise Unsealable("too long")
    try:
        written = token.encode("ascii")
        raw = urlsafe_b64decode(written + b"=" * (-len(written) % 4))
    except ValueError:
        raise Unsealable("not base64") from None
    # The decoder skips characters it does not know and ignores spare bits at the end. One payload
    # has one spelling: anything else was changed on its way.
    if urlsafe_b64encode(raw).rstrip(b"=") != written:
        raise Unsealable("not base64 as we write it")
    if len(raw) < _SHORTEST:
        raise Unsealable("too short")
    if raw[:1] != _VERSION:
        raise Unsealable("of a version we do not know")
    return raw


@lru_cache(maxsize=4)
def _key_ring(keys: tuple[bytes, ...]) -> tuple[bytes, dict[bytes, AESGCM]]:
    """Return the id of the newest key, and the ciphers by key id."""
    ids = [hashlib.sha256(b"answer key id" + key).digest()[:_KEY_ID_BYTES] for key in keys]
    return ids[0], dict(zip(ids, map(AESGCM, keys), strict=True))
