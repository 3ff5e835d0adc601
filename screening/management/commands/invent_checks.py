"""`manage.py invent_checks`: fill a demonstration with invented self-checks, by the million."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from screening.management.demonstration import RealData
from screening.management.invention import SEED, invent
from screening.selfcheck.counting import KEPT_MONTHS


class Command(BaseCommand):
    """For demonstrations and for measuring. Nothing real is ever mixed with it."""

    help = (
        "Adds invented self-checks that were counted to a demonstration, or to an empty database. "
        "Refuses where there is anything real."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--count", type=int, required=True, help="how many")
        parser.add_argument("--seed", type=int, default=SEED, help="another one, other checks")
        parser.add_argument(
            "--months", type=int, default=14, help="over how many full months, 14 if not said"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Add them, and say so. Raises CommandError where that cannot be done."""
        count, months = options["count"], options["months"]
        if count < 1 or not 1 <= months <= KEPT_MONTHS:
            raise CommandError(
                f"--count is at least 1, and --months from 1 to {KEPT_MONTHS}: no check is kept "
                "for longer. Nothing was changed."
            )
        try:
            first, last = invent(
                count=count, seed=options["seed"], months=months, now=timezone.now()
            )
        except RealData:
            raise CommandError(
                "This database holds a site, staff or counted checks that no demonstration made. "
                "Nothing was changed. Name another database in DATABASE_URL."
            ) from None
        self.stdout.write(
            f"Added {count:,} invented self-checks from {first:%Y-%m} to {last:%Y-%m}, seed "
            f"{options['seed']}; refresh_stats counts them."
        )
