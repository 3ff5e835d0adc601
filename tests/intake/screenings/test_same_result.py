"""The same answers give the same result in all three ways, and in the public check."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from screening.access import INTAKE
from screening.instrument.engine import assess, left
from screening.intake.records.told import kept
from screening.models import Screening
from screening.pin import set_pin
from tests.intake.making import a_client
from tests.intake.screenings.consenting import a_consent
from tests.intake.screenings.pages import address
from tests.intake.tablet.test_tablet import PIN, answer
from tests.people import a_member, signed_in
from tests.selfcheck.page import read
from tests.selfcheck.walking import AnswerSet, answer_sets, at_result


def by_interview(browser: Client, client, given: AnswerSet) -> Screening:
    browser.post(reverse("screening_new", args=[client.pk]), {"way": "interview"})
    draft = Screening.everywhere.get(client=client, way="interview")
    browser.post(address("interview", draft), {**given, "edit": draft.edit, "then": "finish"})
    return Screening.everywhere.get(pk=draft.pk)


def by_tablet(browser: Client, client, given: AnswerSet) -> Screening:
    browser.post(reverse("screening_new", args=[client.pk]), {"way": "tablet"})
    answer(browser, given)
    browser.post(reverse("tablet_release"), {"pin": PIN})
    return Screening.everywhere.get(client=client, way="tablet")


def by_code(browser: Client, client, person: Client) -> Screening:
    page = person.post(reverse("code"), follow=True).content.decode()
    code = "".join(re.findall(r'<span class="code-group">(\w+)</span>', page))
    browser.post(reverse("redeem", args=[client.pk]), {"code": code})
    return Screening.everywhere.get(client=client, way="code")


def found(screening: Screening) -> dict:
    return {
        "outcome": screening.outcome,
        "tier": screening.tier or None,
        "bands": screening.bands,
        "scores": screening.scores,
        "incomplete": screening.incomplete,
        "missing": screening.missing,
        "guidance": screening.guidance,
    }


@pytest.mark.django_db
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(answer_sets())
def test_the_way_makes_no_difference(answers: AnswerSet):
    nurse = a_member(INTAKE)
    set_pin(nurse, PIN)
    client = a_client(nurse)
    a_consent(client, nurse, now=timezone.now())
    browser = signed_in(nurse)
    expected = assess(answers)
    person = at_result(answers)
    done = [by_interview(browser, client, answers), by_tablet(browser, client, answers)]
    if not left(answers):  # then the public check offers no code
        done.append(by_code(browser, client, person))
    for screening in done:
        assert screening.state == "finished"
        assert found(screening) == {
            "outcome": expected.outcome,
            "tier": expected.tier,
            "bands": expected.bands,
            "scores": expected.scores,
            "incomplete": expected.incomplete,
            "missing": list(expected.missing),
            "guidance": list(expected.guidance),
        }
    assert {kept(screening) for screening in done} == {kept(done[0])}
    public = read(person.get(reverse("result")))
    assert public.main["data-tier"] == done[0].tier
    assert public.guidance == done[0].guidance
    for checklist, band in done[0].bands.items():
        assert public.main[f"data-band-{checklist}"] == band
