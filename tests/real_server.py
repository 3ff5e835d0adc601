"""The site under its real server: a copy of the project with its own var folder, logs and so on."""

import http.client
import os
import shutil
import signal
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
    start: Callable[[], None]
    kill: Callable[[], None]
    """End the server and its workers as a power cut would; `start` serves again."""

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
    _copy_to(site)
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
        with (logs / f"{name}.out").open("ab") as out, (logs / f"{name}.err").open("ab") as err:
            return subprocess.Popen(
                [sys.executable, *command],
                cwd=site,
                env=environment,
                stdout=out,
                stderr=err,
                start_new_session=True,
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
    servers: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        servers.append(run("server", *arguments.split()))
        _wait_for(servers[-1], port, logs)

    def kill() -> None:
        os.killpg(servers[-1].pid, signal.SIGKILL)
        servers[-1].wait()
        # A worker that is still ending would take the first requests of the next server with it.
        while _answers(port):
            pass

    try:
        start()
        yield Served(port, site, logs, temporary, start, kill)
    finally:
        servers[-1].terminate()
        try:
            servers[-1].wait(timeout=20)
        except subprocess.TimeoutExpired:
            kill()


def _answers(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def _copy_to(site: Path) -> None:
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, site / part, ignore=shutil.ignore_patterns("__pycache__"))
        elif (ROOT / part).exists():
            shutil.copy(ROOT / part, site / part)


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
