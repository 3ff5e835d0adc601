"""Counts are those that one would find by looking at each answer set, and depend as is said."""

from random import Random

import pytest

from benchmarks.answer_sets import answer_set
from screening.instrument.baclofen import CURRENT, VERSIONS
from screening.instrument.kept import to_letters
from screening.instrument.schema import Instrument
from screening.rollups.counting import Row, count
from screening.rollups.figures import FILTERED, layout
from screening.rollups.signs import signs
from tests.instrument.answer_sets import CALM
from tests.rollups.recounting import in_version, recount
from tests.rollups.versions import BOTH, SECOND

LETTERS = to_letters(CALM, CURRENT)


def some_answers(random: Random, instrument: Instrument = CURRENT) -> dict:
    """Answer at random, calmly or not, and perhaps leave something out."""
    kind = random.choice(["quiet", "quiet", "middling", "wild"])
    answers: dict = answer_set(instrument, kind, random)
    answers["age"] = random.choice(["18_64", "65_plus", "no_answer", "under_18"])
    for name in random.choices(list(answers), k=random.choice([0, 0, 1, 9])):
        answers.pop(name, None)
    # Someone withdrawn, or with a few signs: where cut-offs matter.
    if random.random() < 0.3:
        answers |= {"change": "missed", "wd_sleep": "severe", "last_dose": "under_12h"}
    return answers


def invented(seed: int, many: int) -> list:
    random = Random(seed)
    return [
        (version, random.choice([1, 2]), random.choice(["en", "es"]), answers)
        for version in (random.choice([1, 1, 2]) for _ in range(many))
        for answers in [some_answers(random, BOTH[version])]
    ]


def as_rows(people) -> list[Row]:
    return [
        Row(version, site, language, to_letters(answers, BOTH[version]))
        for version, site, language, answers in people
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_every_count_is_the_one_that_is_found_one_by_one(seed):
    people = invented(seed, 100)
    found = count(as_rows(people), BOTH)
    expected = recount(people, BOTH)
    assert (found.rows, found.left_out) == (100, 0)
    assert found.cells.keys() == expected.keys()
    for cell, numbers in found.cells.items():
        names = layout(BOTH[cell.version], BOTH).names
        assert dict(zip(names, numbers.tolist(), strict=True)) == dict(
            zip(names, expected[cell], strict=True)
        )


def test_counts_depend_on_each_other_as_the_layout_says():
    people = [(1, 1, "en", in_version(one[3], CURRENT)) for one in invented(3, 3000)]
    found = count(as_rows(people), BOTH)
    plan = layout(CURRENT, BOTH)
    several = [dict(zip(plan.names, own.tolist(), strict=True)) for own in found.cells.values()]
    assert len(several) == 15
    for own in several:
        for whole, parts in plan.wholes:
            assert own[whole] == sum(own[part] for part in parts), whole
        for smaller, larger in plan.within:
            assert own[smaller] <= own[larger], (smaller, larger)
        for pair, one, other in plan.both:
            assert own[pair] >= own[one] + own[other] - own["all"], pair
    seen = {name.split(".")[0] for own in several for name, number in own.items() if number}
    assert seen == {name.split(".")[0] for name in plan.names}


def test_a_sign_that_is_an_emergency_by_itself_is_the_reason_of_all_who_have_it():
    """Some others are one only with a severe answer, or together."""
    plan = layout(CURRENT, VERSIONS)
    alone = [
        *(
            question.id
            for question in CURRENT.sections[0].questions
            if question.id in signs(CURRENT)
        ),
        *("wd_confusion", "wd_seizure"),
    ]
    assert len(alone) == 12
    same = {whole: parts for whole, parts in plan.wholes if len(parts) == 1}
    assert same == {f"sign.{one}": (f"led.emergency.{one}.present",) for one in alone}
    assert {
        smaller
        for smaller, larger in plan.within
        if larger == "tier.emergency" and "sign" in smaller
    } == same.keys()


def test_many_batches_are_counted_as_one(monkeypatch):
    rows = as_rows(invented(4, 100))
    whole = count(rows, BOTH)
    monkeypatch.setattr("screening.rollups.counting.AT_ONCE", 23)
    parts = count(rows, BOTH)
    assert (parts.rows, parts.left_out) == (whole.rows, whole.left_out)
    assert parts.cells.keys() == whole.cells.keys()
    assert all((parts.cells[cell] == own).all() for cell, own in whole.cells.items())


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(Row(9, 0, "en", LETTERS), id="a version that is not known"),
        pytest.param(Row(1, 0, "en", ""), id="no letters"),
        pytest.param(Row(1, 0, "en", LETTERS + "n"), id="too many letters"),
        pytest.param(Row(1, 0, "en", "é" + LETTERS[1:]), id="a letter that is none"),
        pytest.param(Row(1, 0, "en", "x" + LETTERS[1:]), id="a letter nobody wrote"),
    ],
)
def test_a_row_that_cannot_be_read_stops_nobody_and_is_told(row):
    found = count([row, Row(1, 0, "en", LETTERS), row], VERSIONS)
    assert (found.rows, found.left_out) == (3, 2)
    (own,) = found.cells.values()
    assert own[layout(CURRENT, VERSIONS).at["all"]] == 1


@pytest.mark.parametrize("version", [*VERSIONS, SECOND.version])
def test_what_can_be_filtered_by_is_asked_of_everybody(version):
    """Each person is put into a cell by these letters, before anything is scored."""
    instrument = {**BOTH, **VERSIONS}[version]
    for section in instrument.sections:
        for question in section.questions:
            if question.id in FILTERED:
                assert section.shown_when is question.shown_when is None
                assert question.if_missing
                assert not question.several


def test_the_signs_are_those_of_the_definition():
    found = signs(CURRENT)
    assert len(found) == 38
    assert found["now_seizure"] == ("yes", "unsure")
    assert found["wd_fever"] == found["wd_confusion"] == ("mild", "severe")
    assert found["ef_mood"] == ("once_or_twice", "monthly", "weekly", "daily")
    assert found["to_raised"] == ("alone",)
    assert not {"supply", "age", "conditions"} & set(found)


def test_a_lower_cut_off_can_make_somebody_less_urgent():
    """A rule asks for “some” signs and not for “many”: that is counted in both directions."""
    names = layout(CURRENT, VERSIONS).names
    assert "moved.withdrawal.many.2.today.soon" in names
    assert "moved.misuse.many.5.today.soon" not in names
    person = CALM | {
        "route": "none",
        "last_dose": "over_7d",
        "conditions": ["epilepsy", "mental_health"],
        "wd_nausea": "mild",
        "wd_mood": "mild",
    }
    (own,) = count([Row(1, 0, "en", to_letters(person, CURRENT))], VERSIONS).cells.values()
    counts = dict(zip(names, own.tolist(), strict=True))
    assert counts["tier.today"] == counts["moved.withdrawal.many.2.today.soon"] == 1
