"""The environment is read as meant, and nonsense is refused with a sentence that helps."""

import base64
import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import HealthCheck, given
from hypothesis import settings as run
from hypothesis import strategies as st

from config import env
from config.colours import contrast_with_white

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
OTHER_KEY = base64.urlsafe_b64encode(bytes(range(1, 33))).decode()
STATIC = Path(__file__).parent

READ = {
    "text": lambda: env.text("X"),
    "boolean": lambda: env.boolean("X", default=False),
    "whole_number": lambda: env.whole_number("X", 0, least=0, most=100),
    "choice": lambda: env.choice("X", "US", ("US", "GB")),
    "hosts": lambda: env.hosts("X", "localhost"),
    "https_url": lambda: env.https_url("X"),
    "phone": lambda: env.phone("X"),
    "colour": lambda: env.colour("X"),
    "path_below": lambda: env.path_below("X", STATIC),
    "database": lambda: env.database("X", default=Path("x.sqlite3")),
    "secret_key": lambda: env.secret_key("X", default=lambda: "made for you " * 5),
    "answer_keys": lambda: env.keys("X", default=lambda: KEY),
}


@pytest.mark.parametrize(
    ("kind", "written", "read"),
    [
        ("text", " Riverside Clinic ", "Riverside Clinic"),
        ("text", "", ""),
        ("text", "x" * 200, "x" * 200),
        ("boolean", "TRUE", True),
        ("boolean", "1", True),
        ("boolean", "off", False),
        ("boolean", "", False),
        ("whole_number", "", 0),
        ("whole_number", "0", 0),
        ("whole_number", " 100 ", 100),
        ("choice", "GB", "GB"),
        ("choice", "", "US"),
        ("hosts", "a.example, b.example", ["a.example", "b.example"]),
        ("hosts", "[::1],.example.org,127.0.0.1", ["[::1]", ".example.org", "127.0.0.1"]),
        ("hosts", "", ["localhost"]),
        ("https_url", "https://www.example.org/a?b=c", "https://www.example.org/a?b=c"),
        ("phone", "+44 (0)20 7946-0000", "+44 (0)20 7946-0000"),
        ("phone", "999", "999"),
        ("colour", "#1D5B79", "#1d5b79"),
        ("colour", "#767676", "#767676"),
        ("path_below", "test_env.py", "test_env.py"),
        ("answer_keys", "", [bytes(range(32))]),
        (
            "answer_keys",
            f"{OTHER_KEY},\n{KEY.rstrip('=')}\n",
            [bytes(range(1, 33)), bytes(range(32))],
        ),
        ("secret_key", "", "made for you " * 5),
        ("secret_key", "$ecret with a dollar " * 3, ("$ecret with a dollar " * 3).strip()),
    ],
)
def test_what_makes_sense_is_read(monkeypatch, kind, written, read):
    monkeypatch.setenv("X", written)
    assert READ[kind]() == read


@pytest.mark.parametrize(
    ("kind", "written", "mended_by"),
    [
        ("text", "two\nlines", "one line"),
        ("text", "x" * 201, "shorten"),
        ("boolean", "maybe", "to true or to false"),
        ("whole_number", "101", "whole number from 0 to 100"),
        ("whole_number", "-1", "whole number from 0 to 100"),
        ("whole_number", "6.5", "whole number from 0 to 100"),
        ("whole_number", "ten", "whole number from 0 to 100"),
        ("whole_number", "٣", "whole number from 0 to 100"),
        ("choice", "us", "one of US, GB"),
        ("hosts", "https://a.example", "host names only"),
        ("hosts", "a.example:8000", "host names only"),
        ("hosts", "*", "host names only"),
        ("https_url", "http://www.example.org/", "https://www.example.org/"),
        ("https_url", "https://", "whole address"),
        ("https_url", "javascript:alert(1)", "whole address"),
        ("https_url", 'https://a.example/"onclick', "whole address"),
        ("https_url", "https://[", "whole address"),
        ("phone", "call us", "phone number"),
        ("phone", "((()))", "phone number"),
        ("colour", "teal", "#1d5b79"),
        ("colour", "#1d5", "#1d5b79"),
        ("colour", "#777777", "only 4.47 to 1"),
        ("colour", "#ffffff", "only 1.00 to 1"),
        ("path_below", "../conftest.py", "no such file"),
        ("path_below", "missing.svg", "no such file"),
        ("path_below", "/etc/hostname", "no such file"),
        ("database", "mysql://u:hidden@host/name", "postgres://"),
        ("database", "sqlite://", "sqlite:////"),
        ("database", "postgres://host", "postgres://"),
        ("database", "postgres://u:hidden@host:port/name", "postgres://"),
        ("secret_key", "hidden", "50 random characters"),
        ("secret_key", "hidden"[0] * 60, "50 random characters"),
        ("answer_keys", "hidden", "32 bytes"),
        ("answer_keys", f"{KEY},hidden", "32 bytes"),
        ("answer_keys", KEY[:-4], "32 bytes"),
        ("answer_keys", f"{KEY},{KEY}", "twice"),
        ("answer_keys", ",", "no key"),
    ],
)
def test_nonsense_is_refused_with_one_sentence(monkeypatch, kind, written, mended_by):
    monkeypatch.setenv("X", written)
    with pytest.raises(ImproperlyConfigured) as fault:
        READ[kind]()
    sentence = str(fault.value)
    assert re.match(r"X[ _]", sentence)
    assert mended_by in sentence
    assert sentence.endswith((".", '"'))
    assert "\n" not in sentence.replace(written, "")
    assert "hidden" not in sentence
    assert KEY not in sentence


