"""What a person is told, in parts: frozen plain text, which can be kept with a record.

A record holds the very text, so that a later change of words does not change it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Help:
    """Whom to contact. All but `label` may be empty."""

    label: str
    number: str = ""
    hours: str = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question by its short name, with its answers as the person saw them; none if left out."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one section."""

    name: str
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """A rule in words, and the answers behind it that no rule before it has named.

    `decides` tells whether it is among those that made the tier what it is.
    """

    rule: str
    decides: bool
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a checklist found: its name, its band in words, and its score of how many points.

    `score` is None where nothing was asked, which is not a score of 0. `most` is 0 in what was
    kept before it was.
    """

    checklist: str
    finding: str
    score: int | None
    most: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A block of guidance.

    `kind` is that of its contacts, or "". `now` tells whether it stands before the reasons.
    `phrases` are words for the telephone; the first is the same for everybody, and the others
    come from the answers.
    """

    key: str
    kind: str
    now: bool
    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    contacts: tuple[Help, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """All that one person was told, in one language.

    `tier` is a code, or "" where a check was left without an emergency. `tier_word`, `heading`,
    `text` and `notes` say what to do now; `numbers` are those to call at once, in an emergency,
    and `emergency` those for any time, in `country`. `pattern` and `found` are empty where the
    check was left. `sections` hold every question that was shown.
    """

    instrument: str
    version: int
    language: str
    country: str
    outcome: str
    tier: str
    tier_word: str
    heading: str
    text: str
    notes: tuple[str, ...]
    numbers: tuple[Help, ...]
    emergency: tuple[Help, ...]
    pattern: str
    why: tuple[Why, ...]
    found: tuple[Found, ...]
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]


def plain(told: Told) -> dict[str, Any]:
    """Turn what was told into dictionaries, lists, texts and numbers, as JSON has them."""
    content: dict[str, Any] = json.loads(json.dumps(asdict(told)))
    return content


def restored(content: Mapping[str, Any]) -> Told:
    """Turn what `plain` made back. Raises TypeError or KeyError for anything else."""
    return Told(
        **{
            **content,
            "notes": tuple(content["notes"]),
            "numbers": _restored_helps(content["numbers"]),
            "emergency": _restored_helps(content["emergency"]),
            "why": tuple(
                Why(**{**why, "answers": _restored_answers(why["answers"])})
                for why in content["why"]
            ),
            "found": tuple(Found(**found) for found in content["found"]),
            "blocks": tuple(_restored_block(block) for block in content["blocks"]),
            "sections": tuple(
                Section(section["name"], _restored_answers(section["answers"]))
                for section in content["sections"]
            ),
        }
    )


def _restored_block(block: Mapping[str, Any]) -> Block:
    lists = ("paragraphs", "points", "phrases", "closing")
    texts = {name: tuple(block[name]) for name in lists}
    return Block(**{**block, **texts, "contacts": _restored_helps(block["contacts"])})


def _restored_helps(helps: Iterable[Mapping[str, str]]) -> tuple[Help, ...]:
    return tuple(Help(**entry) for entry in helps)


def _restored_answers(answers: Iterable[Mapping[str, Any]]) -> tuple[Answered, ...]:
    return tuple(Answered(entry["question"], tuple(entry["answers"])) for entry in answers)
