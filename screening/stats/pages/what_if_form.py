"""The choice of what to change on the page "What if"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from screening.instrument.schema import Instrument
from screening.stats.pages.what_if import (
    Change,
    CutOff,
    Version,
    band_in_words,
    changes,
    checklist_of,
)


class WhatIfForm(forms.Form):
    """One change out of all that were counted, grouped by checklist."""

    change = forms.ChoiceField()

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._changes = changes(instrument)
        field = self.fields["change"]
        field.label = _("What to change")
        field.error_messages["invalid_choice"] = _("Choose a change out of the list")
        field.error_messages["required"] = field.error_messages["invalid_choice"]
        field.initial = next(iter(self._changes))
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [*_grouped(self._changes, instrument).items()]

    def chosen(self) -> Change:
        """Return what was chosen, once the form is valid."""
        return self._changes[self.cleaned_data["change"]]


def _grouped(
    found: Mapping[str, Change], instrument: Instrument
) -> dict[str, list[tuple[str, str]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, change in found.items():
        match change:
            case CutOff():
                checklist = checklist_of(change, instrument)
                group = _(checklist.name)
                words = _("%(band)s: %(value)d (now %(now)d)") % {
                    "band": band_in_words(checklist, change.band),
                    "value": change.value,
                    "now": change.now,
                }
            case Version():
                group = _("Another version")
                words = _("Version %(number)d") % {"number": change.number}
        groups.setdefault(group, []).append((code, words))
    return groups
