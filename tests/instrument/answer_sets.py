"""Invented answer sets, and what a reader of the design would say of them without the engine."""

from hypothesis import settings
from hypothesis import strategies as st

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import visible
from screening.instrument.lint.examples import calm_answers
from screening.instrument.schema import NOT_ENOUGH_ANSWERS, Question

QUESTIONS = {question.id: question for question in CURRENT.questions}
CALM = calm_answers(CURRENT)

NO_ANSWER_AT_ALL: tuple[object, ...] = (None, "", [], ())
"""Four ways of leaving an answer out, beside leaving out the question."""

# Bands from least to most worrying.
RANKS = {
    "withdrawal": ("not_asked", "none", NOT_ENOUGH_ANSWERS, "some", "many", "severe"),
    "misuse": ("none", NOT_ENOUGH_ANSWERS, "some", "several", "many"),
    "tolerance": ("none", NOT_ENOUGH_ANSWERS, "some", "clear"),
}

TRIED = settings(derandomize=True, deadline=None, max_examples=800)


def given_answers(question: Question) -> st.SearchStrategy:
    """Invent one real answer: a code, a code in a list, or several codes that go together."""
    codes = [option.code for option in question.options]
    if not question.several:
        return st.sampled_from(codes) | st.sampled_from(codes).map(lambda code: [code])
    alone = [option.code for option in question.options if option.exclusive]
    together = [code for code in codes if code not in alone]
    return st.sampled_from(codes) | st.one_of(
        st.sampled_from(alone).map(lambda code: [code]),
        st.lists(st.sampled_from(together), min_size=1, max_size=len(together)),
    )


GIVEN = {question.id: given_answers(question) for question in CURRENT.questions}
SOME_QUESTIONS = st.lists(st.sampled_from(sorted(QUESTIONS)), unique=True, max_size=20)
INSTEAD = st.sampled_from((*NO_ANSWER_AT_ALL, "absent"))


@st.composite
def complete_sets(draw) -> dict:
    """Invent answers to all questions, mostly calm ones: each worry then shows by itself."""
    answers = dict(CALM)
    for name in draw(SOME_QUESTIONS):
        answers[name] = draw(GIVEN[name])
    return answers


@st.composite
def answer_sets(draw) -> dict:
    """Invent a valid answer set of any kind: with gaps, and with answers nobody was asked for."""
    answers = draw(complete_sets())
    for name in draw(SOME_QUESTIONS):
        instead = draw(INSTEAD)
        if instead == "absent":
            del answers[name]
        else:
            answers[name] = instead
    return answers


def effective(answers: dict) -> dict[str, set[str]]:
    """Say what counts: the answers to the questions shown, with the stand-ins of missing ones."""
    counted = {}
    for name in visible(answers):
        given = answers.get(name) or ()
        codes = {given} if isinstance(given, str) else set(given)
        stand_in = QUESTIONS[name].if_missing
        counted[name] = codes or ({stand_in} if stand_in else set())
    return counted


def maybe_poisoned(answers: dict) -> bool:
    """Say by the design's own words whether there may be too much of the medicine in the body."""
    counted = effective(answers)

    def has(names: str, *codes: str) -> bool:
        return any(counted.get(name, set()) & set(codes) for name in names.split())

    often = ("once_or_twice", "monthly", "weekly", "daily")
    perhaps = ("yes", "unsure")
    effect = has("ef_drowsy ef_slurred ef_mood ef_memory ef_mind", *often)
    happened = has("pump_event", "refill_or_change", "late_refill", "surgery_or_scan", "no_answer")
    return (
        has("now_overdose now_mixed now_hard_to_wake now_breathing extra_dose", *perhaps)
        or (has("conditions", "kidney") and (effect or has("now_unreal now_seizure", *perhaps)))
        or (has("route", "pump", "both") and happened and has("ef_drowsy ef_slurred", *often))
    )
