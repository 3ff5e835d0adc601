"""What a summary says: plain text that is already in the language of its reader."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from screening.told.parts import Found, Told

Paper = Literal["a4", "us-letter"]

_LETTER: Final = frozenset(("US", "CA"))


@dataclass(frozen=True, slots=True)
class Record:
    """What staff add to a summary of a client's screening. All but the first three may be empty.

    `follow_up` are the scores without a band, which staff use to follow a client over time.
    `replaced` says that a correction counts in place of this one, `acknowledged` what was done
    about an emergency and when, `disposition` what was decided, `consent` what the client's
    consent covers, and `redisclosure` is the notice that forbids passing the record on. Dates and
    times are in words.
    """

    reference: str
    screened_at: str
    screened_by: str
    site: str = ""
    name: str = ""
    born: str = ""
    phone: str = ""
    replaced: str = ""
    acknowledged: str = ""
    disposition: str = ""
    note: str = ""
    signed_off: str = ""
    consent: str = ""
    redisclosure: str = ""
    follow_up: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One summary: for the person where there is no `record`, for staff where there is one.

    `made_on` is a date in words. `guidance` tells whether to print the guidance too.
    """

    told: Told
    made_on: str
    paper: Paper = "a4"
    record: Record | None = None
    guidance: bool = True


def paper_of(country: str) -> Paper:
    """Return the paper that printers hold in a country, by ISO 3166 code."""
    return "us-letter" if country in _LETTER else "a4"


def without_answers(told: Told) -> Told:
    """Take out the answers, and all that names one: the reasons and the words for the telephone.

    What to do, the pattern and the scores stay.
    """
    blocks = tuple(replace(block, phrases=block.phrases[:1]) for block in told.blocks)
    return replace(told, why=(), blocks=blocks, sections=())
