"""The forms about who a client is."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from screening.intake.clients.identity import normal_name, normal_reference
from screening.models import Site, StaffMember

EARLIEST: Final = date(1900, 1, 1)
FEWEST_DIGITS: Final = 5
FEWEST_WORDS: Final = 3
_TYPED_DATES: Final = {
    "US": ["%Y-%m-%d", "%m/%d/%Y", "%B %d, %Y", "%d %B %Y"],
    "": ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y"],
}
"""How a date may be typed where the browser has no calendar, by country."""


def day_field(label: Any, wrong: Any, **options: Any) -> forms.DateField:
    """Return a field for a day, picked or typed. `wrong` says what to enter instead."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=_TYPED_DATES.get(settings.COUNTRY, _TYPED_DATES[""]),
        error_messages={"required": wrong, "invalid": wrong, "range": wrong},
        **options,
    )


def limit_day(field: forms.Field, earliest: date, latest: date) -> None:
    """Accept no day before the first or after the last in a field of one form."""
    wrong = field.error_messages["range"]
    field.widget.attrs |= {"min": earliest.isoformat(), "max": latest.isoformat()}
    field.validators = [MinValueValidator(earliest, wrong), MaxValueValidator(latest, wrong)]


def _text(label: Any, longest: int, *, hint: Any = "", **attributes: str) -> forms.CharField:
    too_long = _("Use %(limit_value)d characters at most; there are %(show_value)d")
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=longest,
        error_messages={"max_length": too_long},
        widget=forms.TextInput(attrs={"spellcheck": "false", **attributes}),
    )


class SearchForm(forms.Form):
    """A reference, or a name and a date of birth."""

    use_required_attribute = False

    reference = _text(_("Reference"), 60, autocapitalize="characters")
    name = _text(_("Name"), 200)
    birth_date = day_field(
        _("Date of birth"),
        _("Enter a date of birth since 1900, today at the latest"),
        required=False,
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        limit_day(self.fields["birth_date"], EARLIEST, today)

    def clean_birth_date(self) -> date | None:
        """Ask for what is missing to search. The fields before this one are clean by now."""
        birth_date: date | None = self.cleaned_data["birth_date"]
        given = self.cleaned_data
        if "reference" in self.errors or "name" in self.errors:
            return birth_date
        if normal_reference(given["reference"]):
            return birth_date
        if normal_name(given["name"]):
            if not birth_date:
                raise ValidationError(_("Enter the date of birth too"))
        elif birth_date:
            self.add_error("name", _("Enter the name too"))
        else:
            self.add_error("reference", _("Enter a reference, or a name and a date of birth"))
        return birth_date


class EmergencyForm(SearchForm):
    """Who is looked for at other sites, and why now."""

    site = forms.ModelChoiceField(
        label=_("Site, if you know it"),
        required=False,
        queryset=Site.objects.none(),
        empty_label=_("Not known"),
        error_messages={"invalid_choice": _("Select a site from the list, or “Not known”")},
    )
    reason = forms.CharField(
        label=_("Why is the record needed now?"),
        help_text=_("This is reviewed. Write what is happening, in a sentence."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write why the record is needed now"),
            "max_length": _("Use 2,000 characters at most"),
        },
    )

    def __init__(self, *args: Any, staff: StaffMember, **options: Any) -> None:
        super().__init__(*args, **options)
        site = cast("forms.ModelChoiceField[Site]", self.fields["site"])
        site.queryset = Site.objects.exclude(staff=staff)

    def clean_reason(self) -> str:
        """Ask for more than a word."""
        reason: str = self.cleaned_data["reason"]
        if len(reason.split()) < FEWEST_WORDS:
            raise ValidationError(_("Write in a sentence why the record is needed now"))
        return reason


class ClientForm(forms.Form):
    """Who a client is. Everything may be left empty: then the client is known by a reference."""

    use_required_attribute = False

    reference = _text(_("Reference"), 60, autocapitalize="characters")
    name = _text(_("Name"), 200, hint=_("Optional"))
    birth_date = day_field(
        _("Date of birth"),
        _("Enter a date of birth since 1900, today at the latest"),
        help_text=_("Optional"),
        required=False,
    )
    phone = _text(_("Phone"), 40, hint=_("Optional"), type="tel")
    language = forms.ChoiceField(
        label=_("Language"), error_messages={"invalid_choice": _("Select a language of the list")}
    )

    def __init__(self, *args: Any, today: date, is_new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        limit_day(self.fields["birth_date"], EARLIEST, today)
        cast("forms.ChoiceField", self.fields["language"]).choices = settings.LANGUAGES
        if len(settings.LANGUAGES) == 1:
            del self.fields["language"]
        if is_new:
            self.fields["reference"].help_text = _("Leave it empty, and one is made.")

    def clean_reference(self) -> str:
        """Refuse a reference of nothing that can be seen."""
        reference: str = self.cleaned_data["reference"]
        if reference and not any(map(str.isalnum, reference)):
            raise ValidationError(_("Use letters or digits in the reference"))
        return reference

    def clean_name(self) -> str:
        """Refuse a name by which nobody could be found."""
        name: str = self.cleaned_data["name"]
        if name and not normal_name(name):
            raise ValidationError(_("Write the name in letters"))
        return name

    def clean_phone(self) -> str:
        """Refuse what nobody could dial."""
        phone: str = self.cleaned_data["phone"]
        if phone and sum(map(str.isdecimal, phone)) < FEWEST_DIGITS:
            raise ValidationError(_("Enter a phone number with its digits, such as 555 0100"))
        return phone

    def client(self) -> dict[str, Any]:
        """Return what was entered, as the services take it. For a valid form."""
        return {"language": settings.LANGUAGE_CODE, **self.cleaned_data}
