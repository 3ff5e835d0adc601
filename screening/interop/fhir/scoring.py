"""The scoring of an instrument as FHIRPath: variables of a Questionnaire that scores itself.

An answer is a text "question|code". What was shown, what is missing and what counts is found first,
as in the engine: a missing answer is scored as its stand-in, and answers to questions that were not
shown do not count. Then scores, bands, terms and the tier, each under a name of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from screening.instrument.conditions import (
    Always,
    AnyIncomplete,
    AnyMissing,
    AnyOf,
    BandIs,
    Condition,
    Holds,
    ScoreFrom,
    several,
)
from screening.instrument.schema import (
    NOT_ASKED,
    NOT_ENOUGH_ANSWERS,
    TIERS,
    Checklist,
    FollowUpScore,
    Instrument,
    Question,
)
from screening.interop.expressions import Writer, together
from screening.interop.fhir.codes import answers_system
from screening.interop.record import scored

NOTHING = "{}"


def name(*parts: str) -> str:
    """Name a variable: FHIR allows neither spaces nor underscores, FHIRPath no hyphens."""
    words = "_".join(parts).split("_")
    return words[0] + "".join(word.capitalize() for word in words[1:])


def variables(instrument: Instrument) -> dict[str, str]:
    """Write everything that scoring needs, by variable name, in the order of evaluation.

    `%resource` is the QuestionnaireResponse. `scoreX`, `bandX` and `tier` are empty when the
    check was left.
    """
    return dict(_variables(instrument))


def _variables(instrument: Instrument) -> Iterator[tuple[str, str]]:
    given, counted = _Given(instrument), _Counted(instrument)
    code = f"(system & '|' & code).substring({len(answers_system(instrument, ''))})"
    yield "given", f"%resource.item.item.answer.value.ofType(Coding).select({code})"
    # Not by linkId: an answer in somebody else's codes must count as missing, not as calm.
    yield "answered", "%given.select($this.substring(0, $this.indexOf('|')))"
    yield "left", given.condition(instrument.exit.condition)
    yield "shown", _shown(instrument, given)
    yield "missing", "%shown.exclude(%answered)"
    yield "answers", _answers(instrument)
    for part in scored(instrument):
        yield from _score(part, counted)
    for checklist in instrument.checklists:
        yield (
            name("incomplete", checklist.id),
            together("and", (_asked(instrument, checklist), counted.incomplete(checklist))),
        )
        yield name("band", checklist.id), _band(instrument, checklist, counted)
    for term in instrument.terms:
        yield name("term", term.name), counted.condition(term.condition)
    yield from _tier(instrument, counted)


class _FhirPath(Writer):
    def negated(self, expression: str) -> str:
        return f"({expression}).not()"

    def choice(self, expression: str, then: str, otherwise: str) -> str:
        return f"iif({expression}, {then}, {otherwise})"


class _Given(_FhirPath):
    """Reads the answers as they stand in the response, for the rules of what is shown."""

    def answer(self, question: Question, codes: tuple[str, ...]) -> str:
        found = _among("%given", (f"{question.id}|{code}" for code in codes))
        if question.if_missing in codes:
            left_out = self.negated(f"%answered contains '{question.id}'")
            found = together("or", (found, left_out))
        rule = self.shown(question)
        return together("and", (rule, found)) if rule else found


class _Counted(_FhirPath):
    """Reads the answers that count, and what was found from them."""

    def answer(self, question: Question, codes: tuple[str, ...]) -> str:
        return self.any_answer((question.id,), codes)

    def any_answer(self, names: tuple[str, ...], codes: tuple[str, ...]) -> str:
        wanted = [
            f"{name}|{option.code}"
            for name in names
            for option in self.questions[name].options
            if option.code in codes
        ]
        return _among("%answers", wanted)

    def found(self, condition: Condition) -> str:
        match condition:
            case Holds(term):
                return f"%{name('term', term)}"
            case BandIs(checklist, bands):
                return _among(f"%{name('band', checklist)}", several(bands))
            case ScoreFrom(checklist, lowest):
                return f"%{name('score', checklist)}.where($this >= {lowest}).exists()"
            case AnyIncomplete():
                return together(
                    "or", (f"%{name('incomplete', c.id)}" for c in self.instrument.checklists)
                )
            case AnyMissing():
                return "%missing.exists()"
            case Always():
                return "true"
        return super().found(condition)


def _texts(texts: Iterable[str]) -> str:
    # One text taken apart is read many times faster than a chain of "|", and by people too.
    wanted = tuple(texts)
    return f"'{wanted[0]}'" if len(wanted) == 1 else f"'{' '.join(wanted)}'.split(' ')"


def _among(collection: str, texts: Iterable[str]) -> str:
    wanted = tuple(texts)
    if len(wanted) == 1:
        return f"({collection} contains '{wanted[0]}')"
    return f"{collection}.intersect({_texts(wanted)}).exists()"


def _unless_left(expression: str) -> str:
    return f"iif(%left, {NOTHING}, {expression})"


def _grouped(instrument: Instrument, key: Callable[[Question], str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for question in instrument.questions:
        groups.setdefault(key(question), []).append(question.id)
    return groups


def _shown(instrument: Instrument, given: _Given) -> str:
    parts = [
        f"iif({rule}, {_texts(names)}, {NOTHING})" if rule else _texts(names)
        for rule, names in _grouped(instrument, given.shown).items()
    ]
    return f"iif(%left, {_texts(instrument.exit.counted)}, {together('|', parts)})"


def _answers(instrument: Instrument) -> str:
    stand_ins = _grouped(instrument, lambda question: question.if_missing)
    parts = ["%given.where($this.substring(0, $this.indexOf('|')) in %shown)"]
    parts += [
        f"%missing.intersect({_texts(names)}).select($this & '|{stand_in}')"
        for stand_in, names in stand_ins.items()
        if stand_in
    ]
    return together("|", parts)


def _score(part: Checklist | FollowUpScore, counted: _Counted) -> Iterator[tuple[str, str]]:
    score, signs, companions = part.score, name("signs", part.id), name("companions", part.id)
    if score.companions:
        yield signs, counted.count(score.signs)
        yield companions, counted.count(score.companions)
        written = counted.score(score, f"%{signs}", f"%{companions}")
    else:
        written = counted.score(score)
    yield name("score", part.id), _unless_left(written)


def _asked(instrument: Instrument, checklist: Checklist) -> str:
    section = next(section for section in instrument.sections if section.id == checklist.section)
    return f"%shown.intersect({_texts(question.id for question in section.questions)}).exists()"


def _band(instrument: Instrument, checklist: Checklist, counted: _Counted) -> str:
    lowest, *higher = checklist.bands
    incomplete = f"%{name('incomplete', checklist.id)}"
    expression = f"iif({incomplete}, '{NOT_ENOUGH_ANSWERS}', '{lowest.name}')"
    for band in higher:
        holds = f"%{name('score', checklist.id)} >= {band.lowest}"
        if band is higher[-1] and checklist.critical:
            holds = together("or", (counted.condition(checklist.critical), holds))
        expression = f"iif({holds}, '{band.name}', {expression})"
    asked = _asked(instrument, checklist)
    return _unless_left(f"iif({asked}, {expression}, '{NOT_ASKED}')")


def _tier(instrument: Instrument, counted: _Counted) -> Iterator[tuple[str, str]]:
    expression = _unless_left(f"'{TIERS[-1]}'")
    for tier in reversed(TIERS[:-1]):
        rules = tuple(rule.condition for rule in instrument.rules if rule.tier == tier)
        holds = counted.condition(AnyOf(rules))
        if tier != instrument.exit.tier:
            holds = f"(%left.not() and {holds})"
        yield name("tier", tier), holds
        expression = f"iif(%{name('tier', tier)}, '{tier}', {expression})"
    yield "tier", expression
