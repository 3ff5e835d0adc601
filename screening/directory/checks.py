"""The system check of the contacts: a number that nobody has verified for a year may be wrong."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning

from screening.directory.contacts import CONTACTS, Contact

OLDEST = 365
"""Days after which a contact must be verified again."""


def check_contacts(
    app_configs: Sequence[AppConfig] | None,
    *,
    contacts: Sequence[Contact] = CONTACTS,
    today: date | None = None,
    **kwargs: Any,
) -> list[CheckMessage]:
    """Return a warning `screening.W001` for each contact last verified more than 365 days ago.

    Django calls this without `today`, which is then the date in UTC.
    """
    on = today or datetime.now(UTC).date()
    return [
        CheckWarning(
            f'The {entry.kind} contact "{entry.label}" ({entry.country}) was last verified on '
            f"{entry.last_verified.isoformat()}, more than {OLDEST} days ago.",
            hint=(
                "Verify it with the service itself, then set its source and last_verified in "
                "screening/directory/contacts.py. Take it out if it cannot be verified."
            ),
            id="screening.W001",
        )
        for entry in contacts
        if (on - entry.last_verified).days > OLDEST
    ]
