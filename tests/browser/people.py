"""People by role, and what they answer. What is not said is answered as calmly as can be."""

from collections.abc import Mapping

from screening.instrument.baclofen import CURRENT

Person = Mapping[str, str | list[str]]

_CALM: Person = {
    "respondent": "self",
    "age": "18_64",
    "route": "oral",
    "supply": "as_directed",
    "dose": "up_to_80",
    "duration": "1_to_6_months",
    "change": "none",
    "extra_dose": "no",
    "change_agreed": "yes",
    "last_dose": "under_12h",
    "pump_event": "none",
    "coming_up": ["nothing"],
    "taken_with": ["nothing"],
    "conditions": ["nothing"],
}
_CALM_BY_SECTION = {"now": "no", "wd": "no", "mu": "never", "ef": "never", "to": "no"}

AS_PRESCRIBED: Person = {}
CANNOT_BREATHE_WELL: Person = {"now_breathing": "yes"}
NOT_SURE_ABOUT_A_SEIZURE: Person = {"now_seizure": "unsure"}
CANNOT_STAY_SAFE: Person = {"now_self_harm": "yes", "now_overdose": "yes"}
NEEDS_MORE: Person = {"to_need_more": "yes", "to_less_effect": "yes"}
MISUSES_AND_MIXES: Person = {
    "supply": "differently",
    "taken_with": ["alcohol", "opioids"],
    "mu_more_than_prescribed": "weekly",
    "mu_craving": "daily",
    "mu_for_effect": "weekly",
    "mu_despite_harm": "monthly",
    "mu_loss_of_control": "once_or_twice",
    "mu_ran_out_early": "monthly",
    "ef_drowsy": "weekly",
}
STOPPED: Person = {
    "change": "stopped",
    "change_agreed": "no",
    "last_dose": "12_to_72h",
    "wd_anxiety": "severe",
    "wd_sleep": "mild",
}
HAS_A_PUMP: Person = {"route": "pump", "pump_event": "late_refill", "wd_itching": "mild"}
UNDER_18: Person = {"age": "under_18"}
UNDER_18_IN_DANGER: Person = {**UNDER_18, **CANNOT_BREATHE_WELL}
WORRIED_ABOUT_SOMEONE: Person = {"respondent": "other", **STOPPED}

TIERS: Mapping[str, Person] = {
    "emergency": HAS_A_PUMP,
    "today": STOPPED,
    "soon": NEEDS_MORE,
    "routine": AS_PRESCRIBED,
}


def answer_of(person: Person, question: str) -> str | list[str]:
    """Say what a person answers to a question."""
    calm = _CALM.get(question) or _CALM_BY_SECTION[question.split("_")[0]]
    return person.get(question, calm)


def all_answers(person: Person) -> dict[str, str | list[str]]:
    """List what a person answers to every question of the instrument."""
    return {question.id: answer_of(person, question.id) for question in CURRENT.questions}
