"""Fill a database with invented clients, and say how to sign in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from screening.access import ADMINISTRATOR
from screening.management.demonstration import RealData, fill, refuse_real_data, sign_ins

_CODES_SHOWN = 5


class Command(BaseCommand):
    """`manage.py fill_demonstration`: called by `./start demo`."""

    help = (
        "Fills an empty database with invented clients and screenings, and prints new ways to "
        "sign in. Refuses where there is anything real."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill, unless that was done before, and print how to sign in."""
        try:
            refuse_real_data()
            fill(now=timezone.now())
        except RealData:
            raise CommandError(
                "This database holds a site or staff that no demonstration made. Nothing was "
                "changed. Name another database in DATABASE_URL; ./start demo has its own, "
                "var/demonstration.sqlite3."
            ) from None
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
            "To find a client by name and date of birth: Invented Alder, 1 January 1980."
        )
