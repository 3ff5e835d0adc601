"""A second version of the instrument, as there may be one some day. Only tests know it."""

from dataclasses import replace

from screening.instrument.baclofen import CURRENT
from screening.instrument.conditions import Is, IsNot
from screening.instrument.schema import Instrument, Option, Question, Rule
from screening.rollups.counting import with_cut_off

YES_NO = (Option("yes", "Yes"), Option("no", "No"), Option("no_answer", "Not sure"))
NEW = Question("new", "New?", "New", "Select new", YES_NO, ("judgement",))
RULES = (
    Rule("new", "today", "Something new", Is("new", "yes")),
    Rule(
        "alone", "emergency", "Coming up", IsNot("coming_up", ("hospital", "nothing", "no_answer"))
    ),
)


def _changed(question: Question) -> Question:
    if question.id == "duration":  # one answer fewer
        return replace(question, options=(*question.options[:1], *question.options[2:]))
    if question.id == "mu_craving":  # asked of some only
        return replace(question, shown_when=Is("mu_no_prescription", "never"))
    return question


def _second() -> Instrument:
    """Other cut-offs and order, a question and rules more, an answer fewer, another show-rule."""
    changed = with_cut_off(CURRENT, "misuse", "some", 2)
    changed = with_cut_off(changed, "withdrawal", "many", 2)
    sections = [
        replace(section, questions=tuple(map(_changed, section.questions)))
        for section in changed.sections
    ]
    sections[2] = replace(sections[2], questions=(NEW, *reversed(sections[2].questions)))
    return replace(changed, version=2, sections=tuple(sections), rules=(*changed.rules, *RULES))


SECOND = _second()
BOTH = {1: CURRENT, 2: SECOND}
