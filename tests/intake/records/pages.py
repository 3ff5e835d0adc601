"""What the tests of these pages share: what a page says, and what the trail says."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from screening.models import AuditEntry, Screening
from tests.page_text import page_text


def text_of(response: Any) -> str:
    """Return all words of a page in one line."""
    return " ".join(block.text for block in page_text(response.content.decode()).blocks)


def part(response: Any, section: str) -> str:
    """Return the HTML of the section with this id, up to the next section."""
    html = response.content.decode()
    return html[html.index(f'id="{section}"') :].split("</section>")[0]


def address(name: str, one: Screening) -> str:
    """Return an address of a screening."""
    return reverse(name, args=[one.pk])


def trail(*actions: str) -> list[tuple[str, object]]:
    """Return action and client of the entries with these actions, in order."""
    entries = AuditEntry.objects.filter(action__in=actions).order_by("number")
    return list(entries.values_list("action", "client_id"))
