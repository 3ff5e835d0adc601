"""Pages whose frame depends on little: it is drawn once, and what varies is put into it.

A frame is a template drawn with a mark in the place of each part. The parts are HTML that was
drawn, and escaped, elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

MOST_FRAMES: Final = 1024
"""How many frames are kept: more than there are, unless an address or a date makes new ones."""

_FRAMES: Final[dict[tuple[Hashable, ...], list[str]]] = {}
_MARK: Final = re.compile(r"<!-- part (\w+) -->")


def place(name: str) -> SafeString:
    """Mark where a part goes. For parts that stand inside another variable of a template."""
    return mark_safe(f"<!-- part {name} -->")  # noqa: S308 - of names in this code only


def draw_page(
    template_name: str,
    parts: Mapping[str, str],
    variables: Mapping[str, Hashable],
    *,
    more: Callable[[], Mapping[str, object]],
    keep: bool = True,
) -> str:
    """Draw a page, its frame from memory where it was drawn before.

    In: the template; its parts by name, as safe HTML, of which an empty one is missing in the
    template; the variables that decide what the frame looks like; what gives those that follow
    from them, or never change, and is only asked when the frame is drawn; whether to keep the
    frame (not if a variable varies much).
    Out: the HTML.
    """
    names = tuple([name for name, part in parts.items() if part])
    key = (template_name, names, tuple(variables.items()), get_language(), get_script_prefix())
    pieces = _FRAMES.get(key)
    if pieces is None:
        marks = {name: place(name) for name in names}
        html = render_to_string(template_name, {**variables, **more(), **marks})
        pieces = _MARK.split(html)
        if keep and not settings.DEBUG:
            if len(_FRAMES) >= MOST_FRAMES:
                _FRAMES.clear()
            _FRAMES[key] = pieces
    # Texts and names of parts take turns.
    return "".join([parts[piece] if turn % 2 else piece for turn, piece in enumerate(pieces)])
