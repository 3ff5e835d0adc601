"""What must be true of every answer set, whatever is in it."""

import random
from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import (
    assess,
    interrupted,
    left,
    missing,
    visible,
)
from screening.instrument.schema import TIERS
from tests.instrument.answer_sets import (
    CALM,
    GIVEN,
    QUESTIONS,
    RANKS,
    TRIED,
    answer_sets,
    complete_sets,
    effective,
    maybe_poisoned,
)

RULES = {rule.id: rule for rule in CURRENT.rules}
BLOCKS = {block.key for block in CURRENT.guidance}
ALWAYS = {"crisis_line", "contact_provider", "what_to_say", "what_this_can_miss"}
HIGHEST = {"withdrawal": 16, "misuse": 16, "tolerance": 3, "severity_index": 40}
STEP = st.integers(1, 4)


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
    @given(answer_sets(), st.integers(0, 10**9))
    def test_gives_the_same_result_in_any_order(self, answers, seed):
        chooser = random.Random(seed)
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
        others = {name: data.draw(GIVEN[name]) for name in hidden[:: data.draw(STEP)]}
        without = {name: codes for name, codes in answers.items() if name not in hidden}

        assert assess({**answers, **others}) == assess(answers) == assess(without)

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
            if reason.rule == "missing":
                assert reason.answers or found.missing == ("respondent",)
                continue
            assert reason.answers, reason
            calmed = {**answers, **{name: CALM[name] for name, _ in reason.answers}}
            # A rule that goes on holding holds for other answers: the named ones did it before.
            named = {name for name, _ in reason.answers}
            others = {other.rule: dict(other.answers) for other in assess(calmed).reasons}
            assert not named & set(others.get(reason.rule, ())), reason

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
