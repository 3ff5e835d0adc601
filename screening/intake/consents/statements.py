"""What a consent form says besides what was filled in (42 CFR 2.31(a)(4)(iii), (6), (10) and (d)).

In force since 16 February 2026 (89 FR 12472). The words are ours, to be read aloud to a client.
"""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STATEMENTS: Final[tuple[tuple[str | Promise, str | Promise], ...]] = (
    (
        _("You can take this back"),
        _(
            "You can revoke this consent at any time, in writing. Hand a note to any member of "
            "staff, or ask them to write it down for you to sign. From then on nothing more is "
            "used or passed on because of it. What was done before that cannot be undone."
        ),
    ),
    (
        _("What those who get it may do"),
        _(
            "They may pass the information on, and this law may then no longer protect it. If they "
            "get it for treatment, payment or health care operations and are bound by HIPAA, they "
            "may pass it on as HIPAA allows. They may not use it in civil, criminal, "
            "administrative or legislative proceedings against you."
        ),
    ),
    (
        _("If you do not sign"),
        _(
            "Signing is your choice. Without your consent we do not screen you under your name, "
            "and pass nothing on unless the law allows it, as in a medical emergency. You can "
            "still be screened without giving your name, and you get help in an emergency."
        ),
    ),
    (
        _("What this is not"),
        _(
            "This is no consent to use the information in a court or in other proceedings. That "
            "needs a form of its own."
        ),
    ),
)
"""Pairs of a heading and what it says to the client."""
