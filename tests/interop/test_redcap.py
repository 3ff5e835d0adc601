"""The REDCap dictionary: names REDCap accepts, logic that shows and scores as the engine does."""

import csv
import io
import re

import pytest

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import assess, visible
from screening.interop.redcap import COLUMNS, data_dictionary, fields
from tests.interop.records import given_codes, random_answers

CALCULATION = "Choices, Calculations, OR Slider Labels"
BRANCHING = "Branching Logic (Show field only if...)"
FIELDS = {field["Variable / Field Name"]: field for field in fields(CURRENT)}
QUESTIONS = {question.id: question for question in CURRENT.questions}
REFERENCE = re.compile(r"\[(\w+)(?:\((\w+)\))?\]")


def in_python(logic):
    """REDCap's logic as Python: [a] = 'b', [a(b)] = '1', <>, and, or, if(x, y, z)."""
    text = REFERENCE.sub(
        lambda found: (
            f"value({found[1]!r}, {found[2] or ''!r})" if found[2] else f"value({found[1]!r})"
        ),
        logic,
    )
    text = text.replace(" = ", " == ").replace(" <> ", " != ").replace("if(", "choose(")
    return compile(text, "<redcap>", "eval")


SHOWN = {name: in_python(f[BRANCHING]) for name, f in FIELDS.items() if f.get(BRANCHING)}
SCORES = {
    name.removeprefix("score_"): in_python(field[CALCULATION])
    for name, field in FIELDS.items()
    if field["Field Type"] == "calc"
}


def evaluated(logic, given):
    def value(name, code=None):
        codes = given.get(name, [])
        return ("1" if code in codes else "0") if code else "".join(codes)

    def choose(holds, then, otherwise):
        return then if holds else otherwise

    return eval(logic, {"value": value, "choose": choose})


def test_the_file_has_the_eighteen_columns_of_redcap():
    heading, *rows = csv.reader(io.StringIO(data_dictionary(CURRENT)))
    assert tuple(heading) == COLUMNS
    assert len(COLUMNS) == 18
    assert all(len(row) == 18 for row in rows)
    assert rows[0][0] == "record_id"
    assert len(rows) == len(FIELDS) == 2 + len(QUESTIONS) + 4


def test_says_that_it_is_not_validated():
    assert FIELDS["instrument_status"]["Field Label"] == CURRENT.status
    assert all(FIELDS[f"score_{name}"]["Field Note"] == CURRENT.status for name in SCORES)


@pytest.mark.parametrize("name", FIELDS)
def test_names_are_such_as_redcap_accepts(name):
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,25}", name)
    assert "__" not in name
    assert FIELDS[name]["Form Name"] == "baclofen_self_check_1"


@pytest.mark.parametrize("question", CURRENT.questions, ids=lambda question: question.id)
def test_choices_are_the_answers(question):
    field = FIELDS[question.id]
    assert field["Field Type"] == ("checkbox" if question.several else "radio")
    choices = [choice.split(", ", 1) for choice in field[CALCULATION].split(" | ")]
    assert choices == [[option.code, option.text] for option in question.options]


def test_logic_names_only_fields_and_answers_that_exist():
    for field in FIELDS.values():
        logic = field.get(BRANCHING, "")
        if field["Field Type"] == "calc":
            logic += field[CALCULATION]
        for name, code in REFERENCE.findall(logic):
            codes = [option.code for option in QUESTIONS[name].options]
            assert not code or (QUESTIONS[name].several and code in codes)
        for name, code in re.findall(r"\[(\w+)\] (?:=|<>) '(\w+)'", logic):
            assert code in [option.code for option in QUESTIONS[name].options]


@pytest.mark.parametrize("seed", range(300))
def test_shows_and_scores_as_the_engine(seed):
    answers = random_answers(seed)
    given = given_codes(answers)
    found, shown = assess(answers), set(visible(answers))
    for name in QUESTIONS:
        expected = bool(evaluated(SHOWN[name], given)) if name in SHOWN else True
        assert expected == (name in shown), name
    for name, logic in SCORES.items():
        assert evaluated(logic, given) == found.scores.get(name, ""), name
