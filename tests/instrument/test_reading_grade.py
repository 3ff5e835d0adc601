"""The measure of how hard a text is, against counts by hand and against another programme's."""

import pytest

from screening.instrument.lint.reading import FORBIDDEN, grade, prose_faults, sentences, syllables

# Counted by hand: word, syllables.
BY_HAND = {
    "a": 1, "the": 1, "help": 1, "you": 1, "baclofen": 3, "medicine": 3, "doctor": 2,
    "pharmacist": 3, "prescriber": 3, "prescribed": 2, "stopped": 1, "stiffness": 2,
    "muscles": 2, "seizure": 2, "emergency": 4, "breathing": 2, "suddenly": 3, "dangerous": 3,
    "dose": 1, "doses": 2, "taken": 2, "more": 1, "little": 2, "used": 1, "wanted": 2,
    "needed": 2, "poison": 2, "quiet": 2, "trying": 2, "mg": 1, "80": 1, "don't": 1, "blue": 1,
    "fever": 2, "epilepsy": 4, "kidney": 2, "alcohol": 3, "opioids": 3,
}  # fmt: skip

# Counted by hand: text, sentences, words, syllables.
TEXTS_BY_HAND = [
    ("Do not stop.", 1, 3, 3),
    ("Call now. Do not wait.", 2, 5, 5),
    ("Ask a doctor or pharmacist before you change anything.", 1, 9, 15),
    ("Too much baclofen can cause seizures. So can a sudden gap.", 2, 11, 15),
    ("Call the poison line. It's free, day and night!", 2, 9, 10),
    ("More than 80 mg a day is above the usual highest amount by mouth.", 1, 14, 19),
    ("Is your skin itching or tingling?", 1, 6, 8),
    ("Call now if you have: a fit", 2, 7, 7),  # a colon ends a sentence, as the list after it shows
]

# A rule of thumb is off by one on some words, in both directions.
OFF_BY_ONE = {"people": 2, "suicide": 3, "area": 3, "idea": 3, "somebody": 3}

# The same measure by textstat 0.7.3, an independent programme with a dictionary of syllables.
BY_TEXTSTAT = [
    ("A sudden stop can cause seizures, a high fever, and seeing things that are not there.", 3.6),
    (
        "Speak to a doctor or pharmacist before you take more, less or none. "
        "Ask them before you take extra to make up for it.",
        4.4,
    ),
    (
        "This medicine can make you weak, dizzy or confused. Get up slowly, and hold on. "
        "If you fall, speak to a doctor today.",
        1.6,
    ),
    ("They can tell you what to do. Call even if you feel well. Signs can come later.", -0.5),
    (
        "It is sealed, so only this site can read it. "
        "Your answers are gone when you close the browser.",
        2.3,
    ),
    (
        "You do not have to be sure that you have a problem. Who you call is up to you.",
        1.1,
    ),
]
HARD = {
    "Intrathecal administration necessitates immediate multidisciplinary consultation.": 36.3,
    "The prescribing physician should be contacted before the medication is discontinued, because "
    "abrupt discontinuation may result in serious complications.": 19.0,
}


@pytest.mark.parametrize(("word", "count"), BY_HAND.items())
def test_syllables_are_those_counted_by_hand(word, count):
    assert syllables(word) == syllables(word.upper()) == count


@pytest.mark.parametrize(("text", "ends", "words", "sounds"), TEXTS_BY_HAND)
def test_the_grade_is_the_formula_on_the_counts(text, ends, words, sounds):
    assert len(sentences([text])) == ends
    assert grade([text]) == pytest.approx(0.39 * words / ends + 11.8 * sounds / words - 15.59)


@pytest.mark.parametrize(("word", "count"), OFF_BY_ONE.items())
def test_a_miscounted_word_is_off_by_one_at_most(word, count):
    assert abs(syllables(word) - count) <= 1


@pytest.mark.parametrize(("text", "theirs"), BY_TEXTSTAT)
def test_plain_text_gets_about_the_grade_that_another_programme_gives(text, theirs):
    assert grade([text]) == pytest.approx(theirs, abs=1.3)
    assert list(prose_faults("Here", [text])) == []


@pytest.mark.parametrize(("text", "theirs"), HARD.items())
def test_hard_text_is_refused_with_its_place(text, theirs):
    assert grade([text]) == pytest.approx(theirs, rel=0.2)
    assert next(prose_faults("Here", [text])).startswith("Here: reading grade ")


def test_nothing_to_read_has_no_grade():
    assert grade([]) == grade(["", " ", "!"]) == 0.0


def test_one_hard_text_is_not_hidden_by_where_it_stands():
    easy = "Call now."
    (hard, _) = HARD
    assert grade([easy, hard]) == grade([hard, easy]) > grade([easy])


@pytest.mark.parametrize(("words", "is_long"), [(20, False), (21, True)])
def test_a_sentence_may_have_twenty_words(words, is_long):
    faults = list(prose_faults("Here", ["Go " * (words - 1) + "on."]))
    assert any(f"a sentence of {words} words" in fault for fault in faults) == is_long


@pytest.mark.parametrize(
    "text",
    [
        "a drug holiday", "Drug-holidays", "drug\nholiday", "an addict", "ADDICTION",
        "not addicted",
        "substance abuse", "abused", "stay clean", "Clean for a year", "low risk", "a LOW-RISK day",
        "a junkie", "You are fine.", "you are FINE now",
    ],
)  # fmt: skip
def test_forbidden_words_are_found_in_any_form(text):
    assert FORBIDDEN.search(text)
    assert any("must not stand in" in fault for fault in prose_faults("Here", ["Go on.", text]))


@pytest.mark.parametrize(
    "text",
    [
        "misuse", "use in another way than prescribed", "a lower risk of falls", "dependence",
        "the risk is low", "a holiday", "You are finding it hard", "unclean", "medicine", "define",
    ],
)  # fmt: skip
def test_other_words_are_let_through(text):
    assert not FORBIDDEN.search(text)
