"""Whether the parts of a definition fit together: ids, references, order, bands, coverage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from screening.instrument.compiled import BrokenInstrument, Compiler
from screening.instrument.conditions import AllOf, AnyOf, Condition, Is, IsNot, several
from screening.instrument.schema import TIERS, Checklist, Instrument, Question, Score

ID: Final = re.compile(r"[a-z][a-z0-9_]*")
CODE: Final = re.compile(r"[a-z0-9][a-z0-9_]*")


def structure_faults(instrument: Instrument) -> Iterator[str]:
    """Find what does not fit together. Out: sentences naming the part that is wrong."""
    yield from _ids(instrument)
    for question in instrument.questions:
        yield from _question(question, instrument)
    yield from _references(instrument)
    yield from _show_rules(instrument)
    for checklist in instrument.checklists:
        yield from _bands(checklist)
    yield from _coverage(instrument)


def _ids(instrument: Instrument) -> Iterator[str]:
    named = {
        "section": [section.id for section in instrument.sections],
        "question": [question.id for question in instrument.questions],
        "checklist": [checklist.id for checklist in instrument.checklists],
        "term": [term.name for term in instrument.terms],
        "rule": [rule.id for rule in instrument.rules],
        "guidance": [block.key for block in instrument.guidance],
    }
    for kind, names in named.items():
        for name, count in Counter(names).items():
            if count > 1:
                yield f"The {kind} {name!r} is defined {count} times."
            if not ID.fullmatch(name):
                yield f"The {kind} {name!r} is not made of small letters, digits and _ only."


def _question(question: Question, instrument: Instrument) -> Iterator[str]:
    where = f"Question {question.id!r}"
    codes = Counter(option.code for option in question.options)
    for code, count in codes.items():
        if count > 1:
            yield f"{where} has the answer {code!r} {count} times."
        if not CODE.fullmatch(code):
            yield f"{where}: the answer code {code!r} is not well-formed."
    if len(codes) < 2:
        yield f"{where} has fewer than two answers."
    if question.if_missing and question.if_missing not in codes:
        yield (
            f"{where}: a missing answer is scored as {question.if_missing!r}, "
            "which is none of its answers."
        )
    for part in ("text", "short", "error", "sources"):
        if not getattr(question, part):
            yield f"{where}: its {part} is empty."
    known = [source.key for source in instrument.sources]
    yield from _unknown(where, "source", question.sources, known)
    yield from _unknown(where, "listed sign", question.signs, [s.key for s in instrument.signs])


def _unknown(where: str, kind: str, names: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    for name in set(names) - set(known):
        yield f"{where} names the {kind} {name!r}, but there is none."


def _references(instrument: Instrument) -> Iterator[str]:
    compiler = Compiler(instrument)
    for where, condition in _conditions(instrument):
        try:
            compiler.test(condition)
        except BrokenInstrument as broken:
            yield f"{where}: {broken}"
    scores: list[tuple[str, Score]] = [(c.id, c.score) for c in instrument.checklists]
    scores += [(score.id, score.score) for score in instrument.follow_up_scores]
    for name, score in scores:
        try:
            compiler.score(score)
        except BrokenInstrument as broken:
            yield f"Score {name!r}: {broken}"
    for rule in instrument.rules:
        yield from _unknown(f"Rule {rule.id!r}", "tier", [rule.tier], TIERS)
    sections = [section.id for section in instrument.sections]
    for checklist in instrument.checklists:
        where = f"Checklist {checklist.id!r}"
        yield from _unknown(where, "section", [checklist.section], sections)
    keys = [block.key for block in instrument.guidance]
    for block in instrument.guidance:
        others = [move.after for move in block.moves if move.after is not None]
        yield from _unknown(f"Guidance {block.key!r}", "block", others, keys)
    questions = [question.id for question in instrument.questions]
    yield from _unknown("The exit", "question", instrument.exit.counted, questions)


def _conditions(  # noqa: C901 - one loop for each place that has conditions
    instrument: Instrument,
) -> Iterator[tuple[str, Condition]]:
    for section in instrument.sections:
        if section.shown_when:
            yield f"Section {section.id!r}", section.shown_when
    for question in instrument.questions:
        if question.shown_when:
            yield f"Question {question.id!r}", question.shown_when
    for term in instrument.terms:
        yield f"Term {term.name!r}", term.condition
    for checklist in instrument.checklists:
        if checklist.critical:
            yield f"Checklist {checklist.id!r}", checklist.critical
    for rule in instrument.rules:
        yield f"Rule {rule.id!r}", rule.condition
    for block in instrument.guidance:
        yield f"Guidance {block.key!r}", block.condition
        for move in block.moves:
            yield f"Guidance {block.key!r}", move.condition
    yield "The interruption", instrument.interrupt
    yield "The exit", instrument.exit.condition


def _show_rules(instrument: Instrument) -> Iterator[str]:
    before: set[str] = set()
    for section in instrument.sections:
        if section.shown_when:
            yield from _looks_back(f"Section {section.id!r}", section.shown_when, before)
        for question in section.questions:
            if question.shown_when:
                yield from _looks_back(f"Question {question.id!r}", question.shown_when, before)
            before.add(question.id)


def _looks_back(where: str, condition: Condition, before: Iterable[str]) -> Iterator[str]:
    match condition:
        case Is(questions, _):
            names = several(questions)
        case IsNot(question, _):
            names = (question,)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _looks_back(where, part, before)
            return
        case _:
            yield f"{where}: a show-rule may only look at answers."
            return
    for name in names:
        if name not in before:
            yield f"{where}: its show-rule looks at {name!r}, which is not asked before it."


def _bands(checklist: Checklist) -> Iterator[str]:
    starts = [band.lowest for band in checklist.bands]
    if not starts or starts[0] != 0:
        yield f"Checklist {checklist.id!r}: the first band must start at 0."
    if starts != sorted(set(starts)):
        yield f"Checklist {checklist.id!r}: each band must start above the one before it."
    highest = checklist.score.highest
    for band in checklist.bands:
        if band.lowest > highest:
            yield (
                f"Checklist {checklist.id!r}: band {band.name!r} starts at {band.lowest}, "
                f"but the score ends at {highest}."
            )


def _coverage(instrument: Instrument) -> Iterator[str]:
    covered = {sign for question in instrument.questions for sign in question.signs}
    for sign in instrument.signs:
        if sign.key not in covered and not sign.left_out:
            yield f"The listed sign {sign.key!r} ({sign.text}) is covered by no question."
        if sign.key in covered and sign.left_out:
            yield f"The listed sign {sign.key!r} is covered, yet said to be left out."
