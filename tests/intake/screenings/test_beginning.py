"""Beginning a screening, correcting one and discarding a draft, on their pages."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from screening.access import INTAKE
from screening.models import AuditEntry, Client, EmergencyOpening, Screening
from tests.intake.making import a_client, a_draft, a_screening, acknowledged
from tests.intake.screenings.consenting import a_consent
from tests.intake.screenings.pages import address
from tests.people import a_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse():
    return a_member(INTAKE)


@pytest.fixture
def desk(nurse):
    return signed_in(nurse)


def new(client: Client) -> str:
    return reverse("screening_new", args=[client.pk])


def test_an_interview_begins_with_one_choice(desk, nurse):
    client = a_client(nurse)
    assert desk.get(new(client)).status_code == 200
    response = desk.post(new(client), {"way": "interview"})
    draft = Screening.everywhere.get(client=client)
    assert response.headers["Location"] == address("interview", draft)
    assert (draft.way, draft.begun_by, draft.language) == ("interview", nurse, "en")


def test_a_draft_is_offered_before_another_is_begun(desk, nurse):
    client = a_client(nurse)
    draft = a_draft(client, nurse)
    a_screening(client, nurse)
    html = desk.get(new(client)).content.decode()
    assert html.count("Go on with it") == 1
    assert address("interview", draft) in html


def test_no_choice_is_said_in_place(desk, nurse):
    response = desk.post(new(a_client(nurse)), {})
    assert response.status_code == 422
    assert response.content.decode().count("Select how you want to screen") == 2


def test_a_code_leads_to_where_it_is_entered(desk, nurse):
    client = a_client(nurse)
    response = desk.post(new(client), {"way": "code"})
    assert response.headers["Location"] == reverse("redeem", args=[client.pk])


def test_a_named_client_without_consent_is_not_screened_but_in_an_emergency(desk, nurse):
    client = a_client(nurse, name="Ada Example")
    html = desk.get(new(client)).content.decode()
    assert reverse("consent_new", args=[client.pk]) in html
    refused = desk.post(new(client), {"way": "interview", "reason": " "})
    assert refused.status_code == 422
    assert not Screening.everywhere.exists()
    desk.post(new(client), {"way": "interview", "reason": "Drowsy, and alone"})
    opening = EmergencyOpening.objects.get()
    assert (opening.kind, opening.reason, opening.staff) == (
        "screening",
        "Drowsy, and alone",
        nurse,
    )
    assert Screening.everywhere.get().without_consent == opening


def test_a_named_client_with_consent_is_screened(desk, nurse):
    client = a_client(nurse, name="Ada Example")
    a_consent(client, nurse, now=timezone.now())
    desk.post(new(client), {"way": "interview"})
    assert Screening.everywhere.get().without_consent is None
    assert not EmergencyOpening.objects.exists()


def test_a_correction_begins_with_a_reason_and_there_is_one_at_a_time(desk, nurse):
    old = a_screening(a_client(nurse), nurse)
    url = address("screening_correct", old)
    assert desk.get(url).status_code == 200
    assert desk.post(url, {"reason": ""}).status_code == 422
    response = desk.post(url, {"reason": "A slip of the pen"})
    draft = Screening.everywhere.get(corrects=old)
    assert response.headers["Location"] == address("interview", draft)
    assert desk.get(url).headers["Location"] == address("interview", draft)
    assert "A slip of the pen" in desk.get(address("interview", draft)).content.decode()


def test_an_emergency_is_acknowledged_before_it_is_corrected(desk, nurse):
    old = a_screening(a_client(nurse), nurse, answers={"now_heart": "yes"})
    url = address("screening_correct", old)
    assert desk.get(url).headers["Location"] == address("screening", old)
    acknowledged(old, nurse)
    assert desk.get(url).status_code == 200


def test_a_draft_is_deleted_only_when_asked_twice(desk, nurse):
    draft = a_draft(a_client(nurse), nurse)
    url = address("screening_discard", draft)
    assert desk.get(url).status_code == 200
    assert Screening.everywhere.filter(pk=draft.pk).exists()
    response = desk.post(url)
    assert response.headers["Location"] == reverse("client", args=[draft.client_id])
    assert not Screening.everywhere.filter(pk=draft.pk).exists()
    assert AuditEntry.objects.filter(action="screening_discarded").count() == 1


def test_a_legal_hold_keeps_a_draft(desk, nurse):
    draft = a_draft(a_client(nurse), nurse)
    Client.everywhere.filter(pk=draft.client_id).update(is_on_hold=True)
    response = desk.post(address("screening_discard", draft))
    assert response.status_code == 409
    assert "legal hold" in response.content.decode()
    assert Screening.everywhere.filter(pk=draft.pk).exists()


def test_what_only_matters_for_a_tablet_says_so(nurse):
    html = signed_in(nurse).get(reverse("screening_new", args=[a_client(nurse).pk]))
    (hint,) = re.findall(r'<div class="inset"><p>(.*?)</p>', html.content.decode(), re.DOTALL)
    assert hint.startswith("<strong>Only if you hand over the tablet:</strong>")
    assert "Close all other tabs" in hint
    assert "Set a PIN" in hint
