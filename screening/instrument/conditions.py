"""The small language in which an instrument says when something holds. Plain values only.

A question that was not shown never fulfils a condition, also not a negative one.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Is:
    """Any of these questions was answered with any of these codes."""

    questions: str | tuple[str, ...]
    codes: str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IsNot:
    """The question was shown, and its answer is none of these codes."""

    question: str
    codes: str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` of the parts hold."""

    count: int
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Holds:
    """The named term holds."""

    term: str


@dataclass(frozen=True, slots=True)
class BandIs:
    """The checklist's band is one of these."""

    checklist: str
    bands: str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScoreFrom:
    """The checklist's score is `lowest` or more."""

    checklist: str
    lowest: int


@dataclass(frozen=True, slots=True)
class TierIs:
    """The tier is one of these. For guidance only: the rules decide the tier."""

    tiers: str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnyIncomplete:
    """Some checklist has its incomplete flag."""


@dataclass(frozen=True, slots=True)
class AnyMissing:
    """Some question that was shown has no answer at all."""


@dataclass(frozen=True, slots=True)
class Always:
    """Holds whatever was answered."""


Condition = (
    Is
    | IsNot
    | AllOf
    | AnyOf
    | AtLeast
    | Not
    | Holds
    | BandIs
    | ScoreFrom
    | TierIs
    | AnyIncomplete
    | AnyMissing
    | Always
)
"""Any one condition."""


def several(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """Read a field that may hold one name or many. Out: always a tuple."""
    return (value,) if isinstance(value, str) else value
