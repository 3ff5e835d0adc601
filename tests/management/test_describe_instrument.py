"""docs/instrument.md is written from the definition, and fails the check when out of step."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from screening.instrument.baclofen import CURRENT
from tests.management.running import ROOT


@pytest.fixture
def elsewhere(settings, tmp_path: Path) -> Path:
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    return tmp_path / "docs" / "instrument.md"


def test_the_page_in_the_project_is_in_step():
    call_command("describe_instrument", "--check")


def test_what_was_written_is_in_step_and_the_same_again(elsewhere, capsys):
    call_command("describe_instrument")
    assert capsys.readouterr().out == "Wrote docs/instrument.md.\n"
    written = elsewhere.read_bytes()
    call_command("describe_instrument", "--check")
    call_command("describe_instrument")
    assert elsewhere.read_bytes() == written == (ROOT / "docs" / "instrument.md").read_bytes()


@pytest.mark.parametrize("state", ["missing", "empty", "one letter off", "one line more"])
def test_a_page_out_of_step_fails_and_is_left_as_it_is(elsewhere, state):
    call_command("describe_instrument")
    whole = elsewhere.read_text(encoding="utf-8")
    other = {
        "empty": "",
        "one letter off": whole.replace("seizure", "Seizure", 1),
        "one line more": whole + "\n",
    }
    if state == "missing":
        elsewhere.unlink()
    else:
        elsewhere.write_text(other[state], encoding="utf-8")
    with pytest.raises(CommandError, match="out of step with the definition"):
        call_command("describe_instrument", "--check")
    assert elsewhere.exists() == (state != "missing")
    if state != "missing":
        assert elsewhere.read_text(encoding="utf-8") == other[state]


def test_every_question_stands_there_with_its_answers_sources_and_signs(elsewhere):
    call_command("describe_instrument", verbosity=0)
    text = elsewhere.read_text(encoding="utf-8")
    parts = {part.partition("`")[0]: part for part in text.split("### `")[1:]}
    assert list(parts) == [question.id for question in CURRENT.questions]
    for question in CURRENT.questions:
        part = parts[question.id]
        assert question.text in part
        for option in question.options:
            assert f"| {option.text} | `{option.code}` |" in part
        for named in (*question.sources, *question.signs):
            assert f"`{named}`" in part
    assert (
        "| Every day, or nearly | `daily` | 4 | misuse 1; severity_index 4 |" in parts["mu_craving"]
    )
    assert "| `severe` | 3 | withdrawal 2 |" in parts["wd_sleep"]
