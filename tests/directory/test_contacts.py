from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings

from screening.directory.checks import check_contacts
from screening.directory.contacts import CONTACTS, COUNTRIES, KINDS, Contact, contacts_for
from screening.instrument.baclofen.v1 import INSTRUMENT

EVERY_PLACE = [(country, kind) for country in COUNTRIES for kind in KINDS]

# Read off the design's table by a person, not off the module.
NUMBERS = {
    ("US", "emergency"): ["911"],
    ("US", "poison"): ["1-800-222-1222"],
    ("US", "crisis"): ["988"],
    ("US", "treatment"): ["1-800-662-4357", "1-800-487-4889", ""],
    ("GB", "emergency"): ["999"],
    ("GB", "poison"): ["111"],
    ("GB", "crisis"): ["111", "116 123", "85258"],
    ("GB", "treatment"): [""],
    ("CA", "emergency"): ["911"],
    ("CA", "poison"): ["1-844-764-7669"],
    ("CA", "crisis"): ["988"],
    ("CA", "treatment"): [""],
    ("AU", "emergency"): ["000"],
    ("AU", "poison"): ["13 11 26"],
    ("AU", "crisis"): ["13 11 14"],
    ("AU", "treatment"): ["1800 250 015"],
    ("OTHER", "emergency"): [""],
    ("OTHER", "poison"): [""],
    ("OTHER", "crisis"): [""],
    ("OTHER", "treatment"): [""],
}


def digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


@pytest.mark.parametrize(("country", "kind"), EVERY_PLACE)
def test_every_country_has_every_kind_of_help_and_no_other_number(country, kind):
    found = contacts_for(country, kind)

    assert [entry.number for entry in found] == NUMBERS[country, kind]
    assert {(entry.country, entry.kind) for entry in found} == {(country, kind)}
    for entry in found:
        assert str(entry.label)
        assert entry.number or str(entry.note) or entry.url


@pytest.mark.parametrize("entry", CONTACTS, ids=lambda entry: f"{entry.country}-{entry.label}")
def test_every_entry_has_a_source_a_date_and_an_address_that_dials_its_number(entry: Contact):
    assert entry.source
    assert entry.last_verified >= date(2026, 11, 21)
    assert entry.number or entry.url
    assert bool(entry.number) == bool(entry.tel or entry.sms)
    if entry.tel:
        assert entry.tel.startswith("tel:")
        # As in 1-800: where the country code stands, the number as written begins with it too.
        assert digits(entry.tel) == digits(entry.number)
    if entry.sms:
        assert entry.sms.startswith(f"sms:{digits(entry.number)}")
    if entry.url:
        assert entry.url.startswith("https://")


def test_an_entry_without_a_number_names_no_number_but_112_in_the_european_union():
    notes = [
        str(entry.note)
        for country, kind in EVERY_PLACE
        for entry in contacts_for(country, kind)
        if not entry.number and not entry.url
    ]

    assert {digits(note) for note in notes} == {"", "112"}


def test_the_countries_are_those_the_settings_accept():
    assert settings.COUNTRY in COUNTRIES
    assert list(COUNTRIES) == ["US", "GB", "CA", "AU", "OTHER"]


def test_every_kind_of_help_that_guidance_asks_for_exists():
    asked = {block.contacts for block in INSTRUMENT.guidance} - {""}

    assert asked
    assert asked <= set(KINDS)


@pytest.mark.parametrize(("country", "kind"), [("XX", "poison"), ("US", "advice")])
def test_an_unknown_country_or_kind_is_an_error(country, kind):
    with pytest.raises(KeyError):
        contacts_for(country, kind)


@pytest.mark.parametrize(("days", "warnings"), [(0, 0), (365, 0), (366, 1), (4000, 1)])
def test_the_check_warns_when_an_entry_was_not_verified_for_a_year(days, warnings):
    today = date(2026, 11, 21)
    entry = replace(CONTACTS[0], last_verified=today - timedelta(days=days))

    found = check_contacts(None, contacts=[entry], today=today)

    assert [message.id for message in found] == ["screening.W001"] * warnings
    for message in found:
        assert "emergency" in message.msg
        assert "screening/directory/contacts.py" in str(message.hint)


def test_the_check_looks_at_every_entry_and_takes_what_django_hands_it():
    last = max(entry.last_verified for entry in CONTACTS)

    found = check_contacts(app_configs=None, databases=None, today=last + timedelta(days=366))

    assert len(found) == len(CONTACTS)


def test_the_check_takes_todays_date_itself():
    today = datetime.now(UTC).date()
    old, new = (
        replace(CONTACTS[0], last_verified=today - timedelta(days=days)) for days in (367, 364)
    )

    assert len(check_contacts(None, contacts=[old])) == 1
    assert check_contacts(None, contacts=[new]) == []
