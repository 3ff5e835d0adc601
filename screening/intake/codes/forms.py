"""The form for a code."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.handoff.codes import LONGEST_TYPED, BadCode, parse
from screening.intake.screenings.forms import ReasonForm


class CodeForm(forms.Form):
    """A code as people write it."""

    use_required_attribute = False

    code = forms.CharField(
        label=_("Code"),
        help_text=_("14 letters and digits. Spaces and dashes do not matter."),
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code-field",
            }
        ),
        error_messages={"required": _("Enter the code")},
    )

    def clean_code(self) -> str:
        """Return the 14 characters. Raises ValidationError with what to mend."""
        try:
            return parse(self.cleaned_data["code"])
        except BadCode as fault:
            raise forms.ValidationError(str(fault)) from None


class CodeInEmergencyForm(CodeForm, ReasonForm):
    """A code, where a consent is missing and cannot be waited for."""

    field_order = ("code", "reason")
