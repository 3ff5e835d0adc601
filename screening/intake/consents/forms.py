"""The form of a consent: the elements that 42 CFR 2.31(a) demands."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.intake.clients.forms import day_field, limit_day
from screening.intake.consents.scopes import SCOPES
from screening.intake.consents.services import LONGEST
from screening.models import Client

USUAL: Final = timedelta(days=365)
"""How long a consent holds unless another day is entered."""

_TOO_LONG: Final = gettext_lazy("Use %(limit_value)d characters at most")


def _text(label: Any, missing: Any, *, hint: Any = "", rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput(),
        error_messages={"required": missing, "max_length": _TOO_LONG},
    )


def _choice(label: Any, missing: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect(),
        error_messages={"required": missing, "invalid_choice": missing},
    )


class ConsentForm(forms.Form):
    """What the client consents to, and who signed it, when and how.

    With `signed` false it is to be signed yet: nothing is asked about the signature.
    """

    use_required_attribute = False

    disclosed_by = _text(
        gettext_lazy("Who may use and disclose the information"),
        gettext_lazy("Enter who may use and disclose the information"),
        rows=1,
    )
    recipient = _text(
        gettext_lazy("To whom"),
        gettext_lazy("Enter to whom it may be disclosed"),
        hint=gettext_lazy(
            "A person or an organization by name. For all treatment, payment and health care "
            "operations you may write: my treating providers, health plans, third-party payers, "
            "and people helping to operate this program."
        ),
    )
    scope = forms.MultipleChoiceField(
        label=gettext_lazy("What it covers"),
        choices=list(SCOPES.items()),
        widget=forms.CheckboxSelectMultiple(),
        error_messages={
            "required": gettext_lazy("Select what the consent covers"),
            "invalid_choice": gettext_lazy("Select what the consent covers from the list"),
        },
    )
    purpose = _text(
        gettext_lazy("For what purpose"),
        gettext_lazy("Enter the purpose"),
        hint=gettext_lazy(
            "For example: for treatment, payment, and health care operations. Or, where the client "
            "asks for it: at the request of the client."
        ),
    )
    ends_on = day_field(
        gettext_lazy("The last day on which it holds"),
        gettext_lazy("Enter a last day from today on, within two years of signing"),
        help_text=gettext_lazy("One year from today unless you change it, two years at most"),
    )

    signer = _choice(
        gettext_lazy("Who signed it"),
        gettext_lazy("Select who signed it"),
        [
            ("client", gettext_lazy("The client")),
            ("representative", gettext_lazy("Somebody who may sign for the client")),
        ],
    )
    representative = forms.CharField(
        label=gettext_lazy("Name of the person who signed for the client"),
        help_text=gettext_lazy("Leave it empty if the client signed."),
        required=False,
        max_length=200,
        error_messages={"max_length": _TOO_LONG},
    )
    authority = forms.CharField(
        label=gettext_lazy("Why that person may sign"),
        help_text=gettext_lazy("For example: legal guardian. Leave it empty if the client signed."),
        required=False,
        max_length=200,
        error_messages={"max_length": _TOO_LONG},
    )
    way = _choice(
        gettext_lazy("How it was signed"),
        gettext_lazy("Select how it was signed"),
        [
            ("paper", gettext_lazy("On paper, which is kept on file")),
            ("screen", gettext_lazy("Electronically, in front of you")),
        ],
    )
    signed_on = day_field(
        gettext_lazy("Day of signing"),
        gettext_lazy("Enter the day of signing, today at the latest"),
    )

    def __init__(self, *args: Any, today: date, signed: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        limit_day(self.fields["signed_on"], today - LONGEST, today)
        limit_day(self.fields["ends_on"], today, today + LONGEST)
        self.signed = signed
        if not signed:
            for name in ("signer", "way", "signed_on"):
                self.fields[name].required = False

    def clean_authority(self) -> str:
        """Ask who signed for the client, and why they may. The fields before this are clean."""
        authority: str = self.cleaned_data["authority"]
        if self.signed and self.cleaned_data.get("signer") == "representative":
            if not self.cleaned_data.get("representative"):
                self.add_error("representative", _("Enter the name of the person who signed"))
            if not authority:
                raise ValidationError(_("Enter why that person may sign for the client"))
        return authority

    def clean(self) -> dict[str, Any]:
        """Compare the days."""
        given = self.cleaned_data
        signed_on, ends_on = given.get("signed_on"), given.get("ends_on")
        if signed_on and ends_on and ends_on > signed_on + LONGEST:
            self.add_error("ends_on", _("Enter a last day within two years of signing"))
        return given

    def terms(self) -> dict[str, Any]:
        """Return what the client consents to, as the services take it. For a valid form."""
        names = ("disclosed_by", "recipient", "scope", "purpose", "ends_on")
        return {name: self.cleaned_data[name] for name in names}

    def signed_by(self, client: Client) -> str:
        """Say who signed and how, with the client's name as it is now. For a valid form."""
        given = self.cleaned_data
        names = {
            "client": client.name or client.reference,
            "name": given["representative"],
            "authority": given["authority"],
        }
        if given["signer"] == "client":
            who = _("%(client)s (the client)") % names
        else:
            who = _("%(name)s for %(client)s, as %(authority)s") % names
        way = _("on paper") if given["way"] == "paper" else _("electronically")
        return f"{who}, {way}"
