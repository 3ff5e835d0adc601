"""What the audit trail can say: actions, and reasons. Codes are for ever: they are stored."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: Final[dict[str, str | Promise]] = {
    "sign_in": _("signed in"),
    "sign_in_failed": _("could not sign in"),
    "sign_out": _("signed out"),
    "session_ended": _("was signed out by a limit of time"),
    "account_changed": _("changed how they sign in"),
    "staff_invited": _("invited somebody"),
    "staff_joined": _("accepted an invitation"),
    "staff_changed": _("changed a staff member"),
    "staff_switched_off": _("switched off a staff member"),
    "settings_changed": _("changed a site or a list"),
    "client_listed": _("saw a client in a list"),
    "client_found": _("found a client by searching"),
    "client_read": _("read the record of a client"),
    "client_created": _("recorded a client"),
    "client_changed": _("changed the record of a client"),
    "client_held": _("put a legal hold on a record"),
    "client_released": _("ended a legal hold"),
    "client_erased": _("erased a client"),
    "consent_read": _("read a consent"),
    "consent_recorded": _("recorded a consent"),
    "consent_revoked": _("recorded that a consent was revoked"),
    "consent_printed": _("printed a consent"),
    "screening_begun": _("began a screening"),
    "screening_read": _("read a screening"),
    "screening_changed": _("changed a screening"),
    "screening_finished": _("finished a screening"),
    "screening_noted": _("wrote a note or disposition"),
    "screening_acknowledged": _("acknowledged an emergency"),
    "screening_signed": _("signed a screening"),
    "screening_corrected": _("corrected a screening"),
    "screening_discarded": _("discarded a draft"),
    "tablet_handed_over": _("handed over the tablet"),
    "tablet_taken_back": _("took the tablet back"),
    "code_redeemed": _("redeemed a code"),
    "code_refused": _("entered a code that opened nothing"),
    "screening_planned": _("planned a screening"),
    "plan_changed": _("changed a planned screening"),
    "searched_elsewhere": _("searched the records of other sites in an emergency"),
    "opened_in_emergency": _("went past a rule in an emergency"),
    "opening_reviewed": _("reviewed an opening in an emergency"),
    "disclosed": _("passed a record on"),
    "accounting_printed": _("printed the accounting of disclosures"),
    "printed": _("printed a record"),
    "audit_read": _("read the audit trail"),
    "statistics_read": _("read statistics"),
    "keys_rotated": _("rotated keys"),
    "demonstration_filled": _("filled in demonstration data"),
}

REASONS: Final[dict[str, str | Promise]] = {
    "care": _("screening or care of the client"),
    "review": _("review of the record"),
    "disclosure": _("disclosure"),
    "emergency": _("emergency"),
    "oversight": _("oversight"),
    "retention": _("retention or erasure"),
    "account": _("the account"),
    "administration": _("administration"),
}
