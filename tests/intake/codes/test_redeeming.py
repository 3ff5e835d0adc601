"""A code from a self-check becomes a screening: once, for one client, with consent."""

import pytest
from django.urls import reverse
from django.utils import timezone

from screening.access import INTAKE
from screening.handoff import keeping
from screening.handoff.codes import grouped
from screening.handoff.limits import PER_PERSON
from screening.intake.codes import services
from screening.intake.errors import NeedsConsent
from screening.intake.records.told import kept
from screening.models import AuditEntry, CodeTry, EmergencyOpening, Handoff, Screening
from tests.intake.making import a_client, all_answers
from tests.intake.screenings.consenting import a_consent
from tests.people import a_member, signed_in

pytestmark = pytest.mark.django_db

WRONG = "0000-0000-0000-00"  # well formed, and nobody's


@pytest.fixture
def nurse():
    return a_member(INTAKE)


@pytest.fixture
def desk(nurse):
    return signed_in(nurse)


@pytest.fixture
def client(nurse):
    client = a_client(nurse)
    a_consent(client, nurse, now=timezone.now())
    return client


def a_code(seed: bytes = b"seed", *, country: str = "", **changed) -> str:
    return keeping.keep(
        all_answers(**changed),
        country=country,
        language="en",
        taken_on=timezone.localdate(),
        seed=seed,
        now=timezone.now(),
    )


def enter(desk, client, code: str, **more):
    return desk.post(reverse("redeem", args=[client.pk]), {"code": code, **more})


def test_a_code_becomes_a_finished_screening_and_ends(desk, client):
    code = a_code(change="stopped", wd_sleep="mild", country="GB")
    response = enter(desk, client, f" {grouped(code).lower().replace('-', ' ')} ")
    done = Screening.everywhere.get()
    assert response.headers["Location"] == reverse("screening", args=[done.pk])
    assert (done.state, done.way, done.tier, done.client) == ("finished", "code", "today", client)
    assert done.answered_on == timezone.localdate()
    assert kept(done).country == "United Kingdom"
    assert not Handoff.objects.exists()
    assert not CodeTry.objects.exists()
    assert AuditEntry.objects.filter(action="code_redeemed", client_id=client.pk).count() == 1


def test_a_used_and_a_wrong_code_are_refused_in_the_same_words(desk, client):
    code = a_code()
    enter(desk, client, code)
    pages = [enter(desk, client, tried) for tried in (code, WRONG)]
    assert {page.status_code for page in pages} == {422}
    errors = [page.context["errors"] for page in pages]
    assert errors[0] == errors[1]
    assert Screening.everywhere.count() == 1
    refused = AuditEntry.objects.filter(action="code_refused")
    assert refused.count() == 2
    assert code not in str([(entry.object_id, entry.details) for entry in refused])


def test_a_slip_of_the_pen_is_not_a_try(desk, client):
    for typed in ("", "ABC", "!!!!-0000-0000-00"):
        assert enter(desk, client, typed).status_code == 422
    assert not CodeTry.objects.exists()
    assert not AuditEntry.objects.filter(action="code_refused").exists()


def test_too_many_wrong_codes_have_to_wait_and_the_right_one_too(desk, client):
    code = a_code()
    for _ in range(PER_PERSON):
        enter(desk, client, WRONG)
    page = enter(desk, client, code)
    assert "Too many codes were wrong. Wait for 60 minutes" in page.content.decode()
    assert Handoff.objects.count() == 1
    assert not Screening.everywhere.exists()


def test_without_consent_the_code_stays(desk, nurse):
    client, code = a_client(nurse), a_code()
    with pytest.raises(NeedsConsent):
        services.redeem(
            staff=nurse,
            client=client,
            code=code,
            now=timezone.now(),
            today=timezone.localdate(),
        )
    assert enter(desk, client, code).status_code == 422
    assert (Handoff.objects.count(), CodeTry.objects.count()) == (1, 0)


def test_in_an_emergency_a_reason_stands_in_for_the_consent(desk, nurse):
    client, code = a_client(nurse), a_code()
    assert enter(desk, client, WRONG, reason="Hard to wake").status_code == 422
    assert not EmergencyOpening.objects.exists()
    enter(desk, client, code, reason="Hard to wake")
    done, opening = Screening.everywhere.get(), EmergencyOpening.objects.get()
    assert (done.without_consent, opening.kind) == (opening, "screening")


def test_if_the_screening_cannot_be_kept_the_code_stays(desk, client, monkeypatch):
    code = a_code()

    def fails(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(services, "finish", fails)
    with pytest.raises(RuntimeError):
        enter(desk, client, code)
    assert Handoff.objects.count() == 1
    assert not Screening.everywhere.exists()
    monkeypatch.undo()
    assert enter(desk, client, code).status_code == 302


def test_a_code_of_an_older_version_is_told_apart_and_stays(desk, client, monkeypatch):
    monkeypatch.setattr("screening.handoff.keeping.HandedOver.__init__", older_version)
    code = a_code()
    page = enter(desk, client, code)
    assert "older version" in page.content.decode()
    assert Handoff.objects.count() == 1


def older_version(self, answers, instrument, version, country, language, taken_on):
    for name, value in {
        "answers": answers,
        "instrument": instrument,
        "version": 0,
        "country": country,
        "language": language,
        "taken_on": taken_on,
    }.items():
        object.__setattr__(self, name, value)


def test_a_client_of_another_site_is_not_there(client):
    stranger = signed_in(a_member(INTAKE))
    assert stranger.get(reverse("redeem", args=[client.pk])).status_code == 404
    assert enter(stranger, client, a_code()).status_code == 404
