"""A curious reader of published statistics, who works out what is hidden. Nothing here is shared
with the code that publishes: not how numbers are rounded, not what adds up to what.

It knows the published numbers, the rules, which groups and periods there are, and what the
questions are. For every count it keeps the lowest and the highest value that it can have, and
narrows both with every sum and every "no more than" that it can think of, until nothing moves.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import assess
from tests.instrument.answer_sets import CALM
from tests.stats.seen import SIGNS, THERE

HIDDEN, WITHHELD = -1, -2
NOBODY_KNOWS = 10**9

Row = tuple[str, str]
"""A period and a group."""

Line = tuple[tuple[int, int], ...]
"""Places and what each is taken times: together they are zero, or, in a `more` line, at least."""


class Attacker:
    """What a reader knows. `low` and `high` are by row and then by count."""

    def __init__(
        self,
        published: Mapping[Row, Sequence[int]],
        rows: Sequence[Row],
        names: Sequence[str],
        *,
        hide_up_to: int = 10,
        round_to: int = 5,
    ) -> None:
        self.rows = {row: place for place, row in enumerate(rows)}
        self.names = list(names)
        self.at = {name: place for place, name in enumerate(names)}
        equal, more = [*self._sums(), *self._emergencies()], [*self._at_least()]
        self.low: list[list[int]] = []
        self.high: list[list[int]] = []
        for row in rows:
            shown = published.get(row, [HIDDEN] * len(names))
            known = [_meant(number, hide_up_to, round_to) for number in shown]
            everybody = known[self.at["all"]][1]
            unshown = len(self.names) - len(names)
            self.low.append([low for low, _ in known] + [0] * unshown)
            self.high.append([min(high, everybody) for _, high in known] + [everybody] * unshown)
        self.lines: list[list[tuple[bool, Line]]] = [[] for _ in self.names]
        for exactly, lines in ((True, equal), (False, more)):
            for line in lines:
                for place, _ in line:
                    self.lines[place].append((exactly, line))
        self.beside: list[list[tuple[int, list[int]]]] = [[] for _ in rows]
        for whole, parts in self._rows_that_add_up():
            places = [self.rows[row] for row in parts]
            for place in (self.rows[whole], *places):
                self.beside[place].append((self.rows[whole], places))

    def narrowed(self) -> dict[tuple[Row, str], tuple[int, int]]:
        """Work it out, and return what is known of every count that is published as hidden."""
        todo = deque(
            (row, place)
            for row in range(len(self.rows))
            for place in range(len(self.names))
            if self.low[row][place] > 0 or place == 0
        )
        waiting = set(todo)
        while todo:
            row, place = one = todo.popleft()
            waiting.discard(one)
            for moved in self._look_at(row, place):
                if moved not in waiting:
                    waiting.add(moved)
                    todo.append(moved)
        return {
            (row, name): (self.low[number][place], self.high[number][place])
            for row, number in self.rows.items()
            for place, name in enumerate(self.names)
        }

    def _look_at(self, row: int, place: int) -> Iterator[tuple[int, int]]:
        low, high = self.low[row], self.high[row]
        for exactly, line in self.lines[place]:
            least = sum(times * (low if times > 0 else high)[at] for at, times in line)
            most = sum(times * (high if times > 0 else low)[at] for at, times in line)
            widest = max(high[at] - low[at] for at, _ in line)
            if most >= widest and (not exactly or -least >= widest):
                continue
            yield from self._narrow(row, line, least if exactly else None, most)
        for whole, parts in self.beside[row]:
            line = ((whole, 1), *((part, -1) for part in parts))
            least = self.low[whole][place] - sum(self.high[part][place] for part in parts)
            most = self.high[whole][place] - sum(self.low[part][place] for part in parts)
            for at, times in line:
                if self._move(at, place, times, least, most):
                    yield at, place

    def _narrow(
        self, row: int, line: Line, least: int | None, most: int
    ) -> Iterator[tuple[int, int]]:
        for place, times in line:
            if self._move(row, place, times, least, most):
                yield row, place

    def _move(self, row: int, place: int, times: int, least: int | None, most: int) -> bool:
        """Leave a count what all others in its line leave it. Out: whether that is less."""
        low, high = self.low[row][place], self.high[row][place]
        # The line must reach 0: so far as it is above or below, this one must give way.
        if times > 0:
            new_low = max(low, high - most)
            new_high = high if least is None else min(high, low - least)
        else:
            new_low = low if least is None else max(low, high + least)
            new_high = min(high, low + most)
        assert new_low <= new_high, "what is published contradicts itself"
        self.low[row][place], self.high[row][place] = new_low, new_high
        return (new_low, new_high) != (low, high)

    def _new(self, name: str) -> int:
        self.names.append(name)
        return len(self.names) - 1

    def _sums(self) -> Iterator[Line]:
        """Yield what adds up within one group and period, with the people nobody is told of."""
        tiers = [name for name in self.at if name.startswith("tier.")]
        yield self._sum("all", tiers)
        for checklist in CURRENT.checklists:
            bands = [name for name in self.at if name.startswith(f"band.{checklist.id}.")]
            yield self._sum("all", bands)
            if f"band.{checklist.id}.not_asked" in bands:
                yield self._sum("all", ["asked.withdrawal", "band.withdrawal.not_asked"])
        for question in CURRENT.questions:
            codes = [f"answer.{question.id}.{option.code}" for option in question.options]
            if not question.several and question.if_missing and codes[0] in self.at:
                yield self._sum(self._asked(question.id), codes)
        for name in self.at:
            if name.startswith(("sign.", "unanswered.", "complete.", "asked.", "answer.", "tier.")):
                whole = self._asked_of(name)
                if whole != name:
                    rest = self._new(f"not {name}")
                    yield ((self.at[whole], 1), (self.at[name], -1), (rest, -1))
            elif name.startswith("led."):
                for whole in self._wholes_of_reason(name):
                    rest = self._new(f"{whole} but not {name}")
                    yield ((self.at[whole], 1), (self.at[name], -1), (rest, -1))

    def _emergencies(self) -> Iterator[Line]:
        """Yield that whoever has such a sign is in the tier, and because of it."""
        for sign in _leading_alone():
            yield self._sum(f"sign.{sign}", [f"led.emergency.{sign}.present"])
            rest = self._new(f"emergency but not {sign}")
            yield ((self.at["tier.emergency"], 1), (self.at[f"sign.{sign}"], -1), (rest, -1))

    def _at_least(self) -> Iterator[Line]:
        at = self.at
        signs = [name[5:] for name in self.at if name.startswith("sign.")]
        for one, other in combinations(signs, 2):
            pair, first, second = at[f"pair.{one}.{other}"], at[f"sign.{one}"], at[f"sign.{other}"]
            yield ((first, 1), (pair, -1))
            yield ((second, 1), (pair, -1))
            asked = {self._asked(one), self._asked(other)}
            together = at[asked.pop() if len(asked) == 1 else "all"]
            yield ((together, 1), (pair, 1), (first, -1), (second, -1))
        for checklist in CURRENT.checklists:
            complete = at[f"complete.{checklist.id}"]
            for end in ("floor", "ceiling"):
                yield ((complete, 1), (at[f"{end}.{checklist.id}"], -1))
            yield (
                (complete, 1),
                (at[f"floor.{checklist.id}"], -1),
                (at[f"ceiling.{checklist.id}"], -1),
            )
        for question in CURRENT.questions:
            codes = [option.code for option in question.options if question.several]
            for one, other in combinations(codes, 2):
                # Some answers rule out all others.
                if any(option.exclusive for option in question.options if option.code == one):
                    one, other = other, one
                if any(option.exclusive for option in question.options if option.code == other):
                    yield (
                        (at[self._asked(question.id)], 1),
                        (at[f"answer.{question.id}.{one}"], -1),
                        (at[f"answer.{question.id}.{other}"], -1),
                    )
        for name in self.at:
            if name.startswith("moved."):
                yield ((at[f"tier.{name.split('.')[-2]}"], 1), (at[name], -1))

    def _sum(self, whole: str, parts: Sequence[str]) -> Line:
        return ((self.at[whole], 1), *((self.at[part], -1) for part in parts))

    def _asked(self, question: str) -> str:
        for section in CURRENT.sections:
            for one in section.questions:
                if one.id == question:
                    if one.shown_when and f"asked.{question}" in self.at:
                        return f"asked.{question}"
                    return f"asked.{section.id}" if section.shown_when else "all"
        raise KeyError(question)

    def _asked_of(self, name: str) -> str:
        kind, of, *_ = name.split(".")
        if kind in {"asked", "tier"}:
            return "all"
        if kind == "complete":
            section = next(one.section for one in CURRENT.checklists if one.id == of)
            return f"asked.{section}" if f"asked.{section}" in self.at else "all"
        return self._asked(of)

    def _wholes_of_reason(self, name: str) -> Iterator[str]:
        _, tier, question, code = name.split(".")
        yield f"tier.{tier}"
        answered = f"sign.{question}" if code == "present" else f"answer.{question}.{code}"
        if answered in self.at:
            yield answered

    def _rows_that_add_up(self) -> Iterator[tuple[Row, list[Row]]]:
        of = {row: dict(part.split("=") for part in row[1].split(",") if part) for row in self.rows}
        filters = {name for values in of.values() for name in values}
        for (period, group), values in of.items():
            for name in filters - set(values):
                more = {**values, name: ""}
                parts = [
                    row
                    for row, others in of.items()
                    if row[0] == period
                    and others.keys() == more.keys()
                    and all(others[one] == values[one] for one in values)
                ]
                if parts:
                    yield (period, group), parts
            for shorter in _shorter(period, [one for one, other in self.rows if other == group]):
                yield (period, group), [(one, group) for one in shorter]


@cache
def _leading_alone() -> tuple[str, ...]:
    """List the signs that are an emergency though all else is calm, however they are answered."""
    calm = {**CALM, "change": "missed"}
    assert assess(calm).tier != "emergency"
    return tuple(
        question.id
        for question in CURRENT.questions
        if question.id in SIGNS
        and all(
            assess({**calm, question.id: option.code}).tier == "emergency"
            for option in question.options
            if option.code in THERE[question.id.split("_")[0]]
        )
    )


def _shorter(period: str, others: Sequence[str]) -> Iterator[list[str]]:
    year = period[:4]
    quarters = [one for one in others if one.startswith(f"{year}-Q")]
    months = [one for one in others if one.startswith(f"{year}-") and "Q" not in one]
    if "-Q" in period:
        yield [one for one in months if (int(one[5:]) + 2) // 3 == int(period[6])]
    elif period == year:
        yield from (quarters, months)


def _meant(number: int, hide_up_to: int, round_to: int) -> tuple[int, int]:
    """Say which counts can be meant: tried out, one by one."""
    if number == HIDDEN:
        return 0, hide_up_to
    if number == WITHHELD:
        return hide_up_to + 1, NOBODY_KNOWS
    around = range(max(hide_up_to + 1, number - round_to), number + round_to + 1)
    meant = [one for one in around if int(one / round_to + 0.5) * round_to == number]
    return meant[0], meant[-1]
