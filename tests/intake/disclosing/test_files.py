"""What is in a file: each format against each scope, what nobody may leave out, and no formula."""

import io
import json
import tempfile
from datetime import UTC, datetime
from itertools import combinations

import openpyxl
import pytest
from django.utils import timezone
from fhir.resources.R4B.bundle import Bundle

from screening.intake.consents.scopes import SCOPES
from screening.intake.disclosing.formats import ALONG, FORMATS, included, possible
from screening.intake.disclosing.services import disclose, disclose_all
from screening.intake.errors import NeedsConsent
from screening.interop.notice import STATEMENT
from screening.models import Client, Disclosure, Disposition
from tests.intake.disclosing.passing import (
    DECIDED,
    NAME,
    NOTE,
    PHONE,
    PURPOSE,
    RECIPIENT,
    REFERENCE,
    a_consent,
    cells_of,
    rows_of,
    words_of,
)
from tests.intake.making import EMERGENCY, a_correction, a_screening, acknowledged

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

NEEDED = {
    "summary": {"summary"},
    "answers": {"summary", "answers"},
    "fhir": {"summary", "answers"},
    "csv": {"summary", "answers"},
    "xlsx": {"summary", "answers"},
}
EVERYTHING = ("summary", "answers", "notes", "identity")
GRANTED = [("screening", *chosen) for size in range(5) for chosen in combinations(EVERYTHING, size)]
ANSWERED = {
    "answers": "A strong urge to take it: Every day",
    "fhir": '"code": "daily"',
    "csv": "daily",
    "xlsx": "daily",
}
PDF = ("summary", "answers")
STARTS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠1", " =1", "#N/A")


def passed_on(one, staff, code, *scope, along=ALONG):
    consent = a_consent(one.client, staff, *scope)
    now = timezone.now()
    return disclose(
        staff=staff,
        screening_id=one.pk,
        code=code,
        consent_id=consent.pk,
        along=along,
        now=now,
        today=timezone.localdate(now),
    )


def test_every_format_is_in_this_table():
    assert set(NEEDED) == set(FORMATS)
    assert all(
        len(code) <= (Disclosure._meta.get_field("format").max_length or 0) for code in FORMATS
    )


@pytest.mark.parametrize("code", FORMATS)
@pytest.mark.parametrize("granted", GRANTED, ids="-".join)
def test_a_format_needs_its_scopes_and_takes_along_what_is_covered(code, granted):
    scope = included(code, granted)
    assert bool(scope) == (NEEDED[code] <= set(granted)) == (code in possible(granted))
    if scope:
        assert set(scope) == NEEDED[code] | (set(granted) & {"notes", "identity"})
        assert [name for name in SCOPES if name in scope] == scope


@pytest.mark.parametrize("code", FORMATS)
@pytest.mark.parametrize("along", [(), ("notes",), ("identity",), ("notes", "identity")], ids=str)
def test_a_file_holds_what_its_scope_covers_and_no_more(one, staff, code, along):
    file = passed_on(one, staff, code, "summary", "answers", *along)
    words = words_of(file.content, code)
    assert REFERENCE in words
    for mark in (NAME, PHONE, "23 April 1980" if code in PDF else "1980-04-23"):
        assert (mark in words) == ("identity" in along), mark
    for mark in (NOTE, DECIDED):
        assert (mark in words) == ("notes" in along), mark
    if code == "summary":
        assert "Every day" not in words
        assert "strong urge" not in words
    else:
        assert ANSWERED[code] in words


@pytest.mark.parametrize("code", FORMATS)
@pytest.mark.parametrize("along", [[], ["notes"], ["identity"]], ids=str)
def test_what_the_consent_covers_can_be_left_out(one, staff, code, along):
    file = passed_on(one, staff, code, "summary", "answers", "notes", "identity", along=along)
    words = words_of(file.content, code)
    assert (NAME in words, NOTE in words) == ("identity" in along, "notes" in along)
    assert set(Disclosure.everywhere.get().scope) == NEEDED[code] | set(along)


