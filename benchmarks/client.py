"""A client that costs little beside the server: plain sockets, requests written beforehand.

Several connections are kept open, and each sends its next request as soon as its answer is
read, so that the server always has work. Answers are read by their Content-Length.
"""

from __future__ import annotations

import gc
import itertools
import socket
import time
from collections import deque
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final

CONNECTIONS: Final = 8
_LENGTH: Final = b"\r\ncontent-length:"
_CHUNK: Final = 256 * 1024

BROWSER: Final = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,"
    "*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept-Language": "en-US,en;q=0.9",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-User": "?1",
    "Upgrade-Insecure-Requests": "1",
}
"""The headers that a browser sends when somebody follows a link of this site."""


class Unanswered(Exception):
    """The server hung up, or answered something else than was expected."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: status, header lines by name in lower case, body as sent, size of the head."""

    status: int
    headers: dict[str, str]
    body: bytes
    head_bytes: int


@dataclass(frozen=True, slots=True)
class Load:
    """So many requests were answered, in so many seconds, for so many CPU seconds of ours."""

    requests: int
    seconds: float
    client_seconds: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def request(host: str, path: str, *, cookie: str = "", form: bytes | None = None) -> bytes:
    """Write a request as a browser does: a GET, or a POST when there is a form."""
    headers = {"Host": host, **BROWSER}
    if cookie:
        headers["Cookie"] = cookie
    if form is not None:
        headers["Origin"] = f"http://{host}"
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        headers["Content-Length"] = str(len(form))
    lines = [f"{'GET' if form is None else 'POST'} {path} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + (form or b"")


def fetch(address: tuple[str, int], wanted: bytes) -> Answer:
    """Send one request on a connection of its own. Raises Unanswered and OSError."""
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(wanted)
        head, body = _read(connection)
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    status = int(first.split(" ")[1])
    return Answer(
        status, {name.lower(): value for name, value in headers.items()}, body, len(head) + 4
    )


def load(
    address: tuple[str, int],
    requests: Sequence[bytes],
    *,
    statuses: frozenset[bytes],
    seconds: float | None = None,
) -> Load:
    """Send requests as fast as the server answers.

    In: where to; the requests; the statuses that an answer may have, as in b"200"; for how
    long, beginning anew after the last request (or, without it, each request once).
    Raises Unanswered and OSError.
    """
    with ExitStack() as stack:
        connections = [
            stack.enter_context(socket.create_connection(address, timeout=30))
            for _ in range(CONNECTIONS)
        ]
        gc.collect()
        gc.disable()
        stack.callback(gc.enable)
        return _drive(connections, requests, statuses, seconds)


def _drive(
    connections: list[socket.socket],
    requests: Sequence[bytes],
    statuses: frozenset[bytes],
    seconds: float | None,
) -> Load:
    waiting: deque[socket.socket] = deque()
    done = 0
    cpu = time.process_time()
    start = time.perf_counter()
    end = start + seconds if seconds else None
    for wanted in itertools.cycle(requests) if end else requests:
        if len(waiting) < len(connections):
            connection = connections[len(waiting)]
        else:
            connection = waiting.popleft()
            _expect(connection, statuses)
            done += 1
        connection.sendall(wanted)
        waiting.append(connection)
        if end and time.perf_counter() >= end:
            break
    for connection in waiting:
        _expect(connection, statuses)
        done += 1
    return Load(done, time.perf_counter() - start, time.process_time() - cpu)


def _expect(connection: socket.socket, statuses: frozenset[bytes]) -> None:
    head, _ = _read(connection)
    if head[9:12] not in statuses:
        raise Unanswered(f"The server answered {head.splitlines()[0].decode('latin-1')}.")


def _read(connection: socket.socket) -> tuple[bytes, bytes]:
    """Read one answer. Out: its head without the empty line, and its body."""
    got = connection.recv(_CHUNK)
    while (split := got.find(b"\r\n\r\n")) < 0:
        got += _more(connection)
    head = got[:split]
    place = head.lower().find(_LENGTH)
    length = int(head[place + len(_LENGTH) :].split(b"\r\n", 1)[0]) if place >= 0 else 0
    end = split + 4 + length
    while len(got) < end:
        got += _more(connection)
    return head, got[split + 4 : end]


def _more(connection: socket.socket) -> bytes:
    got = connection.recv(_CHUNK)
    if not got:
        raise Unanswered("The server hung up in the middle of an answer.")
    return got
