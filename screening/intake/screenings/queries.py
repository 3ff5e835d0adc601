"""Reading screenings, for somebody who may see them."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from screening.instrument.baclofen import CURRENT
from screening.models import AuditEntry, Client, Screening, StaffMember
from screening.questionnaire.steps import Answers

_CODES: Final = {
    question.id: frozenset(option.code for option in question.options)
    for question in CURRENT.questions
}


def screening_for(staff: StaffMember, screening_id: UUID, now: datetime) -> Screening:
    """Return one screening, with its client. Raises Screening.DoesNotExist."""
    return seen(staff, now).get(pk=screening_id)


def drafts_of(client: Client, staff: StaffMember, now: datetime) -> QuerySet[Screening]:
    """Return the screenings of a client that are not finished yet, newest first."""
    return seen(staff, now).filter(client=client, state="draft").order_by("-begun_at")


def seen(staff: StaffMember, now: datetime) -> QuerySet[Screening]:
    """Return the screenings that somebody may see, with their clients."""
    return Screening.objects.seen_by(staff, now=now).select_related("client")


def usable(screening: Screening) -> dict[str, str | list[str]]:
    """Return the answers of a screening that the current version of the instrument knows.

    They are all of them, but for a screening begun before the version changed.
    """
    answers: dict[str, str | list[str]] = screening.answers
    if (screening.instrument, screening.version) == (CURRENT.id, CURRENT.version):
        return answers
    return {name: given for name, given in answers.items() if _is_known(name, given)}


def _is_known(question: str, given: str | list[str]) -> bool:
    codes = {given} if isinstance(given, str) else set(given)
    return codes <= _CODES.get(question, frozenset())


def differing(mine: Answers, theirs: Answers) -> list[str]:
    """List the ids of the questions that two sets of answers answer differently, in page order."""
    return [q.id for q in CURRENT.questions if mine.get(q.id) != theirs.get(q.id)]


def last_changed_by(screening: Screening) -> str:
    """Return the user name of who wrote to a screening last, or "" if nobody is known."""
    entry = (
        AuditEntry.objects.filter(client_id=screening.client_id, object_id=str(screening.pk))
        .exclude(action="screening_read")
        .order_by("number")
        .last()
    )
    return entry.staff_name if entry else ""