def test_a_consent_to_the_summary_alone_gives_no_answer_away(one, staff):
    words = words_of(passed_on(one, staff, "summary", "summary").content, "summary")
    assert "Every day" not in words
    assert "strong urge" not in words
    assert "lcohol" not in words.split("What the person was told")[0]
    for code in set(FORMATS) - {"summary"}:
        with pytest.raises(NeedsConsent):
            passed_on(one, staff, code, "summary", "notes", "identity")


@pytest.mark.parametrize("code", ["summary", "answers"])
@pytest.mark.parametrize("along", [(), ("notes",)], ids=str)
def test_what_was_done_about_an_emergency_is_a_note(client, staff, code, along):
    urgent = acknowledged(a_screening(client, staff, answers=EMERGENCY), staff)
    words = words_of(passed_on(urgent, staff, code, "summary", "answers", *along).content, code)
    assert (urgent.action in words) == bool(along)
    assert "Get emergency help now" in words
    assert "Not signed" in words


@pytest.mark.parametrize("code", FORMATS)
def test_a_check_that_was_left_can_be_passed_on_too(client, staff, code):
    left = a_screening(client, staff, answers={"age": "under_18"})
    assert (left.outcome, left.tier) == ("under_age", "")
    words = words_of(passed_on(left, staff, code, "summary", "answers").content, code)
    assert "under 18" in words.replace("under_18", "under 18")


def squeezed(text):
    return "".join(text.split())


@pytest.mark.parametrize("code", FORMATS)
def test_every_file_carries_the_notice_the_consent_and_what_it_is_not(one, staff, code):
    consent = a_consent(one.client, staff, *EVERYTHING)
    file = passed_on(one, staff, code, *EVERYTHING)
    words = squeezed(words_of(file.content, code)).replace("\\n", "")
    until = f"{consent.ends_on.day}{consent.ends_on:%B%Y}"
    for text in (STATEMENT, RECIPIENT, PURPOSE, f"Until:{until}", str(SCOPES["answers"])):
        assert squeezed(text) in words, text
    assert "Notvalidated" in words
    assert "Notadiagnosis" in words


