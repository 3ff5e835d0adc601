"""What to look at: the choices above every page of statistics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.stats import words
from screening.stats.groups import FILTERS, MOST_FILTERS
from screening.stats.queries import (
    INTAKE,
    SELF_CHECK,
    Look,
    Released,
    is_month,
    is_quarter,
    is_year,
    look,
)

_KINDS: Final = (
    (gettext_lazy("Years"), is_year),
    (gettext_lazy("Quarters"), is_quarter),
    (gettext_lazy("Months"), is_month),
)
_ANYBODY: Final[dict[str, Any]] = {
    "site": gettext_lazy("All sites"),
    "language": gettext_lazy("All languages"),
    "age": gettext_lazy("All ages"),
    "route": gettext_lazy("All ways"),
}
_NOT_THERE: Final[dict[str, Any]] = {
    "site": gettext_lazy("Choose a site from the list"),
    "language": gettext_lazy("Choose a language from the list"),
    "age": gettext_lazy("Choose an age from the list"),
    "route": gettext_lazy("Choose from the list how it is taken"),
}


class Filters(forms.Form):
    """What to look at, as the address says it. What it leaves out is chosen for it."""

    source = forms.ChoiceField(
        label=gettext_lazy("Where the answers come from"),
        choices=[
            (SELF_CHECK, words.SOURCES[SELF_CHECK]),
            (INTAKE, words.SOURCES[INTAKE]),
        ],
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose the self-check or the intake")},
    )
    version = forms.TypedChoiceField(
        label=gettext_lazy("Version of the questions"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a version from the list")},
    )
    period = forms.ChoiceField(
        label=gettext_lazy("Period"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy(
                "There is nothing about this period. Choose a period from the list"
            )
        },
    )

    def __init__(self, data: Mapping[str, Any], *, released: Released) -> None:
        given = {name: str(data[name]) for name in data if data[name]}
        source, version = _system(given, released)
        chosen_first = {
            "source": source,
            "version": str(version),
            "period": released.newest(source, version),
        }
        super().__init__({**chosen_first, **given})
        self.released = released
        self.system = (source, version)
        self._choices = released.choices(source, version)
        self._choose("version", [(str(one), str(one)) for one in released.versions(source)])
        self._choose("period", _periods(released.periods(source, version)))
        for name in ("source", "version"):
            # Other sources are links, and mostly there is one version. A wrong one can be mended.
            is_settled = given.get(name, chosen_first[name]) == chosen_first[name]
            if is_settled and (name == "source" or len(released.versions(source)) == 1):
                self.fields[name].widget = forms.HiddenInput()
        for name in FILTERS:
            if name in self._choices or name in given:
                self.fields[name] = self._filter(name, source)

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _filter(self, name: str, source: str) -> forms.ChoiceField:
        message = _NOT_THERE[name]
        if name == "site" and source != INTAKE:
            message = _("The self-check knows no sites. Choose all sites, or the intake above")
        return forms.ChoiceField(
            label=str(words.FILTERS[name]),
            choices=[
                ("", _ANYBODY[name]),
                *(
                    (code, words.value(name, self._choices, code))
                    for code in self._choices.get(name, ())
                ),
            ],
            required=False,
            error_messages={"invalid_choice": message},
        )

    def clean(self) -> dict[str, Any]:
        """Refuse more than two filters."""
        names = [name for name in FILTERS if self.cleaned_data.get(name)]
        if len(names) > MOST_FILTERS:
            self.add_error(
                names[-1],
                _("Choose at most two filters: %(filters)s")
                % {"filters": ", ".join(str(words.FILTERS[name]) for name in names)},
            )
        return self.cleaned_data

    def chosen(self) -> dict[str, str]:
        """Return the filters that are set."""
        return {name: self.cleaned_data[name] for name in FILTERS if self.cleaned_data.get(name)}

    def keep_out_of_sight(self, names: Iterable[str]) -> None:
        """Keep these choices for other pages, but do not ask for them. Only for a valid form."""
        for name in self.fields.keys() & set(names):
            self.fields[name].widget = forms.HiddenInput()

    def query(self) -> dict[str, str]:
        """Return what is looked at as addresses have it. Only for a valid form."""
        shown = {name: str(self.cleaned_data[name]) for name in ("source", "version", "period")}
        return {**{name: value for name, value in shown.items() if value}, **self.chosen()}

    def sources(self) -> list[tuple[str, dict[str, str], bool]]:
        """List the sources: each with a query for the same of it, as far as it has that."""
        links = []
        given = {name: value for name, value in self.data.items() if name in self.fields}
        for source in words.SOURCES:
            version = self.released.versions(source)[0]
            there = {
                "period": self.released.periods(source, version),
                **self.released.choices(source, version),
            }
            kept = {name: value for name, value in given.items() if value in there.get(name, ())}
            links.append((source, {"source": source, **kept}, source == self.system[0]))
        return links

    def look(self, *, filtered: bool = True) -> Look:
        """Read what was chosen, or without the filters. Only for a valid form."""
        return look(
            self.released,
            source=self.cleaned_data["source"],
            version=self.cleaned_data["version"],
            period=self.cleaned_data["period"],
            chosen=self.chosen() if filtered else {},
        )


def _system(given: Mapping[str, str], released: Released) -> tuple[str, int]:
    source = given.get("source", SELF_CHECK)
    source = source if source in words.SOURCES else SELF_CHECK
    versions = released.versions(source)
    return source, next((one for one in versions if str(one) == given.get("version")), versions[0])


def _periods(periods: Sequence[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups = [
        (str(name), [(one, words.period(one)) for one in reversed(periods) if is_kind(one)])
        for name, is_kind in _KINDS
    ]
    return [(name, found) for name, found in groups if found]
