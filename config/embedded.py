"""Secrets made on this machine when none are given, so that a first start needs no set-up."""

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def kept(file: Path, make: Callable[[], str]) -> str:
    """Return the secret in `file`; if there is no such file yet, make the secret and keep it there.

    The file appears whole, readable by its owner only, and is never replaced: whichever of several
    processes comes first makes it and all read the same secret. Raises `ImproperlyConfigured`
    with a sentence if the file can be neither read nor written.
    """
    try:
        if not file.exists():
            _write_unless_there(file, make())
        secret = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise ImproperlyConfigured(
            f"{_shown(file)} can be neither read nor made; let this user write to "
            f"{file.parent.name}/, or set {file.name.upper()} in the environment."
        ) from None
    if not secret:
        raise ImproperlyConfigured(f"{_shown(file)} is empty; delete it and a new one is made.")
    return secret


def _write_unless_there(file: Path, secret: str) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # mkstemp makes the file with mode 0600. A hard link appears in one step and fails if the name
    # is taken, so nobody ever reads half a secret or overwrites another process's.
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(secret + "\n")
            out.flush()
            os.fsync(out.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
    finally:
        Path(draft).unlink()


def _shown(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"
