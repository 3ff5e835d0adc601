"""Under which consent a record may be passed on, and what the page says where none will do."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from screening.access import INTAKE
from screening.intake.consents.services import revoke_consent
from screening.intake.disclosing.formats import FORMATS
from screening.intake.disclosing.services import (
    disclose,
    disclose_all,
)
from screening.intake.errors import NeedsConsent
from screening.models import Disclosure
from tests.intake.clients.pages import text_of, title_of, trail
from tests.intake.disclosing.passing import (
    NAME,
    PURPOSE,
    RECIPIENT,
    a_consent,
    is_file,
    see,
    send,
    words_of,
)
from tests.intake.making import a_client
from tests.people import a_member

pytestmark = pytest.mark.django_db


def ended(client, staff):
    return a_consent(client, staff, "summary", now=timezone.now() - timedelta(days=9), days=8)


def revoked(client, staff):
    consent = a_consent(client, staff, "summary")
    return revoke_consent(staff=staff, consent_id=consent.pk, now=timezone.now())


def of_somebody_else(client, staff):
    return a_consent(a_client(staff), staff, "summary")


def of_another_site(client, staff):
    other = a_member(INTAKE)
    return a_consent(a_client(other), other, "summary")


def to_be_screened_only(client, staff):
    return a_consent(client, staff, "screening")


@pytest.mark.parametrize(
    "consent", [ended, revoked, of_somebody_else, of_another_site, to_be_screened_only]
)
def test_a_consent_that_does_not_hold_lets_nothing_out(desk, staff, one, consent):
    chosen = consent(one.client, staff)
    answer = send(desk, "pass_on", one.pk, code="summary", consent=chosen.pk)
    assert answer.status_code == 422
    assert not is_file(answer)
    assert not Disclosure.everywhere.exists()
    a_consent(one.client, staff, "summary")
    answer = send(desk, "pass_on", one.pk, code="summary", consent=chosen.pk)
    assert answer.status_code == 422
    assert title_of(answer).startswith("Error: ")
    assert "Select a consent that holds today" in text_of(answer)
    assert not Disclosure.everywhere.exists()


@pytest.mark.parametrize(
    "consent", [ended, revoked, of_somebody_else, of_another_site, to_be_screened_only]
)
def test_it_is_looked_at_again_when_the_file_is_made(staff, one, consent):
    now = timezone.now()
    given = {
        "staff": staff,
        "consent_id": consent(one.client, staff).pk,
        "along": [],
        "now": now,
        "today": timezone.localdate(now),
    }
    with pytest.raises(NeedsConsent):
        disclose(screening_id=one.pk, code="summary", **given)
    with pytest.raises(NeedsConsent):
        disclose_all(client_id=one.client_id, code="csv", **given)
    assert not Disclosure.everywhere.exists()


def test_on_its_last_day_a_consent_still_holds(desk, staff, one):
    consent = a_consent(one.client, staff, "summary", days=0)
    assert is_file(send(desk, "pass_on", one.pk, code="summary", consent=consent.pk))


@pytest.mark.parametrize("code", sorted(set(FORMATS) - {"summary"}))
def test_a_consent_that_covers_too_little_says_what_is_missing(desk, staff, one, code):
    consent = a_consent(one.client, staff, "summary", "notes", "identity")
    answer = send(desk, "pass_on", one.pk, code=code, consent=consent.pk)
    assert answer.status_code == 422
    assert "The consent does not cover this: Each answer" in text_of(answer)
    assert f'value="{consent.pk}" checked' in answer.content.decode()
    assert not Disclosure.everywhere.exists()


@pytest.mark.parametrize(
    "typed", [{}, {"code": "zip"}, {"code": "summary", "consent": "1"}, {"consent": str(uuid4())}]
)
def test_nonsense_is_answered_with_what_to_do(desk, staff, one, typed):
    a_consent(one.client, staff, "summary")
    answer = send(desk, "pass_on", one.pk, **typed)
    assert answer.status_code == 422
    assert "There is a problem" in text_of(answer)


def test_without_consent_the_page_says_so_and_shows_both_ways_on(desk, one):
    answer = see(desk, "pass_on", one.pk)
    assert "No consent that holds today covers passing this on." in text_of(answer)
    for name, pk in (("consent_new", one.client_id), ("pass_on_in_emergency", one.pk)):
        assert f'href="{reverse(name, args=[pk])}"' in answer.content.decode()
    assert trail()[-1] == ("client_read", one.client_id)


def test_each_consent_says_what_it_covers_and_leaves_out(desk, staff, one):
    a_consent(one.client, staff, "summary", "notes")
    text = text_of(see(desk, "pass_on", one.pk))
    assert f"To {RECIPIENT}. For: {PURPOSE}." in text
    covers, left_out = text.split("Not covered, and left out")
    assert "The notes of staff, and what was decided" in covers
    assert "Each answer, including answers about substance use" in left_out
    assert "Name, date of birth and phone number" in left_out


def of_a_group(staff, one, desk, **typed):
    consent = a_consent(one.client, staff, "summary", recipient="My treating providers")
    return send(desk, "pass_on", one.pk, code="summary", consent=consent.pk, **typed)


def test_a_group_in_a_consent_is_named_in_the_accounting(desk, staff, one):
    answer = of_a_group(staff, one, desk, to="group", recipient=" Old Town Clinic ")
    words = words_of(answer.content, "summary")
    assert "To: My treating providers" in words
    assert "Passed on to: Old Town Clinic" in words
    assert Disclosure.everywhere.get().recipient == "Old Town Clinic"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"to": ""}, "Select who gets it"),
        ({"to": "nobody"}, "Select who gets it"),
        ({"to": "group", "recipient": " "}, "Enter the name of who gets it"),
        ({"to": "named", "recipient": "Old Town Clinic"}, "below is a name"),
    ],
)
def test_who_gets_it_must_be_clear(desk, staff, one, typed, message):
    answer = of_a_group(staff, one, desk, **typed)
    assert answer.status_code == 422
    assert text_of(answer).count(message) >= 2
    assert typed.get("recipient", "").strip() in answer.content.decode()
    assert not Disclosure.everywhere.exists()


def ticked(page):
    """What can go along, and whether it is ticked."""
    boxes = re.findall(r'name="along" value="(\w+)"( checked)?', page.content.decode())
    return {name: bool(checked) for name, checked in boxes}


def test_who_it_is_goes_along_and_notes_do_unless_somebody_decides_otherwise(desk, staff, one):
    a_consent(one.client, staff, "summary", "identity", "notes")
    assert ticked(see(desk, "pass_on", one.pk)) == {"identity": True, "notes": False}


@pytest.mark.parametrize("covered", [(), ("notes",)], ids=str)
def test_only_what_a_consent_covers_is_asked(desk, staff, one, covered):
    a_consent(one.client, staff, "summary", *covered)
    assert ticked(see(desk, "pass_on", one.pk)) == dict.fromkeys(covered, False)


def test_the_chosen_consent_counts_not_another_one(desk, staff, one):
    a_consent(one.client, staff, "summary", "identity")
    chosen = a_consent(one.client, staff, "summary")
    answer = send(desk, "pass_on", one.pk, code="summary", consent=chosen.pk, along=["identity"])
    assert is_file(answer)
    assert NAME not in words_of(answer.content, "summary")


def test_the_page_says_that_it_stays_and_where_it_is_listed(desk, staff, one):
    a_consent(one.client, staff, "summary")
    for name in ("pass_on", "pass_on_in_emergency"):
        page = see(desk, name, one.pk)
        assert "The browser saves the file, and this page stays." in text_of(page)
        assert f'href="{reverse("disclosures", args=[one.client_id])}"' in page.content.decode()
