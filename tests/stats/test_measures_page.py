"""The page of the instrument's own measures: what stands where, and that no small number does."""

import pytest

from screening.stats.pages.measures import build
from screening.stats.report import Coefficient, Count, Share
from tests.instrument.answer_sets import QUESTIONS
from tests.stats.seen import (
    HIDDEN,
    SIGNS,
    WITHHELD,
    a_look,
    a_look_at,
    assert_drawn,
    numbers,
    part,
    recount,
    shown,
)

ITEMS = {
    "withdrawal": [
        n for n in SIGNS if n.startswith("wd_") and n not in ("wd_confusion", "wd_seizure")
    ],
    "misuse": [
        *(n for n in SIGNS if n.startswith("mu_")),
        "to_raised",
        *(n for n in SIGNS if n.startswith("ef_")),
    ],
    "tolerance": ["to_less_effect", "to_need_more", "to_raised"],
}
"""What each score is added up from, as the design has it."""

SEEDS = [1, 2, 3]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("checklist", ITEMS)
def test_each_item_is_counted_as_it_was_given(checklist, seed):
    counted = recount(seed)
    found = part(build(a_look_at(counted)), f"items-{checklist}")
    whole = shown(counted["asked.wd_sleep" if checklist == "withdrawal" else "all"])
    expected = [
        (
            Share(shown(counted[f"sign.{name}"]), whole),
            Share(shown(counted[f"unanswered.{name}"]), whole),
        )
        for name in ITEMS[checklist]
    ]
    assert [row[1:3] for row in found.table.rows] == expected
    for row, name in zip(found.table.rows, ITEMS[checklist], strict=True):
        assert row[0].lower().startswith(QUESTIONS[name].short.lower())
    assert_drawn(found, 1)


def test_each_measure_stands_in_its_own_place():
    look = a_look(
        {
            "all": 200,
            "complete.misuse": 150,
            "floor.misuse": 75,
            "ceiling.misuse": WITHHELD,
            "complete.tolerance": 40,
        },
        {
            "alpha.misuse": 0.81,
            "alpha_without.misuse.mu_craving": 0.79,
            "item_rest.misuse.mu_craving": 0.44,
        },
    )
    report = build(look)
    rows = {row[0]: row[1:] for row in part(report, "checklists").table.rows}
    assert rows["Use in another way than prescribed"] == (
        Count(150),
        Coefficient(0.81),
        Share(75, 150),
        Share(WITHHELD, 150),
    )
    assert rows["The medicine doing less than it did"] == (
        Count(40),
        Coefficient(None),
        Share(HIDDEN, 40),
        Share(HIDDEN, 40),
    )
    assert rows["Signs after a change"][:2] == (Count(HIDDEN), Coefficient(None))
    items = {row[0]: row[3:] for row in part(report, "items-misuse").table.rows}
    assert items.pop("A strong urge to take it") == (Coefficient(0.44), Coefficient(0.79))
    assert set(items.values()) == {(Coefficient(None), Coefficient(None))}


def test_the_page_says_below_what_nothing_is_shown(settings):
    settings.STATISTICS_COEFFICIENTS_FROM = 80
    assert "at least 80 complete answers" in " ".join(part(build(a_look({})), "checklists").text)


def test_the_page_says_of_what_there_are_no_measures():
    report = build(a_look({}))
    assert "With a filter, no alpha or correlation is shown" in " ".join(
        part(report, "checklists").text
    )
    said = {name: " ".join(part(report, f"items-{name}").text) for name in ITEMS}
    few = "fewer than 6 items only alpha is shown"
    assert [name for name in said if few in said[name]] == ["tolerance"]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_number_is_small_or_exact(seed):
    found = set(numbers(build(a_look_at(recount(seed))).parts))
    assert max(found) > 100
    assert all(number == HIDDEN or (number >= 10 and number % 5 == 0) for number in found)
