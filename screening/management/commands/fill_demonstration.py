"""Fill a database with invented clients, and say how to sign in."""

from __future__ import annotations

from argparse import ArgumentParser
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from screening.access import ADMINISTRATOR
from screening.management.demonstration import RealData, fill, refuse_real_data, sign_ins
from screening.management.invention import SEED, invent
from screening.models import Tally

_CODES_SHOWN = 5
_MONTHS = 14


class Command(BaseCommand):
    """`manage.py fill_demonstration`: called by `./start demo`."""

    help = (
        "Fills an empty database with invented clients, screenings and counted checks, and prints "
        "new ways to sign in. Refuses where there is anything real."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--checks", type=int, default=4_000, help="how many self-checks to count; 0: none"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill, unless that was done before, and print how to sign in."""
        now = timezone.now()
        checks = options["checks"]
        try:
            refuse_real_data()
            fill(now=now)
            if checks and not Tally.objects.exists():
                invent(count=checks, seed=SEED, months=_MONTHS, now=now)
        except RealData:
            raise CommandError(
                "This database holds a site, staff or counted checks that no demonstration made. "
                "Nothing was changed. Name another database in DATABASE_URL; ./start demo has "
                "its own, var/demonstration.sqlite3."
            ) from None
        if checks:
            call_command("refresh_stats", stdout=StringIO())
        self.stdout.write("DEMONSTRATION. All clients are invented.\n")
        for member, password, secret, codes in sign_ins():
            site = f", {member.site.name}" if member.site else ""
            self.stdout.write(f"{member.username} ({member.role}{site})")
            self.stdout.write(f"  password        {password}")
            self.stdout.write(f"  recovery codes  {' '.join(codes[:_CODES_SHOWN])}")
            self.stdout.write(f"  app secret      {secret}")
            if member.role == ADMINISTRATOR:
                self.stdout.write("  is asked for a passkey of your device at the first sign-in")
        self.stdout.write(
            "\nSign in at /staff/ with a username, its password, and one recovery code (each works "
            "once) or the code of an app that was given the secret.\n"
            "demo-analyst and demo-administrator see the statistics, /stats/.\n"
            "To find a client by name and date of birth: Invented Alder, 1 January 1980."
        )
