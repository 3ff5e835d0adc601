"""Worse never scores lower, no answer is no low answer, and every cut-off is in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import Assessment, assess, visible
from screening.instrument.lint.monotone import worsening_faults
from screening.instrument.schema import TIERS
from tests.instrument.answer_sets import (
    CALM,
    NO_ANSWER_AT_ALL,
    QUESTIONS,
    RANKS,
    TRIED,
    complete_sets,
)

HIGHEST = {"withdrawal": 16, "misuse": 16, "tolerance": 3, "severity_index": 40}
BEHAVIOURS = [name for name in QUESTIONS if name.startswith("mu_")]
EFFECTS = [name for name in QUESTIONS if name.startswith("ef_")]


def urgency(assessment: Assessment) -> int:
    return -TIERS.index(assessment.tier) if assessment.tier else -len(TIERS)


def is_lower(low: Assessment, high: Assessment) -> bool:
    """Whether `low` has a lower tier or a lower band than `high`."""
    return urgency(low) < urgency(high) or any(
        RANKS[name].index(low.bands[name]) < RANKS[name].index(band)
        for name, band in high.bands.items()
        if name in low.bands
    )


class TestNoAnswer:
    @TRIED
    @given(complete_sets(), st.sampled_from(CURRENT.questions), st.sampled_from(NO_ANSWER_AT_ALL))
    def test_never_scores_below_the_lowest_answer(self, answers, question, nothing):
        codes = [option.code for option in question.options if option.code != "under_18"]
        without = assess({**answers, question.id: nothing})
        with_one = [assess({**answers, question.id: code}) for code in codes]

        if without.outcome == "assessed":
            assert urgency(without) >= min(map(urgency, with_one))
            assert not is_lower(without, assess({**answers, question.id: CALM[question.id]}))
            for name in without.bands:
                assert without.scores[name] >= min(found.scores[name] for found in with_one)

    @pytest.mark.parametrize(
        "nothing", [{}, dict.fromkeys(QUESTIONS), dict.fromkeys(QUESTIONS, "")]
    )
    def test_at_all_is_an_emergency(self, nothing):
        found = assess(nothing)

        assert found.tier == "emergency"
        assert found.missing == visible(nothing)
        assert all(found.incomplete.values())

    @pytest.mark.parametrize("name", QUESTIONS)
    def test_to_one_question_is_never_routine(self, name):
        """Also where everything else is calm, and whatever has to be answered to show it."""
        opening = {"change": "stopped", "change_agreed": "yes", "last_dose": "over_7d"}
        pump = {"route": "pump"} if name == "pump_event" else {}
        answers = {**CALM, **(opening if name not in visible(CALM) else {}), **pump, name: None}

        assert name in visible(answers)
        assert assess(CALM).tier == "routine"
        assert assess(answers).missing == (name,)
        assert assess(answers).tier != "routine"


class TestWorsening:
    def test_never_lowers_the_tier_or_a_band(self):
        assert list(worsening_faults(CURRENT, steps=20_000, seed=20261121)) == []

    @pytest.mark.parametrize(
        ("checklist", "answers_at", "bands"),
        [
            (
                "withdrawal",
                lambda n: {"change": "stopped", **dict.fromkeys(list_of("wd_")[:n], "mild")},
                ["none", "some", "some", "some", "many", "many", "many", "many", "severe"],
            ),
            (
                "withdrawal",
                lambda n: {"change": "stopped", **dict.fromkeys(list_of("wd_")[:n], "severe")},
                ["none", "some", "many", "many", "severe", "severe", "severe", "severe", "severe"],
            ),
            (
                "misuse",
                lambda n: dict.fromkeys(BEHAVIOURS[:n], "once_or_twice"),
                ["none", "some", "some", "several", "several", "several", *["many"] * 5],
            ),
            (
                "misuse",
                lambda n: dict.fromkeys(BEHAVIOURS[:n] + EFFECTS[:n], "daily"),
                ["none", "some", "several", *["many"] * 8],
            ),
            ("misuse", lambda n: dict.fromkeys(EFFECTS[:n], "daily"), ["none"] * 6),
            (
                "tolerance",
                lambda n: dict(
                    [("to_less_effect", "yes"), ("to_need_more", "yes"), ("to_raised", "alone")][:n]
                ),
                ["none", "some", "clear", "clear"],
            ),
        ],
    )
    def test_moves_the_band_at_every_cut_off(self, checklist, answers_at, bands):
        found = [assess({**CALM, **answers_at(n)}).bands[checklist] for n in range(len(bands))]

        assert found == bands

    def test_reaches_the_end_of_every_score(self):
        worst = {
            **CALM,
            "change": "stopped",
            **dict.fromkeys(list_of("wd_"), "severe"),
            **dict.fromkeys(BEHAVIOURS + EFFECTS, "daily"),
            "to_less_effect": "yes",
            "to_need_more": "yes",
            "to_raised": "alone",
        }
        assert assess(worst).scores == HIGHEST


def list_of(prefix: str) -> list[str]:
    """Question ids of one kind; of the withdrawal signs those that are not critical."""
    critical = ("wd_confusion", "wd_seizure")
    return [name for name in QUESTIONS if name.startswith(prefix) and name not in critical]
