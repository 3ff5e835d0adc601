"""Turning the answers behind a code into a screening of a client."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from screening.audit.trail import record
from screening.handoff import keeping, limits
from screening.handoff.keeping import HandedOver, NoSuchCode
from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import UnusableAnswers
from screening.intake.clients.services import open_in_emergency
from screening.intake.consents.queries import covering
from screening.intake.errors import Incomplete, NeedsConsent
from screening.intake.reasons import reason as reason_of
from screening.intake.screenings.services import begin, finish, save_answers
from screening.models import Client, EmergencyOpening, Screening, StaffMember


class Outdated(Exception):
    """The answers behind the code were given to another version of the questions."""


class TooManyTries(Exception):
    """Too many wrong codes. `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Wait for {seconds} seconds")
        self.seconds = seconds


def redeem(
    *,
    staff: StaffMember,
    client: Client,
    code: str,
    now: datetime,
    today: date,
    reason: str = "",
) -> Screening:
    """Make a finished screening of the answers behind a code, and end the code.

    In: the 14 characters; `reason` where there is an emergency and no consent, which is then kept
    as an emergency opening. One transaction does all of it, or nothing; of any number of calls at
    once one makes a screening. Must not be called in a transaction, or else a wrong try would not
    count. Raises NoSuchCode, TooManyTries, Outdated, and NeedsConsent where no consent covers a
    screening and there is no reason.
    """
    if not reason and not covering(client, "screening", today):
        raise NeedsConsent
    wait = limits.begin_try(staff_id=staff.pk, now=now)
    if wait:
        raise TooManyTries(wait)
    try:
        with transaction.atomic():
            handed = keeping.redeem(code, now=now)
            opening = None
            if reason:
                opening = open_in_emergency(
                    staff=staff, client=client, kind="screening", reason=reason, now=now
                )
            screening = _made(staff, client, handed, now, opening)
            record(
                "code_redeemed",
                staff=staff,
                now=now,
                why="emergency" if reason else reason_of(staff, client),
                client_id=client.pk,
                object_id=screening.pk,
            )
            limits.was_right(staff_id=staff.pk, now=now)
    except NoSuchCode:
        why = reason_of(staff, client)
        record("code_refused", staff=staff, now=now, why=why, client_id=client.pk)
        raise
    return screening


def _made(
    staff: StaffMember,
    client: Client,
    handed: HandedOver,
    now: datetime,
    opening: EmergencyOpening | None,
) -> Screening:
    if (handed.instrument, handed.version) != (CURRENT.id, CURRENT.version):
        raise Outdated
    draft = begin(
        staff=staff, client=client, way="code", language=handed.language, now=now, opening=opening
    )
    try:
        saved = save_answers(
            staff=staff, screening_id=draft.pk, answers=handed.answers, edit=draft.edit, now=now
        )
        return finish(
            staff=staff,
            screening_id=saved.pk,
            edit=saved.edit,
            now=now,
            today=handed.taken_on,
            country=handed.country,
        )
    except (UnusableAnswers, Incomplete):
        raise Outdated from None
