"""The stylesheets that pages link, made from a file for each component.

Every page links the first. Staff pages link the second too, so that people on slow connections do
not load what only staff need.

Django looks for static files through finders, in production (collectstatic), in development and in
tests. A finder that makes these gives all three the same files, and they are never out of step.
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
STAFF_STYLESHEET = "css/staff.css"
PARTS = Path(__file__).parent.parent / "static" / "css"
STAFF_PARTS = PARTS / "staff"
MADE = Path(__file__).parent.parent / "var" / "made"
_FIRST, _LAST = ("tokens.css", "base.css"), ("print.css",)
_COMMENT_OR_MARGIN = re.compile(r"/\*.*?\*/\n?|^\s+", re.DOTALL | re.MULTILINE)


def one_stylesheet(folder: Path) -> str:
    """Return all parts in `folder` as one text, without comments and margins.

    Tokens and base come first and print comes last; the components between them do not depend on
    their order. A folder without one of those three raises FileNotFoundError.
    """
    components = sorted({part.name for part in folder.glob("*.css")} - {*_FIRST, *_LAST})
    return _joined(folder, (*_FIRST, *components, *_LAST))


def staff_stylesheet(folder: Path) -> str:
    """Return all parts in `folder` as one text, without comments and margins."""
    return _joined(folder, sorted(part.name for part in folder.glob("*.css")))


def _joined(folder: Path, names: Iterable[str]) -> str:
    texts = [(folder / name).read_text("utf-8") for name in names]
    return _COMMENT_OR_MARGIN.sub("", "".join(texts))


_STYLESHEETS = {
    STYLESHEET: lambda: one_stylesheet(PARTS),
    STAFF_STYLESHEET: lambda: staff_stylesheet(STAFF_PARTS),
}


class SiteStylesheetFinder(BaseFinder):
    """Finds the stylesheets, made anew whenever a part has changed."""

    storage = FileSystemStorage(location=MADE)

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Nothing about it can be set, so nothing can be wrong."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return where `path` lies, if it is one of the stylesheets.

        Out: as Django's own finders have it, an empty list if it is not, a list of one if
        `find_all`, else the place itself.
        """
        if path not in _STYLESHEETS:
            return []
        return [str(_made(path))] if find_all else str(_made(path))

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        """Yield each stylesheet and the storage it lies in."""
        for path in _STYLESHEETS:
            _made(path)
            yield path, self.storage


def _made(path: str) -> Path:
    made = MADE / path
    text = _STYLESHEETS[path]()
    if not made.exists() or made.read_text("utf-8") != text:
        made.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", encoding="utf-8", dir=made.parent, delete=False) as unfinished:
            unfinished.write(text)
        Path(unfinished.name).replace(made)  # at once, so that nobody reads half of it
    return made
