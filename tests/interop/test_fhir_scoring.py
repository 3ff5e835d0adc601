"""The FHIR Questionnaire scores by itself, with somebody else's engine, exactly as ours does."""

from collections import Counter

import pytest
from fhirpathpy import compile as compiled
from fhirpathpy.models import models

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import assess, visible
from screening.instrument.schema import TIERS
from screening.interop.fhir.codes import EXTENSIONS, SDC
from screening.interop.fhir.questionnaire import questionnaire
from screening.interop.fhir.results import answer_items
from tests.instrument.answer_sets import CALM, RANKS
from tests.interop.records import given_codes, random_answers

SETS = 1000


def items_below(item):
    for part in item.get("item", ()):
        yield part
        yield from items_below(part)


def expressions(item, url):
    for extension in item.get("extension", ()):
        if extension["url"] == url:
            expression = extension["valueExpression"]
            assert expression["language"] == "text/fhirpath"
            yield expression.get("name"), compiled(expression["expression"], models["r4"])


class FormFiller:
    """What any SDC form filler does: variables in order, what is enabled, what is calculated."""

    def __init__(self, form):
        self.variables = list(expressions(form, f"{EXTENSIONS}/variable"))
        self.enabled, self.calculated = {}, {}
        for item in items_below(form):
            for _, expression in expressions(item, f"{SDC}/sdc-questionnaire-enableWhenExpression"):
                self.enabled[item["linkId"]] = expression
            for _, expression in expressions(item, f"{SDC}/sdc-questionnaire-calculatedExpression"):
                self.calculated[item["linkId"]] = expression

    def fill(self, response):
        known = {"resource": response}
        for name, expression in self.variables:
            known[name] = expression(response, known)
        return known

    def found(self, response):
        known = self.fill(response)
        found = {link: expression(response, known) for link, expression in self.calculated.items()}
        return {link: value[0] for link, value in found.items() if value}

    def shown(self, response):
        known = self.fill(response)
        return {link: expression(response, known) for link, expression in self.enabled.items()}


@pytest.fixture(scope="module")
def filler():
    return FormFiller(questionnaire(CURRENT))


def response_with(answers):
    items = answer_items(CURRENT, given_codes(answers))
    return {"resourceType": "QuestionnaireResponse", "status": "completed", "item": items}


def expected(answers):
    found = assess(answers)
    values: dict[str, object] = {f"band_{name}": band for name, band in found.bands.items()}
    values |= {f"score_{name}": score for name, score in found.scores.items()}
    return values | ({"tier": found.tier} if found.tier else {})


def test_a_thousand_answer_sets_score_as_in_the_engine(filler):
    seen: Counter = Counter()
    for seed in range(SETS):
        answers = random_answers(seed)
        found = filler.found(response_with(answers))
        assert found == expected(answers), answers
        seen.update(item for item in found.items() if not item[0].startswith("score_"))
        seen["left"] += "score_misuse" not in found
    every_band = {(f"band_{name}", band) for name, bands in RANKS.items() for band in bands}
    assert set(seen) >= {("tier", tier) for tier in TIERS} | every_band
    assert seen["left"] > 3


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"route": "pump"},
        {"route": "both", "change": "cut_down"},
        {"route": "none"},
        {"change": ""},
        {"route": None, "change": "stopped"},
        {"age": "under_18"},
        {"age": ""},
    ],
)
def test_the_same_questions_are_shown(filler, changes):
    answers = {**CALM, **changes}
    enabled = filler.shown(response_with(answers))
    shown = set(visible(answers))
    for question in CURRENT.questions:
        assert enabled.get(question.id, [True]) == [question.id in shown], question.id
    for section in CURRENT.sections:
        some = any(question.id in shown for question in section.questions)
        assert enabled.get(section.id, [True]) == [some], section.id


def test_results_that_are_already_there_change_nothing(filler):
    answers = {**CALM, "mu_craving": "daily", "to_raised": "alone"}
    response = response_with(answers)
    stale = {"linkId": "tier", "answer": [{"valueString": "routine"}]}
    response["item"].append({"linkId": "results", "item": [stale]})
    found = filler.found(response)
    assert found == expected(answers)


def test_answers_in_the_codes_of_somebody_else_count_as_missing(filler):
    response = response_with(CALM)
    for section in response["item"]:
        for item in section["item"]:
            for answer in item["answer"]:
                answer["valueCoding"]["system"] = "urn:somebody-else"
    found = filler.found(response)
    assert found == expected({})
