"""Forms that make a new row: sent twice, by a double click or a reload, they make one."""

from __future__ import annotations

import secrets
from typing import Final
from uuid import UUID, uuid4, uuid5

from screening.access import StaffRequest

FIELD: Final = "form"
"""The hidden field that carries what `new_form` returns."""

_NAMESPACE: Final = UUID("6f6f2c1e-5a0e-4b58-9d0b-0f6f8f2b7c11")


def new_form() -> str:
    """Return the number of a form that is drawn for the first time."""
    return secrets.token_urlsafe(12)


def row_id(request: StaffRequest, *about: object) -> UUID:
    """Return the id of the row that a form makes: the same each time the same form is sent.

    It belongs to this person, their site, and what the form is about, so that nobody can name
    the row of somebody else. A form without its number makes a new row each time.
    """
    number = request.POST.get(FIELD, "")
    if not number:
        return uuid4()
    whose = (request.user.pk, request.user.site_id, *about, number[:40])
    return uuid5(_NAMESPACE, "|".join(map(str, whose)))
