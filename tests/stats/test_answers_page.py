"""The page of answers: every number is an independent recount's, and no small one is there."""

import pytest

from screening.stats.pages.answers import DRAWN, LISTED, build
from screening.stats.report import Count, Share
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

SIGN_PARTS = {
    "signs-now": "now",
    "signs-withdrawal": "wd",
    "signs-misuse": "mu",
    "signs-misuse-effects": "ef",
    "signs-tolerance": "to",
}
SEEDS = [1, 2, 3]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("slug", SIGN_PARTS)
def test_each_sign_is_counted_as_it_was_given(slug, seed):
    counted = recount(seed)
    found = part(build(a_look_at(counted)), slug)
    names = [name for name in SIGNS if name.startswith(SIGN_PARTS[slug] + "_")]
    asked = counted["asked.wd_sleep" if slug == "signs-withdrawal" else "all"]
    expected = [
        (Count(count), Share(count, shown(asked)))
        for count in (shown(counted[f"sign.{name}"]) for name in names)
    ]
    assert [tuple(row[1:]) for row in found.table.rows] == expected
    for row, name in zip(found.table.rows, names, strict=True):
        assert row[0].lower().startswith(QUESTIONS[name].short.lower())
    assert_drawn(found, 2)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_other_answer_is_counted_as_it_was_given(seed):
    counted = recount(seed)
    report = build(a_look_at(counted))
    expected = [
        (question.short, option.text, Count(count), Share(count, asked))
        for question in QUESTIONS.values()
        if question.id not in SIGNS and question.id not in ("age", "route")
        for asked in [shown(counted[f"asked.{question.id}"])]
        for option in question.options
        for count in [shown(counted[f"answer.{question.id}.{option.code}"])]
    ]
    rows = [*part(report, "answers-use").table.rows, *part(report, "answers-health").table.rows]
    assert [tuple(row) for row in rows] == expected


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("tier", ["emergency", "today", "soon"])
def test_what_led_to_a_tier_is_what_the_rules_say(tier, seed):
    counted = recount(seed)
    found = part(build(a_look_at(counted)), f"led-{tier}")
    led = {
        _said(*name.split(".")[2:]): shown(n)
        for name, n in counted.items()
        if name.startswith(f"led.{tier}.") and n > 10
    }
    expected = sorted(led.values(), reverse=True)[:LISTED]
    assert [led[str(row[0])] for row in found.table.rows] == expected
    whole = shown(counted[f"tier.{tier}"])
    assert [row[1] for row in found.table.rows] == [Count(count) for count in expected]
    assert [row[2] for row in found.table.rows] == [Share(count, whole) for count in expected]
    assert_drawn(found, 2, DRAWN)


def _said(question: str, code: str) -> str:
    """Name a reason as the page should."""
    asked = QUESTIONS[question]
    short = asked.short[0].upper() + asked.short[1:]
    if code == "present":
        if not question.startswith("to_"):
            return short
        # These are there with one answer only, which is named.
        code = "alone" if question == "to_raised" else "yes"
    return f"{short}: {next(one.text for one in asked.options if one.code == code)}"


def test_a_reason_stands_beside_its_own_number():
    look = a_look(
        {
            "all": 100,
            "tier.emergency": 40,
            "led.emergency.now_seizure.present": 15,
            "led.emergency.route.pump": 30,
            "led.emergency.change.missed": WITHHELD,
        }
    )
    found = part(build(look), "led-emergency")
    assert found.table.rows == [
        ("How it is taken: With a pump", Count(30), Share(30, 40)),
        ("A seizure (a fit)", Count(15), Share(15, 40)),
    ]
    said = " ".join(found.text)
    assert "27 are not listed because each came 10 times or fewer." in said
    assert "1 is not shown, so that no smaller count can be worked out from it." in said


def test_a_long_list_says_that_it_goes_on():
    led = {f"led.soon.{name}.present": 15 for name in SIGNS}
    found = part(build(a_look({"all": 100, "tier.soon": 40, **led})), "led-soon")
    assert len(found.table.rows) == LISTED
    assert f"{len(SIGNS) - LISTED} more are not listed. The 25 most frequent are." in found.text


def test_a_sign_with_one_answer_names_it():
    rows = part(build(a_look({})), "signs-tolerance").table.rows
    assert rows[-1][0] == "The dose was raised: Yes, I did it on my own"


def test_the_page_says_with_which_answers_a_sign_is_there():
    report = build(a_look({}))
    assert "these answers: “Yes”, “Not sure”." in part(report, "signs-now").text[0]
    assert "“New or worse" not in part(report, "signs-tolerance").text
    assert part(report, "signs-tolerance").text == []


def test_hidden_and_withheld_stay_so():
    look = a_look({"all": 100, "sign.now_seizure": WITHHELD, "answer.supply.as_directed": 60})
    report = build(look)
    rows = part(report, "signs-now").table.rows
    assert rows[0][1:] == (Count(WITHHELD), Share(WITHHELD, 100))
    assert rows[1][1:] == (Count(HIDDEN), Share(HIDDEN, 100))
    withdrawal = part(report, "signs-withdrawal").table.rows
    assert {row[1:] for row in withdrawal} == {(Count(HIDDEN), Share(HIDDEN, HIDDEN))}


@pytest.mark.parametrize("seed", SEEDS)
def test_no_number_is_small_or_exact(seed):
    found = set(numbers(build(a_look_at(recount(seed))).parts))
    assert max(found) > 100
    assert all(number == HIDDEN or (number >= 10 and number % 5 == 0) for number in found)
