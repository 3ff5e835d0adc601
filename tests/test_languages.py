"""Every sentence goes through gettext, and nothing breaks in a language written right to left.

A language is made up for these tests: it puts each message between marks and makes it longer. What
a person meets outside the marks never went through gettext.
"""

import gettext as gettext_module
import re
from contextlib import contextmanager
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.test import override_settings
from django.utils.translation import get_language_bidi, gettext, ngettext, trans_real

from config.wsgi import last_resort
from screening.instrument.baclofen import CURRENT, GUIDANCE
from screening.management.commands.update_messages import CATALOGUE, sentences
from tests.page_text import PageText, page_text
from tests.states import CLINIC, every_state, without_database

CODE = (
    "ar-xa"  # of the kind that Django knows to be written right to left, and used by no other test
)
OPEN, CLOSE = "⟦", "ŽŽŽ⟧"
"""The capital letters are lost when a page changes the case of a message."""

# Names, numbers, codes and addresses, which are the same in every language.
SAME_EVERYWHERE: set[str] = {
    *(source.key for source in CURRENT.sources),
    str(CLINIC["PROVIDER_NAME"]),
    str(CLINIC["PROVIDER_URL"]),
    "https://findtreatment.gov/",
}


def loaded() -> dict[str, object]:
    """Where Django keeps the languages it has loaded; it is another place after some changes."""
    return vars(trans_real)["_translations"]


class MadeUp(gettext_module.NullTranslations):
    """The made-up language, in the form in which Django keeps its languages."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def gettext(self, message: str) -> str:
        self.asked.add(message)
        return f"{OPEN}{message} {CLOSE}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.asked.add(msgid1)
        return f"{OPEN}{msgid1 if n == 1 else msgid2} {CLOSE}"

    def language(self) -> str:
        return CODE

    def to_language(self) -> str:
        return CODE


@contextmanager
def made_up_language():
    """Run the site in the made-up language, as LANGUAGE_CODE would set any other."""
    language = MadeUp()
    known = loaded().get(CODE)
    with override_settings(LANGUAGES=[(CODE, "Made up")], LANGUAGE_CODE=CODE):
        loaded()[CODE] = language
        try:
            yield language
        finally:
            del loaded()[CODE]
            if known:
                loaded()[CODE] = known


def outside_the_marks(words: str) -> str:
    """What of some words never went through gettext, numbers and names left out.

    Marks may stand within marks. Raises AssertionError where a mark is broken.
    """
    depth = 0
    left = ""
    for part in re.split(f"({OPEN}|{CLOSE}|[⟦⟧])", words):
        if part == OPEN:
            depth += 1
        elif part == CLOSE:
            depth -= 1
            assert depth >= 0, f"a message ends that never began: {words}"
        else:
            assert part not in ("⟦", "⟧"), f"a message was changed: {words}"
            left += part if depth == 0 else ""
    assert depth == 0, f"a message was cut: {words}"
    for same in SAME_EVERYWHERE:
        left = left.replace(same, "")
    return " ".join(re.findall(r"[^\W\d_]+", left))


@pytest.fixture(scope="module")
def walk(django_db_blocker) -> tuple[dict[str, PageText], set[str]]:
    with made_up_language() as language, override_settings(**CLINIC):
        with without_database(django_db_blocker):
            found = {
                name: page_text(response.content.decode(), sources=True)
                for name, _, response in every_state()
            }
        found["last resort"] = page_text(last_resort().decode())
        return found, language.asked


def test_the_language_is_in_use():
    with made_up_language():
        assert gettext("Privacy") == "⟦Privacy ŽŽŽ⟧"
        assert ngettext("%(n)s day", "%(n)s days", 2) == "⟦%(n)s days ŽŽŽ⟧"
        assert get_language_bidi()
    assert gettext("Privacy") == "Privacy"


def test_every_page_says_its_language_and_direction(walk):
    for name, text in walk[0].items():
        assert text.root.get("lang") == CODE, name
        assert text.root.get("dir") == "rtl", name


def test_everything_a_person_meets_went_through_gettext(walk):
    faults = set()
    for name, text in walk[0].items():
        assert any(OPEN in block.text for block in text.blocks), name
        met = [("/".join(block.inside[-2:]), block.text) for block in text.blocks]
        for where, words in met + text.spoken:
            try:
                if stray := outside_the_marks(words):
                    faults.add(f"{where}: {stray!r} in {words!r} ({name})")
            except AssertionError as fault:
                faults.add(f"{where}: {fault} ({name})")
    assert sorted(faults) == []


def test_every_placeholder_is_filled(walk):
    for name, text in walk[0].items():
        met = [block.text for block in text.blocks] + [words for _, words in text.spoken]
        for words in met:
            assert not re.search(r"%\(|%[sd]|\{\{|\}\}|\{%", words), f"{name}: {words}"
    counts = {block.text for block in walk[0]["questions use 1, self"].blocks}
    assert {f"{OPEN}Step 2 of 7 {CLOSE}", f"{OPEN}Continue {CLOSE}"} <= counts


def catalogue_of(language: str) -> set[str]:
    """Every message of a catalogue, without tools: the strings after msgid, joined."""
    text = (settings.LOCALE_PATHS[0] / language / CATALOGUE).read_text(encoding="utf-8")
    found = set()
    for quoted in re.findall(r'^msgid(?:_plural)? ((?:".*"\n)+)', text, re.MULTILINE):
        parts = re.findall(r'"(.*)"\n', quoted)
        found.add("".join(parts).replace(r"\"", '"').replace(r"\n", "\n").replace(r"\\", "\\"))
    return found


def test_the_catalogue_has_every_sentence_of_the_instrument():
    wanted = {text for _, text in sentences(CURRENT, GUIDANCE)}

    assert len(wanted) > 400
    assert wanted - catalogue_of("en") == set(), "run: ./start manage update_messages"


def test_the_catalogue_has_every_message_that_a_page_asks_for(walk):
    """But for Django's own, such as the names of the months."""
    known = gettext_module.translation(
        "django", Path(django.__file__).parent / "conf" / "locale", ["de"]
    )
    own = {text for text in walk[1] if text and text not in known._catalog}  # type: ignore[attr-defined]

    assert len(own) > 500
    assert own - catalogue_of("en") == set(), "run: ./start manage update_messages"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("⟦Back ŽŽŽ⟧", ""),
        ("⟦Made on 3 ⟦May ŽŽŽ⟧ ŽŽŽ⟧ 1-800-222", ""),
        ("⟦Sources ŽŽŽ⟧ guide-misuse", ""),
        ("⟦Back ŽŽŽ⟧ now", "now"),
        ("Error: ⟦No ŽŽŽ⟧", "Error"),
    ],
)
def test_what_did_not_go_through_gettext_would_be_found(words, left):
    assert outside_the_marks(words) == left


@pytest.mark.parametrize("words", ["⟦Back", "Back ŽŽŽ⟧", "⟦back žžž⟧", "⟦A ŽŽŽ⟧ ŽŽŽ⟧"])
def test_a_message_cut_or_changed_would_be_found(words):
    with pytest.raises(AssertionError, match="a message"):
        outside_the_marks(words)
