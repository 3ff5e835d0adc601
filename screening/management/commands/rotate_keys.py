"""`manage.py rotate_keys`: write all encrypted fields anew with the newest of FIELD_KEYS."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from screening.audit.trail import record
from screening.field_encryption import EncryptedTextField, Undecryptable, is_newest
from screening.intake.clients.services import set_hashes
from screening.models import Client
from screening.signin.second_factor import encrypt_anew

BATCH: Final = 500


class Command(BaseCommand):
    """Each row is a transaction of its own: stop it when you like, and start it again."""

    help = (
        "Encrypt everything anew with the newest of FIELD_KEYS. Put a new key first, restart the "
        "site, run this, and only then take the old key out and restart again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate, and say how much. Raises CommandError when a row could not be written anew."""
        show = sys.stderr.isatty()
        counts: dict[str, int] = {}
        faults = 0
        for model, names in encrypted_fields().items():
            done = 0
            for seen, row in enumerate(_rows(model), start=1):
                try:
                    done += _rotate(row, names)
                except (Undecryptable, IntegrityError) as fault:
                    faults += 1
                    self.stdout.write(f"{model.__name__} {row.pk}: {_reason(fault)}")
                if show and seen % 100 == 0:
                    sys.stderr.write(f"\r{model.__name__}: {seen:,} rows\r")
            counts[model.__name__] = done
        counts["Authenticator"] = encrypt_anew()
        record(
            "keys_rotated",
            staff=None,
            now=timezone.now(),
            why="administration",
            details={**counts, "faults": faults},
        )
        written = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
        self.stdout.write(f"Written anew: {written or 'nothing'}.")
        if faults:
            raise CommandError(
                f"{faults:,} row(s) are still as they were. Keep the old keys, and see above."
            )
        self.stdout.write("Older keys than the first of FIELD_KEYS can be taken out.")


def encrypted_fields() -> dict[type[models.Model], list[str]]:
    """Find every encrypted field of every model, so that none can be forgotten."""
    found = {
        model: [field.attname for field in model._meta.fields if _is_encrypted(field)]
        for model in apps.get_models()
    }
    return {model: names for model, names in found.items() if names}


def _is_encrypted(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, EncryptedTextField)


def _rows(model: type[models.Model]) -> Iterator[models.Model]:
    after = None
    while True:
        rows = model._base_manager.order_by("pk")
        batch = list((rows.filter(pk__gt=after) if after else rows)[:BATCH])
        yield from batch
        if len(batch) < BATCH:
            return
        after = batch[-1].pk


def _rotate(seen: models.Model, names: list[str]) -> bool:
    # Out: whether the row was written. What is read outside the lock only says if it is needed.
    if _is_rotated(seen, names):
        return False
    with transaction.atomic():
        rows = type(seen)._base_manager.select_for_update()
        row = rows.filter(pk=seen.pk).first()
        if row is None or _is_rotated(row, names):
            return False
        changed = list(names)
        if isinstance(row, Client):
            set_hashes(row)
            changed += ["reference_hash", "name_hash"]
        row.save(update_fields=changed)
    return True


def _is_rotated(row: models.Model, names: list[str]) -> bool:
    return all(is_newest(row.__dict__[name]) for name in names)


def _reason(fault: Exception) -> str:
    if isinstance(fault, Undecryptable):
        return "it was written with a key that is not in FIELD_KEYS, or changed since."
    return "another client of the site has the same reference by now; change one of the two."
