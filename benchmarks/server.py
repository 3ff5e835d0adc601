"""The server as `./start` runs it, with one worker, and what the system knows of that worker."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.client import Unanswered, fetch, request

CONSTANT: Final = "constant/"
"""The address of the page that the others are compared with."""

HOST: Final = "127.0.0.1"
_PATIENCE: Final = 30.0
"""Seconds to wait for the server to start."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: where it listens, and the process id of its worker."""

    address: tuple[str, int]
    worker: int

    @property
    def host(self) -> str:
        """What a browser would send as Host."""
        return f"{self.address[0]}:{self.address[1]}"

    def cpu_seconds(self) -> float:
        """CPU seconds that the worker has used, all of its threads together."""
        threads = Path(f"/proc/{self.worker}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9

    def memory(self) -> tuple[float, float]:
        """Resident and proportional memory of the worker in MB (10**6 bytes)."""
        text = Path(f"/proc/{self.worker}/smaps_rollup").read_text()
        return _kilobytes(text, "Rss") * 1.024e-3, _kilobytes(text, "Pss") * 1.024e-3


def _kilobytes(text: str, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB$", text, re.MULTILINE)
    if not found:
        raise LookupError(f"This system does not say how much {name} a process has.")
    return int(found[1])


def flags_of(script: str) -> dict[str, str]:
    """Read the flags with which a script like `start` runs the server.

    Out: flag to its value, or to "". Raises LookupError if the script does not run the server.
    """
    found = re.search(r"exec \S*granian (.*?) config\.wsgi:application", script, re.DOTALL)
    if not found:
        raise LookupError("`start` does not run granian any more, so there is nothing to measure.")
    words = shlex.split(found[1].replace("\\\n", " "))
    values = [*words[1:], "--"]
    return {
        word: "" if value.startswith("--") else value
        for word, value in zip(words, values, strict=True)
        if word.startswith("--")
    }


@contextmanager
def serving() -> Iterator[Server]:
    """Run the server, with the flags of `./start` but one worker, until the block is left.

    Raises Unanswered if it does not start.
    """
    port = _free_port()
    flags = flags_of(Path("start").read_text(encoding="utf-8"))
    flags |= {"--host": HOST, "--port": str(port), "--workers": "1"}
    words = [word for pair in flags.items() for word in pair if word]
    granian = str(Path(sys.executable).with_name("granian"))
    process = subprocess.Popen([granian, *words, "config.wsgi:application"], start_new_session=True)
    try:
        _wait_for((HOST, port), process)
        yield Server((HOST, port), _worker_of(process.pid))
    finally:
        # The session holds the server and its worker, and nothing else. There is nothing to save.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_for(address: tuple[str, int], process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < end:
        try:
            answer = fetch(address, request(f"{address[0]}:{address[1]}", f"/{CONSTANT}"))
        except (OSError, Unanswered):
            time.sleep(0.05)
            continue
        if answer.status == 200:
            return
        raise Unanswered(f"The server answered {answer.status} to its first request.")
    raise Unanswered("The server did not start. What it wrote stands above.")


def _worker_of(parent: int) -> int:
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    workers = [
        int(child)
        for child in children
        if b"granian" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]
    return workers[-1] if workers else parent
