"""Telephone numbers for help, as dated data.

Every entry says where it comes from and when it was last verified; `manage.py check` warns once
that is more than a year ago. To change one: edit it here, and set its `source` and date.

A number is never guessed. Where none is known for a country, a sentence says whom to ask.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Kind = Literal["emergency", "poison", "crisis", "treatment"]

KINDS: Final[tuple[Kind, ...]] = ("emergency", "poison", "crisis", "treatment")
"""The kinds of help, most urgent first."""

COUNTRIES: Final[Mapping[str, Promise]] = {
    "US": _("United States"),
    "GB": _("United Kingdom"),
    "CA": _("Canada"),
    "AU": _("Australia"),
    "OTHER": _("Another country"),
}
"""The places a person can choose, by ISO 3166 code; `OTHER` stands for everywhere else."""

_DESIGN: Final = "the evidence page of the design, table of contacts"
_DATE_OF_DESIGN: Final = date(2026, 11, 21)


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to get help in one country.

    `number` is as people write it, and `tel` and `sms` are the addresses that dial it or write to
    it. An entry without a number has a `note` that says whom to ask, or a `url`. `hours` is empty
    where the source does not give them. `source` and `last_verified` are for whoever keeps the
    list; they are not shown.
    """

    country: str
    kind: Kind
    label: Promise
    number: str = ""
    tel: str = ""
    sms: str = ""
    hours: Promise | str = ""
    note: Promise | str = ""
    url: str = ""
    source: str = _DESIGN
    last_verified: date = _DATE_OF_DESIGN

    @property
    def country_name(self) -> Promise:
        """The name of the country, in the language of the page."""
        return COUNTRIES[self.country]


_EMERGENCY: Final = _("Emergency services")
_POISON: Final = _("Poison line")

CONTACTS: Final[tuple[Contact, ...]] = (
    Contact("US", "emergency", _EMERGENCY, "911", "tel:911"),
    Contact("US", "poison", _POISON, "1-800-222-1222", "tel:+18002221222"),
    Contact(
        "US",
        "crisis",
        _("Suicide and crisis line"),
        "988",
        "tel:988",
        "sms:988",
        note=_("You can call or text."),
    ),
    Contact(
        "US", "treatment", _("SAMHSA help line for treatment"), "1-800-662-4357", "tel:+18006624357"
    ),
    Contact(
        "US",
        "treatment",
        _("SAMHSA help line by text phone (TTY)"),
        "1-800-487-4889",
        "tel:+18004874889",
    ),
    Contact("US", "treatment", _("Find treatment near you"), url="https://findtreatment.gov/"),
    Contact("GB", "emergency", _EMERGENCY, "999", "tel:999"),
    Contact("GB", "poison", _("Advice on poisoning"), "111", "tel:111"),
    Contact(
        "GB",
        "crisis",
        _("Crisis line in England"),
        "111",
        "tel:111",
        note=_("Choose option 2."),
    ),
    Contact("GB", "crisis", _("Samaritans"), "116 123", "tel:116123"),
    Contact(
        "GB",
        "crisis",
        _("Crisis help by text"),
        "85258",
        sms="sms:85258?body=SHOUT",
        note=_("Text the word SHOUT to this number."),
    ),
    Contact("CA", "emergency", _EMERGENCY, "911", "tel:911"),
    Contact("CA", "poison", _POISON, "1-844-764-7669", "tel:+18447647669"),
    Contact(
        "CA",
        "crisis",
        _("Suicide crisis line"),
        "988",
        "tel:988",
        "sms:988",
        note=_("You can call or text."),
    ),
    Contact("AU", "emergency", _EMERGENCY, "000", "tel:000"),
    Contact("AU", "poison", _POISON, "13 11 26", "tel:131126"),
    Contact("AU", "crisis", _("Lifeline, a crisis line"), "13 11 14", "tel:131114"),
    Contact(
        "AU",
        "treatment",
        _("Help line for alcohol and misuse of medicines"),
        "1800 250 015",
        "tel:1800250015",
    ),
)
"""Every number that is known. Left out until verified: FRANK (GB), the provincial lines (CA)."""

_LABELS: Final[Mapping[Kind, Promise]] = {
    "emergency": _EMERGENCY,
    "poison": _POISON,
    "crisis": _("Crisis line"),
    "treatment": _("Treatment"),
}
_WHOM_TO_ASK: Final[Mapping[Kind, Promise]] = {
    "emergency": _("Call the local emergency number. In the European Union it is 112."),
    "poison": _(
        "Ask a pharmacist or doctor for the local poison line. "
        "In an emergency, call the local emergency number."
    ),
    "crisis": _(
        "Ask a doctor or someone you trust for the local crisis line. "
        "If you cannot stay safe, call the local emergency number."
    ),
    "treatment": _("Ask a pharmacist or doctor where to get help near you."),
}


def contacts_for(country: str, kind: Kind) -> tuple[Contact, ...]:
    """Return the contacts of one kind in `country` (a key of `COUNTRIES`), in the order to show.

    There is always at least one. Where no number is known it is an entry without one, whose note
    says whom to ask; never a number of another country. Raises KeyError for a country that is not
    in `COUNTRIES`, and for an unknown kind.
    """
    return _BY_PLACE[country, kind]


def _known_or_whom_to_ask(country: str, kind: Kind) -> tuple[Contact, ...]:
    known = tuple(entry for entry in CONTACTS if (entry.country, entry.kind) == (country, kind))
    return known or (Contact(country, kind, _LABELS[kind], note=_WHOM_TO_ASK[kind]),)


_BY_PLACE: Final = {
    (country, kind): _known_or_whom_to_ask(country, kind) for country in COUNTRIES for kind in KINDS
}
