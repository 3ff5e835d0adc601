"""The one stylesheet that pages link, made from a file for each component.

Django looks for static files through finders, in production (collectstatic), in development and in
tests. A finder that makes this one gives all three the same file, and it is never out of step.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

STYLESHEET = "css/site.css"
PARTS = Path(__file__).parent.parent / "static" / "css"
MADE = Path(__file__).parent.parent / "var" / "made"
_FIRST, _LAST = ("tokens.css", "base.css"), ("print.css",)
_COMMENT_OR_MARGIN = re.compile(r"/\*.*?\*/\n?|^\s+", re.DOTALL | re.MULTILINE)


def one_stylesheet(folder: Path) -> str:
    """Return all parts in `folder` as one text, without comments and margins.

    Tokens and base come first and print comes last; the components between them do not depend on
    their order. A folder without one of those three raises FileNotFoundError.
    """
    components = sorted({part.name for part in folder.glob("*.css")} - {*_FIRST, *_LAST})
    texts = [(folder / name).read_text("utf-8") for name in (*_FIRST, *components, *_LAST)]
    return _COMMENT_OR_MARGIN.sub("", "".join(texts))


class SiteStylesheetFinder(BaseFinder):
    """Finds `STYLESHEET`, made anew whenever a part has changed."""

    storage = FileSystemStorage(location=MADE)

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Nothing about it can be set, so nothing can be wrong."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return where `path` lies, if it is the stylesheet.

        Out: as Django's own finders have it, an empty list if it is not, a list of one if
        `find_all`, else the place itself.
        """
        if path != STYLESHEET:
            return []
        return [str(_made())] if find_all else str(_made())

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        """Yield the stylesheet and the storage it lies in."""
        _made()
        yield STYLESHEET, self.storage


def _made() -> Path:
    made = MADE / STYLESHEET
    text = one_stylesheet(PARTS)
    if not made.exists() or made.read_text("utf-8") != text:
        made.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", encoding="utf-8", dir=made.parent, delete=False) as unfinished:
            unfinished.write(text)
        Path(unfinished.name).replace(made)  # at once, so that nobody reads half of it
    return made
