"""`manage.py apply_retention`: erase the clients whose records were kept long enough."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from screening.intake.oversight.queries import kept_too_long
from screening.intake.oversight.services import erase_when_kept_too_long


class Command(BaseCommand):
    """Count, or delete with --delete. Running it again does no harm."""

    help = (
        "Erase clients about whom nothing was recorded for RECORDS_KEPT_YEARS years. Only counts "
        "them unless --delete is given. Never those on legal hold, nor those to whom a disclosure "
        "of the last three years must be accounted for."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to delete."""
        parser.add_argument("--delete", action="store_true", help="delete, and not only count")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count or delete, and say how many."""
        years = settings.RECORDS_KEPT_YEARS
        if not years:
            self.stdout.write("RECORDS_KEPT_YEARS is 0, so records are kept until erased by hand.")
            return
        now = timezone.now()
        due = list(kept_too_long(years=years, now=now).values_list("pk", flat=True))
        if not options["delete"]:
            self.stdout.write(
                f"{len(due)} client(s) have been kept for {years} year(s) or longer and can go. "
                "Nothing was deleted; run it with --delete."
            )
            return
        erased = sum(
            erase_when_kept_too_long(client_id=client_id, years=years, now=now) for client_id in due
        )
        self.stdout.write(f"Erased {erased} client(s).")