def test_a_value_may_come_from_a_file(monkeypatch, tmp_path):
    file = tmp_path / "keys"
    file.write_text(f"{OTHER_KEY}\n{KEY}\n")
    monkeypatch.delenv("X", raising=False)
    monkeypatch.setenv("X_FILE", str(file))
    assert READ["answer_keys"]() == [bytes(range(1, 33)), bytes(range(32))]


@pytest.mark.parametrize(
    ("value", "file", "mended_by"),
    [("", "/nowhere/keys", "cannot be read"), (KEY, "/nowhere/keys", "keep one of them")],
)
def test_a_file_that_cannot_be_used_is_refused(monkeypatch, value, file, mended_by):
    monkeypatch.setenv("X", value)
    monkeypatch.setenv("X_FILE", file)
    if not value:
        monkeypatch.delenv("X")
    with pytest.raises(ImproperlyConfigured, match=mended_by):
        READ["answer_keys"]()


@run(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(
    kind=st.sampled_from(sorted(READ)),
    written=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
)
def test_nothing_but_a_sentence_comes_of_any_value(monkeypatch, kind, written):
    monkeypatch.setenv("X", written)
    faults = []
    try:
        READ[kind]()
    except ImproperlyConfigured as fault:
        faults.append(str(fault))
    assert all(fault.startswith("X ") for fault in faults)


def test_sqlite_keeps_what_it_acknowledged(monkeypatch):
    monkeypatch.delenv("X", raising=False)
    database = env.database("X", default=Path("x.sqlite3"))
    assert database["CONN_MAX_AGE"] is None
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] == 20
    assert "synchronous=FULL" in database["OPTIONS"]["init_command"]
    assert "mmap" not in str(database)
    monkeypatch.setenv("X", "sqlite:////srv/check.sqlite3")
    assert env.database("X", default=Path("x.sqlite3")) == {
        **database,
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": "/srv/check.sqlite3",
        "USER": "",
        "PASSWORD": "",
        "HOST": "",
        "PORT": "",
    }


def test_postgresql_connections_are_kept_and_checked(monkeypatch):
    monkeypatch.setenv("X", "postgres://clinic:p%40ss@db.example:5433/check")
    assert env.database("X", default=Path("x.sqlite3")) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "check",
        "USER": "clinic",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": 5433,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5},
    }


@pytest.mark.parametrize(
    ("colour", "ratio"),
    [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54), ("#777777", 4.48), ("#ff0000", 4.0)],
)
def test_contrast_is_that_of_wcag(colour, ratio):
    assert contrast_with_white(colour) == pytest.approx(ratio, abs=0.005)


def test_a_file_must_be_there(monkeypatch, tmp_path):
    assert env.file("X") is None
    there = tmp_path / "list.txt"
    monkeypatch.setenv("X", str(there))
    with pytest.raises(ImproperlyConfigured, match="no such file"):
        env.file("X")
    there.write_text("")
    assert env.file("X") == there
