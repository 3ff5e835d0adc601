"""What a browser makes of a page: its title, links, forms and controls, read from the HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = frozenset({"meta", "link", "input", "img", "br", "hr", "path"})


@dataclass
class Control:
    """A radio, a checkbox or one choice of a list."""

    kind: str
    name: str
    value: str
    id: str
    chosen: bool


@dataclass
class Form:
    """A form with its controls, in order."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(control.name for control in self.controls))

    def values(self, name: str) -> list[str]:
        return [control.value for control in self.controls if control.name == name]

    def chosen(self) -> dict[str, list[str]]:
        """What the browser would send as it stands."""
        found: dict[str, list[str]] = {}
        for control in self.controls:
            if control.chosen:
                found.setdefault(control.name, []).append(control.value)
        return found


@dataclass
class Link:
    href: str
    text: str = ""
    kind: str = ""


class Page(HTMLParser):
    """One page of the site. Every element that opens must also close, or this fails."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.title = ""
        self.text = ""
        self.main: dict[str, str] = {}
        self.ids: list[str] = []
        self.attributes: set[str] = set()
        self.described_by: list[str] = []
        self.links: list[Link] = []
        self.forms: list[Form] = []
        self.guidance: list[str] = []
        self.blocks: dict[str, str] = {}
        self.items: dict[str, list[str]] = {}
        self.headings: list[str] = []
        self.folded = ""
        self.errors: list[str] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()
        assert not self._open, f"not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.attributes |= set(given)
        if "id" in given:
            self.ids.append(given["id"])
        self.described_by += given.get("aria-describedby", "").split()
        self._note_what_begins(tag, given)
        if tag in {"input", "option"}:
            self._control(tag, given)
        if tag not in VOID:
            self._open.append((tag, given))

    def _note_what_begins(self, tag: str, given: dict[str, str]) -> None:
        if tag == "main":
            self.main = given
        elif tag == "a":
            self.links.append(Link(given["href"], kind=given.get("class", "")))
        elif tag == "form":
            self.forms.append(Form(given["action"], given["method"]))
        elif tag in {"h1", "h2", "h3"}:
            self.headings.append("")
        if "data-guidance" in given:
            self.guidance.append(given["data-guidance"])
            self.blocks[given["data-guidance"]] = ""
            self.items[given["data-guidance"]] = []
        if tag == "li" and self._block():
            self.items[self._block()].append("")
        if "field-error" in given.get("class", "").split():
            self.errors.append("")

    def _control(self, tag: str, given: dict[str, str]) -> None:
        if tag == "option":
            name = next(attrs["name"] for opened, attrs in self._open if opened == "select")
            chosen = "selected" in given
        else:
            name, chosen = given["name"], "checked" in given
        kind = given.get("type", tag)
        self.forms[-1].controls.append(
            Control(kind, name, given["value"], given.get("id", ""), chosen)
        )

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        opened, _ = self._open.pop()
        assert opened == tag, f"<{opened}> is closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        if "title" in tags:
            self.title += data
        elif "noscript" not in tags:
            self.text += data
        if "a" in tags:
            self.links[-1].text += data
        if {"h1", "h2", "h3"} & set(tags):
            self.headings[-1] += data
        if "details" in tags:
            self.folded += data
        if block := self._block():
            self.blocks[block] += data
            if "li" in tags:
                self.items[block][-1] += data
        if any("field-error" in given.get("class", "").split() for _, given in self._open):
            self.errors[-1] += data

    def _block(self) -> str:
        """The block of guidance that is open, if one is."""
        return next(
            (given["data-guidance"] for _, given in self._open if "data-guidance" in given), ""
        )

    def link(self, text: str) -> str:
        """Where the one link or link-like button with this text leads."""
        (href,) = {link.href for link in self.links if words(link.text) == text}
        return href

    @property
    def back(self) -> str:
        (link,) = [link for link in self.links if link.kind == "back"]
        return link.href

    @property
    def questions(self) -> Form:
        """The form with the questions of a page."""
        (form,) = [form for form in self.forms if form.action.startswith("/check/")]
        return form

    def form(self, action: str) -> Form:
        (form,) = [form for form in self.forms if form.action == action]
        return form

    @property
    def summary(self) -> list[Link]:
        """The links of the error summary, which all lead to a control of this page."""
        return [link for link in self.links if link.href.startswith("#id_")]

    def step(self) -> str:
        return words(self.html.split('<p class="step">')[1].split("</p>")[0])


def words(text: str) -> str:
    return " ".join(text.split())


def read(response: Any) -> Page:
    return Page(response.content.decode())
