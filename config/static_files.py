"""Collects the static files: hashed names, compressed, and one stylesheet instead of its parts."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "css/site.css"
_IMPORT = re.compile(r'@import "([a-z_]+\.css)";')
_COMMENT_OR_MARGIN = re.compile(r"/\*.*?\*/|^\s+", re.DOTALL | re.MULTILINE)


def one_stylesheet(paths: Mapping[str, tuple[Storage, str]]) -> str:
    """Return the text of `STYLESHEET` with each part in place of its import, comments dropped.

    `paths` has, for the name of each static file, where it lies and its name there. A part that
    is imported and does not exist raises KeyError with its name.
    """

    def text(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return str(file.read(), "utf-8")

    whole = _IMPORT.sub(lambda part: text(f"css/{part[1]}"), text(STYLESHEET))
    return _COMMENT_OR_MARGIN.sub("", whole)


class StaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """What whitenoise serves from, with one stylesheet made of its parts."""

    def post_process(
        self, paths: dict[str, tuple[Storage, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str | None, bool | Exception]]:
        """Put the one stylesheet in the place of its first part, then hash and compress as ever."""
        if not dry_run and STYLESHEET in paths:
            Path(self.path(STYLESHEET)).write_text(one_stylesheet(paths), encoding="utf-8")
            paths = {**paths, STYLESHEET: (self, STYLESHEET)}
        yield from super().post_process(paths, dry_run, **options)
