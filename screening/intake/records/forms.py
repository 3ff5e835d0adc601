"""What staff fill in on these pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.intake.records.queries import SORTS
from screening.intake.records.words import STATES, TIERS, WAYS
from screening.models import Disposition, Screening, Site

LONGEST_NOTE: Final = 8000
LONGEST_ACTION: Final = 2000
ANOTHER_DAY: Final = "another"
SOON: Final[dict[str, Any]] = {
    "1": gettext_lazy("In 1 week: %(day)s"),
    "2": gettext_lazy("In 2 weeks: %(day)s"),
    "4": gettext_lazy("In 4 weeks: %(day)s"),
    "13": gettext_lazy("In 3 months: %(day)s"),
}
"""When most are screened again, in weeks, so that it is the same day of the week."""
FARTHEST_PLAN: Final = timedelta(days=5 * 366)
MOMENT: Final = "%Y-%m-%dT%H:%M"
"""How browsers write a day with a time."""


class _Form(forms.Form):
    """A form whose errors are shown by the page, never by the browser."""

    use_required_attribute = False


class AcknowledgementForm(_Form):
    """What was done about an emergency, and when."""

    action = forms.CharField(
        label=gettext_lazy("What was done"),
        help_text=gettext_lazy("Who was called, who came, where the client is now."),
        max_length=LONGEST_ACTION,
        widget=forms.Textarea({"rows": 4}),
        error_messages={
            "required": gettext_lazy("Enter what was done"),
            "max_length": gettext_lazy("Enter what was done in at most 2,000 characters"),
        },
    )
    acted_at = forms.DateTimeField(
        label=gettext_lazy("When it was done"),
        input_formats=[MOMENT],
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=MOMENT),
        error_messages={
            "required": gettext_lazy("Enter when it was done"),
            "invalid": gettext_lazy("Enter when it was done, as a day and a time"),
        },
    )

    def __init__(self, data: Any = None, *, now: datetime) -> None:
        self.now = now
        super().__init__(data, initial={"acted_at": timezone.localtime(now)})

    def clean_acted_at(self) -> datetime:
        """Refuse a time that is still to come."""
        moment: datetime = self.cleaned_data["acted_at"]
        if moment > self.now:
            raise forms.ValidationError(_("Enter a time that is not in the future"))
        return moment


class NoteForm(_Form):
    """A note, and what was decided."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 6}),
        error_messages={
            "max_length": gettext_lazy("Enter a note of at most 8,000 characters"),
        },
    )
    disposition = forms.ModelChoiceField(
        label=gettext_lazy("What was decided"),
        required=False,
        queryset=Disposition.objects.none(),
        empty_label=gettext_lazy("Nothing decided yet"),
        error_messages={
            "invalid_choice": gettext_lazy("Select what was decided from the list"),
        },
    )

    def __init__(self, data: Any = None, *, screening: Screening) -> None:
        super().__init__(
            data, initial={"note": screening.note, "disposition": screening.disposition_id}
        )
        offered = Disposition.objects.filter(is_active=True)
        # What was chosen stays choosable when the administrator takes it off the list.
        chosen = Disposition.objects.filter(pk=screening.disposition_id or 0)
        self.fields["disposition"].queryset = offered | chosen  # type: ignore[attr-defined]


class PlanForm(_Form):
    """The day of a planned screening: some weeks from today, or any day. `due_on` is the day."""

    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        required=False,
        widget=forms.RadioSelect(),
        error_messages={"invalid_choice": gettext_lazy("Select when from the list")},
    )
    due_on = forms.DateField(
        label=gettext_lazy("Another day"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Enter the day as a real date")},
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        self.today = today
        super().__init__(data)
        soon = [
            (weeks, text % {"day": date_format(today + timedelta(weeks=int(weeks)), "l j F")})
            for weeks, text in SOON.items()
        ]
        self.fields["when"].choices = [  # type: ignore[attr-defined]
            *soon,
            (ANOTHER_DAY, _("On another day")),
        ]

    def clean_due_on(self) -> date | None:
        """Refuse a day that is over, and one that must be a slip."""
        day: date | None = self.cleaned_data["due_on"]
        if day and day < self.today:
            raise forms.ValidationError(_("Enter a day that is not in the past"))
        if day and day > self.today + FARTHEST_PLAN:
            raise forms.ValidationError(_("Enter a day within the next 5 years"))
        return day

    def clean(self) -> dict[str, Any]:
        """Make one day of the two fields. A day that is typed needs no choice beside it."""
        found: dict[str, Any] = super().clean() or {}
        weeks, day = found.get("when"), found.get("due_on")
        if self.errors:
            return found
        if weeks in SOON:
            if day:
                self.add_error("when", _("Select “On another day”, or empty the day below"))
            found["due_on"] = self.today + timedelta(weeks=int(weeks))
        elif not day:
            self.add_error(
                "due_on" if weeks else "when",
                _("Enter the day") if weeks else _("Select when, or enter another day"),
            )
        return found


def _choices(names: dict[str, Any]) -> list[tuple[str, Any]]:
    return [("", gettext_lazy("All")), *names.items()]


def _date_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Enter the day as a real date")},
    )


class ListForm(_Form):
    """The filters and the order of a list of screenings. All of it stands in the address."""

    tier = forms.ChoiceField(label=gettext_lazy("Tier"), required=False, choices=_choices(TIERS))
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=_choices(STATES))
    way = forms.ChoiceField(label=gettext_lazy("Way"), required=False, choices=_choices(WAYS))
    first = _date_field(gettext_lazy("From"))
    last = _date_field(gettext_lazy("Until"))
    site = forms.TypedChoiceField(
        label=gettext_lazy("Site"), required=False, coerce=int, empty_value=None
    )
    sort = forms.ChoiceField(
        required=False, choices=[(sign + name, name) for name in SORTS for sign in ("", "-")]
    )

    def __init__(self, data: Any = None, *, sites: Iterable[Site]) -> None:
        super().__init__(data)
        self.sites = [(site.pk, site.name) for site in sites]
        field = self.fields["site"]
        field.choices = [("", _("All")), *self.sites]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", _("Enter a day that is not before the first one"))
        return found
