"""The definition is plain data, covers what the guides list, and does not change unnoticed."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from screening.instrument.baclofen import CURRENT, GUIDANCE
from screening.instrument.conditions import Is
from screening.instrument.schema import TIERS, Question, plain

PINNED = Path(__file__).with_name("pinned.txt")

# What the two guides list, in their own words: every sign must be traceable to a question.
LISTED = {
    "misuse": {
        "Higher doses than prescribed",
        "Use without a prescription",
        "Cravings",
        "Unable to function without it",
        "Mood swings or irritability",
        "Drowsiness, dizziness or confusion",
        "Slurred speech or impaired coordination",
        "Several prescriptions from different doctors",
        "Memory loss",
        "Overdose",
        "Paranoia",
        "Hallucinations",
        "Severe depression",
        "Overdose with breathing trouble",
        "Overdose with seizures",
        "Overdose with coma",
        "Mixing with alcohol or opioids",
        "Compulsive seeking",
        "Use despite harm",
        "Loss of control",
    },
    "dependence": {"Dependence: the body adapts to the medicine"},
    "tolerance": {
        "Needs more for the same effect",
        "The prescribed dose becomes less effective",
        "The dose escalates",
    },
    "withdrawal": {
        "Anxiety and agitation",
        "Insomnia and restlessness",
        "Hallucinations or confusion",
        "More spasticity or stiffness",
        "Nausea and vomiting",
        "Seizures",
        "High fever",
        "Muscle rigidity",
    },
    "raised risk": {
        "Kidney disease",
        "Epilepsy",
        "Pregnancy and breastfeeding",
        "Older age",
        "Use with alcohol",
        "Use with opioids",
        "Use with sedatives",
        "Use with blood-pressure medicines",
        "Pump failure",
        "Over 80 mg a day by mouth",
    },
}


def canonical(value: object) -> str:
    """The one way to write a definition as JSON."""
    return json.dumps(plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def checksum(value: object) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def current_checksums() -> str:
    what = {
        f"{CURRENT.id} version {CURRENT.version}, the definition": CURRENT,
        f"{CURRENT.id} version {CURRENT.version}, the words of its guidance": GUIDANCE,
    }
    return "".join(f"{checksum(value)}  {name}\n" for name, value in what.items())


def test_the_definition_has_not_changed():
    found = current_checksums()

    assert PINNED.read_text(encoding="utf-8") == found, (
        "The definition or the words of its guidance have changed. "
        + (
            "It is still a draft, so the checksums may be renewed until clinical sign-off: "
            "after a clinician has read the change, "
            if "awaiting clinical sign-off" in CURRENT.status
            else "A published version is never edited: undo the change, and make it in a new "
            "version in a new file. Only for that new version "
        )
        + f"put this into tests/instrument/pinned.txt:\n{found}"
    )


@pytest.mark.parametrize("value", [CURRENT, GUIDANCE], ids=["definition", "guidance"])
def test_it_is_plain_values_only_and_survives_json(value):
    def is_plain(part: object) -> bool:
        if isinstance(part, dict):
            return all(type(key) is str and is_plain(content) for key, content in part.items())
        if isinstance(part, list):
            return all(map(is_plain, part))
        return part is None or type(part) in (str, int, float, bool)

    assert is_plain(plain(value))
    assert json.loads(canonical(value)) == plain(value)


@pytest.mark.parametrize("stranger", [len, {1, 2}, b"bytes", object(), 1j, Question, [1]])
def test_what_is_not_plain_cannot_be_part_of_it(stranger):
    with pytest.raises(TypeError, match="not a plain value"):
        plain({"status": (stranger,)})


@pytest.mark.parametrize(
    "changed",
    [
        replace(CURRENT, status=CURRENT.status + "."),
        replace(CURRENT, rules=CURRENT.rules[:-1]),
        replace(CURRENT, guidance=CURRENT.guidance[::-1]),
        replace(CURRENT, interrupt=Is("now_heart", "yes")),
        replace(CURRENT, checklists=(replace(CURRENT.checklists[0], incomplete_above=0.31),)),
    ],
    ids=["wording", "a rule less", "order of guidance", "a condition", "a limit"],
)
def test_every_change_changes_the_checksum(changed):
    assert checksum(changed) != checksum(CURRENT)


def test_every_change_of_words_changes_the_checksum():
    block = replace(GUIDANCE["driving"], heading="Do not drive.")
    assert checksum(GUIDANCE | {"driving": block}) != checksum(GUIDANCE)


def test_the_listed_signs_are_those_of_the_guides():
    found: dict[str, set[str]] = {}
    for sign in CURRENT.signs:
        found.setdefault(sign.checklist, set()).add(sign.text)

    assert found == LISTED
    assert [sign.text for sign in CURRENT.signs if sign.left_out] == [
        "Use with blood-pressure medicines"
    ]


def test_it_says_that_it_is_a_draft_not_validated_and_not_a_diagnosis():
    assert CURRENT.status == "Draft, awaiting clinical sign-off. Not validated. Not a diagnosis."
    assert (CURRENT.id, CURRENT.version) == ("baclofen", 1)


def test_what_may_not_be_forgotten_is_always_offered():
    """Every question has a way out, every tier a rule, and the lowest tier none."""
    for question in CURRENT.questions:
        codes = {option.code for option in question.options}
        assert codes & {"no_answer", "unsure"} or question.id == "respondent"
        assert not any(option.exclusive for option in question.options) or question.several
        if question.several:
            assert {o.code for o in question.options if o.exclusive} == {"nothing", "no_answer"}
    assert {rule.tier for rule in CURRENT.rules} == set(TIERS) - {"routine"}


def test_the_ways_out_read_the_same_everywhere():
    texts = {
        option.text
        for question in CURRENT.questions
        for option in question.options
        if option.code == "no_answer"
    }
    assert texts == {"I do not know or would rather not say"}
