"""Definitions broken on purpose, each with what the machine checks should say of it."""

from dataclasses import replace
from typing import Any

from screening.instrument.baclofen import CURRENT, GUIDANCE
from screening.instrument.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    BandIs,
    Holds,
    Is,
    IsNot,
    Not,
    ScoreFrom,
    TierIs,
)
from screening.instrument.schema import ListedSign, Move, Points, Rule, Score, Words

HARD = "Cardiovascular complications necessitate immediate multidisciplinary consideration."
NEVER = Is("age", "18_64")


def with_question(name: str, /, **changes):
    """The definition with one question changed."""
    return with_sections(
        lambda section: replace(
            section,
            questions=tuple(
                replace(question, **changes) if question.id == name else question
                for question in section.questions
            ),
        )
    )


def with_section(name: str, /, **changes):
    return with_sections(
        lambda section: replace(section, **changes) if section.id == name else section
    )


def with_sections(change):
    return replace(CURRENT, sections=tuple(map(change, CURRENT.sections)))


def with_one(part: str, name: str, /, **changes):
    """The definition with one checklist, term, rule or block changed."""
    names = {"terms": "name", "guidance": "key"}
    changed = tuple(
        replace(one, **changes) if getattr(one, names.get(part, "id")) == name else one
        for one in getattr(CURRENT, part)
    )
    changes_of_it: dict[str, Any] = {part: changed}
    return replace(CURRENT, **changes_of_it)


def with_more(part: str, *more):
    changes: dict[str, Any] = {part: (*getattr(CURRENT, part), *more)}
    return replace(CURRENT, **changes)


def options_of(name: str):
    return next(question.options for question in CURRENT.questions if question.id == name)


def bands_of(name: str):
    return next(checklist.bands for checklist in CURRENT.checklists if checklist.id == name)


def asks(condition):
    """The definition with a rule that has this condition."""
    return with_more("rules", Rule("invented", "soon", "Invented", condition))


AGE = options_of("age")
MISUSE = bands_of("misuse")
WITHDRAWAL = bands_of("withdrawal")
SCORE = next(checklist.score for checklist in CURRENT.checklists if checklist.id == "withdrawal")

