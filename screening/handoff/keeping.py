"""Answers kept behind a code: sealed so that nobody can read them without the code.

Two things open a row, and neither alone is of use:

- the code, stretched by scrypt (32 MiB, about 0.1 s) with a salt of the row's own, so that
  whoever has all our keys still has 2**64.8 codes to try at that price each;
- a key derived from `settings.ANSWER_KEYS`, which is not in the database.

The key of AES-256-GCM is derived from both; the id of the row is authenticated with it. All rows
are equally long. What is sealed is

    salt (16 bytes) | nonce (12) | AES-256-GCM of [JSON, spaces up to SEALED_BYTES] + tag (16)

A row is found by HMAC-SHA256 of the code under another derived key. That is fast: whoever has that
key and the database can try codes without scrypt. What protects then are the 64.8 random bits
alone; at 10**12 tries a second, finding one code takes half a year on average. Without the key
there is nothing to try against.

Keys rotate with `ANSWER_KEYS`: the newest seals, all open. An old key has to stay for eight days
after a new one came, or the codes made with it stop working; nothing else is lost.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from screening.handoff.codes import new_code
from screening.instrument.baclofen import CURRENT
from screening.models import Handoff

VALID_DAYS: Final = 7
"""A code works until the end of the seventh day after the day on which it was made."""

SEALED_BYTES: Final = 4096
"""More than any set of answers needs: it comes out of a cookie, which cannot be as long."""

SCRYPT_COST: Final = 2**15

_KEY_BYTES: Final = 32
_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_SEALED_AT: Final = _SALT_BYTES + _NONCE_BYTES


class NoSuchCode(Exception):
    """The code opens nothing: it never was one, was used or destroyed, or its time is over."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What comes out of a code: answers as the instrument takes them, and what they belong to.

    `country` is the person's choice of telephone numbers, or ""; `taken_on` the day of the code.
    """

    answers: dict[str, str | list[str]]
    instrument: str
    version: int
    country: str
    language: str
    taken_on: date


def keep(
    answers: Mapping[str, str | list[str]],
    *,
    country: str,
    language: str,
    taken_on: date,
    seed: bytes,
    now: datetime,
    replacing: str = "",
) -> str:
    """Keep answers behind a new code, and destroy the code that it replaces, if any.

    The same secret `seed` gives the same code and one row, however often and however much at
    once it is asked. Out: the code. Raises django.db.DatabaseError, and then nothing has changed.
    """
    key = _key_ring(tuple(settings.ANSWER_KEYS))[0]
    code = new_code(hmac.digest(key.making, seed, "sha256"))
    content = HandedOver(dict(answers), CURRENT.id, CURRENT.version, country, language, taken_on)
    row = Handoff(
        code_hash=_hash(code, key),
        expires_on=timezone.localdate(now) + timedelta(days=VALID_DAYS),
    )
    row.sealed = _sealed(content, row, code, key)
    with transaction.atomic():
        Handoff.objects.bulk_create([row], ignore_conflicts=True)
        if replacing and replacing != code:
            destroy(replacing)
    return code


def valid_until(code: str, *, now: datetime) -> date | None:
    """Return the last day on which a code works, or None if it does not. Reads no answer."""
    row = _find(code, now)
    return row.expires_on if row else None


def redeem(code: str, *, now: datetime) -> HandedOver:
    """Open the answers behind a code and end the code.

    To be called in the transaction that writes what becomes of the answers: if that fails, the
    code stays. Of any number of calls at once, one gets the answers. Raises NoSuchCode, after the
    same work whatever the reason.
    """
    row = _find(code, now)
    content = _opened(row, code)
    if row is None or content is None:
        raise NoSuchCode
    ended, _ = Handoff.objects.filter(pk=row.pk).delete()
    if not ended:
        raise NoSuchCode
    return content


def destroy(code: str) -> None:
    """End a code, if there is such a one; it does not say whether there was."""
    Handoff.objects.filter(code_hash__in=_hashes(code)).delete()


def forget_expired(*, now: datetime) -> int:
    """Delete what is behind codes whose time is over. Out: how many there were."""
    count, _ = Handoff.objects.filter(expires_on__lt=timezone.localdate(now)).delete()
    return count


class _Keys(NamedTuple):
    making: bytes
    finding: bytes
    sealing: bytes


@lru_cache(maxsize=4)
def _key_ring(keys: tuple[bytes, ...]) -> tuple[_Keys, ...]:
    return tuple(
        _Keys(*(_derived(key, b"handoff " + use.encode()) for use in _Keys._fields)) for key in keys
    )


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), _KEY_BYTES, salt=None, info=purpose).derive(key)


def _hash(code: str, key: _Keys) -> str:
    return hmac.digest(key.finding, code.encode(), "sha256").hex()


def _hashes(code: str) -> dict[str, _Keys]:
    return {_hash(code, key): key for key in _key_ring(tuple(settings.ANSWER_KEYS))}


def _find(code: str, now: datetime) -> Handoff | None:
    alive = Handoff.objects.filter(expires_on__gte=timezone.localdate(now))
    return alive.filter(code_hash__in=_hashes(code)).first()


def _cipher(code: str, salt: bytes, sealing: bytes) -> AESGCM:
    stretched = Scrypt(salt, _KEY_BYTES, n=SCRYPT_COST, r=8, p=1).derive(code.encode())
    return AESGCM(_derived(sealing + stretched, b"handoff answers"))


def _sealed(content: HandedOver, row: Handoff, code: str, key: _Keys) -> bytes:
    written = json.dumps(asdict(content), default=date.isoformat, separators=(",", ":")).encode()
    if len(written) > SEALED_BYTES:
        raise ValueError(f"{len(written)} bytes are too many to keep behind a code")
    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    padded = written.ljust(SEALED_BYTES)
    return salt + nonce + _cipher(code, salt, key.sealing).encrypt(nonce, padded, row.id.bytes)


def _opened(row: Handoff | None, code: str) -> HandedOver | None:
    """Open a row. Without one, or with one that was changed: the same work, and None."""
    hashes = _hashes(code)
    if row is None:
        _cipher(code, os.urandom(_SALT_BYTES), next(iter(hashes.values())).sealing)
        return None
    sealed = bytes(row.sealed)
    cipher = _cipher(code, sealed[:_SALT_BYTES], hashes[row.code_hash].sealing)
    nonce, text = sealed[_SALT_BYTES:_SEALED_AT], sealed[_SEALED_AT:]
    try:
        content: dict[str, Any] = json.loads(cipher.decrypt(nonce, text, row.id.bytes))
    except InvalidTag:
        return None
    return HandedOver(**{**content, "taken_on": date.fromisoformat(content["taken_on"])})
