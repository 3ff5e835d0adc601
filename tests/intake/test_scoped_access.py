"""No view can forget who looks: rows of clients are read through `seen_by`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from screening.models import Client, Consent, Disclosure, PlannedScreening, Screening
from screening.models.scoped import OnlyForStaff

SCREENING = Path(__file__).resolve().parents[2] / "screening"
PAST_THE_RULE = {"everywhere", "_base_manager", "_default_manager"}
OF_CLIENTS = (Client, Consent, Disclosure, PlannedScreening, Screening)


def may_go_past(file: Path) -> bool:
    """Services say in a comment why they do; oversight is about records of whoever."""
    return file.name == "services.py" or "oversight" in file.parts


def goes_past(source: str) -> Iterator[int]:
    """Each line that reads rows without asking for whom."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in PAST_THE_RULE:
            yield node.lineno
        if isinstance(node, ast.Attribute) and ast.unparse(node).endswith("site.clients"):
            yield node.lineno


@pytest.mark.parametrize("part", ["intake", "selfcheck", "directory"])
def test_rows_of_clients_are_read_for_somebody(part):
    found = {
        f"{file.relative_to(SCREENING)}:{line}"
        for file in (SCREENING / part).rglob("*.py")
        if not may_go_past(file)
        for line in goes_past(file.read_text(encoding="utf-8"))
    }
    assert found == set()


@pytest.mark.parametrize(
    "source",
    [
        "Client.everywhere.all()",
        "Client._base_manager.get(pk=1)",
        "request.user.site.clients.all()",
    ],
)
def test_the_ways_past_it_are_noticed(source):
    assert list(goes_past(source)) == [1]


def test_signing_in_and_its_lists_know_no_model_of_clients():
    barred = {model.__name__ for model in OF_CLIENTS}
    for file in (SCREENING / "signin").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert not barred & {alias.name for alias in node.names}, file


@pytest.mark.parametrize("model", OF_CLIENTS)
@pytest.mark.parametrize("way", ["all", "filter", "get", "first", "values", "iterator"])
def test_the_usual_ways_are_not_there(model, way):
    assert isinstance(model.objects, OnlyForStaff)
    assert not hasattr(model.objects, way)
