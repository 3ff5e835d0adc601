"""Read settings from the environment, and refuse nonsense.

Every function takes the name of a variable and returns a value that is fit to use, or raises
`ImproperlyConfigured` with a sentence that says what is wrong and how to mend it. A variable
that is absent, empty or only spaces counts as not set. No message repeats a secret.

Variables are read through django-environ: `NAME_FILE` may hold the path of a file to read `NAME`
from, as container platforms hand out secrets.
"""

import base64
import binascii
import contextlib
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured
from environ import Env
from environ.fileaware_mapping import FileAwareMapping

from config.colours import LEAST_CONTRAST, contrast_with_white

KEY_BYTES = 32
"""AES-256 takes a key of 256 bits."""

_TRUE = {"true", "yes", "on", "1"}
_FALSE = {"false", "no", "off", "0"}
_LONGEST_TEXT = 200


def text(name: str, default: str = "") -> str:
    """Return one line of words, at most 200 characters."""
    value = _read(name) or default
    if len(value) > _LONGEST_TEXT or not value.isprintable():
        raise ImproperlyConfigured(
            f"{name} must be one line of at most {_LONGEST_TEXT} characters; shorten it."
        )
    return value


def boolean(name: str, *, default: bool) -> bool:
    """Return a yes or no."""
    value = _read(name).lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    if value:
        raise ImproperlyConfigured(f'{name} is "{value}"; set it to true or to false.')
    return default


def whole_number(name: str, default: int, *, least: int, most: int) -> int:
    """Return a whole number from `least` to `most`."""
    value = _read(name) or str(default)
    if not re.fullmatch("[0-9]{1,9}", value) or not least <= int(value) <= most:
        raise ImproperlyConfigured(
            f'{name} is "{value}"; set it to a whole number from {least} to {most}.'
        )
    return int(value)


def choice(name: str, default: str, among: Sequence[str]) -> str:
    """Return one of the values in `among`, exactly as written there."""
    value = _read(name) or default
    if value not in among:
        raise ImproperlyConfigured(f'{name} is "{value}"; set it to one of {", ".join(among)}.')
    return value


def time_zone(name: str, default: str) -> str:
    """Return the name of a time zone that this machine knows."""
    value = _read(name) or default
    if value not in available_timezones():
        raise ImproperlyConfigured(
            f'{name} is "{value}"; set it to the name of a time zone, such as America/Chicago.'
        )
    return value


def hosts(name: str, default: str) -> list[str]:
    """Return host names, written with commas between them and without scheme, port or path."""
    value = [part for part in re.split(r"[,\s]+", _read(name) or default) if part]
    for host in value:
        if not re.fullmatch(r"\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|\[[0-9A-Fa-f:.]+\]", host):
            raise ImproperlyConfigured(
                f'{name} has "{host}"; write host names only, as in "check.example.org", with '
                "commas between them, and no https://, port, path or star."
            )
    return value


def https_url(name: str, default: str = "") -> str:
    """Return the address of a web page that is served over TLS, or "" where that is the default."""
    value = _read(name) or default
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        whole = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole or not re.fullmatch(r"[!-~]+", value) or re.search(r"[\"'<>\\]", value):
        raise ImproperlyConfigured(
            f'{name} is "{value}"; write a whole address, as in "https://www.example.org/".'
        )
    return value


def phone(name: str) -> str:
    """Return a phone number as people write it, or ""."""
    value = _read(name)
    if value and (not re.fullmatch(r"\+?[0-9 ().-]{3,30}", value) or not re.search(r"\d", value)):
        raise ImproperlyConfigured(
            f'{name} is "{value}"; write a phone number of digits, spaces, brackets, dots and '
            'dashes only, as in "1-800-555-0100".'
        )
    return value


def colour(name: str) -> str:
    """Return a colour as "#rrggbb" that reads well with white, or ""."""
    value = _read(name).lower()
    if not value:
        return ""
    if not re.fullmatch(r"#[0-9a-f]{6}", value):
        raise ImproperlyConfigured(f'{name} is "{value}"; write a colour as in "#1d5b79".')
    ratio = contrast_with_white(value)
    if ratio < LEAST_CONTRAST:
        # Rounded down: a ratio just under the limit must not be printed as the limit.
        raise ImproperlyConfigured(
            f'{name} is "{value}", which has a contrast of only {int(ratio * 100) / 100:.2f} to 1 '
            f"with white; choose a darker colour with at least {LEAST_CONTRAST} to 1."
        )
    return value


