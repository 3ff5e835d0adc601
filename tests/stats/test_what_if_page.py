"""The page "What if": what would have moved is what scoring anew says."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import cast

import pytest
from django.forms import ChoiceField

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import assess
from screening.instrument.schema import TIERS, Instrument
from screening.rollups.figures import layout
from screening.stats import queries
from screening.stats.pages import what_if
from screening.stats.pages.what_if import Change, CutOff, Version, build, changes
from screening.stats.pages.what_if_form import WhatIfForm
from screening.stats.report import Count, Share
from tests.stats.seen import (
    HIDDEN,
    WITHHELD,
    a_look,
    assert_drawn,
    numbers,
    part,
    people,
    recount,
    shown,
)

WORDS: dict[str | None, str] = dict(
    zip(TIERS, ["Emergency", "Urgent", "Elevated", "Routine"], strict=True)
)
NEXT = {1: replace(CURRENT, version=1), 2: replace(CURRENT, version=2)}


def with_cut_off(change: Change) -> Instrument:
    """Make the instrument with another cut-off."""
    assert isinstance(change, CutOff)
    checklists = tuple(
        replace(
            one,
            bands=tuple(
                replace(band, lowest=change.value) if band.name == change.band else band
                for band in one.bands
            ),
        )
        if one.id == change.checklist
        else one
        for one in CURRENT.checklists
    )
    return replace(CURRENT, checklists=checklists)


def offered(form: WhatIfForm) -> list[tuple]:
    """List the groups of the form, each with its choices."""
    field = form.fields["change"]
    assert isinstance(field, ChoiceField)
    return [*cast(Iterable, field.choices)]


@pytest.mark.parametrize(
    "code", ["misuse.some.2", "misuse.many.4", "tolerance.clear.3", "misuse.many.16"]
)
@pytest.mark.parametrize("seed", [1, 2])
def test_who_would_have_moved_is_who_moves_when_scored_anew(code, seed):
    change = changes(CURRENT)[code]
    answer_sets = people(seed, 600)
    other = with_cut_off(change)
    moves = Counter((assess(one).tier, assess(one, other).tier) for one in answer_sets)
    counted = recount(seed, 600)
    counts = {name: shown(n) for name, n in counted.items()}
    counts |= {f"moved.{code}.{a}.{b}": shown(n) for (a, b), n in moves.items() if a != b}
    found = part(build(a_look(counts), change), "moves")
    rows = {row[0]: row[1:] for row in found.table.rows}
    for (before, after), number in moves.items():
        if before != after:
            whole, count = shown(counted[f"tier.{before}"]), shown(number)
            expected = (Count(whole), Count(count), Share(count, whole))
            assert rows.pop(f"{WORDS[before]} → {WORDS[after]}") == expected
    assert all(row[1] == Count(HIDDEN) for row in rows.values())
    assert_drawn(found, 3)
    assert all(number == HIDDEN or (number >= 10 and number % 5 == 0) for number in numbers(found))


def test_some_do_move():
    """Else the test above would compare nothing with nothing."""
    change = changes(CURRENT)["misuse.some.2"]
    other = with_cut_off(change)
    assert sum(assess(one).tier != assess(one, other).tier for one in people(1, 600)) > 10


def test_a_move_by_hand():
    look = a_look(
        {
            "tier.today": 45,
            "tier.soon": 120,
            "moved.withdrawal.some.2.today.soon": 15,
            "moved.withdrawal.some.2.soon.routine": WITHHELD,
        }
    )
    found = part(build(look), "moves")
    assert found.heading == "Signs after a change: “some signs” from 2 instead of 1"
    assert found.table.rows == [
        ("Urgent → Elevated", Count(45), Count(15), Share(15, 45)),
        ("Urgent → Routine", Count(45), Count(HIDDEN), Share(HIDDEN, 45)),
        ("Elevated → Routine", Count(120), Count(WITHHELD), Share(WITHHELD, 120)),
    ]


def test_a_lower_cut_off_moves_people_upwards():
    found = part(build(a_look({}), changes(CURRENT)["misuse.many.5"]), "moves")
    assert [row[0] for row in found.table.rows] == [
        "Elevated → Urgent",
        "Routine → Urgent",
        "Routine → Elevated",
    ]


def test_every_change_that_was_counted_can_be_chosen():
    counted = {
        ".".join(name.split(".")[1:4])
        for name in a_look({}).layout.names
        if name.startswith("moved.")
    }
    assert set(changes(CURRENT)) == counted
    for code in counted:
        form = WhatIfForm({"change": code}, instrument=CURRENT)
        assert form.is_valid()
        assert form.chosen().code == code
        assert code.split(".")[2] in part(build(a_look({}), form.chosen()), "moves").heading


@pytest.mark.parametrize(
    "code", ["", "misuse.some.1", "misuse.some", "x", "version.1", "version.2"]
)
def test_anything_else_is_refused_in_words(code):
    form = WhatIfForm({"change": code}, instrument=CURRENT)
    assert form.errors == {"change": ["Choose a change out of the list"]}


def test_the_form_begins_with_the_smallest_change_of_the_first_cut_off():
    form = WhatIfForm(instrument=CURRENT)
    assert form.fields["change"].initial == "withdrawal.some.2"
    groups = dict(offered(form))
    assert list(groups) == [one.name for one in CURRENT.checklists]
    assert groups["Signs after a change"][0] == (
        "withdrawal.some.2",
        "some signs: 2 (now 1)",
    )
    assert groups["The medicine doing less than it did"] == [
        ("tolerance.clear.3", "clear signs: 3 (now 2)")
    ]


def test_with_one_version_the_page_says_so():
    assert "There is only version 1 so far" in " ".join(build(a_look({})).text)


def test_another_version_is_compared_tier_by_tier(monkeypatch):
    monkeypatch.setattr(what_if, "VERSIONS", NEXT)
    change = changes(CURRENT)["version.2"]
    assert change == Version(2)
    form = WhatIfForm({"change": "version.2"}, instrument=CURRENT)
    assert form.is_valid()
    assert form.chosen() == change
    assert dict(offered(form))["Another version"] == [("version.2", "Version 2")]
    monkeypatch.setattr(queries, "_layout", lambda _version: layout(CURRENT, NEXT))
    look = a_look({"tier.soon": 60, "other.2.soon.emergency": 20})
    report = build(look, change)
    rows = {row[0]: row[1:] for row in part(report, "moves").table.rows}
    assert len(rows) == 12
    assert rows["Elevated → Emergency"] == (Count(60), Count(20), Share(20, 60))
    assert rows["Elevated → Urgent"] == (Count(60), Count(HIDDEN), Share(HIDDEN, 60))
    assert "only version" not in " ".join(report.text)
