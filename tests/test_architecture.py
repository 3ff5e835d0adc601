"""The house keeps its shape. What import-linter can say is in pyproject.toml; the rest is here."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from screening.fetch_guard import FetchGuardMiddleware

ROOT = Path(__file__).resolve().parents[1]
SCREENING = ROOT / "screening"

# Every address that is open without signing in. A new one is a decision: add it here.
PUBLIC = {
    "",
    "about/",
    "accessibility/",
    "check/<slug:section>/",
    "check/<slug:section>/<int:part>/",
    "check/answers/",
    "check/code/",
    "check/code/destroy/",
    "check/count/",
    "check/country/",
    "check/delete/",
    "check/deleted/",
    "check/next/",
    "check/pdf/",
    "check/result/",
    "check/waiting/",
    "emergency/",
    "evidence/",
    "help/",
    "leave/",
    "privacy/",
    "site-colours.css",
}

# What is open without signing in too, but keeps its CSRF token: the way in.
BEFORE_SIGN_IN = {
    "staff/account/login/",
    "staff/account/logout/",
    "staff/account/second-step/",
    "staff/invitation/<str:token>/",
}

# Parts with import rules of their own; each needs a contract as soon as it exists.
WITH_RULES = {
    "audit",
    "directory",
    "handoff",
    "instrument",
    "intake",
    "interop",
    "models",
    "printed",
    "questionnaire",
    "sealed",
    "selfcheck",
    "stats",
    "told",
}

# What a part may import beside the standard library and itself.
PURE = {"instrument": set(), "interop": {"screening.instrument"}}
NARROW = {
    "sealed": {"cryptography", "django.conf"},
    "handoff": {
        "cryptography",
        "django.conf",
        "django.db",
        "django.utils",
        "qrcode",
        "screening.handoff",
        "screening.instrument.baclofen",
        "screening.models.CodeTry",
        "screening.models.Handoff",
    },
}


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def addresses() -> list[tuple[str, URLPattern]]:
    found = list(patterns(get_resolver()))
    assert found, "the URLconf is empty"
    return found


def is_public(view: object) -> bool:
    return not getattr(view, "login_required", True)


def is_csrf_exempt(view: object) -> bool:
    return getattr(view, "csrf_exempt", False)


def files_of(part: str) -> list[Path]:
    file = SCREENING / f"{part}.py"
    return [file] if file.exists() else sorted((SCREENING / part).rglob("*.py"))


def imports_of(file: Path) -> set[str]:
    """Every module a file imports, wherever in the file, with the names taken from it."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def is_below(module: str, parents: set[str]) -> bool:
    return any(module == parent or module.startswith(f"{parent}.") for parent in parents)


def contracts() -> list[dict]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["tool"]["importlinter"]["contracts"]


def test_every_public_address_is_in_the_list():
    open_to_all = {route for route, entry in addresses() if is_public(entry.callback)}
    assert open_to_all == PUBLIC | BEFORE_SIGN_IN


def test_public_and_guarded_is_one_thing():
    """A view without a CSRF token is public, and a public view has no CSRF token to ask for."""
    for route, entry in addresses():
        public = is_public(entry.callback) and route not in BEFORE_SIGN_IN
        assert is_csrf_exempt(entry.callback) == public, route


@pytest.mark.django_db
@pytest.mark.parametrize("route", sorted(BEFORE_SIGN_IN))
def test_the_way_in_is_kept_in_no_cache(client, route):
    address = "/" + route.replace("<str:token>", "token")
    for response in (client.get(address), client.post(address)):
        assert response.headers["Cache-Control"] == "no-store"


def test_every_other_staff_view_says_which_permission_it_needs():
    for route, entry in addresses():
        if route.startswith(("staff/", "stats/")) and not is_public(entry.callback):
            assert hasattr(entry.callback, "permission"), route


def test_every_view_without_a_csrf_token_is_guarded():
    assert settings.MIDDLEWARE[-1] == "screening.fetch_guard.FetchGuardMiddleware"
    guard = FetchGuardMiddleware(lambda request: HttpResponse())
    exempt = [entry for _, entry in addresses() if is_csrf_exempt(entry.callback)]
    assert exempt
    for entry in exempt:
        request = RequestFactory().post("/", headers={"Sec-Fetch-Site": "cross-site"})
        with pytest.raises(PermissionDenied):
            guard.process_view(request, entry.callback, (), {})


def test_there_is_one_way_to_make_a_view_public():
    doors = {"csrf_exempt", "login_not_required"}
    for file in SCREENING.rglob("*.py"):
        names = {module.rsplit(".", 1)[-1] for module in imports_of(file)}
        assert not names & doors or file.name == "fetch_guard.py", file


def test_a_login_is_asked_for_unless_a_view_says_otherwise():
    assert "screening.fetch_guard.ClosedByDefaultMiddleware" in settings.MIDDLEWARE


def test_every_part_with_import_rules_has_a_contract():
    sources = {
        module
        for contract in contracts()
        if contract["type"] == "forbidden"
        for module in contract["source_modules"]
    }
    there = {part for part in WITH_RULES if files_of(part)}
    assert {"instrument", "models", "sealed"} <= there
    assert {f"screening.{part}" for part in there} <= sources


def test_the_layers_are_exhaustive():
    (layers,) = [contract for contract in contracts() if contract["type"] == "layers"]
    assert layers["exhaustive"]
    assert layers["containers"] == ["screening"]
    assert layers["exhaustive_ignores"] == ["migrations"]


def test_nothing_is_exempt_from_a_contract():
    assert not [contract["id"] for contract in contracts() if "ignore_imports" in contract]


@pytest.mark.parametrize("part", PURE)
def test_pure_parts_import_the_standard_library_only(part):
    allowed = {*sys.stdlib_module_names, f"screening.{part}", *PURE[part]}
    for file in files_of(part):
        strangers = {module for module in imports_of(file) if not is_below(module, allowed)}
        assert not strangers, f"{file} imports {strangers}"


@pytest.mark.parametrize("part", NARROW)
def test_narrow_parts_import_what_they_need_only(part):
    for file in files_of(part):
        strangers = {
            module
            for module in imports_of(file)
            if not is_below(module, {*sys.stdlib_module_names, *NARROW[part]})
        }
        assert not strangers, f"{file} imports {strangers}"


def test_the_self_check_knows_no_login_and_no_record_of_a_client():
    """It may write the anonymous tally and the steps reached, and name no other model."""
    anonymous = ("Reached", "Tally", "UsedTicket", "tally", "handoff")
    allowed = {f"screening.models.{name}" for name in anonymous}
    allowed.add("screening.models.statistics.CHECKS_KEPT_MONTHS")
    barred = {"django.contrib.auth", "django.contrib.sessions"}
    for file in files_of("selfcheck"):
        for module in imports_of(file):
            assert not is_below(module, barred), f"{file} imports {module}"
            if is_below(module, {"screening.models"}):
                assert is_below(module, allowed), f"{file} imports {module}"


def test_the_crispy_helper_lives_in_the_questionnaire():
    users = [f for f in SCREENING.rglob("*.py") if "crispy_forms" in str(imports_of(f))]
    assert {file.relative_to(SCREENING).parts[0] for file in users} <= {"questionnaire"}


def test_a_part_has_a_name_that_says_what_it_is():
    vague = {"common", "core", "helpers", "misc", "shared", "util", "utils"}
    named = {path.stem for folder in (SCREENING, ROOT / "config") for path in folder.rglob("*")}
    assert not named & vague
