"""What must be true of every answer set, whatever is in it."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import (
    Assessment,
    assess,
    interrupted,
    left,
    missing,
    visible,
)
from screening.instrument.lint.monotone import worsening_faults
from screening.instrument.schema import TIERS
from tests.instrument.answer_sets import (
    CALM,
    NO_ANSWER_AT_ALL,
    QUESTIONS,
    RANKS,
    TRIED,
    answer_sets,
    complete_sets,
    effective,
    given_answers,
    maybe_poisoned,
)

RULES = {rule.id: rule for rule in CURRENT.rules}
BLOCKS = {block.key for block in CURRENT.guidance}
ALWAYS = {"crisis_line", "contact_provider", "what_to_say", "what_this_can_miss"}
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


class TestEveryAnswerSet:
    @TRIED
    @given(answer_sets())
    def test_gives_an_assessment_within_its_limits(self, answers):
        found = assess(answers)

        assert len(set(found.guidance)) == len(found.guidance)
        assert ALWAYS <= set(found.guidance) <= BLOCKS
        assert set(found.missing) <= set(visible(answers)) <= set(QUESTIONS)
        if found.outcome == "under_age":
            assert (found.bands, found.scores, found.incomplete) == ({}, {}, {})
            assert found.tier in ("emergency", None)
            return
        assert found.outcome == "assessed"
        assert found.tier in TIERS
        assert set(found.bands) == set(RANKS)
        assert all(found.bands[name] in ranks for name, ranks in RANKS.items())
        assert set(found.incomplete) == set(RANKS)
        assert set(found.scores) == set(HIGHEST)
        assert all(0 <= found.scores[name] <= highest for name, highest in HIGHEST.items())

    @TRIED
    @given(answer_sets())
    def test_is_not_changed_by_assessing_it(self, answers):
        before = deepcopy(answers)
        first = assess(answers)
        visible(answers), missing(answers), interrupted(answers), left(answers)

        assert answers == before
        assert list(answers) == list(before)
        assert assess(answers) == first

    @TRIED
    @given(answer_sets(), st.randoms(use_true_random=False))
    def test_gives_the_same_result_in_any_order(self, answers, chooser):
        names = list(answers)
        chooser.shuffle(names)
        shuffled = {name: deepcopy(answers[name]) for name in names}
        for codes in shuffled.values():
            if isinstance(codes, list):
                chooser.shuffle(codes)
                codes.extend(codes[: len(codes) * (len(codes) > 1)])  # said twice is said once

        assert assess(shuffled) == assess(answers)

    @TRIED
    @given(answer_sets(), st.data())
    def test_ignores_answers_to_questions_that_are_not_shown(self, answers, data):
        hidden = [name for name in QUESTIONS if name not in visible(answers)]
        others = {name: data.draw(given_answers(QUESTIONS[name])) for name in hidden}
        without = {name: codes for name, codes in answers.items() if name not in hidden}

        assert assess({**answers, **others}) == assess(without) == assess(answers)

    @TRIED
    @given(answer_sets())
    def test_scores_a_missing_answer_as_its_stand_in(self, answers):
        gaps = assess(answers)
        filled = dict(answers)
        # An answer filled in may show further questions, so their gaps are filled as well.
        while wanted := [name for name in missing(filled) if QUESTIONS[name].if_missing]:
            filled |= {name: QUESTIONS[name].if_missing for name in wanted}
        full = assess(filled)

        for part in ("outcome", "bands", "scores", "incomplete", "guidance"):
            assert getattr(gaps, part) == getattr(full, part), part
        kept = [reason for reason in gaps.reasons if reason.rule != "missing"]
        assert kept == [reason for reason in full.reasons if reason.rule != "missing"]
        least = "soon" if gaps.missing and gaps.outcome == "assessed" else full.tier
        assert gaps.tier == min(full.tier, least, key=lambda tier: TIERS.index(tier or "routine"))

    @TRIED
    @given(answer_sets())
    def test_never_reassures_when_something_is_missing(self, answers):
        found = assess(answers)

        if found.missing or any(found.incomplete.values()):
            assert found.tier != "routine"
        for name, flag in found.incomplete.items():
            assert not (flag and found.bands[name] == "none")
        if found.tier == "routine":
            assert all(
                codes & set(options_said(name)) for name, codes in effective(answers).items()
            )

    @TRIED
    @given(answer_sets())
    def test_that_may_be_poisoned_is_never_told_to_keep_taking_it(self, answers):
        poisoned = maybe_poisoned(answers)
        shown = set(assess(answers).guidance)

        assert ("ask_before_next_dose" in shown) == poisoned
        assert not (poisoned and shown & {"do_not_stop", "restore_treatment"})
        assert not poisoned or "poison_line" in shown

    @TRIED
    @given(answer_sets())
    def test_is_given_reasons_that_are_true(self, answers):
        found = assess(answers)
        counted = effective(answers)

        assert [r.tier for r in found.reasons] == sorted(
            (RULES[r.rule].tier for r in found.reasons), key=TIERS.index
        )
        assert found.tier == (
            found.reasons[0].tier if found.reasons else {"assessed": "routine"}.get(found.outcome)
        )
        for reason in found.reasons:
            for name, code in reason.answers:
                assert code in counted[name], reason
            calmed = {**answers, **{name: CALM[name] for name, _ in reason.answers}}
            others = {other.rule for other in assess(calmed).reasons}
            if reason.rule == "missing":
                assert reason.answers or found.missing == ("respondent",)
            else:
                assert reason.answers, reason
                assert reason.rule not in others, reason

    @TRIED
    @given(complete_sets())
    def test_of_a_minor_shows_help_and_nothing_else(self, answers):
        minor = {**answers, "age": "under_18"}
        found = assess(minor)

        assert left(minor)
        assert found.outcome == "under_age"
        assert set(found.guidance) <= ALWAYS | {
            "call_emergency",
            "poison_line",
            "ask_before_next_dose",
        }
        assert (
            (found.tier == "emergency")
            == interrupted(minor)
            == ("call_emergency" in found.guidance)
        )
        assert set(visible(minor)) == {*list(QUESTIONS)[:10], "respondent", "age"}


def options_said(name: str) -> list[str]:
    """The answers to a question that say something, so neither a stand-in nor a way out."""
    return [o.code for o in QUESTIONS[name].options if o.code not in ("no_answer", "unsure")]


@TRIED
@given(answer_sets())
def test_questions_are_shown_as_the_design_says(answers):
    counted = effective(answers)

    def has(name: str, *codes: str) -> bool:
        return bool(counted.get(name, set()) & set(codes))

    if left(answers):
        return
    unchanged = has("change", "none")
    expected = {
        "dose": not has("route", "pump"),
        "extra_dose": not has("route", "none"),
        "change_agreed": has("change", "cut_down", "stopped"),
        "last_dose": not unchanged or has("route", "none"),
        "pump_event": has("route", "pump", "both"),
        **{
            name: not unchanged or has("route", "none", "pump", "both")
            for name in QUESTIONS
            if name.startswith("wd_")
        },
    }
    assert {name: name in counted for name in QUESTIONS} == {
        name: expected.get(name, True) for name in QUESTIONS
    }


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
