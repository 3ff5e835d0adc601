"""The pages: who may read them, what they show, what they ask of the database, bad addresses."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from screening.access import ADMINISTRATOR, ANALYST, AUDITOR, CLINICIAN, INTAKE
from screening.instrument.baclofen import CURRENT
from screening.instrument.schema import TIERS
from screening.models import AuditEntry, Publication, Published
from screening.stats import words
from screening.stats.contents import PAGES
from screening.stats.disclosure import share
from tests.people import a_member, a_site, signed_in
from tests.stats.published import MONTHS, QUARTER, WITHOUT_A_ROW, count, publish
from tests.stats.reading import tables

pytestmark = pytest.mark.django_db

ADDRESSES = [f"{page.view_name}{kind}" for page in PAGES.values() for kind in ("", "_csv", "_xlsx")]
AS_PAGES = [page.view_name for page in PAGES.values()]
HEADER = {
    "django_session",
    "screening_staffmember",
    "mfa_authenticator",
    "screening_emergencyopening",
}
"""What every staff page asks, to say who is signed in."""

OWN = {"screening_published", "screening_publication", "screening_site"}
TRAIL = {"screening_audithead", "screening_auditentry"}


@pytest.fixture
def analyst():
    return signed_in(a_member(ANALYST))


def read(browser, name="stats", **asked):
    return browser.get(reverse(name), asked)


@pytest.mark.parametrize(
    ("role", "status"),
    [(ANALYST, 200), (ADMINISTRATOR, 200), (INTAKE, 403), (CLINICIAN, 403), (AUDITOR, 403)],
)
def test_only_analysts_and_administrators_may_read_them(role, status):
    publish()
    browser = signed_in(a_member(role))
    for name in ADDRESSES:
        assert read(browser, name).status_code == status, name
    entered = AuditEntry.objects.filter(action="statistics_read").count()
    assert entered == (len(ADDRESSES) if status == 200 else 0)


def test_an_analyst_lands_on_them_and_an_administrator_finds_them(analyst):
    assert analyst.get(reverse("staff_home")).headers["Location"] == reverse("stats")
    office = signed_in(a_member(ADMINISTRATOR))
    assert office.get(reverse("staff_home")).headers["Location"] == reverse("staff_members")
    assert f'href="{reverse("stats")}"' in office.get(reverse("staff_members")).text


@pytest.mark.parametrize("source", ["self_check", "intake"])
@pytest.mark.parametrize("period", [QUARTER, MONTHS[1]])
@pytest.mark.parametrize("group", ["", "age=65_plus", "age=18_64,route=pump"])
def test_the_numbers_are_those_that_are_published(analyst, source, period, group):
    publish()
    chosen = dict(part.split("=") for part in group.split(",")) if group else {}
    shown = tables(read(analyst, source=source, period=period, **chosen))
    whole = count("all", source, period, group)
    assert words.count(whole) in [row[1] for row in shown["Key figures"]]
    for tier, (name, number, percent) in zip(TIERS, shown["Tiers"][1:], strict=True):
        part = count(f"tier.{tier}", source, period, group)
        expected = share(part, whole, words.rules())
        assert (name, number) == (str(words.TIERS[tier]), words.count(part))
        assert percent == ("–" if expected is None else f"{expected}%" if expected else "under 1%")
    for checklist in CURRENT.checklists:
        rows = shown[f"Bands: {checklist.name}"][1:]
        bands = [*(band.name for band in checklist.bands), "not_enough_answers"]
        assert [row[1] for row in rows[: len(bands)]] == [
            words.count(count(f"band.{checklist.id}.{band}", source, period, group))
            for band in bands
        ]


def test_groups_stand_side_by_side_with_their_own_numbers(analyst):
    a_site("North"), a_site("South")
    publish()
    shown = tables(read(analyst, source="intake", age="65_plus"))
    assert {one for one in shown if "Side by side" in one} == {
        "Side by side: Site",
        "Side by side: How it is taken",
    }
    by_route = {row[0]: row for row in shown["Side by side: How it is taken"]}
    pump = count("all", "intake", group="age=65_plus,route=pump")
    assert by_route["With a pump"][1] == words.count(pump)
    assert set(by_route["By mouth and with a pump"][1:]) == {"10 or fewer", "–"}
    shown = tables(read(analyst, source="intake", age="65_plus", route="pump"))
    assert not [one for one in shown if "Side by side" in one]


def test_the_trend_shows_every_month_with_the_filters(analyst):
    publish()
    shown = tables(read(analyst, "stats_trend", source="intake", route="pump"))
    rows = shown["Tiers by month"][1:]
    assert [row[0] for row in rows] == ["January 2027", "February 2027", "March 2027"]
    for month, row in zip(MONTHS, rows, strict=True):
        assert row[1] == words.count(count("all", "intake", month, "route=pump"))
        assert row[2] == words.count(count("tier.emergency", "intake", month, "route=pump"))


def test_where_people_stop_is_of_the_self_check_and_of_everybody(analyst):
    publish()
    everybody = read(analyst, "stats_giving_up")
    assert tables(everybody) == tables(read(analyst, "stats_giving_up", age="65_plus"))
    assert len(tables(everybody)["Pages of questions"]) > 5
    of_intake = read(analyst, "stats_giving_up", source="intake")
    assert not tables(of_intake)
    assert "known of the self-check only" in of_intake.text


def test_what_is_chosen_is_kept_by_the_links_and_the_form(analyst):
    publish()
    answer = read(analyst, period=MONTHS[0], age="65_plus", route="pump")
    kept = "source=self_check&amp;version=1&amp;period=2027-01&amp;age=65_plus&amp;route=pump"
    for name in AS_PAGES:
        assert f'href="{reverse(name)}?{kept}"' in answer.text
    for value in (MONTHS[0], "65_plus", "pump"):
        assert f'<option value="{value}" selected>' in answer.text
    hidden = read(analyst, "stats_giving_up", age="65_plus").text
    assert re.search(r'<input type="hidden" name="age" value="65_plus"', hidden)


def test_the_newest_quarter_comes_first_else_the_newest_month(analyst):
    publish()
    assert "January to March 2027" in read(analyst).text
    Published.objects.filter(period=QUARTER).delete()
    assert '<option value="2027-03" selected>' in read(analyst).text


def test_a_group_that_is_too_small_is_said_to_be(analyst):
    publish()
    chosen = dict(part.split("=") for part in WITHOUT_A_ROW.split(","))
    for page in PAGES.values():
        answer = read(analyst, page.view_name, **chosen)
        assert answer.status_code == 200
        if page.by_period and page.filtered:
            assert not tables(answer)
            assert "this group has 10 people or fewer" in answer.text


def test_pages_say_what_must_be_known(analyst):
    publish()
    for name in AS_PAGES:
        text = read(analyst, name).text
        assert "The instrument is not validated" in text
        assert "People answer differently to a person than to a screen" in text
        assert "Published on 2 April 2027" in text


@pytest.mark.parametrize("name", AS_PAGES)
def test_a_page_reads_what_is_published_and_nothing_else(analyst, name):
    publish()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert read(analyst, name).status_code == 200
    texts = [query["sql"] for query in asked]
    named = {
        table for text in texts for table in re.findall(r'(?:FROM|INTO|UPDATE|JOIN) "(\w+)"', text)
    }
    assert OWN <= named <= OWN | TRAIL | HEADER
    trail = next(place for place, text in enumerate(texts) if "screening_auditentry" in text)
    data = [place for place, text in enumerate(texts) if '"counts"' in text]
    assert data, "nothing was read"
    assert trail < min(data), "numbers were read before the trail was written"


def test_the_number_of_queries_does_not_grow(analyst):
    publish()
    read(analyst)
    with CaptureQueriesContext(connection) as few:
        read(analyst, source="intake")
    for number in range(10):
        a_site(f"Site no. {number}")
    Published.objects.all().delete()
    Publication.objects.all().delete()
    publish()
    with CaptureQueriesContext(connection) as many:
        read(analyst, source="intake")
    assert len(many) == len(few)


HOSTILE = ["' OR 1=1 --", "\x00", "²", "१", "-1", "9" * 400, "<script>", "2027-99", "\ud7ff", "[]"]


@pytest.mark.parametrize("value", HOSTILE)
def test_nonsense_in_an_address_is_refused_in_words(analyst, value):
    publish()
    for field in ("source", "version", "period", "site", "language", "age", "route"):
        answer = read(analyst, **{field: value})
        assert answer.status_code == 422, field
        assert "There is a problem" in answer.text
        assert "<title>Error: " in answer.text
        assert "<script>" not in answer.text.replace("<script src", "")
    assert read(analyst, "stats_what_if", change=value).status_code == 422
    assert not AuditEntry.objects.filter(action="statistics_read").exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"period": "2019-Q1"}, "There is nothing about this period"),
        ({"source": "self_check", "site": "1"}, "The self-check knows no sites"),
        ({"source": "both"}, "Choose the self-check or the intake"),
        ({"version": "7"}, "Choose a version from the list"),
        ({"age": "under_18"}, "Choose an age from the list"),
    ],
)
def test_what_does_not_exist_is_named(analyst, asked, said):
    publish()
    for name in ("stats", "stats_csv"):
        answer = read(analyst, name, **asked)
        assert answer.status_code == 422
        assert answer.text.count(said) == 2  # at the top, and beside the field
        (field,) = re.findall(r'<a href="#([^"]+)">' + said, answer.text)
        assert f'id="{field}"' in answer.text


def test_more_than_two_filters_are_refused_and_nothing_is_lost(analyst):
    site = a_site("North"), a_site("South")
    publish()
    asked = {"source": "intake", "site": site[0].pk, "age": "65_plus", "route": "pump"}
    for name in ADDRESSES:
        answer = read(analyst, name, **asked)
        assert answer.status_code == 422
        said = "Choose at most two filters: Site, Age, How it is taken"
        assert answer.text.count(said) == 2
        for value in (site[0].pk, "65_plus", "pump"):
            assert f'<option value="{value}" selected>' in answer.text
        assert not tables(answer)


def test_a_row_of_another_layout_is_not_shown(analyst):
    publish()
    changed = Published.objects.get(source="self_check", period=QUARTER, group="")
    changed.counts = changed.counts[:-1]
    changed.save()
    answer = read(analyst)
    assert answer.status_code == 200
    assert not tables(answer)


def test_no_page_leads_to_a_client_or_a_screening(analyst):
    publish()
    for name in AS_PAGES:
        links = re.findall(r'(?:href|action)="([^"]*)"', read(analyst, name).text)
        assert [one for one in links if re.search("client|screening|queue|due", one)] == []


def test_the_pages_need_no_numpy():
    code = (
        "import django, sys; django.setup(); import config.urls, screening.stats.urls; "
        "import screening.stats.views.show; sys.exit('numpy' in sys.modules)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings_test"}
    assert (
        subprocess.run([sys.executable, "-c", code], check=False, env=environment).returncode == 0
    )
