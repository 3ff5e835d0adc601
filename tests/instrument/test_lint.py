"""Every machine check of a definition catches one broken on purpose, and names the part."""

import pytest
from django.core.checks import run_checks
from django.test import override_settings

from screening.instrument.baclofen import CURRENT, GUIDANCE
from screening.instrument.lint import examine
from screening.instrument.lint.monotone import worsening_faults
from tests.instrument.broken_definitions import BROKEN, BROKEN_WORDS, NOT_MONOTONE


def test_the_true_definition_has_no_fault_and_an_example_of_everything():
    report = examine(CURRENT, GUIDANCE)

    assert report.faults == ()
    assert set(report.examples.tiers) == {"emergency", "today", "soon", "routine"}
    assert set(report.examples.guidance) == {block.key for block in CURRENT.guidance}
    assert report.steps >= 600


@pytest.mark.parametrize(("broken", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_definition_is_caught_by_name(broken, message):
    faults = examine(broken, GUIDANCE, steps=0).faults

    assert any(message in fault for fault in faults), faults


@pytest.mark.parametrize(("words", "message"), BROKEN_WORDS.values(), ids=BROKEN_WORDS)
def test_broken_words_are_caught_by_name(words, message):
    faults = examine(CURRENT, words, steps=0).faults

    assert any(message in fault for fault in faults), faults


def test_a_block_in_a_language_without_words_stops_the_start():
    with override_settings(LANGUAGES=[("en", "English"), ("cy", "Cymraeg")]):
        faults = [fault for fault in run_checks() if fault.id == "screening.E002"]

    assert [fault.msg for fault in faults] == [
        f"Guidance {key!r} has no words in the language 'cy'." for key in GUIDANCE
    ]
    assert run_checks() == []


@pytest.mark.parametrize("name", NOT_MONOTONE)
def test_a_definition_that_scores_worse_answers_lower_is_caught(name):
    # A fault of one single sign is rarer than any other: it takes as many steps as we run.
    steps = 20_000 if name == "unsure forgotten among the worse" else 3000
    faults = list(worsening_faults(NOT_MONOTONE[name], steps=steps, seed=1))

    assert faults
    assert all(fault.startswith("Question '") for fault in faults)
