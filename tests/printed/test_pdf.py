"""A summary as a PDF: what it says, how it is built, and that no text can break it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.printed.document import Document, paper_of, without_answers
from screening.printed.pdf import pdf
from screening.told.parts import Found
from tests.printed.summaries import (
    EMERGENCY,
    LONG,
    document,
    printed,
    printed_note,
    reader,
    record,
    text_of,
    told_of,
)

NOT_PRINTED = "Some characters cannot be printed."


def every_text(value) -> list[str]:
    """All texts in a part of what was told, but for codes."""
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, tuple):
        return [text for part in value for text in every_text(part)]
    if value is None or isinstance(value, int):
        return []
    codes = {"key", "kind", "language", "outcome", "tier", "instrument"}
    names = [name for name in value.__dataclass_fields__ if name not in codes]
    return [text for name in names for text in every_text(getattr(value, name))]


@pytest.mark.parametrize("changed", [{}, EMERGENCY, LONG, {"age": "under_18"}])
def test_all_that_was_told_is_printed(changed):
    text = printed(changed).replace(" ", "")
    lacking = [t for t in every_text(told_of(changed)) if t.replace(" ", "") not in text]
    assert lacking == []


@pytest.mark.parametrize("changed", [{}, EMERGENCY, LONG])
def test_every_summary_says_that_it_is_not_validated_and_no_diagnosis(changed):
    assert "Made on 14 March 2027. · Not a diagnosis. Not validated." in printed(changed)
    staff = printed(changed, record=record(), guidance=False)
    assert "Made on 14 March 2027. Not a diagnosis. Not validated." in staff
    assert "R-1 · Made on 14 March 2027. · Not a diagnosis. Not validated." in staff


def test_in_an_emergency_the_number_stands_before_all_else():
    assert printed(EMERGENCY).startswith("Now Get emergency help now 911 Emergency services")


def test_without_an_emergency_the_number_is_there_too():
    text = printed({"coming_up": ["running_out"]})
    assert text.startswith("Today Speak to a doctor or pharmacist today")
    assert text.index("In an emergency, call: 911") < text.index("Do not stop suddenly")


def test_a_score_says_of_how_many_and_one_that_was_not_asked_is_no_0():
    for changed in (LONG, {"supply": "as_directed"}):
        text = printed(changed)
        for found in told_of(changed).found:
            score = "– no score" if found.score is None else f"{found.score} of {found.most}"
            assert f"{found.checklist} {found.finding} {score}" in text
    assert {found.score for found in told_of({}).found} >= {None}


def test_what_was_kept_without_a_highest_score_is_printed_as_it_was():
    told = told_of(LONG)
    old = replace(told, found=tuple(replace(found, most=0) for found in told.found))
    found = old.found[0]
    text = text_of(pdf(Document(old, "14 March 2027")))
    assert f"{found.checklist} {found.finding} {found.score} " in text


def test_scores_to_follow_are_for_staff_alone():
    index = Found("Severity index", "to follow over time", 7, 40)
    assert "Severity index to follow over time 7 of 40" in printed(
        LONG, record=record(follow_up=(index,))
    )
    assert "Severity index" not in printed(LONG)


@pytest.mark.parametrize("changed", [EMERGENCY, LONG])
def test_a_heading_stands_on_its_own_line(changed):
    made = pdf(document(changed, record=record()))
    lines = [line for page in reader(made).pages for line in page.extract_text().splitlines()]
    assert lines.count(told_of(changed).heading) == 2


def test_without_the_answers_none_of_them_is_there():
    told = told_of(LONG)
    assert told.why
    bare = without_answers(told)
    texts = " ".join(every_text(bare))
    named = {text for part in (told.why, told.sections) for text in every_text(part)}
    named |= {phrase for block in told.blocks for phrase in block.phrases[1:]}
    named -= set(every_text(bare))  # a word such as "Yes" may be anywhere
    assert len(named) > 50
    assert not [text for text in named if len(text) > 12 and text in texts]
    assert bare.found == told.found
    assert [block.heading for block in bare.blocks] == [block.heading for block in told.blocks]


def test_a_result_without_answers_fits_one_page_and_says_nothing_of_pages():
    for changed in ({}, EMERGENCY, {"coming_up": ["running_out"]}):
        bare = document(changed)
        bare = type(bare)(without_answers(bare.told), bare.made_on)
        (page,) = reader(pdf(bare)).pages
        assert "Page 1" not in page.extract_text()


def test_pages_are_numbered_where_there_are_several():
    pages = reader(pdf(document(LONG))).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page.extract_text()


@pytest.mark.parametrize(
    ("country", "size"), [("US", (612, 792)), ("CA", (612, 792)), ("GB", (595, 842))]
)
def test_the_paper_is_that_of_the_country(country, size):
    page = reader(pdf(document(paper=paper_of(country)))).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size


def test_it_is_tagged_with_a_language_and_a_title_that_tells_nothing():
    made = reader(pdf(document(LONG, record=record(name="Example Client"))))
    root: Any = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    about = {name: str(value) for name, value in (made.metadata or {}).items()}
    assert about.pop("/Creator").startswith("Typst")
    assert about == {"/Title": "Summary"}


def test_the_same_document_gives_the_same_bytes():
    assert pdf(document(LONG)) == pdf(document(LONG))
    assert pdf(document(LONG)) != pdf(document(EMERGENCY))


def test_two_threads_print_at_once():
    wanted = [document(changed) for changed in ({}, EMERGENCY, LONG)] * 4
    with ThreadPoolExecutor(max_workers=6) as threads:
        made = list(threads.map(pdf, wanted))
    assert made == [pdf(one) for one in wanted]


def test_a_record_is_printed_whole():
    parts = {
        "site": "North clinic",
        "name": "Example Client",
        "born": "1 January 1980",
        "acknowledged": "Emergency services were called at 10:12.",
        "disposition": "Same-day visit",
        "note": "First line.\nSecond line.",
        "signed_off": "14 March 2027, clinician",
        "consent": "Result of the screening, to the hospital.",
        "redisclosure": "This record may not be passed on.",
    }
    text = printed(EMERGENCY, record=record(**parts))
    assert text.startswith("Screening summary Reference: R-1 Name: Example Client")
    for part in parts.values():
        assert " ".join(part.split()) in text
    assert "What the person was told" in text
    short = printed(EMERGENCY, record=record(**parts), guidance=False)
    assert "What the person was told" not in short


def test_an_empty_part_of_a_record_leaves_no_heading():
    text = printed(record=record(), guidance=False)
    for heading in ("Name:", "Date of birth", "Note", "Decision", "Do not pass this record on"):
        assert heading not in text


@pytest.mark.parametrize(
    "note",
    [
        '#import "@preview/x:1.0.0"',
        '#read("/etc/passwd") #sys.inputs',
        "$ x^2 $ and `code` and *bold* and _thin_",
        "back\\slash \"quoted\" 'single'",
        "</p><script>alert(1)</script> {{ note }} [link](x) <label> @name",
        "// not a comment /* nor this */",
        "= no heading",
        "%(page)s %s {0}",
    ],
)
def test_what_looks_like_code_is_printed_as_it_was_typed(note):
    assert note.replace(" ", "") in printed_note(note).replace(" ", "")


@pytest.mark.parametrize(
    "note", ["Привет", "Ελλάδα", "Zażółć gęślą", "שלום", "naïve “quotes” – 5 €"]
)
def test_scripts_that_the_fonts_have_are_printed(note):
    text = printed_note(note)
    assert note in text
    assert NOT_PRINTED not in text


def test_arabic_is_printed():
    text = printed_note("before مرحبا after")
    assert "مرحبا" in text
    assert NOT_PRINTED not in text


@pytest.mark.parametrize("note", ["日本語", "ภาษา", "😀", "\ue000", "\U000e0100x\ud800"])
def test_what_no_font_has_is_replaced_so_that_one_can_see_it(note):
    text = printed_note(f"before {note} after")
    assert "before �" in text or "before x�" in text
    assert "� after" in text
    assert NOT_PRINTED in text


def test_a_mark_that_cannot_stand_there_takes_nothing_else_away():
    text = printed_note("Привет 1\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP} é")
    assert "Привет 1� é" in text


def test_what_has_no_shape_is_left_out():
    text = printed_note("a\x00b\x07c\u202ed\ufeffe\u200df\u2066g\r\nnext")
    assert "abcdefg next" in text
    assert NOT_PRINTED not in text


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_no_text_can_stop_the_print(note):
    assert printed_note(f"{note} end of the note").endswith("Not validated.")


def test_a_very_long_note_runs_over_several_pages_and_loses_nothing():
    words = [f"word{number}" for number in range(3000)]
    text = printed_note(" ".join(words))
    assert not [word for word in words if word not in text]


def test_one_endless_word_does_not_stop_the_print():
    assert "x" * 50 in printed_note("x" * 5000)
