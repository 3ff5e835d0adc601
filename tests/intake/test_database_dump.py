"""Whoever gets a copy of the database, and no key, learns no name and opens no answers or account.

The day of `tests.intake.whole_day` is written and committed. Then every value of every table is
read, and on SQLite every byte of the file and its journal.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import connection

from tests.intake.whole_day import LEFT_BEHIND, MARKS, Day, a_day

pytestmark = pytest.mark.django_db(transaction=True)

WHAT_ONLY_WAS_LEFT_BEHIND = [
    code
    for given in LEFT_BEHIND.values()
    for code in ([given] if isinstance(given, str) else given)
]


def values() -> Iterator[tuple[str, object]]:
    """Yield (table and column, value) for every value in the database."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield from (
                    (f"{table}.{name}", one) for name, one in zip(columns, row, strict=True)
                )


def opened(value: object) -> Iterator[bytes]:
    """Yield a value as bytes, and what comes out of it without a key."""
    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    yield raw
    with suppress(zlib.error):
        yield zlib.decompress(raw)
    for piece in re.findall(rb"[A-Za-z0-9_+/-]{16,}={0,2}", raw):
        with suppress(ValueError):
            yield base64.urlsafe_b64decode(piece + b"=" * (-len(piece) % 4))


def dumped() -> list[tuple[str, bytes]]:
    """Return everything that can be read: (where it stands, what it says).

    A session is signed, and so opened by whoever undoes the compression: the signature hides
    nothing.
    """
    found = [(place, said) for place, value in values() for said in opened(value)]
    for session in Session.objects.all():
        packed, _signed_at, _signature = session.session_data.rsplit(":", 2)
        found.append(("a session, opened", signing.b64_decode(packed.lstrip(".").encode())))
        with suppress(zlib.error):
            found.append(("a session, opened", zlib.decompress(found[-1][1])))
    return found


def places_of(word: str, said: list[tuple[str, bytes]]) -> set[str]:
    """Return where a word stands, in small or capital letters, in one or two bytes a letter."""
    forms = [word.lower().encode(), word.lower().encode("utf-16-le")]
    return {place for place, text in said if any(form in text.lower() for form in forms)}


def found(words: list[str], said: list[tuple[str, bytes]]) -> dict[str, set[str]]:
    """Return the places of those words that stand somewhere."""
    return {word: places for word in words if (places := places_of(word, said))}


@pytest.fixture
def day() -> Day:
    return a_day()


def test_a_dump_of_the_database_says_nothing_that_is_secret(day: Day):
    said = dumped()
    assert found(MARKS, said) == {}
    assert found(list(day.secrets.values()), said) == {}
    assert found(WHAT_ONLY_WAS_LEFT_BEHIND, said) == {}
    # It was all there to be found: the rows of the day, with what may be read.
    tables = {place.split(".")[0] for place, _ in said}
    assert tables >= {
        "screening_auditentry", "screening_client", "screening_consent", "screening_disclosure",
        "screening_emergencyopening", "screening_handoff", "screening_invitation",
        "screening_plannedscreening", "screening_screening", "screening_toldtext",
        "mfa_authenticator", "django_session",
    }  # fmt: skip
    assert places_of("now_seizure", said) >= {"screening_screening.answers"}


def test_the_files_of_the_database_say_nothing_that_is_secret(day: Day):
    if connection.vendor != "sqlite":
        pytest.skip("the files of PostgreSQL are not ours to read")
    file = Path(str(connection.settings_dict["NAME"]))
    files = [path for path in file.parent.glob(f"{file.name}*") if path.is_file()]
    said = [(path.suffix, path.read_bytes()) for path in files]
    assert {path.name.removeprefix(file.name) for path in files} >= {"", "-wal"}
    assert found(MARKS, said) == {}
    assert found(list(day.secrets.values()), said) == {}
    assert found(WHAT_ONLY_WAS_LEFT_BEHIND, said) == {}
    assert places_of("now_seizure", said)


@pytest.mark.parametrize(
    "value",
    ["Vexmark", b"a VEXMARK", zlib.compress(b"vexmark"), base64.b64encode(b'{"a": "Vexmark, b"}')],
)
def test_a_mark_would_be_found(value: object):
    said = [("here", text) for text in opened(value)]
    assert found(["Vexmark"], said) == {"Vexmark": {"here"}}
