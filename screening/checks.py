"""What `manage.py check` looks at beyond Django's own: the instrument and the contacts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext, override

from screening.directory.checks import check_contacts
from screening.instrument.baclofen import CURRENT, GUIDANCE
from screening.instrument.lint import examine
from screening.instrument.schema import Words

SOURCE_LANGUAGE = "en"


@register
def check_instrument(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Run the machine checks of the current definition. Out: an Error for each fault."""
    report = examine(CURRENT, GUIDANCE)
    return [
        Error(
            fault,
            hint="Mend the definition in screening/instrument/baclofen/. "
            "`manage.py check_instrument` says more.",
            id="screening.E001",
        )
        for fault in report.faults
    ]


@register
def check_guidance_languages(
    app_configs: Sequence[AppConfig] | None, **_: Any
) -> list[CheckMessage]:
    """Look for guidance without words in one of the languages of the site."""
    return [
        Error(
            f"Guidance {key!r} has no words in the language {language!r}.",
            hint=f"Translate it in locale/{language}/LC_MESSAGES/django.po.",
            id="screening.E002",
        )
        for language, _name in settings.LANGUAGES
        if language != SOURCE_LANGUAGE
        for key, words in GUIDANCE.items()
        if not _translated(words, language)
    ]


def _translated(words: Words, language: str) -> bool:
    texts = [words.heading, *words.paragraphs, *words.points, *words.closing]
    with override(language):
        return all(gettext(text) != text for text in texts)


register(check_contacts)
