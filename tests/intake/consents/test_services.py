"""Recording and revoking consents, and which ones hold."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from screening.access import INTAKE
from screening.intake.clients.services import open_in_emergency
from screening.intake.consents.queries import active, consent_for, consents_of, covering
from screening.intake.consents.scopes import SCOPES, plain
from screening.intake.consents.services import LONGEST, record_consent, revoke_consent
from screening.models import AuditEntry, Client, Consent
from tests.intake.making import a_client
from tests.people import a_member

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 4, 12, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)


def recorded(staff, client, **other):
    terms: dict[str, Any] = {
        "disclosed_by": "The clinic",
        "recipient": "Marker Hospital",
        "purpose": "Treatment",
        "scope": ["screening", "summary"],
        "signed_by": "Zoë Marker (the client), on paper",
        "signed_on": TODAY,
        "ends_on": TODAY + 10 * DAY,
    }
    return record_consent(
        staff=staff, client_id=client.pk, now=NOW, today=TODAY, **{**terms, **other}
    )


@pytest.fixture
def staff():
    return a_member(INTAKE)


@pytest.fixture
def client(staff):
    return a_client(staff)


def test_a_consent_is_recorded_and_audited(staff, client):
    consent = recorded(staff, client, scope=("summary", "screening", "summary"))
    found = consent_for(staff, consent.pk, NOW)
    assert (found.recipient, found.scope) == ("Marker Hospital", ["screening", "summary"])
    assert found.recorded_by == staff
    entry = AuditEntry.objects.get(action="consent_recorded")
    assert (entry.client_id, entry.object_id) == (client.pk, str(consent.pk))
    assert entry.details == {"scope": ["screening", "summary"]}


def test_a_form_that_is_sent_twice_makes_one_consent(staff, client):
    first = recorded(staff, client)
    assert recorded(staff, client, consent_id=first.pk) == first
    assert AuditEntry.objects.filter(action="consent_recorded").count() == 1


def test_nothing_of_it_can_be_read_in_the_database_or_the_trail(staff, client):
    recorded(staff, client, purpose="A marker purpose", disclosed_by="Marker clinic")
    with connection.cursor() as cursor:
        for table in ("screening_consent", "screening_auditentry"):
            cursor.execute(f"SELECT * FROM {table}")
            rows = cursor.fetchall()
            values = [bytes(v) if isinstance(v, memoryview) else v for row in rows for v in row]
            assert values
            assert "marker" not in str(values).lower()


@pytest.mark.parametrize(
    "other",
    [
        {"scope": []},
        {"scope": ["everything"]},
        {"recipient": " "},
        {"purpose": ""},
        {"disclosed_by": ""},
        {"signed_by": "\n"},
        {"signed_on": TODAY + DAY},
        {"ends_on": TODAY - DAY},
        {"ends_on": TODAY + LONGEST + DAY},
    ],
)
def test_a_deficient_consent_is_not_recorded(staff, client, other):
    with pytest.raises(ValueError, match="A consent"):
        recorded(staff, client, **other)
    assert not consents_of(client)


@pytest.mark.parametrize("ends_on", [TODAY, TODAY + LONGEST])
def test_the_shortest_and_the_longest_consent(staff, client, ends_on):
    assert recorded(staff, client, ends_on=ends_on).ends_on == ends_on


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (TODAY - DAY, False),
        (TODAY, True),
        (TODAY + 10 * DAY, True),
        (TODAY + 11 * DAY, False),
    ],
)
def test_it_holds_from_signing_to_the_end_of_its_last_day(staff, client, day, holds):
    consent = recorded(staff, client)
    assert active(client, day) == ([consent] if holds else [])
    assert covering(client, "summary", day) == (consent if holds else None)


@pytest.mark.parametrize("scope", SCOPES)
def test_it_covers_what_it_says_and_nothing_else(staff, client, scope):
    consent = recorded(staff, client, scope=[scope])
    for other in SCOPES:
        assert covering(client, other, TODAY) == (consent if other == scope else None)


def test_it_covers_nothing_of_another_client(staff, client):
    recorded(staff, client)
    assert covering(a_client(staff), "summary", TODAY) is None


def test_a_revoked_consent_holds_no_more_and_is_kept(staff, client):
    consent = recorded(staff, client)
    revoked = revoke_consent(staff=staff, consent_id=consent.pk, now=NOW)
    assert (revoked.revoked_at, revoked.revoked_by) == (NOW, staff)
    assert active(client, TODAY) == []
    assert covering(client, "summary", TODAY) is None
    assert consents_of(client) == [consent]
    entry = AuditEntry.objects.get(action="consent_revoked")
    assert (entry.client_id, entry.object_id) == (client.pk, str(consent.pk))


def test_revoking_twice_keeps_the_first_moment(staff, client):
    consent = recorded(staff, client)
    revoke_consent(staff=staff, consent_id=consent.pk, now=NOW)
    again = revoke_consent(staff=staff, consent_id=consent.pk, now=NOW + DAY)
    assert again.revoked_at == NOW
    assert AuditEntry.objects.filter(action="consent_revoked").count() == 1


def test_revoking_one_leaves_the_other(staff, client):
    first, second = recorded(staff, client), recorded(staff, client)
    revoke_consent(staff=staff, consent_id=second.pk, now=NOW)
    assert active(client, TODAY) == [first]


def test_another_site_neither_sees_nor_writes(staff, client):
    consent, other = recorded(staff, client), a_member(INTAKE)
    with pytest.raises(Consent.DoesNotExist):
        consent_for(other, consent.pk, NOW)
    with pytest.raises(Consent.DoesNotExist):
        revoke_consent(staff=other, consent_id=consent.pk, now=NOW)
    with pytest.raises(Client.DoesNotExist):
        recorded(other, client)
    assert active(client, TODAY) == [consent]


def test_somebody_with_an_emergency_opening_writes_nothing(staff, client):
    consent, other = recorded(staff, client), a_member(INTAKE)
    open_in_emergency(staff=other, client=client, kind="record", reason="A seizure here", now=NOW)
    assert consent_for(other, consent.pk, NOW) == consent
    with pytest.raises(Consent.DoesNotExist):
        revoke_consent(staff=other, consent_id=consent.pk, now=NOW)
    with pytest.raises(Client.DoesNotExist):
        recorded(other, client)
    assert active(client, TODAY) == [consent]


def test_scopes_are_put_into_words_in_the_order_of_the_list():
    assert plain(["identity", "summary", "unknown"]) == [
        str(SCOPES["summary"]),
        str(SCOPES["identity"]),
    ]


def test_the_newest_consent_comes_first(staff, client):
    old = recorded(staff, client, signed_on=date(2027, 1, 2))
    new = recorded(staff, client)
    assert active(client, TODAY) == [new, old]
