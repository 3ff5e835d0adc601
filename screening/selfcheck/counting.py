"""Counting a check in the anonymous statistics, when the person asks for it, and once only."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import Assessment, visible
from screening.instrument.kept import to_letters
from screening.models import Reached, Tally, UsedTicket
from screening.models.statistics import CHECKS_KEPT_MONTHS
from screening.selfcheck.answers import Check

KEPT_MONTHS = CHECKS_KEPT_MONTHS
"""How long a counted check is kept."""

TICKET_MONTHS = 1
"""How long a used ticket is kept: the cookie that holds it can be opened for a day, but a month
is the finest time that is kept.
"""

_IDS = 2**63 - 1


def count(*, check: Check, assessment: Assessment, language: str, today: date) -> bool:
    """Keep what was answered, without anything that leads back to the person.

    In: the check and what came of it, the language it was asked in, and today's date, of which
    the month is kept.
    Out: whether it was counted now; False when it had been before. Raises
    django.db.DatabaseError when the database cannot be used.
    """
    shown = visible(check.answers)
    try:
        with transaction.atomic():
            UsedTicket.objects.create(id=_ticket_id(check.ticket), month=today.replace(day=1))
            Tally.objects.create(
                id=secrets.randbelow(_IDS) + 1,
                month=today.replace(day=1),
                instrument=CURRENT.id,
                version=CURRENT.version,
                language=language,
                answers=to_letters({name: check.answers[name] for name in shown}, CURRENT),
                bands=assessment.bands,
                tier=assessment.tier or "",
            )
    except IntegrityError:
        if UsedTicket.objects.filter(id=_ticket_id(check.ticket)).exists():
            return False
        raise
    return True


def forget_old(*, today: date) -> tuple[int, int]:
    """Delete counted checks and steps older than KEPT_MONTHS, and tickets that nothing needs.

    Out: how many checks and tickets.
    """
    Reached.objects.filter(month__lt=kept_from(today)).delete()
    old, _ = Tally.objects.filter(month__lt=kept_from(today)).delete()
    tickets, _ = UsedTicket.objects.filter(month__lt=_months_before(today, TICKET_MONTHS)).delete()
    return old, tickets


def kept_from(today: date) -> date:
    """Return the first day of the first month of which checks are kept."""
    return _months_before(today, KEPT_MONTHS)


def _months_before(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)


def _ticket_id(ticket: str) -> int:
    key = hashlib.sha256(b"ticket " + settings.SECRET_KEY.encode()).digest()
    digest = hmac.new(key, ticket.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") % _IDS + 1
