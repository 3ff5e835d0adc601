"""A client over time: the chart and its table say the same."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from screening.access import INTAKE
from screening.instrument.baclofen import CURRENT, VERSIONS
from tests.intake.making import SOON, TODAY, a_client, a_correction, a_screening
from tests.intake.records.pages import text_of, trail
from tests.people import a_member, a_site, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse():
    return a_member(INTAKE, a_site())


@pytest.fixture
def client_(nurse):
    return a_client(nurse)


def page(nurse, client_):
    return signed_in(nurse).get(reverse("over_time", args=[client_.pk]))


def screened(client_, nurse, days, **answers):
    now = timezone.now() - timedelta(days=days)
    return a_screening(client_, nurse, answers=answers, now=now)


def tiers(html: str) -> list[str]:
    """List the tiers of the points in the first row of the chart."""
    return re.findall(r"chart-point chart-(emergency|today|soon|routine)", html)


def test_every_result_has_its_point_and_its_line(nurse, client_):
    for days, answers in ((90, SOON), (30, TODAY), (1, {})):
        screened(client_, nurse, days, **answers)

    html = page(nurse, client_).content.decode()

    assert tiers(html) == ["soon", "today", "routine"]
    table = html.split("<tbody>")[1]
    assert re.findall(r"tier-tag tier-(\w+)", table) == ["soon", "today", "routine"]
    assert html.count("<polyline") == 1 + 3 + 1
    assert trail("client_read") == [("client_read", client_.pk)]


def test_a_correction_stands_where_the_first_one_was(nurse, client_):
    first = screened(client_, nurse, 90, **SOON)
    screened(client_, nurse, 30)
    a_correction(first, nurse, answers=TODAY)

    html = page(nurse, client_).content.decode()

    assert tiers(html) == ["today", "routine"]


def test_another_version_of_the_instrument_is_marked(nurse, client_, monkeypatch):
    monkeypatch.setitem(VERSIONS, 2, replace(CURRENT, version=2))
    screened(client_, nurse, 90)
    screened(client_, nurse, 60)
    last = screened(client_, nurse, 30)
    last.version = 2
    last.save()

    html = page(nurse, client_).content.decode()

    assert re.findall(r'chart-version".*?<text[^>]*>([^<]*)<', html) == ["Version 2"]
    assert "Version 2 <strong>(new)</strong>" in html


@pytest.mark.parametrize(
    ("screenings", "words"),
    [(0, "This client has not been screened yet."), (1, "There is one screening.")],
)
def test_too_few_for_a_chart_is_said(nurse, client_, screenings, words):
    for days in range(screenings):
        screened(client_, nurse, days)

    response = page(nurse, client_)

    assert words in text_of(response)
    assert '<svg class="chart"' not in response.content.decode()


def test_more_screenings_take_no_more_queries(nurse, client_):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(nurse, client_)
        return len(seen)

    screened(client_, nurse, 9)
    screened(client_, nurse, 8)
    queries()
    few = queries()
    for days in range(5):
        screened(client_, nurse, days)

    assert queries() == few
