"""What the tests of the pages of clients share: what was typed, and what the trail says."""

from screening.models import AuditEntry
from tests.page_text import page_text

SOMEBODY = {
    "reference": "MRN 12",
    "name": "Zoë Marker",
    "birth_date": "1980-04-23",
    "phone": "555 0100",
}


def trail() -> list[tuple[str, object]]:
    """Action and client of every entry, in order."""
    return list(AuditEntry.objects.order_by("number").values_list("action", "client_id"))


def text_of(response) -> str:
    return " ".join(block.text for block in page_text(response.content.decode()).blocks)


def title_of(response) -> str:
    return page_text(response.content.decode()).title
