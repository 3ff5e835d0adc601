"""What a person is told is the very text of the result page, and can be kept with a record."""

import json
from dataclasses import replace

import pytest

from screening.directory.contacts import COUNTRIES, contacts_for
from screening.directory.provider import Provider
from screening.instrument.baclofen import CURRENT, GUIDANCE
from screening.instrument.engine import assess
from screening.instrument.schema import Words
from screening.told.parts import Told, plain, restored
from screening.told.telling import told
from tests.page_text import page_text
from tests.selfcheck.walking import Browser, answers, walk
from tests.states import check_of, client_with, results

SPONSOR = Provider("Riverside", "+1 800 555 0100", "tel:+18005550100", "8-18", "", sponsor=True)


def tell(chosen, *, country="US", provider=None, **version) -> Told:
    instrument = version.get("instrument", CURRENT)
    return told(chosen, assess(chosen, instrument), country=country, provider=provider, **version)


def page_of(chosen) -> str:
    """All the text of the result page."""
    response = client_with(check_of(chosen)).get("/check/result/")
    return " ".join(block.text for block in page_text(response.content.decode()).blocks)


def texts(result: Told) -> list[str]:
    """All that the page of this result must say, too."""
    found = [result.tier_word, result.heading, result.text, *result.notes, result.pattern]
    for why in result.why if result.found else ():
        found.append(why.rule)
        found += [f"{a.question}: {text}" for a in why.answers for text in a.answers]
    for block in result.blocks:
        found += [block.heading, *block.paragraphs, *block.points, *block.phrases, *block.closing]
        found += [t for c in block.contacts for t in (c.label, c.number, c.note, c.url)]
    for one in result.found:
        found += [one.checklist, one.finding, "" if one.score is None else str(one.score)]
    return [text for text in found if text]


def test_the_result_page_says_the_very_same():
    for name, chosen in results().items():
        page = page_of(chosen)
        assert [text for text in texts(tell(chosen)) if text not in page] == [], name


@pytest.mark.parametrize("gate", ["now_seizure", "now_self_harm", ""])
def test_under_18_the_page_says_the_very_same(gate):
    chosen = answers(age="under_18", respondent="other", **({gate: "yes"} if gate else {}))
    page = page_of(chosen)
    result = tell(chosen)
    assert [text for text in texts(result) if text not in page] == []
    assert "This check is not made for people under 18" in (result.heading, *result.notes)
    assert result.found == ()


def test_the_order_and_the_split_are_those_of_the_page():
    chosen = answers(now_overdose="yes", taken_with=["alcohol"], mu_craving="daily")
    html = walk(Browser(), chosen).end.html
    before, after = html.split('<h2 id="why">')
    for block in tell(chosen).blocks:
        assert f'data-guidance="{block.key}"' in (before if block.now else after)


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_numbers_are_those_of_the_country(country):
    result = tell(answers(now_heart="yes"), country=country)
    known = contacts_for(country, "emergency")
    assert [(h.label, h.number, h.note) for h in result.numbers] == [
        (str(c.label), c.number, str(c.note)) for c in known
    ]


def test_thoughts_of_suicide_alone_bring_the_crisis_line_first():
    alone = tell(answers(now_self_harm="unsure"))
    assert [entry.number for entry in alone.numbers] == ["988", "911"]
    both = tell(answers(now_self_harm="yes", now_heart="yes"))
    assert [entry.number for entry in both.numbers] == ["911", "988"]
    assert tell(answers()).numbers == ()


def test_a_sponsor_comes_last_and_is_named_as_such():
    (block,) = [b for b in tell(answers(), provider=SPONSOR).blocks if b.kind == "treatment"]
    assert block.contacts[0].number == "1-800-662-4357"
    assert block.contacts[-1].label == "Riverside"
    assert block.contacts[-1].note == "This site is paid for by Riverside."
    (other,) = [b for b in tell(answers()).blocks if b.kind == "treatment"]
    assert other.contacts == block.contacts[:-1]


def test_a_question_that_was_left_out_is_listed_without_an_answer():
    chosen = {name: code for name, code in answers().items() if name != "mu_craving"}
    listed = {a.question: a.answers for s in tell(chosen).sections for a in s.answers}
    assert listed["A strong urge to take it"] == ()
    assert listed["Age"] == ("18 to 64",)


@pytest.mark.parametrize("changed", [{}, {"now_heart": "yes"}, {"age": "under_18"}])
def test_it_can_be_kept_as_json_and_restored(changed):
    result = tell(answers(**changed), provider=SPONSOR)
    kept = plain(result)
    assert json.loads(json.dumps(kept)) == kept
    assert restored(kept) == result
    with pytest.raises(KeyError):
        restored({name: part for name, part in kept.items() if name != "why"})


def test_another_version_is_told_in_its_own_words():
    rules = tuple(replace(rule, text=f"{rule.text}, newly said") for rule in CURRENT.rules)
    newer = replace(CURRENT, version=2, rules=rules)
    words = {key: Words(f"New: {block.heading}") for key, block in GUIDANCE.items()}
    result = tell(answers(now_heart="yes"), instrument=newer, guidance=words)
    assert result.version == 2
    assert result.why[0].rule.endswith(", newly said")
    assert all(block.heading.startswith("New: ") for block in result.blocks)
