"""`manage.py first_administrator`: print a one-time link with which an administrator joins."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from screening.access import ADMINISTRATOR
from screening.models import StaffMember
from screening.signin.adapter import plain
from screening.signin.invitations import VALID, invite
from screening.signin.queries import is_administered


class Command(BaseCommand):
    """For the first start, and for the day when no administrator can get in any more."""

    help = (
        "Print a one-time link with which the first administrator joins. Refuses when there is an "
        "active administrator, unless --again is given."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("--username", default="administrator", help="the name to sign in with")
        parser.add_argument(
            "--address", default="http://localhost:8000", help="where the site is reached"
        )
        parser.add_argument(
            "--again",
            action="store_true",
            help="also when there is an administrator; one with this username gets a new password "
            "and sets up the second step anew",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the link. Raises CommandError with a sentence when there should be none."""
        if is_administered(role=ADMINISTRATOR) and not options["again"]:
            raise CommandError(
                "There is an administrator already, who can invite others. "
                "If nobody can get in any more, add --again."
            )
        username = plain(options["username"])
        there = StaffMember.objects.filter(username=username).first()
        if there and (there.role != ADMINISTRATOR or not there.is_active):
            raise CommandError(
                "This username belongs to somebody who is no active administrator. "
                "Choose another one with --username."
            )
        token = invite(
            by=None,
            username=username,
            role=ADMINISTRATOR,
            site=None,
            enrol_anew=there is not None,
            now=timezone.now(),
        )
        address = options["address"].rstrip("/") + reverse("invitation", args=[token])
        self.stdout.write(
            f"Open this link within {VALID.days} days. It works once, "
            f"for the username {username}.\n{address}"
        )