BROKEN = {
    # Ids are unique and well-formed.
    "question twice": (with_question("age", id="route"), "question 'route' is defined 2 times"),
    "question id": (with_question("age", id="Age!"), "question 'Age!'"),
    "section twice": (with_section("use", id="now"), "section 'now' is defined 2 times"),
    "rule twice": (with_one("rules", "fever", id="supply"), "rule 'supply' is defined 2 times"),
    "rule id": (with_one("rules", "fever", id="2 fever"), "rule '2 fever'"),
    "checklist twice": (with_one("checklists", "misuse", id="tolerance"), "checklist 'tolerance'"),
    "term twice": (with_one("terms", "pump", name="new_sign"), "term 'new_sign'"),
    "block twice": (with_one("guidance", "driving", key="kidney"), "guidance 'kidney'"),
    "answer twice": (
        with_question("age", options=(*AGE, AGE[0])),
        "'age' has the answer 'under_18' 2 times",
    ),
    "answer code": (
        with_question("age", options=(*AGE, replace(AGE[0], code="17-"))),
        "'age': the answer code '17-'",
    ),
    "one answer": (with_question("age", options=AGE[3:]), "'age' has fewer than two answers"),
    # What is referred to exists.
    "stand-in": (
        with_question("age", if_missing="unsure"),
        "'age': a missing answer is scored as 'unsure'",
    ),
    "rule, question": (
        asks(Is("shoe_size", "44")),
        "Rule 'invented': A condition names the question 'shoe_size'",
    ),
    "rule, answer": (
        asks(Is("age", "44")),
        "Rule 'invented': A condition names the answer '44' of question 'age'",
    ),
    "rule, negative": (
        asks(IsNot("age", "44")),
        "Rule 'invented': A condition names the answer '44'",
    ),
    "rule, deep": (
        asks(AllOf((AnyOf((Not(Is("age", "44")),)), NEVER))),
        "Rule 'invented': A condition names the answer '44'",
    ),
    "rule, term": (asks(Holds("luck")), "Rule 'invented': A condition names the term 'luck'"),
    "rule, checklist": (
        asks(BandIs("luck", "none")),
        "Rule 'invented': A condition names the checklist 'luck'",
    ),
    "rule, score": (
        asks(ScoreFrom("luck", 3)),
        "Rule 'invented': A condition names the checklist 'luck'",
    ),
    "rule, band": (asks(BandIs("misuse", "severe")), "the band 'severe' of checklist 'misuse'"),
    "rule, tier": (asks(TierIs("never")), "Rule 'invented': A condition names the tier 'never'"),
    "rule, count": (asks(AtLeast(1, (Holds("pump"),))), "Rule 'invented'"),
    "tier of a rule": (
        with_one("rules", "fever", tier="never"),
        "Rule 'fever' names the tier 'never'",
    ),
    "block, answer": (
        with_one("guidance", "kidney", condition=Is("conditions", "liver")),
        "Guidance 'kidney': A condition names the answer 'liver'",
    ),
    "block, place": (
        with_one("guidance", "kidney", moves=(Move(NEVER, after="liver"),)),
        "Guidance 'kidney' names the block 'liver'",
    ),
    "block, move": (
        with_one("guidance", "kidney", moves=(Move(Is("age", "44"), after=None),)),
        "Guidance 'kidney': A condition names the answer '44'",
    ),
    "term": (
        with_one("terms", "pump", condition=Is("route", "nose")),
        "Term 'pump': A condition names the answer 'nose'",
    ),
    "interruption": (
        replace(CURRENT, interrupt=Is("now_luck", "yes")),
        "The interruption: A condition names the question 'now_luck'",
    ),
    "exit": (
        replace(CURRENT, exit=replace(CURRENT.exit, condition=Is("age", "5"))),
        "The exit: A condition names the answer '5'",
    ),
    "exit, counted": (
        replace(CURRENT, exit=replace(CURRENT.exit, counted=("luck",))),
        "The exit names the question 'luck'",
    ),
    "score": (
        with_one(
            "checklists", "withdrawal", score=Score(points=(Points(("wd_luck",), ("mild",), 1),))
        ),
        "Score 'withdrawal': A condition names the question 'wd_luck'",
    ),
    "sign of a score": (
        with_one("checklists", "misuse", score=Score(signs=(Holds("pump"),))),
        "Score 'misuse': A sign of a score must be about answers",
    ),
    "follow-up score": (
        with_one(
            "follow_up_scores",
            "severity_index",
            score=Score(points=(Points(("mu_luck",), ("daily",), 4),)),
        ),
        "Score 'severity_index': A condition names the question 'mu_luck'",
    ),
    "critical": (
        with_one("checklists", "withdrawal", critical=Is("wd_luck", "mild")),
        "Checklist 'withdrawal': A condition names the question 'wd_luck'",
    ),
    "section of a checklist": (
        with_one("checklists", "misuse", section="luck"),
        "Checklist 'misuse' names the section 'luck'",
    ),
    # A show-rule looks backwards only, and at answers only.
    "show-rule, forwards": (
        with_question("dose", shown_when=Is("mu_craving", "daily")),
        "'dose': its show-rule looks at 'mu_craving', which is not asked before it",
    ),
    "show-rule, itself": (
        with_question("dose", shown_when=IsNot("dose", "over_80")),
        "'dose': its show-rule looks at 'dose'",
    ),
    "show-rule, deep": (
        with_question(
            "dose", shown_when=AnyOf((Is("route", "oral"), AllOf((Is("change", "none"),))))
        ),
        "'dose': its show-rule looks at 'change'",
    ),
    "show-rule, section": (
        with_section("health", shown_when=Is("to_raised", "alone")),
        "Section 'health': its show-rule looks at 'to_raised'",
    ),
    "show-rule, term": (
        with_question("dose", shown_when=Holds("pump")),
        "'dose': a show-rule may only look at answers",
    ),
    # Bands start at 0, rise, and each can be reached.
    "bands from 1": (
        with_one("checklists", "misuse", bands=(replace(MISUSE[0], lowest=1), *MISUSE[1:])),
        "Checklist 'misuse': the first band must start at 0",
    ),
    "no bands": (
        with_one("checklists", "misuse", bands=()),
        "Checklist 'misuse': the first band must start at 0",
    ),
    "bands out of order": (
        with_one(
            "checklists",
            "withdrawal",
            bands=(WITHDRAWAL[0], WITHDRAWAL[2], WITHDRAWAL[1], WITHDRAWAL[3]),
        ),
        "Checklist 'withdrawal': each band must start above the one before it",
    ),
    "bands on one score": (
        with_one(
            "checklists", "misuse", bands=(*MISUSE[:2], replace(MISUSE[2], lowest=1), MISUSE[3])
        ),
        "Checklist 'misuse': each band must start above",
    ),
    "band out of reach": (
        with_one("checklists", "misuse", bands=(*MISUSE[:3], replace(MISUSE[3], lowest=17))),
        "Checklist 'misuse': band 'many' starts at 17, but the score ends at 16",
    ),
    "band above the sum": (
        with_one(
            "checklists", "withdrawal", bands=(*WITHDRAWAL[:3], replace(WITHDRAWAL[3], lowest=17))
        ),
        "band 'severe' starts at 17, but the score ends at 16",
    ),
    # Every tier and block can be reached.
    "tier out of reach": (
        replace(CURRENT, rules=tuple(rule for rule in CURRENT.rules if rule.tier != "soon")),
        "Tier 'soon': no answer set",
    ),
    "never routine": (
        with_more("rules", Rule("all", "soon", "All", Is("respondent", ("self", "other")))),
        "Tier 'routine': no answer set",
    ),
    "block out of reach": (
        with_one(
            "guidance", "driving", condition=AllOf((Is("age", "under_18"), Is("age", "65_plus")))
        ),
        "Guidance 'driving': no answer set",
    ),
    # Signs and sources.
    "sign not covered": (
        with_question("mu_craving", signs=()),
        "The listed sign 'cravings' (Cravings) is covered by no question",
    ),
    "new sign not covered": (
        with_more("signs", ListedSign("hiccups", "misuse", "Hiccups", "guide-misuse")),
        "The listed sign 'hiccups'",
    ),
    "sign left out and covered": (
        with_question("mu_craving", signs=("cravings", "with_blood_pressure")),
        "'with_blood_pressure' is covered, yet said to be left out",
    ),
    "unknown sign": (
        with_question("mu_craving", signs=("cravings", "hiccups")),
        "'mu_craving' names the listed sign 'hiccups'",
    ),
    "no source": (with_question("mu_craving", sources=()), "'mu_craving': its sources is empty"),
    "unknown source": (
        with_question("mu_craving", sources=("hearsay",)),
        "'mu_craving' names the source 'hearsay'",
    ),
    "no text": (with_question("mu_craving", text=""), "'mu_craving': its text is empty"),
    "no error": (with_question("mu_craving", error=""), "'mu_craving': its error is empty"),
    # Words.
    "forbidden in a question": (
        with_question("mu_craving", text="Are you an addict?"),
        "Section 'misuse': the words 'addict'",
    ),
    "forbidden in a hint": (
        with_question("mu_craving", hint="Have you been clean?"),
        "Section 'misuse': the words 'clean'",
    ),
    "forbidden in an answer": (
        with_question("age", options=(replace(AGE[0], text="A low-risk age"), *AGE[1:])),
        "Question 'age': 'low-risk' must not stand in it",
    ),
    "forbidden in an error": (
        with_question("age", error="No drug holiday"),
        "Question 'age': 'drug holiday'",
    ),
    "hard section": (
        with_section("health", heading=HARD, introduction=HARD * 3),
        "Section 'health': reading grade",
    ),
}

