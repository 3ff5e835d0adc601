import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template.loader import render_to_string

from config.static_files import (
    PARTS,
    STAFF_PARTS,
    STAFF_STYLESHEET,
    STYLESHEET,
    one_stylesheet,
    staff_stylesheet,
)


@pytest.fixture
def parts(tmp_path):
    for name in ("print", "base", "b", "a", "tokens"):
        (tmp_path / f"{name}.css").write_text(f"/* what\nit is */\n.{name} {{\n  top: 0;\n}}\n")
    return tmp_path


class TestOneStylesheet:
    def test_has_tokens_and_base_first_and_print_last(self, parts):
        assert re.findall(r"\.(\w+) {", one_stylesheet(parts)) == [
            "tokens",
            "base",
            "a",
            "b",
            "print",
        ]

    def test_drops_comments_and_margins_only(self, parts):
        assert one_stylesheet(parts).startswith(".tokens {\ntop: 0;\n}\n.base {\n")

    def test_needs_the_tokens(self, parts):
        (parts / "tokens.css").unlink()

        with pytest.raises(FileNotFoundError, match="tokens"):
            one_stylesheet(parts)

    def test_leaves_out_nothing_of_ours(self):
        whole = one_stylesheet(PARTS)

        for part in PARTS.glob("*.css"):
            assert whole.count("{") >= part.read_text("utf-8").count("{") > 0
            last_rule = part.read_text("utf-8").rstrip().rsplit("\n\n", 1)[-1]
            assert re.sub(r"^\s+", "", last_rule, flags=re.MULTILINE) in whole


class TestTheFile:
    def test_is_found_as_the_parts_are_now(self):
        found = finders.find(STYLESHEET)

        assert found is not None
        assert Path(found).read_text("utf-8") == one_stylesheet(PARTS)

    def test_is_collected(self, settings, tmp_path):
        settings.STATIC_ROOT = tmp_path
        settings.STORAGES = {
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        }

        call_command("collectstatic", interactive=False, verbosity=0)

        assert (tmp_path / STYLESHEET).read_text("utf-8") == one_stylesheet(PARTS)

    def test_is_the_only_one_a_page_asks_for(self):
        page = render_to_string("base.html")

        assert re.findall(r'rel="stylesheet" href="/static/([^"]+)"', page) == [STYLESHEET]
        assert page.count("<script") == 1


class TestTheFileForStaff:
    def test_has_every_part_in_order(self, parts):
        assert re.findall(r"\.(\w+) {", staff_stylesheet(parts)) == [
            "a",
            "b",
            "base",
            "print",
            "tokens",
        ]

    def test_is_found_as_the_parts_are_now(self):
        found = finders.find(STAFF_STYLESHEET)

        assert found is not None
        assert Path(found).read_text("utf-8") == staff_stylesheet(STAFF_PARTS)

    def test_is_no_part_of_the_one_for_everybody(self):
        assert ".staff-header" in staff_stylesheet(STAFF_PARTS)
        assert ".staff-header" not in one_stylesheet(PARTS)


@pytest.mark.parametrize("path", ["css/nothing.css", "nothing"])
def test_finds_nothing_else(path):
    assert finders.find(path) is None
