"""Draws a summary as a PDF: tagged (PDF/UA-1), in memory, without network or system fonts.

The template is constant. What varies reaches it as one JSON text, which Typst never reads as code.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

import typst
from django.utils.translation import gettext as _

from screening.printed.document import Document
from screening.told.wording import NOT_VALIDATED

_FOLDER: Final = Path(__file__).parent
_FONTS: Final = typst.Fonts(include_system_fonts=False)
"""The fonts inside the library: Latin, Greek, Cyrillic, Hebrew, Arabic and some more."""

_LOCK: Final = Lock()
"""A compiler is not made for two threads at once. A summary takes milliseconds."""

_INSTEAD: Final = "\N{REPLACEMENT CHARACTER}"
_UNSEEN: Final = re.compile("[\N{VARIATION SELECTOR-1}-\N{VARIATION SELECTOR-16}]")
_NEVER_SHOWN: Final = frozenset(("Cc", "Cf"))
_NO_CHARACTER: Final = frozenset(("Cn", "Co", "Cs"))


def _compiler(template: str) -> typst.Compiler:
    # Packages would come from the network: the folder they are looked for in holds none.
    return typst.Compiler(
        _FOLDER / template,
        root=_FOLDER,
        font_paths=_FONTS,
        ignore_system_fonts=True,
        package_path=_FOLDER,
        package_cache_path=_FOLDER,
    )


_SUMMARY: Final = _compiler("summary.typ")
_CHARACTER: Final = _compiler("character.typ")


def pdf(document: Document) -> bytes:
    """Draw a summary as a PDF. The same document gives the same bytes.

    A character that no font has is printed as U+FFFD, and a sentence says so.
    """
    try:
        return _compiled(_SUMMARY, _words(document, _as_printable))
    except typst.TypstError:
        # Each character can be printed alone, but not beside the others.
        return _compiled(_SUMMARY, _words(document, _as_ascii))


def _compiled(compiler: typst.Compiler, words: object) -> bytes:
    with _LOCK:
        made = compiler.compile(
            format="pdf", sys_inputs={"words": json.dumps(words)}, pdf_standards=["ua-1"]
        )
    if not isinstance(made, bytes):
        raise TypeError("A PDF is one file, and this is something else.")
    return made


def _words(document: Document, spell: Callable[[str], str]) -> dict[str, Any]:
    """Collect what the template prints, spelled with characters that can be printed."""
    words = {**asdict(document), "labels": _labels(document)}
    spelled = _spelled(words, lambda text: spell(_seen(text)))
    replaced = _INSTEAD in json.dumps(spelled, ensure_ascii=False)
    notice = _("Some characters cannot be printed. They are shown as %(sign)s.")
    return {**spelled, "replaced": notice % {"sign": _INSTEAD} if replaced else ""}


def _spelled(value: Any, spell: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return spell(value)
    if isinstance(value, dict):
        return {key: _spelled(part, spell) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_spelled(part, spell) for part in value]
    return value


def _seen(text: str) -> str:
    """Leave out what has no shape of its own: control characters, and marks of direction."""
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", text.replace("\r\n", "\n")))
    return "".join(
        character
        for character in text
        if character == "\n" or unicodedata.category(character) not in _NEVER_SHOWN
    )


def _as_printable(text: str) -> str:
    if text.isascii():
        return text
    # A mark, such as an accent, is printed on what stands before it, or not at all.
    characters: list[str] = []
    for character in text:
        if characters and unicodedata.category(character).startswith("M"):
            characters[-1] += character
        else:
            characters.append(character)
    return "".join(_or_instead(character) for character in characters)


def _as_ascii(text: str) -> str:
    return "".join(character if character.isascii() else _INSTEAD for character in text)


@lru_cache(maxsize=8192)
def _or_instead(character: str) -> str:
    """Return a character with its marks, as far as there is a font for them."""
    if character.isascii():
        return character
    if not any(unicodedata.category(part) in _NO_CHARACTER for part in character):
        try:
            _compiled(_CHARACTER, character)
        except typst.TypstError:
            pass
        else:
            return character
    return _INSTEAD if len(character) == 1 else _or_instead(character[0]) + _INSTEAD


def _labels(document: Document) -> dict[str, str]:
    """Collect the words of the template itself, in the language in use."""
    return {
        "title": _("Summary"),
        "page": _("Page %(page)s of %(pages)s"),
        "made_on": _("Made on %(date)s.") % {"date": document.made_on},
        "not_validated": str(NOT_VALIDATED),
        "for_now_only": _(
            "This is true for now only. It is not a diagnosis, and no study has tested it."
        ),
        "in_emergency": _("In an emergency, call"),
        "numbers_for": _("Numbers for: %(country)s") % {"country": document.told.country},
        "why": _("Why"),
        "why_else": _("Other answers that matter"),
        "scores": _("The scores"),
        "limits": _("The limits between these words are a judgement. No study has tested them."),
        "checklist": _("Checklist"),
        "finding": _("What was found"),
        "score": _("Score"),
        "of_most": _("%(score)s of %(most)s"),
        "no_score": _("– no score"),
        "answers": _("Your answers"),
        "no_answer": _("No answer"),
    } | _labels_of_record()


def _labels_of_record() -> dict[str, str]:
    return {
        "record": _("Screening summary"),
        "client_reference": _("Reference"),
        "name": _("Name"),
        "born": _("Date of birth"),
        "phone": _("Phone number"),
        "site": _("Site"),
        "screened_at": _("Screened on"),
        "screened_by": _("Screened by"),
        "signed_off": _("Signed off"),
        "acknowledged": _("What was done about the emergency"),
        "disposition": _("Decision"),
        "note": _("Note"),
        "consent": _("What the consent covers"),
        "redisclosure": _("Do not pass this record on"),
        "told": _("What the person was told"),
        "answers_of_client": _("The answers"),
    }
