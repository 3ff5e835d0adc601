"""Where nothing is published: what will be here and how it comes about, and no empty axes."""

import pytest
from django.urls import reverse

from screening.access import ANALYST
from screening.stats.contents import PAGES
from tests.people import a_member, signed_in
from tests.stats.published import publish
from tests.stats.reading import tables

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


@pytest.fixture
def analyst():
    return signed_in(a_member(ANALYST))


@pytest.mark.parametrize("kind", ["", "_csv", "_xlsx"])
def test_an_empty_installation_says_how_numbers_come_about(analyst, kind):
    for page in PAGES.values():
        answer = analyst.get(reverse(f"{page.view_name}{kind}"))
        assert answer.status_code == 200
        assert "Nothing is shown yet" in answer.text
        assert "./start manage refresh_stats" in answer.text
        assert "Counting happens every night" in answer.text
        assert "A month is shown once it is over" in answer.text
        assert "Numbers of 10 or fewer stay hidden" in answer.text
        assert "<svg" not in answer.text.replace('<svg class="icon', "")
        assert "<form class" not in answer.text
        assert not tables(answer)


def test_the_threshold_that_is_set_is_named(analyst, settings):
    settings.STATISTICS_HIDE_UP_TO = 25
    assert "Numbers of 25 or fewer" in analyst.get(reverse("stats")).text


def test_one_source_can_be_empty_while_the_other_is_not(analyst):
    publish(["intake"])
    answer = analyst.get(reverse("stats"))
    assert "Nothing of this source is shown yet" in answer.text
    assert f'href="{reverse("stats")}?source=intake"' in answer.text
    assert tables(analyst.get(reverse("stats"), {"source": "intake"}))
