"""What a first visit weighs, as the server really sends it to a browser."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from random import Random
from typing import Final
from urllib.parse import urljoin

from benchmarks.client import Answer, Unanswered, fetch, request
from benchmarks.people import address_of, cookie_of, heaviest_page, people
from benchmarks.server import Server
from benchmarks.table import Row

FIRST_VIEW_BUDGET: Final = 30.0
QUESTION_PAGE_BUDGET: Final = 10.0
_CSS_REFERENCE: Final = re.compile(
    r"""@import\s+["']([^"']+)["']|url\(\s*["']?([^"')]+)["']?\s*\)"""
)
_WANTED: Final = {"link": "href", "script": "src", "img": "src", "source": "src"}
_LOADED_LINKS: Final = frozenset({"stylesheet", "icon", "preload", "modulepreload", "manifest"})


class _Files(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        address = values.get(_WANTED.get(tag, ""))
        relations = set((values.get("rel") or "").split())
        if address and (tag != "link" or relations & _LOADED_LINKS):
            self.found.append(address)


def files_of_page(html: str) -> list[str]:
    """List the addresses of the files that a browser loads with a page, in order."""
    parser = _Files()
    parser.feed(html)
    return list(dict.fromkeys(parser.found))


def files_of_stylesheet(css: str) -> list[str]:
    """List the addresses that a stylesheet imports or shows."""
    return [first or second for first, second in _CSS_REFERENCE.findall(css)]


def measure(server: Server, *, seed: int) -> list[Row]:
    """Weigh the first view of the start page, and the heaviest question page after it."""
    first = _view(server, "/")
    answers = people(3, Random(seed))[0]
    path = address_of(heaviest_page())
    second = _view(server, path, cookie=cookie_of(answers), known=frozenset(first))
    return [
        _row("first view of the start page, all files", first, FIRST_VIEW_BUDGET),
        _row(f"{path} after it", second, QUESTION_PAGE_BUDGET),
    ]


def _row(what: str, view: dict[str, Answer], budget: float) -> Row:
    body = sum(len(answer.body) for answer in view.values())
    head = sum(answer.head_bytes for answer in view.values())
    kinds = sorted({answer.headers.get("content-encoding", "as it is") for answer in view.values()})
    return Row(
        what,
        body / 1000,
        unit="kB",
        decimals=1,
        budget=budget,
        sort="most",
        note=f"{len(view)} file(s), {' and '.join(kinds)}; headers {head / 1000:.1f} kB on top",
    )


def _view(
    server: Server, path: str, *, cookie: str = "", known: frozenset[str] = frozenset()
) -> dict[str, Answer]:
    """Load a page and all its files but those a browser has already. Out: answers by address."""
    got: dict[str, Answer] = {}
    wanted = [path]
    while wanted:
        address = wanted.pop(0)
        if address in got or (address in known and address != path):
            continue
        answer = fetch(server.address, request(server.host, address, cookie=cookie))
        if answer.status != 200:
            raise Unanswered(f"The server answered {answer.status} to {address}.")
        got[address] = answer
        kind = answer.headers.get("content-type", "")
        if "html" in kind or "css" in kind:
            # Read again as it is: only the first answer is what a browser gets.
            text = _as_it_is(server, address, cookie)
            more = files_of_page(text) if "html" in kind else files_of_stylesheet(text)
            wanted += [urljoin(address, name) for name in more]
    return got


def _as_it_is(server: Server, address: str, cookie: str) -> str:
    plain = request(server.host, address, cookie=cookie).replace(
        b"Accept-Encoding: gzip, deflate, br, zstd", b"Accept-Encoding: identity"
    )
    return fetch(server.address, plain).body.decode()
