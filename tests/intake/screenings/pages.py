"""What staff see and send on the pages of a screening."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from screening.models import Screening


def address(name: str, screening: Screening) -> str:
    """Return the address of a page of a screening."""
    return reverse(name, args=[screening.pk])


def shown_questions(response: Any) -> set[str]:
    """List the ids of the questions that an interview page shows."""
    html = response.content.decode()
    tags = [tag.split(">")[0] for tag in html.split('<div data-question="')[1:]]
    return {tag.split('"')[0] for tag in tags if " hidden" not in tag}
