"""A PostgreSQL server of our own, which only a socket in its folder leads to, for one measurement.

It keeps what PostgreSQL does to lose nothing: what is measured is what a site would have.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

_USER = "postgres"


@contextmanager
def cluster() -> Iterator[Path | None]:
    """Run a server until the block is left. Out: its folder, or None where none is installed."""
    programs = _programs()
    if programs is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="self-check-bench."))
    owner = _owner()
    if owner:
        shutil.chown(folder, owner)
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        as_owner = ["runuser", "-u", owner, "--"] if owner else []
        subprocess.run(
            [*as_owner, str(programs / program), "-D", str(data), *arguments],
            cwd="/",
            stdout=subprocess.DEVNULL,
            check=True,
        )

    try:
        run("initdb", "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        options = f"-k {folder} -c listen_addresses=''"
        run("pg_ctl", "-l", str(folder / "log"), "-w", "-t", "60", "-o", options, "start")
        try:
            yield folder
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def new_database(folder: Path, name: str) -> str:
    """Make an empty database in the server of this folder. Out: its address for DATABASE_URL."""
    with psycopg.connect(host=str(folder), user=_USER, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode("ascii"))
    return f"postgres://{_USER}@/{folder}/{name}"


def _programs() -> Path | None:
    """Find the folder of the newest server that is installed."""
    on_path = shutil.which("initdb")
    found = [Path(on_path)] if on_path else []
    found += sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parts[-3]),
        reverse=True,
    )
    return next((path.parent for path in found if (path.parent / "pg_ctl").exists()), None)


def _owner() -> str:
    """Say as whom the server must run: it refuses to as root. Returns "" where nobody else."""
    if os.geteuid() != 0:
        return ""
    users = {user.pw_name for user in pwd.getpwall()}
    return _USER if _USER in users else "nobody"
