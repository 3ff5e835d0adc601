"""What the pages of oversight ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from screening.audit.actions import ACTIONS
from screening.intake.clients.identity import normal_reference
from screening.intake.oversight.words import HOLD_REASONS, RELEASE_REASONS
from screening.models import StaffMember

SYSTEM: Final = "system"
"""Stands for entries that no staff member made, as of commands."""

_NOT_A_DAY: Final = _("Enter a day as year-month-day, such as 2027-03-14, or leave it empty")
_DAYS: Final = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31))]


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}),
        validators=_DAYS,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _NOT_A_DAY),
    )


class TrailFilters(forms.Form):
    """Which entries of the audit trail to show. Everything may be left empty."""

    first = _day(_("From"))
    last = _day(_("To"))
    staff = forms.ChoiceField(label=_("Who"), required=False)
    action = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=[("", _("Anything")), *sorted(ACTIONS.items(), key=lambda pair: str(pair[1]))],
        error_messages={"invalid_choice": _("Choose an action from the list")},
    )
    client = forms.UUIDField(
        label=_("Client number"),
        required=False,
        error_messages={"invalid": _("Enter the whole client number, as the trail shows it")},
    )
    emergencies = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[("", _("All entries")), ("1", _("Emergencies only"))],
        error_messages={"invalid_choice": _("Choose all entries or emergencies only")},
    )

    def __init__(self, data: Any, *, members: Iterable[StaffMember]) -> None:
        super().__init__(data)
        staff = self.fields["staff"]
        staff.error_messages["invalid_choice"] = _("Choose a person from the list")
        staff.choices = [  # type: ignore[attr-defined]
            ("", _("Anybody")),
            (SYSTEM, _("The system")),
            *((str(member.pk), member.get_username()) for member in members),
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a time that ends before it begins."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", _("Enter a day that is not before the first one"))
        return self.cleaned_data

    def chosen(self) -> dict[str, str]:
        """Return the filters that are set, as the address has them.

        They hold nothing about a client but an arbitrary number.
        """
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    def query(self) -> str:
        """Return the filters that are set as a query string."""
        return urlencode(self.chosen())


class ReviewForm(forms.Form):
    """What the review of an opening found."""

    use_required_attribute = False

    outcome = forms.CharField(
        label=_("What did the review find?"),
        help_text=_("Was the opening needed? What follows from it?"),
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={
            "required": _("Enter what the review found"),
            "max_length": _("Enter what the review found in at most 4,000 characters"),
        },
    )


class HoldForm(forms.Form):
    """Why a hold is put on a record, or ended."""

    use_required_attribute = False

    reason = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose a reason")),
    )

    def __init__(self, data: Any = None, *, to_hold: bool) -> None:
        super().__init__(data)
        reason = self.fields["reason"]
        reason.label = _("Why is it put on hold?") if to_hold else _("Why does the hold end?")
        reasons = HOLD_REASONS if to_hold else RELEASE_REASONS
        reason.choices = list(reasons.items())  # type: ignore[attr-defined]


class ErasureForm(forms.Form):
    """The reference, typed by hand, so that nobody erases a record by a slip."""

    use_required_attribute = False

    reference = forms.CharField(
        label=_("Type the reference of the client"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={
            "required": _("Type the reference, as it stands above"),
            "max_length": _("Type the reference, as it stands above"),
        },
    )

    def __init__(self, data: Any = None, *, expected: str) -> None:
        super().__init__(data)
        self.expected = expected

    def clean_reference(self) -> str:
        """Refuse another reference."""
        typed: str = self.cleaned_data["reference"]
        if normal_reference(typed) != normal_reference(self.expected):
            raise forms.ValidationError(
                _("This is not the reference of the client. Type it as it stands above")
            )
        return typed
