"""The table that is printed: what was measured, how much it came to, and what it may come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MET = "met"
NOT_MET = "NOT met"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `budget` is None where there is none; `decimals` are those to be shown.

    `sort` says whether the budget is the least or the most that the figure may be.
    """

    what: str
    figure: float
    unit: str = ""
    decimals: int = 0
    budget: float | None = None
    sort: Literal["least", "most"] = "least"
    note: str = ""

    @property
    def verdict(self) -> str:
        """`MET`, `NOT_MET`, or nothing where there is no budget."""
        if self.budget is None:
            return ""
        kept = self.figure >= self.budget if self.sort == "least" else self.figure <= self.budget
        return MET if kept else NOT_MET


def table(rows: list[Row]) -> str:
    """Set the rows out as a table with aligned columns, one row a line."""
    cells = [("what was measured", "figure", "budget", "", "note"), *map(_cells, rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(4)]
    lines = []
    for what, figure, budget, verdict, note in cells:
        lines.append(
            f"{what:{widths[0]}}  {figure:>{widths[1]}}  {budget:>{widths[2]}}  "
            f"{verdict:{widths[3]}}  {note}".rstrip()
        )
    lines.insert(1, "-" * max(map(len, lines)))
    return "\n".join(lines)


def _cells(row: Row) -> tuple[str, str, str, str, str]:
    figure = f"{row.figure:,.{row.decimals}f} {row.unit}".rstrip()
    budget = "" if row.budget is None else f"at {row.sort} {row.budget:,.{row.decimals}f}"
    return row.what, figure, budget, row.verdict, row.note
