"""`manage.py update_messages`: collect every sentence to translate, the instrument's as well."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from screening.instrument.baclofen import CURRENT, GUIDANCE
from screening.instrument.schema import (
    Band,
    Checklist,
    Instrument,
    ListedSign,
    Option,
    Question,
    Rule,
    Section,
    Source,
    Words,
)

CATALOGUE: Final = "LC_MESSAGES/django.po"

SHOWN: Final[Mapping[type, tuple[str, ...]]] = {
    Instrument: ("status",),
    Section: ("name", "heading", "introduction"),
    Question: ("text", "short", "hint", "error"),
    Option: ("text", "says"),
    Checklist: ("name",),
    Band: ("text",),
    Rule: ("text",),
    ListedSign: ("text", "left_out"),
    Source: ("text",),
    Words: ("heading", "paragraphs", "points", "closing"),
}
"""Which fields of a definition a person reads."""

NOT_SEARCHED: Final = ("benchmarks", "node_modules", "static", "tests", "var")


class Command(BaseCommand):
    """A definition is plain data without gettext calls, so its sentences are written out first."""

    help = (
        "Bring the catalogues in locale/ up to date with every sentence of the site. "
        "Needs the system's gettext tools."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "languages", nargs="*", default=["en"], help="as in: update_messages en es (default en)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Update the catalogues. Raises CommandError without the gettext tools."""
        if not shutil.which("xgettext") or not shutil.which("msgmerge"):
            raise CommandError(
                "The gettext tools are missing. Install the package gettext "
                "(apt-get install gettext, or brew install gettext), and try again."
            )
        root = Path(settings.BASE_DIR)
        # makemessages searches the folder it runs in, and files of Python in it.
        written_out = root / "screening" / "sentences_of_the_instrument.py"
        written_out.write_text("\n".join(as_python()) + "\n", encoding="utf-8")
        try:
            call_command(
                "makemessages",
                locale=options["languages"],
                ignore_patterns=[f"{name}/*" for name in NOT_SEARCHED],
                add_location="never",
                no_obsolete=True,
                verbosity=0,
            )
        finally:
            written_out.unlink()
        for language in options["languages"]:
            self.stdout.write(f"Wrote locale/{language}/{CATALOGUE}.")


def sentences(instrument: Instrument, words: Mapping[str, Words]) -> Iterator[tuple[str, str]]:
    """List what a person reads of an instrument, as (where it stands, the sentence)."""
    yield from _sentences(instrument, f"{instrument.id}, version {instrument.version}")
    for key, block in words.items():
        yield from _sentences(block, f"guidance {key}")


def _sentences(part: object, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(part, tuple):
        for inner in part:
            yield from _sentences(inner, where)
    elif is_dataclass(part) and not isinstance(part, type):
        name = getattr(part, "id", getattr(part, "key", getattr(part, "code", "")))
        here = f"{where}, {name}" if name and not isinstance(part, Instrument) else where
        for field in fields(part):
            value = getattr(part, field.name)
            if field.name in SHOWN.get(type(part), ()):
                for text in value if isinstance(value, tuple) else (value,):
                    if text:
                        yield f"{here}: {field.name}", text
            else:
                yield from _sentences(value, here)


def as_python() -> Iterator[str]:
    """Write the sentences of the current instrument as lines of Python that xgettext understands.

    The comments come out beside each message, for whoever translates it: where it stands first.
    """
    found: dict[str, str] = {}
    for where, text in sentences(CURRENT, GUIDANCE):
        found.setdefault(text, where)
    for text, where in found.items():
        yield f"# Translators: {where}"
        yield f"gettext({text!r})"
