"""The forms around a screening."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

WAYS: Final = (
    ("interview", _("Interview: you ask, and fill in the answers")),
    ("tablet", _("Hand over the tablet: the person answers alone")),
    ("code", _("Enter a code from the person's own self-check")),
)


class BeginForm(forms.Form):
    """How to screen, and, where a consent is missing, why it cannot wait."""

    use_required_attribute = False

    way = forms.ChoiceField(
        label=_("How do you want to screen?"),
        choices=WAYS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how you want to screen")},
    )


class ReasonForm(forms.Form):
    """Why a rule is left aside."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("What is the emergency, and why can the consent not be had first?"),
        help_text=_("This goes to a review. A clinician reads it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Enter what the emergency is")},
    )


class BeginInEmergencyForm(BeginForm, ReasonForm):
    """Both."""

    field_order = ("way", "reason")


class CorrectForm(forms.Form):
    """Why a screening is corrected."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("Why does it have to be corrected?"),
        help_text=_("The reason is kept with both versions."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Enter why it has to be corrected")},
    )
