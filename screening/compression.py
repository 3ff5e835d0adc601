"""Compresses the public pages, for people on slow connections with no proxy in front of the site.

Compression can give away what is encrypted, because what repeats makes an answer shorter:

- Somebody who can put text of their own beside a secret finds it out letter by letter (the BREACH
  attack). Public pages have no such secret (no CSRF token, no session) and repeat no text that
  somebody sent. Pages behind the login have both, so they are left alone.
- Which answers are chosen changes the length of a page of questions by a few bytes. The length is
  rounded up, so that those bytes do not show. How long the result is does show, as it would
  without compression: it depends on the advice in it.

The library is ISA-L. It makes 3.5 kB of the longest page of questions (20 kB) in less than half of
the time that zlib takes for the same.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from isal import igzip

SHORTEST: Final = 500
"""Bytes. A shorter page fits into one packet either way."""

ROUNDED_TO: Final = 256
"""Bytes. The length of what is sent is a multiple of this."""

_LEVEL: Final = 1
# RFC 1952: gzip, deflate, "a name follows", no time, "fastest", system unknown.
_HEAD: Final = b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x04\xff"
_END_OF_NAME: Final = b"\x00"


def gzipped(content: bytes) -> bytes:
    """Compress `content` as one gzip member whose length is a multiple of `ROUNDED_TO`.

    What is missing stands in the field for the name of a file, which browsers pass over.
    """
    packed = igzip.compress(content, _LEVEL)
    length = len(packed) + len(_END_OF_NAME)
    name = b"." * (-length % ROUNDED_TO)
    return b"".join((_HEAD, name, _END_OF_NAME, packed[len(_HEAD) :]))


@lru_cache(maxsize=256)
def accepts_gzip(accept_encoding: str) -> bool:
    """Tell whether an Accept-Encoding header asks for gzip, and not for "gzip;q=0"."""
    for part in accept_encoding.lower().split(","):
        name, _, parameter = part.partition(";")
        if name.strip() == "gzip":
            quality = parameter.replace(" ", "").removeprefix("q=")
            return quality.strip("0.") != "" or quality == ""
    return False


class CompressPublicPagesMiddleware:
    """Send the public pages as gzip to a browser that accepts it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response of the rest of the chain, compressed if it is a public page."""
        response = self.get_response(request)
        if (
            not isinstance(response, HttpResponse)
            or not getattr(request, "is_public", False)
            or len(response.content) < SHORTEST
            or response.has_header("Content-Encoding")
        ):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if accepts_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            response.content = gzipped(response.content)
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Length"] = str(len(response.content))
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> None:
        """Remember whether the view is public: see `screening.fetch_guard.public`."""
        request.is_public = not getattr(view, "login_required", True)  # type: ignore[attr-defined]
