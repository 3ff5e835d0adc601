"""What a person meets on a page, taken out of its HTML: text by block, and spoken attributes."""

from html.parser import HTMLParser
from typing import NamedTuple

INLINE = frozenset({"a", "abbr", "b", "bdi", "cite", "em", "i", "small", "span", "strong", "time"})
"""Elements inside a sentence; every other element ends what stands before."""

PROSE = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "legend", "caption", "summary", "figcaption"}
)
"""Blocks that hold sentences: not the labels of answers, buttons or cells of a table."""

SPOKEN = frozenset({"alt", "aria-description", "aria-label", "label", "placeholder", "title"})
"""Attributes that are read out or shown; so is every data- attribute that holds several words."""

WITHOUT_TEXT = frozenset({"script", "style", "svg"})
WITHOUT_END = frozenset({"br", "hr", "img", "input", "link", "meta"})


class Block(NamedTuple):
    """A piece of text: the elements around it, outermost first, and what it says."""

    inside: tuple[str, ...]
    text: str

    @property
    def is_prose(self) -> bool:
        return "main" in self.inside and bool(PROSE & set(self.inside[-1:]))


class _Reader(HTMLParser):
    def __init__(self, *, sources: bool) -> None:
        super().__init__()
        self.sources = sources
        self.open: list[str] = []
        self.blocks: list[Block] = []
        self.attributes: list[tuple[str, str]] = []
        self.root: dict[str, str | None] = {}
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.root = dict(attrs)
        self.attributes += [
            (f"{tag} {name}", value)
            for name, value in attrs
            if value and (name in SPOKEN or (name.startswith("data-") and " " in value))
        ]
        if tag not in INLINE:
            self._end_block()
        if tag not in WITHOUT_END:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self._end_block()
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if WITHOUT_TEXT & set(self.open) or ("cite" in self.open and not self.sources):
            return
        self._text += data

    def _end_block(self) -> None:
        text = " ".join(self._text.split())
        self._text = ""
        if text:
            inside = tuple(tag for tag in self.open if tag not in INLINE)
            self.blocks.append(Block(inside, text))


class PageText(NamedTuple):
    """`root` holds the attributes of the page itself, `spoken` (element and attribute, words)."""

    root: dict[str, str | None]
    blocks: list[Block]
    spoken: list[tuple[str, str]]

    @property
    def title(self) -> str:
        return next(block.text for block in self.blocks if "title" in block.inside)

    @property
    def prose(self) -> list[str]:
        return [block.text for block in self.blocks if block.is_prose]


def page_text(html: str, *, sources: bool = False) -> PageText:
    """Read a page; the names of sources (in `cite`) are left out unless asked for.

    Raises AssertionError when the elements do not nest.
    """
    reader = _Reader(sources=sources)
    reader.feed(html)
    reader.close()
    assert not reader.open or reader.open == ["html"], f"never closed: {reader.open}"
    return PageText(reader.root, reader.blocks, reader.attributes)
