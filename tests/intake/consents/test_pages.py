"""The pages of a consent: recording, reading, printing, revoking."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from screening.access import ADMINISTRATOR, ANALYST, AUDITOR, INTAKE
from screening.intake.clients.services import open_in_emergency
from screening.intake.consents.forms import USUAL
from screening.intake.consents.queries import consents_of, covering
from screening.intake.consents.scopes import SCOPES
from screening.intake.consents.services import LONGEST
from screening.intake.consents.statements import STATEMENTS
from tests.intake.clients.pages import text_of, title_of, trail
from tests.intake.making import a_client
from tests.people import a_member, signed_in

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def staff():
    return a_member(INTAKE)


@pytest.fixture
def desk(staff):
    return signed_in(staff)


@pytest.fixture
def client(staff):
    return a_client(staff, name="Zoë Marker")


def typed(**other):
    today = timezone.localdate()
    terms: dict[str, Any] = {
        "disclosed_by": "The clinic",
        "recipient": "Riverside Hospital",
        "scope": ["screening", "summary"],
        "purpose": "Treatment",
        "ends_on": (today + USUAL).isoformat(),
        "signer": "client",
        "representative": "",
        "authority": "",
        "way": "paper",
        "signed_on": today.isoformat(),
        "form": "one",
    }
    return {**terms, **other}


def new(client):
    return reverse("consent_new", args=[client.pk])


def recorded(desk, client, **other):
    assert desk.post(new(client), typed(**other)).status_code == 302
    return consents_of(client)[0]


def addresses(client, consent):
    return {
        "consent_new": new(client),
        "consent_form": reverse("consent_form", args=[client.pk]),
        **{
            name: reverse(name, args=[consent.pk])
            for name in ("consent", "consent_print", "consent_revoke")
        },
    }


@pytest.mark.parametrize("role", [ANALYST, ADMINISTRATOR, AUDITOR])
def test_other_roles_may_not(role, desk, client):
    visitor = signed_in(a_member(role))
    for address in addresses(client, recorded(desk, client)).values():
        assert visitor.get(address).status_code == 403


def test_another_site_finds_nothing_and_nothing_is_recorded(desk, client):
    places, other = addresses(client, recorded(desk, client)), signed_in(a_member(INTAKE))
    before = len(trail())
    for address in places.values():
        assert other.get(address).status_code == 404
    assert other.post(new(client), typed()).status_code == 404
    assert other.post(places["consent_revoke"]).status_code == 404
    assert len(trail()) == before
    assert len(consents_of(client)) == 1


def test_a_record_opened_in_an_emergency_is_there_to_be_read(desk, client):
    """Otherwise whoever opened it could pass all of it on under a consent of their own making."""
    consent, elsewhere = recorded(desk, client), a_member(INTAKE)
    now = timezone.now()
    open_in_emergency(
        staff=elsewhere, client=client, kind="record", reason="A seizure here", now=now
    )
    places, other = addresses(client, consent), signed_in(elsewhere)
    assert other.get(places["consent"]).status_code == 200
    assert other.get(places["consent_print"]).status_code == 200
    for place in ("consent_new", "consent_form", "consent_revoke"):
        assert other.get(places[place]).status_code == 404
        assert places[place] not in text_with_links(other, client, consent)
    assert other.post(places["consent_new"], typed(form="two")).status_code == 404
    assert other.post(places["consent_revoke"]).status_code == 404
    assert [one.revoked_at for one in consents_of(client)] == [None]


def text_with_links(browser, client, consent):
    pages = (reverse("client", args=[client.pk]), reverse("consent", args=[consent.pk]))
    return "".join(browser.get(page).content.decode() for page in pages)


def test_nobody_is_asked_to_sign_in(desk, client):
    places = addresses(client, recorded(desk, client))
    desk.logout()
    for address in places.values():
        assert desk.get(address)["Location"].startswith("/staff/account/login/")


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("consent_new", "client_read"),
        ("consent_form", "consent_printed"),
        ("consent", "consent_read"),
        ("consent_print", "consent_printed"),
        ("consent_revoke", "consent_read"),
    ],
)
def test_every_page_is_audited_and_says_the_name_in_its_text_only(desk, client, name, action):
    address = addresses(client, recorded(desk, client))[name]
    before = len(trail())
    answer = desk.get(address)
    assert trail()[before:] == [(action, client.pk)]
    assert "Zoë Marker" in text_of(answer)
    assert "Marker" not in title_of(answer)
    assert answer["Cache-Control"] == "no-store"


def test_a_consent_is_recorded(desk, client):
    answer = desk.post(new(client), typed())
    assert answer["Location"] == reverse("client", args=[client.pk])
    consent = covering(client, "summary", timezone.localdate())
    assert consent.recipient == "Riverside Hospital"
    assert consent.signed_by == "Zoë Marker (the client), on paper"
    assert "Active until" in text_of(desk.get(answer["Location"]))


def test_the_form_sent_twice_makes_one_consent(desk, client):
    for _ in range(2):
        desk.post(new(client), typed())
    assert len(consents_of(client)) == 1
    desk.post(new(client), typed(form="two"))
    assert len(consents_of(client)) == 2


def test_somebody_may_sign_for_the_client(desk, client):
    signed = {"signer": "representative", "representative": "Ann Lee", "authority": "guardian"}
    consent = recorded(desk, client, **signed, way="screen")
    assert consent.signed_by == "Ann Lee for Zoë Marker, as guardian, electronically"


@pytest.mark.parametrize(
    ("other", "control"),
    [
        ({"disclosed_by": " "}, "id_disclosed_by"),
        ({"recipient": ""}, "id_recipient"),
        ({"recipient": "x" * 1001}, "id_recipient"),
        ({"scope": []}, "id_scope_0"),
        ({"scope": ["everything"]}, "id_scope_0"),
        ({"purpose": ""}, "id_purpose"),
        ({"ends_on": ""}, "id_ends_on"),
        ({"ends_on": "2001-01-01"}, "id_ends_on"),
        ({"ends_on": "9999-12-31"}, "id_ends_on"),
        ({"signer": ""}, "id_signer_0"),
        ({"signer": "representative", "authority": "guardian"}, "id_representative"),
        ({"signer": "representative", "representative": "Ann"}, "id_authority"),
        ({"way": "by post"}, "id_way_0"),
        ({"signed_on": "2999-01-01"}, "id_signed_on"),
        ({"signed_on": "nonsense"}, "id_signed_on"),
    ],
)
def test_a_deficient_consent_is_refused_and_what_was_typed_is_kept(desk, client, other, control):
    answer = desk.post(new(client), typed(**{"purpose": "A kept purpose", **other}))
    assert answer.status_code == 422
    assert title_of(answer).startswith("Error:")
    assert f'<a href="#{control}">' in answer.content.decode()
    if "purpose" not in other:
        assert "A kept purpose" in text_of(answer)
    assert not consents_of(client)


def test_the_longest_time_counts_from_the_day_of_signing(desk, client):
    today = timezone.localdate()
    signed_on = (today - 30 * DAY).isoformat()
    late = {"signed_on": signed_on, "ends_on": (today + LONGEST - 29 * DAY).isoformat()}
    assert desk.post(new(client), typed(**late)).status_code == 422
    last = {"signed_on": signed_on, "ends_on": (today + LONGEST - 30 * DAY).isoformat()}
    assert desk.post(new(client), typed(**last)).status_code == 302


def test_it_can_be_shown_for_signing_before_anything_is_recorded(desk, client):
    unsigned = typed(show="yes", signer="", way="", signed_on="")
    before = len(trail())
    answer = desk.post(new(client), unsigned)
    assert answer.status_code == 200
    shown = text_of(answer)
    assert "Riverside Hospital" in shown
    assert "Signature of the client" in shown
    assert "staff-nav" not in answer.content.decode()
    assert trail()[before:] == [("client_read", client.pk), ("consent_printed", client.pk)]
    assert not consents_of(client)


def test_what_is_shown_for_signing_must_be_whole(desk, client):
    answer = desk.post(new(client), typed(show="yes", recipient=""))
    assert answer.status_code == 422
    assert '<a href="#id_recipient">' in answer.content.decode()


def test_the_way_back_to_the_form_loses_nothing(desk, client):
    answer = desk.post(new(client), typed(back="yes"))
    drawn = answer.content.decode()
    assert answer.status_code == 200
    assert "Riverside Hospital" in drawn
    assert 'value="summary" checked' in drawn
    assert 'value="notes" checked' not in drawn
    assert 'name="form" value="one"' in drawn


@pytest.mark.parametrize("name", ["consent_form", "consent_print"])
def test_the_sheet_has_every_element_that_the_law_demands(desk, client, name):
    consent = recorded(desk, client)
    shown = text_of(desk.get(addresses(client, consent)[name]))
    for element in (
        "Name of the client",
        "Who may use and disclose",
        "To whom",
        "For what purpose",
        "The last day on which it holds",
        "Day of signing",
        *map(str, SCOPES.values()),
        *(str(text) for pair in STATEMENTS for text in pair),
    ):
        assert element in shown
    assert ("Riverside Hospital" in shown) == (name == "consent_print")


def test_a_consent_is_revoked_after_asking_once(desk, client):
    consent = recorded(desk, client)
    address = reverse("consent_revoke", args=[consent.pk])
    assert "Revoke this consent?" in text_of(desk.get(address))
    assert covering(client, "summary", timezone.localdate())
    answer = desk.post(address)
    assert answer["Location"] == reverse("consent", args=[consent.pk])
    assert covering(client, "summary", timezone.localdate()) is None
    shown = desk.get(answer["Location"])
    assert "Revoked on" in text_of(shown)
    assert address not in shown.content.decode()
    assert desk.get(address)["Location"] == answer["Location"]


def test_a_consent_that_is_over_says_so(desk, client):
    consent = recorded(desk, client)
    consent.ends_on = timezone.localdate() - DAY
    consent.save()
    assert "Ended on" in text_of(desk.get(reverse("consent", args=[consent.pk])))
