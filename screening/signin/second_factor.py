"""The second step of signing in: who needs what, and how its secrets are kept.

Everybody needs the codes of an app (TOTP) and recovery codes. An administrator needs a passkey and
recovery codes, and no code of an app is taken from them once they have a passkey: it can be asked
for by a page that only looks like ours, and a passkey cannot.
"""

from __future__ import annotations

import base64
from typing import Final

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.access import ADMINISTRATOR
from screening.field_encryption import decrypt, encrypt
from screening.models import StaffMember

TOTP, PASSKEY, RECOVERY = (
    Authenticator.Type.TOTP,
    Authenticator.Type.WEBAUTHN,
    Authenticator.Type.RECOVERY_CODES,
)

_STEPS: Final = {
    TOTP: "mfa_activate_totp",
    PASSKEY: "mfa_add_webauthn",
    RECOVERY: "mfa_generate_recovery_codes",
}
_PLACE: Final = "mfa.authenticator"
_SECRETS: Final = ("secret", "seed")


def next_step(staff: StaffMember) -> str | None:
    """Return the url name of what this person still has to set up, or None when all is set up."""
    there = set(Authenticator.objects.filter(user=staff).values_list("type", flat=True))
    first = PASSKEY if staff.role == ADMINISTRATOR else TOTP
    missing = (kind for kind in (first, RECOVERY) if kind not in there)
    return next((_STEPS[kind] for kind in missing), None)


def takes_app_codes(staff: StaffMember) -> bool:
    """Tell whether a code of an app is enough for this person to sign in."""
    passkeys = Authenticator.objects.filter(user=staff, type=PASSKEY)
    return staff.role != ADMINISTRATOR or not passkeys.exists()


def use_up(authenticator: Authenticator, code: str) -> bool:
    """Take a right code of an app once only. Out: False if it was used before.

    The library would remember used codes in the memory of one process, and there are several.
    Source: RFC 6238, 5.2: a verifier must not accept the second attempt of a one-time password.
    """
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        secret = SecondFactorAdapter().decrypt(row.data["secret"])
        last = row.data.get("last_counter", -1)
        for counter in yield_hotp_counters_from_time():
            expected = format_hotp_value(hotp_value(secret, counter))
            if counter > last and compare_user_code(actual=code, expected=expected):
                row.data["last_counter"] = counter
                row.save(update_fields=["data"])
                return True
    return False


def encrypt_anew() -> int:
    """Write all secrets with the newest of `settings.FIELD_KEYS`. Out: how many rows."""
    adapter = SecondFactorAdapter()
    rows = Authenticator.objects.filter(type__in=[TOTP, RECOVERY])
    with transaction.atomic():
        for row in rows.select_for_update():
            for name in _SECRETS:
                if name in row.data:
                    row.data[name] = adapter.encrypt(adapter.decrypt(row.data[name]))
            row.save(update_fields=["data"])
    return len(rows)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of the second step encrypted, and names the site in apps and browsers."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That did not work. Try again with a new code."),
    }

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept."""
        return base64.b64encode(encrypt(text, place=_PLACE)).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret that was kept. Raises Undecryptable."""
        return decrypt(base64.b64decode(encrypted_text), place=_PLACE)

    def get_totp_issuer(self) -> str:
        """Return what an app shows beside the code."""
        return str(settings.PROVIDER_NAME) or _("Intake")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return whom a passkey is for: the host, and the name that browsers show."""
        return {**super().get_public_key_credential_rp_entity(), "name": self.get_totp_issuer()}

    def _get_site_name(self) -> str:
        return self.get_totp_issuer()

    def build_totp_svg(self, url: str) -> str:
        """Draw nothing: the page draws the picture in itself."""
        return ""

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:  # noqa: A002
        """Propose a name for a new passkey."""
        return _("This device")
