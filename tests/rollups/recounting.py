"""What is counted, found out again one answer set and one name at a time: slow, and plain."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from screening.instrument.engine import Assessment, assess, visible
from screening.instrument.schema import Checklist, Instrument
from screening.rollups.counting import Cell, with_cut_off
from screening.rollups.figures import cut_offs, layout
from screening.rollups.signs import items, signs

Answers = Mapping[str, object]


class Version:
    """What is known of a version beforehand."""

    def __init__(self, instrument: Instrument, versions: dict[int, Instrument]) -> None:
        self.instrument, self.versions = instrument, versions
        self.names = layout(instrument, versions).names
        self.signs = signs(instrument)
        self.items = {one.id: items(one, instrument) for one in instrument.checklists}
        self.other_cut_offs = {
            f"moved.{one.id}.{band}.{value}": with_cut_off(instrument, one.id, band, value)
            for one in instrument.checklists
            for band, _, value in cut_offs(one)
        }


class Person:
    """One answer set in one version."""

    def __init__(self, answers: Answers, version: Version) -> None:
        self.version, self.instrument = version, version.instrument
        instrument = version.instrument
        self.given = given(answers, instrument)
        self.came_to: Assessment = assess(answers, instrument)
        self.signs = {
            sign for sign, codes in version.signs.items() if self.given[sign] & set(codes)
        }
        self.then = {
            name: assess(answers, other).tier for name, other in version.other_cut_offs.items()
        }
        for number, other in version.versions.items():
            self.then[f"other.{number}"] = assess(in_version(answers, other), other).tier
        self.points = {
            checklist: {item.question: self._points(item) for item in own}
            for checklist, own in version.items.items()
        }

    def has(self, name: str) -> int:  # noqa: C901 - a case for each kind
        """Say how much this person adds to the count, or the sum, of that name."""
        kind, *rest = name.split(".")
        match kind, rest:
            case "all", _:
                return 1
            case "tier", [tier]:
                return self.came_to.tier == tier
            case "band", [checklist, band]:
                return self.came_to.bands[checklist] == band
            case "asked", [what]:
                return any(self.given[one] for one in (what, *self._questions(what)))
            case "sign", [question]:
                return question in self.signs
            case "pair", pair:
                return self.signs.issuperset(pair)
            case "answer", [question, code]:
                return code in self.given[question]
            case "unanswered", [question]:
                return self._unanswered(question)
            case "led", [tier, question, kind]:
                return tier == self.came_to.tier and self._led(question, kind)
            case (("moved" | "other"), [*what, before, after]):
                then = self.then[".".join((kind, *what))]
                return self.came_to.tier == before and then == after
            case measure, [checklist, *which]:
                return self._complete(checklist) and self._measure(measure, checklist, which)
        raise AssertionError(name)

    def _questions(self, section: str) -> list[str]:
        return [
            question.id
            for one in self.instrument.sections
            if one.id == section
            for question in one.questions
        ]

    def _checklist(self, name: str) -> Checklist:
        return next(one for one in self.instrument.checklists if one.id == name)

    def _unanswered(self, question: str) -> bool:
        return any(
            question in self._questions(one.section) and self.given[question] & set(one.unanswered)
            for one in self.instrument.checklists
        )

    def _complete(self, name: str) -> bool:
        checklist = self._checklist(name)
        return all(
            self.given[question] and not self._unanswered(question)
            for question in self.points[name]
            if question in self._questions(checklist.section)
        )

    def _led(self, question: str, kind: str) -> bool:
        codes = self.version.signs.get(question, ())
        wanted = codes if kind == "present" else [kind]
        return any(
            (question, code) in reason.answers
            for reason in self.came_to.reasons
            if reason.tier == self.came_to.tier
            for code in wanted
        )

    def _measure(self, measure: str, name: str, which: list[str]) -> int:
        score, points = self.came_to.scores[name], self.points[name]
        match measure, which:
            case "complete", []:
                return 1
            case "floor", []:
                return score == 0
            case "ceiling", []:
                return score == self._checklist(name).score.highest
            case "sum", [item]:
                return points[item]
            case "product", [one, other]:
                return points[one] * points[other]
        raise AssertionError(measure)

    def _points(self, item) -> int:
        return sum(points for condition, points in item.points if self._holds(condition))

    def _holds(self, condition) -> bool:
        if hasattr(condition, "parts"):
            return any(map(self._holds, condition.parts))
        codes = {condition.codes} if isinstance(condition.codes, str) else set(condition.codes)
        asked = condition.questions
        return any(
            self.given[one] & codes for one in ((asked,) if isinstance(asked, str) else asked)
        )


def given(answers: Answers, instrument: Instrument) -> defaultdict[str, set[str]]:
    """Say what counts: the answers to what was shown, with the stand-ins of missing ones."""
    counts: defaultdict[str, set[str]] = defaultdict(set)
    questions = {question.id: question for question in instrument.questions}
    for name in visible(answers, instrument):
        value = answers.get(name) or ()
        codes = {value} if isinstance(value, str) else set(value)  # type: ignore[call-overload]
        instead = questions[name].if_missing
        counts[name] = codes or ({instead} if instead else set())
    return counts


def in_version(answers: Answers, other: Instrument) -> Answers:
    """Leave out the answers that another version does not have."""
    known = {one.id: {option.code for option in one.options} for one in other.questions}
    kept: dict[str, object] = {}
    for name, value in answers.items():
        codes = [value] if isinstance(value, str) else list(value or ())  # type: ignore[call-overload]
        kept[name] = [code for code in codes if code in known.get(name, ())]
    return {name: codes for name, codes in kept.items() if codes}


def recount(
    rows: Iterable[tuple[int, int, str, Answers]], versions: dict[int, Instrument]
) -> dict[Cell, list[int]]:
    """Count (version, site, language, answers) one by one. Out: the counts of each cell."""
    known = {number: _version(number, versions) for number in versions}
    found: dict[Cell, Counter[str]] = {}
    for number, site, language, answers in rows:
        version = known[number]
        if assess(answers, version.instrument).outcome != "assessed":
            continue
        person = Person(answers, version)
        (age,), (route,) = person.given["age"], person.given["route"]
        cell = found.setdefault(Cell(number, site, language, age, route), Counter())
        for name in version.names:
            cell[name] += person.has(name)
    return {
        cell: [counts[name] for name in known[cell.version].names] for cell, counts in found.items()
    }


_KNOWN: dict[tuple[int, ...], Version] = {}


def _version(number: int, versions: dict[int, Instrument]) -> Version:
    # Made once: each other cut-off is an instrument of its own, which the engine keeps.
    key = (number, *versions)
    if key not in _KNOWN:
        _KNOWN[key] = Version(versions[number], dict(versions))
    return _KNOWN[key]
