"""`manage.py refresh_stats`: count what changed, and publish the months that are over."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error
from django.utils import timezone

from screening.rollups.refreshing import Refreshed, refresh
from screening.rollups.rows import INTAKE, SELF_CHECK
from screening.stats.publishing import publish

SOURCES: Final = {SELF_CHECK: "Self-checks", INTAKE: "Screenings"}
WIDTH: Final = 30


class Command(BaseCommand):
    """Run it daily from a timer. Stop it when you like, and start it again."""

    help = (
        "Count the months whose self-checks or screenings changed, and publish what may be shown "
        "of each month once it is over. What is published stays as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to count everything."""
        parser.add_argument(
            "--all", action="store_true", help="count every month anew, and publish all anew"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, publish, and say what was done. Raises CommandError when the database fails."""
        loud = options["verbosity"] > 0
        counted: list[Refreshed] = []
        try:
            for source, name in SOURCES.items():
                report = _show(name) if loud and sys.stderr.isatty() else _say_nothing
                done = refresh(source=source, anew=options["all"], report=report)
                counted.append(done)
                if loud and done.left_out:
                    self.stdout.write(
                        f"{name}: {done.left_out:,} of {done.rows:,} cannot be counted, as their "
                        "answers belong to no version that is known."
                    )
            published = publish(today=timezone.localdate(), anew=options["all"])
        except Error as fault:
            raise CommandError(
                f"The database cannot be used: {str(fault).strip() or type(fault).__name__}. What "
                "was counted until now is kept, no month is half done, and the pages show what "
                "was published last. Run it again."
            ) from fault
        if loud:
            self.stdout.write(_sentence(counted, published))


def _sentence(counted: list[Refreshed], published: int) -> str:
    months, rows, unchanged, removed = (
        sum(getattr(one, name) for one in counted)
        for name in ("counted", "rows", "unchanged", "removed")
    )
    return (
        f"Counted {rows:,} answer set(s) of {months} month(s), left {unchanged} month(s) as they "
        f"were, removed {removed}, and published {published} set(s) of statistics."
    )


def _say_nothing(done: int, of: int) -> None:
    pass


def _show(name: str) -> Callable[[int, int], None]:
    """Draw a bar that fills up with the months."""

    def show(done: int, of: int) -> None:
        full = WIDTH * done // of if of else WIDTH
        bar = "#" * full + "." * (WIDTH - full)
        end = "\n" if done == of else ""
        sys.stderr.write(f"\r{name}: [{bar}] {done} of {of} month(s){end}")
        sys.stderr.flush()

    return show
