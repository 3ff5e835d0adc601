"""`manage.py forget_old_counts`: delete what was kept for a time, and that time is over."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from screening.handoff.keeping import forget_expired
from screening.handoff.limits import forget_tries
from screening.rollups.refreshing import forget_counts_of_checks
from screening.selfcheck.counting import KEPT_MONTHS, forget_old, kept_from


class Command(BaseCommand):
    """Run it daily from a timer. Running it again does no harm."""

    help = (
        f"Delete counted checks older than {KEPT_MONTHS} months, used tickets, and answers behind "
        "codes whose time is over."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete, and say how much."""
        now = timezone.now()
        today = timezone.localdate()
        old, tickets = forget_old(today=today)
        forget_counts_of_checks(before=kept_from(today))
        self.stdout.write(f"Deleted {old} counted check(s) and {tickets} used ticket(s).")
        forget_tries(now=now)
        if codes := forget_expired(now=now):
            self.stdout.write(f"Deleted the answers behind {codes} code(s) whose time is over.")
