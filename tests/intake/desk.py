"""Somebody of the staff at a browser, who only does what the pages offer.

A form is sent with everything that stands in it on the page, CSRF token and hidden fields too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client as Browser

from screening.models import StaffMember
from tests.people import signed_in

Given = Mapping[str, str | Sequence[str]]


@dataclass
class Form:
    """A form of a page: where it goes, what it would send as it stands, and all that it has.

    `elsewhere` is where its other buttons lead.
    """

    action: str
    method: str
    elsewhere: set[str] = field(default_factory=set)
    sent: dict[str, list[str]] = field(default_factory=dict)
    offered: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """The forms and links of a page."""

    def __init__(self, answer: HttpResponse) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._select = ""
        self._area = ""
        self.feed(answer.content.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
        elif tag == "select":
            self._select = given["name"]
            self.forms[-1].offered.add(self._select)
        elif tag == "option" and "selected" in given:
            self._stands(self._select, given.get("value", ""))
        elif tag == "textarea":
            self._area = given["name"]
            self._stands(self._area, "")
        elif "formaction" in given:
            self.forms[-1].elsewhere.add(given["formaction"])
        elif tag in ("input", "button") and given.get("name") and self.forms:
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        self.forms[-1].offered.add(given["name"])
        pressed = tag == "button" or given.get("type") == "submit"
        is_box = given.get("type") in ("radio", "checkbox")
        if not pressed and ("checked" in given or not is_box):
            self._stands(given["name"], given.get("value", "on" if is_box else ""))

    def _stands(self, name: str, value: str) -> None:
        self.forms[-1].offered.add(name)
        self.forms[-1].sent.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].sent[self._area][0] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def form(self, *actions: str) -> Form:
        """Return the one form that has one of these as its action, or of a button."""
        found = [
            one
            for one in self.forms
            if {one.action, *one.elsewhere} & set(actions) and one.method == "post"
        ]
        assert len(found) == 1, (actions, [one.action for one in self.forms])
        return found[0]


@dataclass(frozen=True, slots=True)
class Visit:
    """A request, and what came of it."""

    method: str
    address: str
    answer: HttpResponse
    body: bytes


class Desk:
    """A browser that keeps everything that it asked and was answered in a common list."""

    def __init__(self, visits: list[Visit], member: StaffMember | None = None) -> None:
        self.visits = visits
        self.browser = Browser(enforce_csrf_checks=True, headers={"host": "localhost"})
        if member:
            self.browser.cookies = signed_in(member).cookies

    def get(self, address: str, *, status: int = 200) -> HttpResponse:
        """Open a page."""
        return self._visit("get", address, None, status)

    def text(self, address: str) -> str:
        """Open a page and return its HTML."""
        return self.get(address).content.decode()

    def send(
        self,
        page: str,
        given: Given,
        *,
        to: str = "",
        status: int = 302,
        opened: HttpResponse | None = None,
    ) -> HttpResponse:
        """Open a page, fill in its form, and send it. `to` is what the form has as its action.

        Every field must be on the page; what is not given is sent as it stands there. The page is
        not opened again if it is given as `opened`.
        """
        form = Page(opened or self.get(page)).form(*((to,) if to else ("", page)))
        assert set(given) <= form.offered, set(given) - form.offered
        return self._visit("post", to or page, {**form.sent, **given}, status)

    def _visit(self, method: str, address: str, sent: Any, status: int) -> HttpResponse:
        answer: Any = getattr(self.browser, method)(address, sent)
        streaming = getattr(answer, "streaming", False)
        body = b"".join(answer.streaming_content) if streaming else answer.content
        self.visits.append(Visit(method, address, answer, body))
        said = body.decode("utf-8", "replace")
        assert answer.status_code == status, f"{method} {address}: {answer.status_code}\n{said}"
        return answer


def to(answer: HttpResponse) -> str:
    """Return where an answer leads."""
    return answer.headers["Location"]
