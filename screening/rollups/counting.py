"""From letters to the counts of `screening.rollups.figures.layout`, for each cell of the base.

Pure: letters in, numbers out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, combinations_with_replacement, permutations
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from screening.instrument.kept import NOT_GIVEN, places
from screening.instrument.schema import TIERS, Checklist, Instrument
from screening.rollups.figures import FILTERED, Layout, cut_offs, layout
from screening.rollups.holding import Facts, holds
from screening.rollups.reading import TOGETHER, Bits, Given, Numbers, pack, read, union
from screening.rollups.scoring import (
    Answered,
    Outcome,
    answered,
    outcome,
    reasons,
    scores,
)
from screening.rollups.signs import answer_class, items, led_by, signs

AT_ONCE: Final = 65_536
"""Rows in memory at a time."""

Counts = NDArray[np.int64]
"""A number for each name of a layout."""


class Row(NamedTuple):
    """One answer set as it is counted. `site` is 0 for the self-check."""

    version: int
    site: int
    language: str
    letters: str


class Cell(NamedTuple):
    """People who are alike in everything that can be filtered by."""

    version: int
    site: int
    language: str
    age: str
    route: str


@dataclass(slots=True)
class Counted:
    """What was counted: the counts of each cell in which somebody is.

    `left_out` are rows that cannot be counted: of a version that is not known, or with answers
    that it does not have.
    """

    cells: dict[Cell, Counts] = field(default_factory=dict)
    rows: int = 0
    left_out: int = 0


def count(rows: Iterable[Row], versions: Mapping[int, Instrument]) -> Counted:
    """Count answer sets, of any number, in a memory that does not grow with it.

    Those of people who left the check are rows, but in no count.
    """
    found = Counted()
    wanted = {number: _Wanted(instrument, versions) for number, instrument in versions.items()}
    waiting: dict[Cell, list[str]] = {}
    for row in rows:
        if found.rows % AT_ONCE == 0:
            _add(waiting, wanted, found)
        found.rows += 1
        kind = wanted.get(row.version)
        if kind is None or len(row.letters) != kind.width or not row.letters.isascii():
            found.left_out += 1
            continue
        age, route = kind.filtered(row.letters)
        cell = Cell(row.version, row.site, row.language, age, route)
        waiting.setdefault(cell, []).append(row.letters)
    _add(waiting, wanted, found)
    return found


class _Wanted:
    """What is to be counted of one version."""

    def __init__(self, instrument: Instrument, versions: Mapping[int, Instrument]) -> None:
        self.instrument = instrument
        self.layout: Layout = layout(instrument, versions)
        self.others = {n: one for n, one in versions.items() if n != instrument.version}
        self.other_cut_offs = {
            f"moved.{checklist.id}.{band}.{value}": with_cut_off(
                instrument, checklist.id, band, value
            )
            for checklist in instrument.checklists
            for band, _, value in cut_offs(checklist)
        }
        all_places = places(instrument)
        self.width = all_places[-1].at + 1
        instead = {one.id: one.if_missing for one in instrument.questions}
        # Whoever is assessed was asked these: no show-rule stands before them.
        self._filtered = [
            (place.at, {**place.codes, NOT_GIVEN: instead[place.question]})
            for name in FILTERED
            for place in all_places
            if place.question == name
        ]

    def filtered(self, letters: str) -> list[str]:
        """Read the answers that can be filtered by, with what stands in for a missing one."""
        return [codes.get(letters[at], "") for at, codes in self._filtered]


def _add(waiting: dict[Cell, list[str]], wanted: Mapping[int, _Wanted], found: Counted) -> None:
    """Count what is waiting, and add it to what was found."""
    for version, kind in wanted.items():
        cells = {cell: some for cell, some in waiting.items() if cell.version == version}
        if not cells:
            continue
        numbers, readable = _counts(list(cells.values()), kind)
        found.left_out += sum(map(len, cells.values())) - readable
        everybody = kind.layout.at["all"]
        for cell, own in zip(cells, numbers, strict=True):
            if own[everybody]:
                found.cells[cell] = found.cells[cell] + own if cell in found.cells else own
    waiting.clear()


def _counts(cells: Sequence[Sequence[str]], kind: _Wanted) -> tuple[Counts, int]:
    """Out: a row of counts for each cell, and how many rows could be read."""
    # Each cell is filled up with rows that cannot be read, so that no number has two cells in it.
    filled = [-len(some) % TOGETHER for some in cells]
    nothing = "\0" * kind.width
    text = "".join("".join(some) + nothing * fill for some, fill in zip(cells, filled, strict=True))
    letters = np.frombuffer(text.encode("ascii"), dtype=np.uint8).reshape(-1, kind.width)
    given = read(letters, kind.instrument)
    found = _figures(given, kind)
    sizes = [(len(some) + fill) // TOGETHER for some, fill in zip(cells, filled, strict=True)]
    starts = np.cumsum([0, *sizes[:-1]])
    numbers = np.empty((len(kind.layout.names), len(cells)), dtype=np.int64)
    for place, name in enumerate(kind.layout.names):
        np.add.reduceat(found[name], starts, dtype=np.int64, out=numbers[place])
    return np.ascontiguousarray(numbers.T), int(np.bitwise_count(given.readable).sum())


def _figures(given: Given, kind: _Wanted) -> dict[str, NDArray[np.integer]]:
    """Count everything there is to count, for each `TOGETHER` people.

    Out: by name, those of the layout and some more.
    """
    instrument = kind.instrument
    people = answered(given, instrument)
    totals = scores(people, instrument)
    now = outcome(people, totals, instrument)
    counts = dict(_people(people, now, instrument))
    counts |= _led(now, instrument)
    for name, changed in kind.other_cut_offs.items():
        counts |= _changed(name, now, outcome(people, totals, changed))
    for version, other in kind.others.items():
        there = answered(given, other)
        then = outcome(there, scores(there, other), other)
        counts |= _changed(f"other.{version}", now, then)
    sums: dict[str, Numbers] = {}
    for checklist in instrument.checklists:
        counts |= _complete(checklist, people, totals[checklist.id], instrument)
        complete = counts[f"complete.{checklist.id}"] & people.assessed
        sums |= _sums(checklist, people, complete, instrument)
    bits = {name: np.bitwise_count(people.assessed & some) for name, some in counts.items()}
    return bits | sums


def _people(people: Answered, now: Outcome, instrument: Instrument) -> Iterator[tuple[str, Bits]]:
    yield "all", people.assessed
    yield from ((f"tier.{tier}", bits) for tier, bits in now.tiers.items())
    for checklist, bands in now.bands.items():
        yield from ((f"band.{checklist}.{band}", bits) for band, bits in bands.items())
    for section in instrument.sections:
        yield f"asked.{section.id}", union(people.asked[one.id] for one in section.questions)
    yield from ((f"asked.{question}", bits) for question, bits in people.asked.items())
    for (question, code), bits in people.answers.items():
        yield f"answer.{question}.{code}", bits
    present = {
        question: union(people.answers[question, code] for code in codes)
        for question, codes in signs(instrument).items()
    }
    yield from ((f"sign.{question}", bits) for question, bits in present.items())
    for one, other in combinations(present, 2):
        yield f"pair.{one}.{other}", present[one] & present[other]


def _led(now: Outcome, instrument: Instrument) -> dict[str, Bits]:
    present = signs(instrument)
    nobody = np.zeros_like(now.tiers[TIERS[0]])
    found = {f"led.{tier}.{name}.{kind}": nobody for tier, name, kind in led_by(instrument)}
    for tier in TIERS[:-1]:
        for (question, code), bits in reasons(tier, now).items():
            name = f"led.{tier}.{question}.{answer_class(question, code, present)}"
            found[name] = found[name] | bits
    return found


def _changed(name: str, now: Outcome, then: Outcome) -> dict[str, Bits]:
    return {
        f"{name}.{before}.{after}": now.tiers[before] & then.tiers[after]
        for before, after in permutations(TIERS, 2)
    }


def with_cut_off(instrument: Instrument, checklist: str, band: str, value: int) -> Instrument:
    """Return an instrument in which a band of a checklist begins at this score."""
    changed = tuple(
        replace(
            one,
            bands=tuple(
                replace(own, lowest=value) if own.name == band else own for own in one.bands
            ),
        )
        if one.id == checklist
        else one
        for one in instrument.checklists
    )
    return replace(instrument, checklists=changed)


def _complete(
    checklist: Checklist, people: Answered, total: Numbers, instrument: Instrument
) -> dict[str, Bits]:
    """Count who answered what of a checklist.

    It is complete where each question of it that has points was asked and answered, and not with
    an answer that counts as none.
    """
    section = next(one for one in instrument.sections if one.id == checklist.section)
    with_points = {item.question for item in items(checklist, instrument)}
    found: dict[str, Bits] = {}
    complete = people.assessed
    for question in section.questions:
        codes = {option.code for option in question.options}
        without = [people.answers[question.id, code] for code in codes & {*checklist.unanswered}]
        missing = union([people.missing[question.id], *without])
        found[f"unanswered.{question.id}"] = missing
        if question.id in with_points:
            complete = complete & people.asked[question.id] & ~missing
    found[f"complete.{checklist.id}"] = complete
    found[f"floor.{checklist.id}"] = complete & pack(total == 0)
    found[f"ceiling.{checklist.id}"] = complete & pack(total == checklist.score.highest)
    return found


def _sums(
    checklist: Checklist, people: Answered, complete: Bits, instrument: Instrument
) -> dict[str, Numbers]:
    facts = Facts(instrument, dict(people.answers))
    points = {
        item.question: [
            (some, holds(condition, facts).people & complete) for condition, some in item.points
        ]
        for item in items(checklist, instrument)
    }
    one = [(1, complete)]
    found = {f"sum.{checklist.id}.{name}": _times(own, one) for name, own in points.items()}
    for name, other in combinations_with_replacement(points, 2):
        product = _times(points[name], points[other])
        found[f"product.{checklist.id}.{name}.{other}"] = product
    return found


def _times(points: Sequence[tuple[int, Bits]], others: Sequence[tuple[int, Bits]]) -> Numbers:
    """Add up the products of the points of two items, for each `TOGETHER` people."""
    total: Numbers = np.zeros(points[0][1].size, dtype=np.int16)
    for some, bits in points:
        for more, also in others:
            total += np.bitwise_count(bits & also) * np.int16(some * more)
    return total
