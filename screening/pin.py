"""The PIN with which a staff member takes a tablet back from a client.

Below the flows, because it is set on a page of the account and asked for on the tablet.
"""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import Final

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from screening.field_encryption import keyed_hash
from screening.models import FailedSignIns, StaffMember

FEWEST_DIGITS: Final = 6
MOST_DIGITS: Final = 12
TRIES: Final = 5

HANDED_OVER: Final = "tablet"
"""The key of a session whose tablet is with a client: the id of the screening."""


class PinUsedUp(Exception):
    """It was wrong too often: the person has to sign in."""


def set_pin(staff: StaffMember, pin: str) -> None:
    """Keep the hash of a new PIN. Raises ValidationError with a sentence for one that will not do.

    The caller writes the audit entry.
    """
    if not (pin.isascii() and pin.isdigit() and FEWEST_DIGITS <= len(pin) <= MOST_DIGITS):
        raise ValidationError(
            _("Use %(fewest)d to %(most)d digits and nothing else.")
            % {"fewest": FEWEST_DIGITS, "most": MOST_DIGITS}
        )
    if len({(int(b) - int(a)) % 10 for a, b in pairwise(pin)}) == 1:
        raise ValidationError(_("Use digits that are not all the same and not in a row."))
    staff.pin = make_password(pin)
    staff.save(update_fields=["pin"])
    forget_pin_tries(staff)


def check_pin(staff: StaffMember, typed: str, *, now: datetime) -> bool:
    """Tell whether this is the person's PIN. Raises PinUsedUp after five wrong ones in a row.

    It is counted before it is looked at, so that tries at the same time are counted too.
    """
    with transaction.atomic():
        tries, _created = FailedSignIns.objects.select_for_update().get_or_create(
            name_hash=_hash(staff), defaults={"last_at": now}
        )
        if tries.count >= TRIES or not staff.pin:
            raise PinUsedUp
        tries.count += 1
        tries.last_at = now
        tries.save()
    right = check_password(typed, staff.pin)
    if right:
        forget_pin_tries(staff)
    return right


def forget_pin_tries(staff: StaffMember) -> None:
    """Start anew: the PIN was right, or the person signed in."""
    FailedSignIns.objects.filter(name_hash=_hash(staff)).delete()


def _hash(staff: StaffMember) -> str:
    return keyed_hash(str(staff.pk), purpose="failed pin")