@pytest.mark.parametrize("code", FORMATS)
def test_the_name_and_the_kind_of_a_file(one, staff, code):
    file = passed_on(one, staff, code, *EVERYTHING)
    assert (file.name, file.content_type.split(";")[0]) == {
        "summary": ("summary.pdf", "application/pdf"),
        "answers": ("summary.pdf", "application/pdf"),
        "fhir": ("record.json", "application/fhir+json"),
        "csv": ("record.csv", "text/csv"),
        "xlsx": (
            "record.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    }[code]


def test_the_bundle_of_a_stored_screening_is_valid(one, staff):
    for scope in (("summary", "answers"), EVERYTHING):
        content = passed_on(one, staff, "fhir", *scope).content
        Bundle.model_validate_json(content)
    found = [entry["resource"] for entry in json.loads(content)["entry"]]
    (patient,) = [r for r in found if r["resourceType"] == "Patient"]
    assert patient["name"] == [{"text": NAME}]
    assert patient["birthDate"] == "1980-04-23"
    tier = next(r for r in found if r["resourceType"] == "Observation")
    assert tier["valueCodeableConcept"]["coding"][0]["code"] == one.tier
    assert tier["effectiveDateTime"] == one.answered_on.isoformat()
    assert tier["status"] == "final"


@pytest.mark.parametrize("code", FORMATS)
def test_a_version_that_was_replaced_says_so(one, staff, code):
    mark = {
        "summary": "REPLACED.",
        "answers": "REPLACED.",
        "fhir": '"status": "entered-in-error"',
        "csv": "",
        "xlsx": "",
    }[code]
    before = passed_on(one, staff, code, *EVERYTHING).content
    a_correction(one, staff, answers={"mu_craving": "never"})
    after = passed_on(one, staff, code, *EVERYTHING).content
    if mark:
        assert mark not in words_of(before, code)
        assert mark in words_of(after, code)
    elif code == "csv":
        assert [rows_of(content)[0]["replaced"] for content in (before, after)] == ["0", "1"]
    else:
        values = []
        for content in (before, after):
            head, row = openpyxl.load_workbook(io.BytesIO(content))["Screenings"].values
            values.append(dict(zip(head, row, strict=True))["replaced"])
        assert values == [0, 1]


@pytest.mark.parametrize("text", STARTS, ids=ascii)
def test_no_cell_is_a_formula(one, staff, text):
    marked = f"{text} formulamark"
    one.note = marked
    one.save(update_fields=["note"])
    client = Client.everywhere.get(pk=one.client_id)
    client.name = client.reference = marked
    client.save()
    Disposition.objects.filter(pk=one.disposition_id).update(label=marked)
    content = passed_on(one, staff, "xlsx", *EVERYTHING).content
    cells = cells_of(content)
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    found = [str(cell.value) for cell in cells if "formulamark" in str(cell.value)]
    assert len(found) == 4
    row = rows_of(passed_on(one, staff, "csv", *EVERYTHING).content)[0]
    found += [row[name] for name in ("reference", "name", "note", "disposition")]
    assert not [cell for cell in found if cell.strip()[:1] in tuple("=+-@＝＋－＠")]
    assert not [cell for cell in found if cell.startswith(("\t", "\r"))]


@pytest.mark.parametrize("text", ["#N/A", "=", "_x0041_", "\ufffe\uffff", "\x00\x0b", "𝒵 é \u200e"])
def test_a_spreadsheet_can_be_read_whatever_was_written(one, staff, text):
    one.note = text
    one.save(update_fields=["note"])
    cells = cells_of(passed_on(one, staff, "xlsx", *EVERYTHING).content)
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    numbers = [cell.value for cell in cells if cell.data_type == "n" and cell.value is not None]
    assert one.scores["severity_index"] in numbers


@pytest.mark.parametrize("code", FORMATS)
def test_a_file_is_made_in_memory(one, staff, code, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(FileNotFoundError):
        tempfile.mkstemp()
    assert passed_on(one, staff, code, *EVERYTHING).content


def test_a_csv_opens_in_excel_with_every_accent(one, staff):
    content = passed_on(one, staff, "csv", "summary", "answers").content
    assert content.startswith(b"\xef\xbb\xbf")
    assert next(iter(rows_of(content)[0])) == "reference"


@pytest.mark.parametrize("code", ["csv", "xlsx"])
def test_all_current_screenings_are_in_one_table_oldest_first(client, staff, code):
    days = [datetime(2026, 3, day, 9, tzinfo=UTC) for day in (1, 2, 3)]
    first, second, third = [a_screening_of_day(client, staff, day) for day in days]
    correction = a_correction(second, staff, answers={}, now=datetime(2026, 3, 2, 10, tzinfo=UTC))
    consent = a_consent(client, staff, "summary", "answers")
    now = timezone.now()
    file = disclose_all(
        staff=staff,
        client_id=client.pk,
        code=code,
        consent_id=consent.pk,
        along=[],
        now=now,
        today=timezone.localdate(now),
    )
    expected = [str(row.pk) for row in (first, correction, third)]
    if code == "csv":
        assert [row["screening"] for row in rows_of(file.content)] == expected
    else:
        book = openpyxl.load_workbook(io.BytesIO(file.content))
        assert book.sheetnames == ["Notice", "Screenings", "Codebook"]
        head, *rows = book["Screenings"].values
        assert [dict(zip(head, row, strict=True))["screening"] for row in rows] == expected
    passed = Disclosure.everywhere.order_by("screening__finished_at")
    assert [str(row.screening_id) for row in passed] == expected


def a_screening_of_day(client, staff, now):
    a_consent(client, staff, "screening", now=now, days=2)
    return a_screening(client, staff, now=now)