def path_below(name: str, folder: Path) -> str:
    """Return the path of a file below `folder`, relative to it and with "/" in between, or ""."""
    value = _read(name)
    if not value:
        return ""
    try:
        file = (folder / value).resolve()
        found = file.is_relative_to(folder.resolve()) and file.is_file()
    except (OSError, ValueError):  # longer than a path can be, or with a null in it
        found = False
    if not found:
        raise ImproperlyConfigured(
            f'{name} is "{value}", and there is no such file in {folder.name}/; put the file there '
            f"and give its path from {folder.name}/ on."
        )
    return file.relative_to(folder.resolve()).as_posix()


def file(name: str) -> Path | None:
    """Return the path of a file that can be read, or None."""
    value = _read(name)
    if not value:
        return None
    path = Path(value)
    if not path.is_file() or not os.access(path, os.R_OK):
        raise ImproperlyConfigured(f'{name} is "{value}", and there is no such file to read.')
    return path


def database(name: str, *, default: Path) -> dict[str, Any]:
    """Return Django's settings for one database; `default` is the file of an SQLite database.

    The options are those that keep SQLite right under load (immediate write transactions,
    write-ahead log, full flush), overwrite what is deleted, and keep PostgreSQL connections alive.
    SQLite must never be given `mmap_size`: it led to malformed-database errors.
    """
    value = _read(name)
    if not value:
        with contextlib.suppress(OSError):
            default.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": default, **_sqlite_options()}
    fault = ImproperlyConfigured(
        f'{name} is not a database address; write it as in "postgres://user:password@host/name" '
        'or "sqlite:////folder/file.sqlite3".'
    )
    if not value.startswith(("sqlite:///", "postgres://", "postgresql://")):
        raise fault
    try:
        config: dict[str, Any] = Env.db_url_config(value)
    except ValueError:
        raise fault from None
    if not config.get("NAME"):
        raise fault
    if value.startswith("sqlite"):
        return {**config, **_sqlite_options()}
    # A host that does not answer must not hold a worker for minutes.
    options = {"connect_timeout": 5, **config.get("OPTIONS", {})}
    return {**config, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def secret_key(name: str, *, default: Callable[[], str]) -> str:
    """Return the key Django signs with: at least 50 characters, five of them different.

    `default` is called for the key only when none is set.
    """
    value = _read(name) or default()
    if len(value) < 50 or len(set(value)) < 5:
        raise ImproperlyConfigured(
            f"{name} is too easy to guess; set at least 50 random characters, or leave it out and "
            "one is made for you."
        )
    return value


def keys(name: str, *, default: Callable[[], str]) -> list[bytes]:
    """Return keys, newest first, 32 bytes each.

    They are written in URL-safe base64 with commas or line ends between them. `default` is called
    for them only when none is set.
    """
    written = [part for part in re.split(r"[,\s]+", _read(name) or default()) if part]
    keys = [_key(name, part) for part in written]
    if len(set(keys)) != len(keys):
        raise ImproperlyConfigured(f"{name} has the same key twice; take one of the two out.")
    if not keys:
        raise ImproperlyConfigured(f"{name} has no key in it; add one, or leave it out.")
    return keys


def _key(name: str, written: str) -> bytes:
    try:
        plain = written.rstrip("=").translate(str.maketrans("-_", "+/"))
        key = binascii.a2b_base64(plain + "=" * (-len(plain) % 4), strict_mode=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(
            f"{name} has a key that is not {KEY_BYTES} bytes in URL-safe base64; make one "
            f'with: python3 -c "import base64, os; print(base64.urlsafe_b64encode('
            f'os.urandom({KEY_BYTES})).decode())"'
        )
    return key


def new_key() -> str:
    """Return a fresh random key in the form `keys` reads."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode("ascii")


def _sqlite_options() -> dict[str, Any]:
    return {
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;"
                "PRAGMA synchronous=FULL;"
                "PRAGMA journal_size_limit=67108864;"
                "PRAGMA secure_delete=ON;"
            ),
        },
    }


def _read(name: str) -> str:
    if os.environ.get(name, "").strip() and os.environ.get(f"{name}_FILE"):
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set; keep one of them.")
    try:
        return str(FileAwareMapping(cache=False).get(name, "")).strip()
    except (OSError, UnicodeDecodeError):
        raise ImproperlyConfigured(
            f"{name}_FILE names a file that cannot be read; check its path and who may read it."
        ) from None
