"""What a person reads on a page, taken out of its HTML."""

from html.parser import HTMLParser

INLINE = frozenset({"a", "cite", "span", "strong"})
"""Elements inside a sentence; every other element ends what stands before it."""


class _MainText(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts = [""]
        self.in_main = False
        self.in_source = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_main = self.in_main or tag == "main"
        self.in_source = self.in_source or tag == "cite"
        self._end_text(tag)

    def handle_endtag(self, tag: str) -> None:
        self.in_main = self.in_main and tag != "main"
        self.in_source = self.in_source and tag != "cite"
        self._end_text(tag)

    def handle_data(self, data: str) -> None:
        if self.in_main and not self.in_source:
            self.texts[-1] += data

    def _end_text(self, tag: str) -> None:
        if tag not in INLINE:
            self.texts.append("")


def texts_of(html: str) -> list[str]:
    """Return the texts in the main part of a page, one for each block; sources are left out."""
    parser = _MainText()
    parser.feed(html)
    parser.close()
    return [" ".join(text.split()) for text in parser.texts if text.strip()]
