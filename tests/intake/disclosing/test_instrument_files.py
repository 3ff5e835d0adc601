"""Files about the instrument: for everybody who is signed in, with nothing about a client."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse
from fhir.resources.R4B.questionnaire import Questionnaire

from screening.access import ROLES
from screening.instrument.baclofen import CURRENT
from screening.intake.disclosing.views.instrument import FILES
from screening.interop.table import columns
from screening.models import AuditEntry
from tests.people import a_member, signed_in

pytestmark = pytest.mark.django_db


def fetched(name, role="analyst", version=CURRENT.version):
    address = reverse("instrument_file", args=[version, name])
    return signed_in(a_member(role)).get(address, secure=True)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_who_is_signed_in_may_have_them(role):
    browser = signed_in(a_member(role))
    page = browser.get(reverse("instrument_files"), secure=True)
    before = AuditEntry.objects.count()
    for name in FILES:
        address = reverse("instrument_file", args=[CURRENT.version, name])
        assert f'href="{address}"' in page.content.decode()
        answer = browser.get(address, secure=True)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert AuditEntry.objects.count() == before


def test_nobody_else_may():
    address = reverse("instrument_file", args=[CURRENT.version, "codebook.csv"])
    stranger = Client(headers={"host": "localhost"})
    assert stranger.get(address, secure=True).status_code == 302


@pytest.mark.parametrize(("version", "name"), [(99, "codebook.csv"), (1, "record.csv")])
def test_there_are_no_others(version, name):
    assert fetched(name, version=version).status_code == 404


def test_the_codebook_explains_every_column_and_the_file_itself():
    content = fetched("codebook.csv").content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    names = [row[0] for row in rows[1:] if row[0]]
    assert names == [column.name for column in columns(CURRENT)]
    text = content.decode()
    for words in (CURRENT.status, "byte order mark"):
        assert words in text
    assert "disclosed to you" not in text


def test_the_questionnaire_is_valid():
    Questionnaire.model_validate_json(fetched("questionnaire.json").content)


def test_the_dictionary_can_be_uploaded_as_it_is():
    text = fetched("redcap.csv").content.decode()
    assert text.startswith("Variable / Field Name,")
