"""`manage.py forget_old_counts`: delete counted checks that are older than 24 months."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from screening.selfcheck.counting import KEPT_MONTHS, forget_old


class Command(BaseCommand):
    """Run it daily from a timer. Running it again does no harm."""

    help = f"Delete counted checks older than {KEPT_MONTHS} months, and used tickets."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete, and say how much."""
        old, tickets = forget_old(today=timezone.localdate())
        self.stdout.write(f"Deleted {old} counted check(s) and {tickets} used ticket(s).")
