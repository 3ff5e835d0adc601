"""What the web server calls."""

import logging
import os
import re
from collections.abc import Iterable
from typing import Any, Final

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_django = get_wsgi_application()

# Only importable once Django is set up.
from django.conf import settings  # noqa: E402
from django.utils.html import format_html, format_html_join  # noqa: E402
from django.utils.translation import get_language, get_language_bidi, gettext  # noqa: E402

from screening.directory.contacts import contacts_for  # noqa: E402
from screening.security_headers import HEADERS  # noqa: E402

_CHARSET: Final = re.compile(r";[^;]*charset[^;]*", re.IGNORECASE)
_LONGEST_LENGTH: Final = 15
"""Digits of the length of a request."""

_log = logging.getLogger(__name__)


def last_resort() -> bytes:
    """Return a page with the emergency number that needs no template, file or database."""
    contacts = [
        (contact.label, contact.number or contact.note)
        for contact in contacts_for(settings.COUNTRY, "emergency")
    ]
    page = format_html(
        '<!doctype html><html lang="{}" dir="{}">'
        '<meta name="viewport" content="width=device-width">'
        "<title>{}</title><h1>{}</h1><p>{}</p>{}</html>",
        get_language() or settings.LANGUAGE_CODE,
        "rtl" if get_language_bidi() else "ltr",
        gettext("Something went wrong"),
        gettext("Sorry, something went wrong here"),
        gettext("If somebody may be in danger, call for help now."),
        format_html_join("", "<p><strong>{}: {}</strong></p>", contacts),
    )
    return page.encode()


# Drawn at the start, so that it cannot fail when it is needed.
_LAST_RESORT = last_resort()
_LAST_RESORT_HEADERS = [
    *HEADERS.items(),
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Length", str(len(_LAST_RESORT))),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", settings.X_FRAME_OPTIONS),
    ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer a request; when even Django's error page fails, with the emergency number.

    The server itself would answer with an empty page, and write the message of the exception,
    which may quote an answer, to its log.
    """
    if "charset" in (kind := environ.get("CONTENT_TYPE", "")).lower():
        # Browsers send our forms in UTF-8. Django reads the address in the character set that is
        # named here, outside its own handling of faults, and some are no character sets at all.
        environ["CONTENT_TYPE"] = _CHARSET.sub("", kind)
    if len(environ.get("CONTENT_LENGTH") or "") > _LONGEST_LENGTH:
        # Django would read that many bytes at once, which no machine can count to.
        environ["CONTENT_LENGTH"] = "0"
    try:
        return _django(environ, start_response)
    except Exception:  # noqa: BLE001
        _log.exception("The error page failed as well")
        start_response("500 Internal Server Error", _LAST_RESORT_HEADERS)
        return [_LAST_RESORT]
