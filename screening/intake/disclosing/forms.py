"""What staff choose and enter to pass a record on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.intake.clients.forms import FEWEST_WORDS
from screening.intake.consents.scopes import ANSWERS, IDENTITY, SCOPES, SUMMARY, plain
from screening.intake.disclosing.formats import ALONG, FORMATS, included, possible
from screening.models import Consent

_TOO_LONG: Final = gettext_lazy("Use %(limit_value)d characters at most")
_NAMED: Final = "named"
_GROUP: Final = "group"
_TO: Final = (
    (_NAMED, gettext_lazy("The recipient that the consent names")),
    (_GROUP, gettext_lazy("One of a group that it names, such as “my treating providers”")),
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A consent that can be chosen: the files that it covers, and what it leaves out, in words."""

    consent: Consent
    files: list[str]
    along: list[str]
    left_out: list[str]


def offer(consent: Consent, *, several: bool) -> Offer:
    """Say what can be passed on under a consent."""
    codes = possible(consent.scope, several=several)
    given = set(consent.scope)
    return Offer(
        consent,
        [str(FORMATS[code].text) for code in codes],
        plain(given & set(ALONG)),
        plain({SUMMARY, ANSWERS, *ALONG} - given),
    )


def _choice(label: Any, missing: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        widget=forms.RadioSelect(),
        error_messages={"required": missing, "invalid_choice": missing},
    )


def _recipient(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=300, **options)


def _along(label: Any, hint: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        required=False,
        choices=[(code, SCOPES[code]) for code in reversed(ALONG)],
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"invalid_choice": gettext_lazy("Select what they need from the list")},
    )


class _Form(forms.Form):
    use_required_attribute = False

    code = _choice(gettext_lazy("Which file"), gettext_lazy("Select which file to make"))

    def __init__(self, data: Any = None, *, several: bool = False) -> None:
        super().__init__(data)
        codes = [code for code, form in FORMATS.items() if form.for_several or not several]
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            (code, FORMATS[code].text) for code in codes
        ]


class PassOnForm(_Form):
    """As what, and under which of the consents that hold."""

    consent = _choice(
        gettext_lazy("Under which consent"),
        gettext_lazy("Select a consent that holds today"),
    )
    along = _along(
        gettext_lazy("What goes along"),
        gettext_lazy(
            "Only what the recipient needs. What the consent does not cover is always left out."
        ),
    )
    to = _choice(gettext_lazy("Who gets it"), gettext_lazy("Select who gets it"))
    recipient = _recipient(
        gettext_lazy("The name of who gets it, if the consent names a group"),
        required=False,
        error_messages={"max_length": _TOO_LONG},
    )

    def __init__(
        self, data: Any = None, *, consents: Sequence[Consent], several: bool = False
    ) -> None:
        super().__init__(data, several=several)
        self.consents = {str(consent.pk): consent for consent in consents}
        self.offers = [offer(consent, several=several) for consent in consents]
        self.fields["consent"].choices = [  # type: ignore[attr-defined]
            (key, consent.recipient) for key, consent in self.consents.items()
        ]
        self.fields["to"].choices = _TO  # type: ignore[attr-defined]
        covered = {code for consent in consents for code in consent.scope}
        # Only what is drawn: a tick whose consent was revoked meanwhile is no fault.
        self.fields["along"].widget.choices = [
            (code, SCOPES[code]) for code in reversed(ALONG) if code in covered
        ]
        # Whoever treats the client must know who it is. Few need the notes: whoever sends decides.
        self.fields["along"].initial = [IDENTITY]

    def clean(self) -> dict[str, Any]:
        """Refuse a file that the consent does not cover, and ask for one name of a group."""
        given = self.cleaned_data
        if given.get("to") == _GROUP and not given.get("recipient", " "):
            self.add_error("recipient", _("Enter the name of who gets it"))
        if given.get("to") == _NAMED and given.get("recipient"):
            self.add_error("to", _("Select who gets it: below is a name, so it is one of a group"))
        if "code" in given and "consent" in given:
            covered = self.consents[given["consent"]].scope
            if not included(given["code"], covered):
                missing = plain(FORMATS[given["code"]].needs - set(covered))
                self.add_error(
                    "code",
                    _("The consent does not cover this: %(missing)s. Choose another one.")
                    % {"missing": "; ".join(missing)},
                )
        return given


class EmergencyForm(_Form):
    """As what, to whom and why, when nobody can be asked for consent."""

    along = _along(
        gettext_lazy("What else they need"),
        gettext_lazy("Only what is needed to treat the client now."),
    )
    recipient = _recipient(
        gettext_lazy("Who gets it, and where they work"),
        help_text=gettext_lazy("The name of a doctor, nurse or paramedic, and the hospital."),
        error_messages={
            "required": gettext_lazy("Enter who gets it, and where they work"),
            "max_length": _TOO_LONG,
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("What the emergency is, and why nobody can ask for consent"),
        help_text=gettext_lazy("This stands in the file, and it is reviewed."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Write what the emergency is"),
            "max_length": _TOO_LONG,
        },
    )

    def clean_reason(self) -> str:
        """Ask for more than a word."""
        reason: str = self.cleaned_data["reason"]
        if len(reason.split()) < FEWEST_WORDS:
            raise ValidationError(_("Write in a sentence what the emergency is"))
        return reason
