"""Scoring very many at once says of each what the engine says of one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import assess, visible
from screening.instrument.kept import places, to_letters
from screening.rollups.reading import TOGETHER, Given, read, unpack
from screening.rollups.scoring import answered, outcome, reasons, scores
from tests.instrument.answer_sets import CALM, answer_sets
from tests.rollups.recounting import in_version
from tests.rollups.versions import BOTH

MANY = st.lists(answer_sets(), min_size=20, max_size=TOGETHER)
TRIED = settings(derandomize=True, deadline=None, max_examples=25)


def letters(texts: list[str]) -> Given:
    width = places(CURRENT)[-1].at + 1
    filled = "".join(texts).encode("ascii").ljust(TOGETHER * width, b"\0")
    return read(np.frombuffer(filled, np.uint8).reshape(TOGETHER, width), CURRENT)


def of(at, bits) -> bool:
    return bool(unpack(bits)[at])


@pytest.mark.parametrize("version", BOTH)
@TRIED
@given(many=MANY)
def test_every_answer_set_comes_to_what_the_engine_says(many, version):
    instrument = BOTH[version]
    found = letters([to_letters(answers, CURRENT) for answers in many])
    people = answered(found, instrument)
    totals = scores(people, instrument)
    came_to = outcome(people, totals, instrument)
    led = {tier: reasons(tier, came_to) for tier in came_to.tiers}
    for at, given_answers in enumerate(many):
        answers = in_version(given_answers, instrument)
        one = assess(answers, instrument)
        assert of(at, people.assessed) == (one.outcome == "assessed")
        if one.outcome != "assessed":
            assert not any(of(at, bits) for bits in came_to.tiers.values())
            continue
        assert [tier for tier, bits in came_to.tiers.items() if of(at, bits)] == [one.tier]
        for checklist, bands in came_to.bands.items():
            expected = one.bands[checklist]
            assert [band for band, bits in bands.items() if of(at, bits)] == [expected]
            assert totals[checklist][at] == one.scores[checklist]
            assert of(at, came_to.incomplete[checklist]) == one.incomplete[checklist]
        asked = {name for name, bits in people.asked.items() if of(at, bits)}
        assert asked == set(visible(answers, instrument))
        assert {name for name, bits in people.missing.items() if of(at, bits)} == set(one.missing)
        why = {pair for pair, bits in led[one.tier or ""].items() if of(at, bits)}
        own = [reason for reason in one.reasons if reason.tier == one.tier]
        assert why == {pair for reason in own for pair in reason.answers}


@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param(lambda text: text.replace("n", "x", 1), id="a letter nobody wrote"),
        pytest.param(lambda text: "\0" * len(text), id="no letters"),
        pytest.param(
            lambda text: text[:28] + "yyyyyyy" + text[35:], id="an answer that stands alone"
        ),
    ],
)
def test_letters_that_are_no_answer_set_are_not_read(spoilt):
    text = to_letters(CALM, CURRENT)
    found = letters([text, spoilt(text), text])
    assert [of(at, found.readable) for at in range(4)] == [True, False, True, False]
