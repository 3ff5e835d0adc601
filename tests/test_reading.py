"""What people read on every public page, in every state, is plain and blames nobody."""

import re

import pytest
from django.test import override_settings

from screening.instrument.baclofen import CURRENT, GUIDANCE
from screening.instrument.lint.reading import FORBIDDEN, grade, prose_faults
from tests.page_text import PageText, page_text
from tests.states import CLINIC, every_state, without_database

NEVER = {
    "drug, which is a medicine": re.compile(r"\bdrugs?\b", re.IGNORECASE),
    "a speed to taper at": re.compile(
        r"\btaper|\b(?:reduce|cut|lower|less|down)\b[^.]{0,30}\b(?:\d+|by half|a quarter)\s*"
        r"(?:mg|%|per ?cent|a (?:day|week))",
        re.IGNORECASE,
    ),
    "a dose to take": re.compile(r"\btake (?:\d|one|two|half|another|a double)", re.IGNORECASE),
    "a diagnosis": re.compile(
        r"\byou (?:have|are in|suffer from) (?:an? )?(?:withdrawal|dependen|disorder|overdose)",
        re.IGNORECASE,
    ),
    "a promise": re.compile(
        r"\b(?:you are (?:safe|healthy|all right)|no risk|nothing is wrong)\b", re.IGNORECASE
    ),
}


@pytest.fixture(scope="module", params=[{}, CLINIC], ids=["without a provider", "with a provider"])
def texts(request, django_db_blocker) -> dict[str, PageText]:
    with override_settings(**request.param), without_database(django_db_blocker):
        found = {}
        for name, status, response in every_state():
            assert response.status_code == status, name
            found[name] = page_text(response.content.decode())
    return found


def test_the_walk_meets_everything(texts):
    """Every question, answer, error, reason and block of guidance is read somewhere."""
    met = {block.text for text in texts.values() for block in text.blocks}
    wanted = {
        *(question.text for question in CURRENT.questions),
        *(question.hint for question in CURRENT.questions if question.hint),
        *(option.text for question in CURRENT.questions for option in question.options),
        *(question.error for question in CURRENT.questions),
        *(section.heading for section in CURRENT.sections),
        *(section.introduction for section in CURRENT.sections),
        *(rule.text for rule in CURRENT.rules if rule.id != "missing"),
        *(words.heading for words in GUIDANCE.values()),
        *(text for words in GUIDANCE.values() for text in words.paragraphs + words.points),
        *(text for words in GUIDANCE.values() for text in words.closing),
    }  # fmt: skip
    assert {text for text in wanted if not met & {text, f"Error: {text}"}} == set()


def test_every_page_is_easy_to_read(texts):
    """Grade at most 6 for the page as a whole, and no sentence of more than 20 words."""
    faults = []
    for name, text in texts.items():
        assert len(text.prose) >= 2, name
        faults += [fault for fault in prose_faults(name, text.prose) if "sentence" in fault]
        if grade(text.prose) > 6:
            faults.append(f"{name}: grade {grade(text.prose):.1f}")
    assert faults == []


def test_no_forbidden_word_stands_anywhere(texts):
    faults = []
    for name, text in texts.items():
        everything = [block.text for block in text.blocks] + [words for _, words in text.spoken]
        for words in everything:
            faults += [(name, "forbidden", words)] * bool(FORBIDDEN.search(words))
            faults += [(name, what, words) for what, found in NEVER.items() if found.search(words)]
    assert faults == []


def test_no_title_says_what_it_is_about(texts):
    """Titles stand in the history, and on the screen while somebody looks over a shoulder."""
    telling = re.compile(
        r"baclofen|medicine|misuse|withdrawal|emergency help|result", re.IGNORECASE
    )
    for name, text in texts.items():
        assert not telling.search(text.title), name
        assert text.title.startswith("Error: ") == (
            "left out" in name or "rules out" in name or "not ticked" in name
        ), name


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("Ask about drugs.", "drug, which is a medicine"),
        ("Reduce it by 5 mg a week.", "a speed to taper at"),
        ("A slow taper helps.", "a speed to taper at"),
        ("Take another when it hurts.", "a dose to take"),
        ("You have withdrawal.", "a diagnosis"),
        ("You are safe.", "a promise"),
    ],
)
def test_what_must_never_be_said_would_be_found(words, what):
    html = f"<main><h1>x</h1><p>{words}</p><p><cite>Drug</cite></p></main>"
    (_, block) = page_text(html).blocks

    assert [name for name, found in NEVER.items() if found.search(block.text)] == [what]
