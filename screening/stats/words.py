"""What the pages of statistics call things."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.instrument.schema import Checklist
from screening.interop.record import band_texts
from screening.stats.disclosure import HIDDEN, WITHHELD, Rules, release
from screening.stats.periods import months_of
from screening.stats.queries import INTAKE, SELF_CHECK, Look, is_year

TIERS: Final[dict[str, str | Promise]] = {
    "emergency": gettext_lazy("Emergency"),
    "today": gettext_lazy("Urgent"),
    "soon": gettext_lazy("Elevated"),
    "routine": gettext_lazy("Routine"),
}
"""What staff call the tiers, most urgent first."""

SOURCES: Final[dict[str, Any]] = {
    SELF_CHECK: gettext_lazy("Self-check"),
    INTAKE: gettext_lazy("Intake"),
}

FILTERS: Final[dict[str, str | Promise]] = {
    "site": gettext_lazy("Site"),
    "language": gettext_lazy("Language"),
    "age": gettext_lazy("Age"),
    "route": gettext_lazy("How it is taken"),
}

NO_SHARE: Final = "–"
"""Stands where there is no share and no measure."""


def rules() -> Rules:
    """Return the thresholds that are set."""
    return Rules(
        settings.STATISTICS_HIDE_UP_TO,
        settings.STATISTICS_ROUND_TO,
        settings.STATISTICS_SHARES_FROM,
        settings.STATISTICS_COEFFICIENTS_FROM,
    )


def count(value: int) -> str:
    """Write a count as it may be shown, such as "1,235", "10 or fewer" or "not shown"."""
    if value == HIDDEN:
        return _("%(few)d or fewer") % {"few": settings.STATISTICS_HIDE_UP_TO}
    if value == WITHHELD:
        return _("not shown")
    return number_format(value, use_l10n=True, force_grouping=True)


def period(of: str) -> str:
    """Write a period, such as "March 2027", "January to March 2027" or "2027"."""
    first, *others = months_of(of)
    if not others:
        return month(of)
    if is_year(of):
        return str(first.year)
    return _("%(first)s to %(last)s %(year)d") % {
        "first": date_format(first, "F"),
        "last": date_format(others[-1], "F"),
        "year": first.year,
    }


def month(of: str, *, short: bool = False) -> str:
    """Write a month, such as "March 2027"; under a chart "Mar 2027"."""
    return date_format(months_of(of)[0], "M Y" if short else "F Y")


def bands(checklist: Checklist) -> dict[str, str]:
    """Name every band that a checklist can have, by code."""
    return {code: _(text) for code, text in band_texts(checklist).items()}


def value(name: str, of: Mapping[str, Mapping[str, str]], code: str) -> str:
    """Name a value of a filter. In: the choices of `Look`."""
    words = of[name][code]
    return words if name in ("site", "language") else _(words)


def group(look: Look) -> str:
    """Say who is looked at, such as "Age: 65 or older" or "Everybody"."""
    said = [
        _("%(filter)s: %(value)s")
        % {"filter": FILTERS[name], "value": value(name, look.choices, code)}
        for name, code in look.chosen.items()
    ]
    return "; ".join(said) or _("Everybody")


def system(look: Look) -> str:
    """Name the source and the version, which are never mixed with others."""
    return _("%(source)s, version %(version)d of the questions") % {
        "source": SOURCES[look.source],
        "version": look.version,
    }


def day(of: date) -> str:
    """Write a day."""
    return date_format(of, "j F Y")


def demonstration(look: Look) -> list[str]:
    """Say that the numbers are invented, where they are."""
    if not look.released.is_demonstration:
        return []
    return [_("Demonstration: the people in these numbers are invented.")]


def notes(look: Look) -> list[str]:
    """Say what has to be known to read the numbers. Stands on every page and in every file."""
    few = settings.STATISTICS_HIDE_UP_TO
    said = [*demonstration(look)]
    said += [
        _("The instrument is not validated. No result is a diagnosis."),
        _(
            "People answer differently to a person than to a screen. So self-check and intake "
            "are never added up or compared."
        ),
        _(
            "“%(few)d or fewer” hides small numbers, zero included, so that nobody can be found "
            "in them. “Not shown” hides a number from which a small one could be worked out."
        )
        % {"few": few},
        _(
            "All other numbers are rounded to the nearest %(step)d, so they may not add up, and "
            "%(lowest)d is shown as %(shown)d. Shares are made from the rounded numbers, where "
            "these come to %(least)d or more. A dash (%(dash)s) stands where there are too few."
        )
        % {
            "step": settings.STATISTICS_ROUND_TO,
            "lowest": few + 1,
            "shown": release(few + 1, rules()),
            "least": settings.STATISTICS_SHARES_FROM,
            "dash": NO_SHARE,
        },
    ]
    if look.published_on:
        said.append(
            _("Published on %(day)s. A month is shown once it is over.")
            % {"day": day(look.published_on)}
        )
    return said
