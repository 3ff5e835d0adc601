"""Running manage.py as an operator would, in a process of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BARE = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
PARTS = ("config", "screening", "templates", "static")


def manage(
    *arguments: str, at: Path = ROOT, sent: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=at,
        env={**BARE, **environment},
        input=sent,
        capture_output=True,
        timeout=120,
        check=False,
    )


def copy_of_the_project(folder: Path) -> Path:
    """A copy that a test may break."""
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", folder)
    return folder


def edit(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
