"""The golden cases of version 1: the table that a clinician reads is what the program does."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from screening.instrument import baclofen
from screening.instrument.baclofen.v1 import INSTRUMENT
from screening.instrument.conditions import Always
from screening.instrument.engine import Assessment, assess
from screening.instrument.schema import TIERS

TABLE = Path(baclofen.__file__).with_name("cases_v1.md")
COLUMNS = "Case | Answers that differ | Tier | Withdrawal | Misuse | Tolerance | Shown | Not shown"
CHECKLISTS = ("withdrawal", "misuse", "tolerance")
SEVERAL = {question.id for question in INSTRUMENT.questions if question.several}
Given = dict[str, str | list[str]]


class Case(NamedTuple):
    """One row of the table, with the answers of the quiet person filled in."""

    name: str
    answers: Given
    missing: set[str]
    tier: str
    bands: list[str]
    shown: list[str]
    not_shown: set[str]


def table_rows() -> list[list[str]]:
    lines = TABLE.read_text("utf-8").splitlines()
    rows = [line.strip("|").split("|") for line in lines if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows if not set("".join(row)) <= {"-"}]


def answer(question: str, text: str) -> str | list[str]:
    return text.split(" + ") if question in SEVERAL else text


def read_case(row: list[str], quiet: Given) -> Case:
    name, differs, tier, *bands, shown, not_shown = row
    answers, missing = dict(quiet), set()
    for part in filter(None, differs.split("; ")):
        question, text = part.split("=")
        del answers[question]  # so that an unknown question fails here
        if not text:
            missing.add(question)
        elif text != "-":
            answers[question] = answer(question, text)
    return Case(name, answers, missing, tier, bands, shown.split(), set(not_shown.split()))


ROWS = table_rows()
QUIET = {row[0]: answer(*row) for row in ROWS if len(row) == 2 and row[0] != "Question"}
CASES = [read_case(row, QUIET) for row in ROWS if len(row) != 2 and row != COLUMNS.split(" | ")]


def band(result: Assessment, checklist: str) -> str:
    if not result.bands:
        return "-"
    flag = " incomplete" * result.incomplete[checklist]
    return f"{result.bands[checklist]} ({result.scores[checklist]}){flag}"


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_program_answers_as_the_table_says(case: Case) -> None:
    result = assess(case.answers, INSTRUMENT)
    left = "" if result.outcome == "assessed" else f"{result.outcome}: "
    assert f"{left}{result.tier or 'none'}" == case.tier
    assert [band(result, checklist) for checklist in CHECKLISTS] == case.bands
    assert set(result.missing) == case.missing
    assert set(case.shown) - {"<"} <= set(result.guidance)
    assert not case.not_shown & set(result.guidance)

    place = result.guidance.index
    for before, after in re.findall(r"(\w+)(?= < (\w+))", " ".join(case.shown)):
        assert place(before) < place(after), f"{before} must come before {after}"


@pytest.mark.parametrize("nothing", [None, "", []], ids=["null", "empty", "none of several"])
def test_it_makes_no_difference_how_an_answer_is_missing(nothing: object) -> None:
    for case in CASES:
        answers = {**case.answers, **dict.fromkeys(case.missing, nothing)}
        assert assess(answers, INSTRUMENT) == assess(case.answers, INSTRUMENT), case.name


def test_the_quiet_person_answers_every_question_in_order() -> None:
    assert list(QUIET) == [question.id for question in INSTRUMENT.questions]


def test_every_case_has_a_name_and_names_guidance_that_exists() -> None:
    assert len({case.name for case in CASES}) == len(CASES) > 300
    named = {key for case in CASES for key in {*case.shown, *case.not_shown}} - {"<"}
    assert named == {block.key for block in INSTRUMENT.guidance}


@pytest.mark.parametrize("rule", INSTRUMENT.rules, ids=lambda rule: rule.id)
def test_two_cases_differ_in_every_rule_and_in_no_rule_as_urgent(rule) -> None:
    as_urgent = TIERS[: TIERS.index(rule.tier) + 1]
    with_it: set[frozenset[str]] = set()
    without_it: set[frozenset[str]] = set()
    for case in CASES:
        reasons = assess(case.answers, INSTRUMENT).reasons
        held = frozenset(reason.rule for reason in reasons if reason.tier in as_urgent)
        (with_it if rule.id in held else without_it).add(held - {rule.id})
    assert with_it & without_it, f"no two cases show what {rule.id!r} adds"


@pytest.mark.parametrize("block", INSTRUMENT.guidance, ids=lambda block: block.key)
def test_every_guidance_block_is_shown_and_not_shown_in_the_table(block) -> None:
    assert any(block.key in case.shown for case in CASES)
    if block.condition != Always():
        assert any(block.key in case.not_shown for case in CASES)
