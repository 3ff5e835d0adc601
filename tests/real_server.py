"""The site under its real server: a copy of the project with its own var folder, logs and so on."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("config", "screening", "templates", "static", "locale", "manage.py")
SECONDS_TO_START = 60


@dataclass(frozen=True, slots=True)
class Served:
    """Where the server listens, and the folders of everything that it may write to."""

    port: int
    site: Path
    logs: Path
    temporary: Path

    @property
    def var(self) -> Path:
        """Keys, static files, and the database with its journals."""
        return self.site / "var"

    def ask(
        self, method: str, path: str, body: bytes | str | None = None, **headers: str
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """Send one request on a connection of its own, and read the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()

    def connect(self) -> socket.socket:
        """Open a bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)


@contextmanager
def served(folder: Path, change: Callable[[Path], None] | None = None) -> Iterator[Served]:
    """Serve a copy of the project below `folder`, with every log at its most talkative.

    `change` may change the copy first. Its database, keys and static files are made anew.
    """
    site, logs, temporary = (folder / name for name in ("site", "logs", "tmp"))
    for made in (site, logs, temporary):
        made.mkdir()
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, site / part, ignore=shutil.ignore_patterns("__pycache__"))
        elif (ROOT / part).exists():
            shutil.copy(ROOT / part, site / part)
    if change:
        change(site)
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "LOG_LEVEL": "DEBUG",
        "TMPDIR": str(temporary),
        "HOME": str(temporary),
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def run(name: str, *command: str) -> subprocess.Popen[bytes]:
        with (logs / f"{name}.out").open("wb") as out, (logs / f"{name}.err").open("wb") as err:
            return subprocess.Popen(
                [sys.executable, *command], cwd=site, env=environment, stdout=out, stderr=err
            )

    for name in (("migrate", "--no-input"), ("collectstatic", "--no-input")):
        assert run(name[0], "manage.py", *name).wait(timeout=120) == 0, read_all(logs)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # As in ./start, but with one worker and every log line.
    arguments = (
        f"-m granian --interface wsgi --host 127.0.0.1 --port {port} --no-ws --workers 1 "
        "--blocking-threads 2 --workers-kill-timeout 10 --log-level debug config.wsgi:application"
    )
    server = run("server", *arguments.split())
    try:
        _wait_for(server, port, logs)
        yield Served(port, site, logs, temporary)
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def read_all(folder: Path) -> str:
    """Read every file of a folder, for the message of a test that failed."""
    return "\n".join(
        f"--- {path.name}\n{path.read_text(errors='replace')}" for path in folder.iterdir()
    )


def _wait_for(server: subprocess.Popen[bytes], port: int, logs: Path) -> None:
    for _ in range(SECONDS_TO_START * 10):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            try:
                server.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError(f"the server ended:\n{read_all(logs)}") from None
        return
    raise AssertionError(f"the server does not answer:\n{read_all(logs)}")
