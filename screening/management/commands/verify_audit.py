"""`manage.py verify_audit`: look for what was done to the audit trail behind its back."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentTypeError
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from screening.audit.verification import Fault, verify

WORDS: Final = {
    "changed": "{which} changed, moved or put in.",
    "missing": "{which} missing.",
    "put_in": "{which} put in.",
    "end": "The record of where the trail ends is gone or was changed.",
    "kept": (
        "Entry {first:,} is not the one that was kept elsewhere. The trail was written anew, or "
        "the database was put back to an earlier day."
    ),
    "unprotected": (
        "The database would let entries be changed: its triggers are missing or switched off. "
        "Find out who did that, then put them back: see docs/operations.md."
    ),
}
IS: Final = {"changed": ("was", "were"), "missing": ("is", "are"), "put_in": ("was", "were")}


class Command(BaseCommand):
    """Recompute the chain. It may run while people work."""

    help = (
        "Look for changed, removed, reordered and inserted entries of the audit trail. Prints the "
        "number and digest of the last entry: keep them elsewhere. Exit status 1 on any fault."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what was kept elsewhere."""
        parser.add_argument(
            "--expect",
            type=_kept,
            metavar="NUMBER:DIGEST",
            help="what an earlier run printed: the trail must still have that entry",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, and say what was found. Raises CommandError on any fault."""
        found = verify(
            expected=options["expect"], progress=_show if sys.stderr.isatty() else lambda done: None
        )
        for fault in found.faults:
            self.stdout.write(_sentence(fault))
        if found.number:
            self.stdout.write(f"Last entry: {found.number}:{found.digest}")
        else:
            self.stdout.write("The audit trail is empty.")
        if found.faults:
            raise CommandError(
                f"The audit trail is not whole ({found.entries:,} entries read). If every entry "
                "is named, AUDIT_KEY may be another one than it was written with."
            )
        self.stdout.write(f"The audit trail is whole: {found.entries:,} entries.")


def _show(done: int) -> None:
    sys.stderr.write(f"\r{done:,} entries\r")
    sys.stderr.flush()


def _sentence(fault: Fault) -> str:
    one, many = IS.get(fault.kind, ("", ""))
    which = (
        f"Entry {fault.first:,} {one}"
        if fault.first == fault.last
        else f"Entries {fault.first:,} to {fault.last:,} {many}"
    )
    return WORDS[fault.kind].format(which=which, first=fault.first)


def _kept(written: str) -> tuple[int, str]:
    match = re.fullmatch(r"([1-9][0-9]{0,17}):([0-9a-f]{64})", written.strip())
    if not match:
        raise ArgumentTypeError(
            "write it as it was printed: the number, a colon, and 64 hexadecimal digits"
        )
    return int(match[1]), match[2]
