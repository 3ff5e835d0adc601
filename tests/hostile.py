"""Invented hostile requests: what a broken browser, a scanner or an attacker may send."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from urllib.parse import quote_from_bytes, urlencode

from django.urls import URLResolver, get_resolver

from screening.instrument.baclofen import CURRENT
from screening.selfcheck import answers as cookie
from tests.hostile_cookies import MARK, SPOILED, honest_cookies

NASTY = [
    MARK.encode(),
    b'"><script>zq9"</script>',
    b"zq9'\r\nSet-Cookie: a=b",
    b"\x00",
    b"zq9<\x00",
    b"\xff\xfe\xfa",
    b"\xed\xa0\x80",  # half of a surrogate pair
    "\u202ezq9<\u2028".encode(),
    b"../../../etc/passwd",
    b"%s%n{0}${7*7}",
    b"' OR 1=1 --",
    b"9" * 400,
    b"-1",
    b"",
    b" ",
    b"A" * 3000,
]
METHODS = (
    ["GET"] * 12
    + ["POST"] * 12
    + ["HEAD", "HEAD", "PUT", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"]
)
METHODS += ["CONNECT", "PROPFIND", "get", "ZQ9<B>", "A" * 300, "_"]
# Python knows more codecs than there are character sets.
CHARSETS = ["utf-8", "latin-1", "utf-16", "utf-7", "utf-8-sig", "no-such", 'zq9"<b>', "\xff"]
CHARSETS += ["idna", "punycode", "hex", "base64", "zlib", "rot13", "undefined", "unicode_escape"]
SITES = [
    "http://localhost",
    "https://localhost",
    "http://other.example",
    "null",
    "http://[",
    "//",
    ":",
]
FETCH_SITES = ["same-origin"] * 6 + ["none", "same-site", "cross-site", 'zq9"<b>', ""]
HOSTS = ["localhost"] * 50 + [
    "127.0.0.1:8000",
    "evil.example",
    "[",
    "localhost:99999",
    "a b",
    'zq9"<b>',
]


@dataclass
class Request:
    """A request as a server hands it on. Headers are latin-1, because that is how WSGI has them."""

    method: str = "GET"
    path: bytes = b"/"
    query: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def public_routes() -> list[str]:
    """Every public address as the resolver knows it, with its converters in it."""

    def below(resolver: URLResolver, before: str) -> Iterator[str]:
        for entry in resolver.url_patterns:
            route = before + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from below(entry, route)
            elif getattr(entry.callback, "csrf_exempt", False):
                yield route

    return list(below(get_resolver(), "/"))


def hostile_requests(seed: int) -> Iterator[Request]:
    """Invent requests without end, the same ones for the same seed."""
    chooser = random.Random(seed)
    for route in cycle(public_routes()):
        request = Request(chooser.choice(METHODS), _path(chooser, route))
        request.query = _query(chooser)
        request.headers["host"] = chooser.choice(HOSTS)
        _add_body(chooser, request)
        _add_cookie(chooser, request)
        _add_headers(chooser, request)
        yield request


def _nasty(chooser: random.Random) -> bytes:
    kind = chooser.random()
    if kind < 0.4:
        return MARK.encode()
    return chooser.choice(NASTY) if kind < 0.8 else chooser.randbytes(chooser.randrange(1, 60))


def _path(chooser: random.Random, route: str) -> bytes:
    sections = [section.id for section in CURRENT.sections]
    known = chooser.random() < 0.8
    section = chooser.choice(sections) if known else chooser.choice(["nowhere", "NOW", "n" * 300])
    part = chooser.choice(["1", "2", "2", "3", "0", "9" * 30])
    path = route.replace("<slug:section>", section).replace("<int:part>", part).encode()
    odd = chooser.random()
    if odd < 0.75:
        return path
    if odd < 0.8:
        return path.rstrip(b"/")
    if odd < 0.85:
        return b"/check/" + _nasty(chooser)
    if odd < 0.9:
        return path + _nasty(chooser) + b"/"
    if odd < 0.93:
        return b"//evil.example" + path
    if odd < 0.96:
        return b"/static/" + _nasty(chooser)
    return chooser.choice(
        [b"", b"*", b"/" + b"a/" * 2000, b"/%2e%2e/", b"/check/./", b"\\", b"/;/"]
    )


def _query(chooser: random.Random) -> bytes:
    kind = chooser.random()
    if kind < 0.35:
        return b""
    if kind < 0.85:
        name = chooser.choice([b"from", b"from", b"country", b"country", b"q", b"now_heart"])
        nasty = quote_from_bytes(_nasty(chooser)).encode()
        return name + b"=" + chooser.choice([b"answers", b"GB", nasty, nasty, nasty])
    return chooser.choice(
        [b"&&=&", b"%", b"%zz", b"from=%ED%A0%80", b"a=1&" * 1500, b"from", _nasty(chooser)]
    )


def _fields(chooser: random.Random) -> list[tuple[str, bytes]]:
    """Fields of a form: right and wrong, missing and repeated."""
    fields: list[tuple[str, bytes]] = [("count", b"yes"), ("country", b"GB")]
    for question in CURRENT.questions:
        if chooser.random() < 0.15:
            continue
        codes = [option.code.encode() for option in question.options]
        value = chooser.choice(codes) if chooser.random() < 0.8 else _nasty(chooser)
        fields += [(question.id, value)] * chooser.choice([1] * 9 + [3])
    if chooser.random() < 0.3:
        fields += [(_nasty(chooser).decode("latin-1"), _nasty(chooser))]
    if chooser.random() < 0.03:
        fields += [(f"field{number}", b"x") for number in range(3000)]
    chooser.shuffle(fields)
    return fields


def _add_body(chooser: random.Random, request: Request) -> None:
    kind = chooser.random()
    if kind < 0.1:
        return
    charset = f"; charset={chooser.choice(CHARSETS)}" if chooser.random() < 0.3 else ""
    if kind < 0.65:
        request.body = urlencode(_fields(chooser)).encode()
        request.headers["content-type"] = "application/x-www-form-urlencoded" + charset
    elif kind < 0.85:
        request.body, boundary = _multipart(chooser)
        request.headers["content-type"] = f"multipart/form-data{boundary}{charset}"
    else:
        size = chooser.choice([1, 100, 5000, 65_535, 65_537, 300_000])
        request.body = chooser.choice([_nasty(chooser), chooser.randbytes(size), b"a=1&" * 5000])
        request.headers["content-type"] = chooser.choice(
            ["application/json", "text/plain", "zq9<b>", "", "multipart/form-data", "a/b; ="]
        ) + charset  # fmt: skip
    length = str(len(request.body))
    if chooser.random() < 0.1:
        # A length that is no number never gets past the server: see the test on a real socket.
        length = chooser.choice(["", "9" * 30, "0", "1", str(len(request.body) + 50)])
    request.headers["content-length"] = length


def _multipart(chooser: random.Random) -> tuple[bytes, str]:
    edge = b"edge"
    parts = []
    for name, value in _fields(chooser)[:60]:
        head = b'Content-Disposition: form-data; name="%s"' % name.encode("utf-8", "replace")
        if chooser.random() < 0.05:
            head += b'; filename="%s"\r\nContent-Type: %s' % (_nasty(chooser), _nasty(chooser))
        if chooser.random() < 0.05:
            head += b"\r\nContent-Transfer-Encoding: base64"
        if chooser.random() < 0.03:
            head = _nasty(chooser)
        parts.append(b"--" + edge + b"\r\n" + head + b"\r\n\r\n" + value + b"\r\n")
    body = b"".join(parts) + chooser.choice([b"--edge--\r\n", b"--edge", b"", b"--edge\r\n\r\n"])
    if chooser.random() < 0.2:
        body = body[: chooser.randrange(len(body))]
    boundary = chooser.choice(["edge"] * 6 + ["other", "", '"edge', "e" * 400, "\xff", 'zq9"<b>'])
    return body, f"; boundary={boundary}"


def _add_cookie(chooser: random.Random, request: Request) -> None:
    kind = chooser.random()
    if kind < 0.2:
        return
    if kind < 0.65:
        value = chooser.choice(honest_cookies())
    else:
        value = chooser.choice(SPOILED)(chooser, chooser.choice(honest_cookies()))
    pairs = [f"{cookie.cookie_name()}={value}"]
    if chooser.random() < 0.1:
        pairs += ["; ; =", f"{MARK}={MARK}", "__Host-session=zq9", "a=b" * 50]
        chooser.shuffle(pairs)
    request.headers["cookie"] = "; ".join(pairs)


def _add_headers(chooser: random.Random, request: Request) -> None:
    headers = {
        "sec-fetch-site": chooser.choice(FETCH_SITES),
        "origin": chooser.choice([*SITES, _nasty(chooser).decode("latin-1")]),
        "referer": chooser.choice([*SITES, MARK, "http://" + "a" * 5000]),
        "accept-language": chooser.choice(["en", "ar", "*", "a" * 5000, MARK, "en;q=zq9", "\xff"]),
        "user-agent": chooser.choice(["", MARK, "\xff" * 50]),
        "x-forwarded-for": chooser.choice(["203.0.113.9", MARK]),
        "x-forwarded-host": MARK,
        "x-forwarded-proto": chooser.choice(["https", MARK]),
        "if-modified-since": chooser.choice(["never", "Thu, 99 Foo 2099 99:99:99 GMT"]),
        "if-none-match": MARK,
        "range": chooser.choice(["bytes=0-", "bytes=9-1", "bytes=a-b", "lines=1"]),
        "accept-encoding": chooser.choice(["gzip, br", "*;q=x", MARK]),
        "x-http-method-override": "DELETE",
    }
    for name, value in headers.items():
        if chooser.random() < (0.5 if name == "sec-fetch-site" else 0.15):
            request.headers[name] = value