BLOCK = GUIDANCE["kidney"]
BROKEN_WORDS = {
    "no words": (
        {key: words for key, words in GUIDANCE.items() if key != "kidney"},
        "Guidance 'kidney' has no words",
    ),
    "no block": (
        GUIDANCE | {"liver": BLOCK},
        "There are words for guidance 'liver', but no such block",
    ),
    "forbidden": (
        GUIDANCE | {"kidney": replace(BLOCK, points=("Substance abuse",))},
        "Guidance 'kidney': the words 'abus'",
    ),
    "forbidden at the end": (
        GUIDANCE | {"kidney": replace(BLOCK, closing=("You are fine.",))},
        "Guidance 'kidney': the words 'You are fine'",
    ),
    "hard": (GUIDANCE | {"kidney": Words(HARD, (HARD,))}, "Guidance 'kidney': reading grade"),
    "long": (
        GUIDANCE | {"kidney": Words("A b", ("A cat " * 11,))},
        "Guidance 'kidney': a sentence of 22 words",
    ),
}

NOT_MONOTONE = {
    "a rule inverted": with_one("rules", "extra_dose", condition=Is("extra_dose", "no")),
    "a rule for calm only": with_one(
        "rules", "dose", tier="today", condition=Is("dose", "up_to_80")
    ),
    "unsure forgotten among the worse": with_one(
        "rules", "happening_now", condition=Is("now_heart", "unsure")
    ),
    "a score that falls": with_one(
        "checklists", "withdrawal", score=replace(SCORE, points=(SCORE.points[0],))
    ),
    "a frequency forgotten": with_one(
        "checklists", "misuse", score=Score(signs=(Is("mu_craving", ("once_or_twice", "weekly")),))
    ),
    "several answers that calm": with_one(
        "rules", "taken_with", tier="today", condition=Not(Is("taken_with", "alcohol"))
    ),
}
