"""Why something could not be done. Services raise these; views answer with what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from django.db.models import Model

from screening.models import Client

Row = TypeVar("Row", bound=Model)


class Conflict(Exception, Generic[Row]):
    """Somebody saved the row since it was opened. `current` is the row as it is now."""

    def __init__(self, current: Row) -> None:
        super().__init__("Somebody saved this since it was opened.")
        self.current = current


class Locked(Exception):
    """The screening is finished, signed or replaced, and what was asked for is over."""


class NeedsConsent(Exception):
    """No active consent covers this, and no emergency opening was given."""


class Incomplete(Exception):
    """Questions that are shown have no answer. `missing` are their ids, in their order."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__("Questions have no answer.")
        self.missing = tuple(missing)


class NotAcknowledged(Exception):
    """The screening is an emergency, and nobody has said yet what was done about it."""


class DuplicateReference(Exception):
    """A client of the site has this reference already. `existing` is that client."""

    def __init__(self, existing: Client) -> None:
        super().__init__("A client of the site has this reference already.")
        self.existing = existing


class TooManyTries(Exception):
    """Somebody searched other sites too often within an hour."""


class SeveralFit(Exception):
    """Several sites have given this reference, to clients who may be different people."""
