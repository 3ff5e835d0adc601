"""What `manage.py check` says about the instrument, its translations and the contacts."""

import struct
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import checks
from django.utils import translation

from screening.checks import check_guidance_languages, check_instrument
from screening.directory.checks import OLDEST, check_contacts
from screening.directory.contacts import CONTACTS
from screening.instrument.baclofen import CURRENT, GUIDANCE
from screening.instrument.schema import Words


def ids(messages: list[checks.CheckMessage]) -> set[str | None]:
    return {message.id for message in messages}


def texts(words: Words) -> list[str]:
    return [words.heading, *words.paragraphs, *words.points, *words.closing]


def write_catalogue(folder: Path, language: str, messages: dict[str, str]) -> None:
    """Write what msgfmt would: a catalogue of these messages."""
    messages = {"": "Content-Type: text/plain; charset=UTF-8\n", **messages}
    pairs = sorted((key.encode(), value.encode()) for key, value in messages.items())
    start = 28 + 16 * len(pairs)
    strings = [key for key, _ in pairs] + [value for _, value in pairs]
    table, body = b"", b""
    for text in strings:
        table += struct.pack("<2I", len(text), start + len(body))
        body += text + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    file = folder / language / "LC_MESSAGES" / "django.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(head + table + body)


@pytest.fixture
def in_german_too(settings, tmp_path):
    """The site in a second language, with a catalogue that the test writes."""
    settings.LANGUAGES = [("en", "English"), ("de", "German")]
    settings.LOCALE_PATHS = [tmp_path]
    forget_catalogues()
    yield tmp_path
    forget_catalogues()


def forget_catalogues() -> None:
    translation.trans_real._translations.clear()  # type: ignore[attr-defined]


def test_all_of_them_are_run_by_every_start():
    registered = checks.registry.registry.get_checks()
    assert {check_instrument, check_guidance_languages, check_contacts} <= set(registered)


def test_the_instrument_as_it_stands_is_sound():
    assert check_instrument(None) == []
    assert check_guidance_languages(None) == []


def broken(**changes):
    question = CURRENT.sections[0].questions[0]
    section = CURRENT.sections[0]
    first = replace(section, questions=(replace(question, **changes), *section.questions[1:]))
    return replace(CURRENT, sections=(first, *CURRENT.sections[1:]))


@pytest.mark.parametrize(
    "changes",
    [{"sources": ("hearsay",)}, {"sources": ()}, {"signs": ("nothing-listed",)}, {"options": ()}],
    ids=["unknown source", "no source", "unknown sign", "no answers"],
)
def test_a_fault_of_the_definition_is_an_error_that_names_the_question(monkeypatch, changes):
    monkeypatch.setattr("screening.checks.CURRENT", broken(**changes))
    found = check_instrument(None)
    assert ids(found) == {"screening.E001"}
    assert all(message.level == checks.ERROR for message in found)
    assert "now_seizure" in "".join(message.msg for message in found)
    assert "Mend the definition" in str(found[0].hint)


def test_a_block_of_guidance_without_words_is_an_error_that_names_it(monkeypatch):
    words = {key: words for key, words in GUIDANCE.items() if key != "driving"}
    monkeypatch.setattr("screening.checks.GUIDANCE", words)
    found = check_instrument(None)
    assert [(message.id, "driving" in message.msg) for message in found] == [
        ("screening.E001", True)
    ]


def test_a_language_without_any_words_is_an_error_for_every_block(in_german_too):
    found = check_guidance_languages(None)
    assert ids(found) == {"screening.E002"}
    assert len(found) == len(GUIDANCE)
    assert "'call_emergency' has no words in the language 'de'" in found[0].msg
    assert "locale/de/LC_MESSAGES/django.po" in str(found[0].hint)


def test_one_sentence_that_is_not_translated_is_found(in_german_too):
    messages = {text: f"auf Deutsch: {text}" for w in GUIDANCE.values() for text in texts(w)}
    del messages[GUIDANCE["kidney"].heading]
    write_catalogue(in_german_too, "de", messages)
    (found,) = check_guidance_languages(None)
    assert "'kidney'" in found.msg


def test_a_language_with_all_words_is_sound(in_german_too):
    messages = {text: f"auf Deutsch: {text}" for w in GUIDANCE.values() for text in texts(w)}
    write_catalogue(in_german_too, "de", messages)
    assert check_guidance_languages(None) == []


def test_a_number_that_nobody_verified_for_a_year_is_a_warning():
    newest = max(contact.last_verified for contact in CONTACTS)
    assert check_contacts(None, today=newest + timedelta(days=OLDEST)) == []
    found = check_contacts(None, today=newest + timedelta(days=OLDEST + 1))
    assert ids(found) == {"screening.W001"}
    assert all(message.level == checks.WARNING for message in found)
    assert len(found) == len(CONTACTS)
    assert str(CONTACTS[0].label) in found[0].msg
    assert CONTACTS[0].country in found[0].msg
