"""The accounting of disclosures: three years back to the day, and who may see it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from screening.intake.disclosing.queries import accounting, accounting_since
from screening.intake.disclosing.services import disclose, disclose_in_emergency
from screening.models import Disclosure
from tests.intake.clients.pages import text_of, title_of, trail
from tests.intake.disclosing.passing import (
    NAME,
    PURPOSE,
    RECIPIENT,
    REFERENCE,
    a_consent,
)
from tests.people import signed_in

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)


def a_disclosure(one, staff, at, recipient=RECIPIENT):
    return Disclosure.everywhere.create(
        client=one.client,
        screening=one,
        recipient=recipient,
        purpose=PURPOSE,
        format="summary",
        scope=["summary"],
        disclosed_at=at,
        disclosed_by=staff,
    )


@pytest.mark.parametrize(
    ("at", "is_listed"),
    [
        (NOW, True),
        (datetime(2023, 11, 22, 15, 30, tzinfo=UTC), True),
        (datetime(2023, 11, 22, tzinfo=UTC), True),
        (datetime(2023, 11, 21, 23, 59, 59, 999999, tzinfo=UTC), False),
        (datetime(2020, 1, 1, tzinfo=UTC), False),
    ],
)
def test_it_goes_back_three_years_to_the_day(one, staff, at, is_listed):
    row = a_disclosure(one, staff, at)
    assert list(accounting(staff, one.client, now=NOW)) == ([row] if is_listed else [])


def test_three_years_before_the_29th_of_february_is_the_28th():
    assert accounting_since(datetime(2028, 2, 29, 9, tzinfo=UTC)).date().isoformat() == "2025-02-28"


def test_the_day_is_that_of_the_place(settings):
    settings.TIME_ZONE = "Australia/Sydney"
    timezone.activate("Australia/Sydney")
    try:
        early = datetime(2026, 11, 22, 13, 30, tzinfo=UTC)  # the 23rd there
        assert accounting_since(early) == datetime(2023, 11, 22, 13, tzinfo=UTC)
    finally:
        timezone.deactivate()


def test_the_page_says_all_that_the_law_asks_for(one, staff):
    consent = a_consent(one.client, staff, "summary", recipient="My treating providers")
    now = timezone.now()
    given: dict[str, Any] = {"staff": staff, "screening_id": one.pk, "code": "summary"}
    moment: dict[str, Any] = {"now": now - timedelta(minutes=2), "today": timezone.localdate(now)}
    disclose(consent_id=consent.pk, along=[], recipient=RECIPIENT, **given, **moment)
    disclose_in_emergency(
        along=["identity"],
        recipient="Doctor on call",
        reason="Cannot be asked now",
        now=now,
        today=timezone.localdate(now),
        **given,
    )
    answer = signed_in(staff).get(reverse("disclosures", args=[one.client_id]), secure=True)
    text = text_of(answer)
    for words in (
        REFERENCE,
        NAME,
        RECIPIENT,
        "It names: My treating providers",
        PURPOSE,
        "Consent signed on",
        "PDF: the summary, without the answers",
        "The summary: how urgent it is",
        staff.get_username(),
        "Doctor on call",
        "Emergency, without consent",
        "Cannot be asked now",
        "Treatment in a medical emergency (42 CFR 2.51)",
        "Name, date of birth and phone number",
    ):
        assert words in text, words
    assert text.index("Doctor on call") < text.index(RECIPIENT)
    assert NAME not in title_of(answer)
    assert trail()[-1] == ("client_read", one.client_id)


def test_a_print_of_it_is_entered_as_such(one, staff):
    a_disclosure(one, staff, timezone.now())
    a_disclosure(one, staff, timezone.now() - timedelta(days=4 * 365), "Long-ago Clinic")
    answer = signed_in(staff).get(reverse("disclosures_print", args=[one.client_id]), secure=True)
    assert trail()[-1] == ("accounting_printed", one.client_id)
    text = text_of(answer)
    assert f"Printed by {staff.get_username()}" in " ".join(text.split())
    assert RECIPIENT in text
    assert "Long-ago Clinic" not in text


def test_an_empty_one_says_so(one, staff):
    answer = signed_in(staff).get(reverse("disclosures", args=[one.client_id]), secure=True)
    assert "Nothing of this record was passed on in the last three years." in text_of(answer)
