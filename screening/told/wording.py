"""What a result says around the guidance. Sentences only; no decision is made here."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

TIER_WORDS: Final = {
    "emergency": _("Now"),
    "today": _("Today"),
    "soon": _("In the next few days"),
    "routine": _("If things change"),
}

TIER_HEADINGS: Final = {
    "emergency": _("Get emergency help now"),
    "today": _("Speak to a doctor or pharmacist today"),
    "soon": _("Talk to your prescriber or a treatment provider in the next few days"),
    "routine": _("You reported no warning signs today"),
}

TIER_TEXTS: Final = {
    "emergency": _("Do not wait. Call now, even if you are not sure. It is right to call."),
    "today": _(
        "Do not wait for tomorrow. If you cannot reach one, or it gets worse, get emergency help."
    ),
    "soon": _("If anything gets worse before then, speak to a doctor the same day."),
    "routine": _(
        "This check can miss things. If a list below fits you, do what it says. "
        "If anything changes, do the check again."
    ),
}

# (withdrawal, misuse, tolerance): whether each band is above its lowest.
PATTERNS: Final = {
    (True, True, True): _(
        "Your answers show new or worse signs, less effect, and signs that can go with "
        "other use than prescribed."
    ),
    (True, True, False): _(
        "Your answers show new or worse signs, and signs that can go with use in another way "
        "than prescribed."
    ),
    (True, False, True): _(
        "Your answers show signs that are new or worse, and a medicine that does less than it did."
    ),
    (True, False, False): _("Your answers show signs that are new or worse."),
    (False, True, True): _(
        "Your answers show signs that can go with use in another way than prescribed, "
        "and less effect."
    ),
    (False, True, False): _(
        "Your answers show signs that can go with use in another way than prescribed."
    ),
    (False, False, True): _("Your answers show that the medicine may do less than it did."),
    (False, False, False): _("Your answers show none of the patterns that this check looks for."),
}

TOO_FEW_ANSWERS: Final = _(
    "You left many questions without an answer, so this check cannot see the whole picture."
)

HAPPENING_NOW: Final = _("Your answers show something that may be an emergency.")

WITHOUT_A_BAND: Final = {
    "not_asked": _("not asked"),
    "not_enough_answers": _("not enough answers to say"),
}

NOT_VALIDATED: Final = _("Not a diagnosis. Not validated.")

FOR_SOMEONE_ELSE: Final = _(
    "“You” is the person you are worried about. You can make the calls for them. "
    "Stay with them if that is safe."
)

UNDER_AGE: Final = _("This check is not made for people under 18")

UNDER_AGE_ADVICE: Final = (
    _("You can still get help. Talk to someone you trust, such as a parent, a nurse or a doctor."),
    _(
        "Ask a doctor before you take more, less or none. Too much can be very dangerous. "
        "So can a sudden stop."
    ),
)
