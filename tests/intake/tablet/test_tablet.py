"""A tablet that was handed over: what it shows, that it stays locked, and how it is taken back."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from screening.access import INTAKE
from screening.audit.actions import ACTIONS
from screening.intake.screenings import services
from screening.intake.screenings.queries import screening_for
from screening.models import AuditEntry, Screening
from screening.pin import TRIES, set_pin
from screening.signin.sessions import TABLET_IDLE_SECONDS
from tests.intake.making import a_client, a_draft, a_screening, all_answers
from tests.intake.screenings.consenting import a_consent
from tests.intake.screenings.pages import address
from tests.people import a_member, signed_in
from tests.selfcheck.page import read

pytestmark = pytest.mark.django_db

PIN = "193847"
WRONG = "193848"
NAME = "Ada Example"


@pytest.fixture
def nurse():
    member = a_member(INTAKE)
    set_pin(member, PIN)
    return member


@pytest.fixture
def client(nurse):
    client = a_client(nurse, name=NAME, reference="REF-SECRET")
    a_consent(client, nurse, now=timezone.now())
    return client


@pytest.fixture
def draft(client, nurse):
    return a_draft(client, nurse, way="tablet")


@pytest.fixture
def tablet(draft, nurse):
    """A browser that was handed to the client."""
    browser = signed_in(nurse)
    response = browser.post(address("tablet_hand_over", draft))
    assert response.headers["Location"] == reverse("tablet")
    return browser


def in_record(draft, nurse) -> Screening:
    return screening_for(nurse, draft.pk, timezone.now())


def actions() -> list[str]:
    return list(AuditEntry.objects.values_list("action", flat=True))


def answer(tablet, given: dict, *, at: str = "") -> str:
    """Answer page after page from the start of the tablet. Out: the address after the last."""
    url = at or read(tablet.get(reverse("tablet"))).link("Start")
    for _ in range(12):
        html = tablet.get(url).content.decode()
        names = dict.fromkeys(re.findall(r'name="(\w+)" value="\w+"', html))
        (edit,) = re.findall(r'name="edit" value="(\d+)"', html)
        asked = [name for name in names if name in given]
        response = tablet.post(url, {**{name: given[name] for name in asked}, "edit": edit})
        assert response.status_code == 302, html
        url = response.headers["Location"]
        if url == reverse("tablet_help"):
            html = tablet.get(url).content.decode()
            (url,) = re.findall(r'href="([^"]+)">Carry on with the questions', html)
        if url in (reverse("tablet_answers"), reverse("tablet_give_back")):
            return url
    raise AssertionError(f"never came to the end: {url}")


def say_seizure(draft, nurse) -> None:
    """Put one sign of an emergency into the draft, and nothing else."""
    services.save_answers(
        staff=nurse,
        screening_id=draft.pk,
        answers={"now_seizure": "yes"},
        edit=draft.edit,
        now=timezone.now(),
    )


# --- the lock


@pytest.mark.parametrize(
    "name",
    ["staff_home", "queue", "clients", "screenings", "due", "account", "account_login", "session"],
)
def test_every_address_of_the_staff_side_leads_back_to_the_tablet(tablet, name):
    for method in (tablet.get, tablet.post):
        response = method(reverse(name))
        assert (response.status_code, response.headers["Location"]) == (302, reverse("tablet"))


def test_the_record_the_interview_and_signing_out_lead_back_too(tablet, draft, client):
    addresses = [
        reverse("client", args=[client.pk]),
        address("interview", draft),
        address("screening_save", draft),
        reverse("account_logout"),
        "/staff/no-such-page/",
    ]
    for url in addresses:
        assert tablet.post(url).headers["Location"] == reverse("tablet")


def test_public_pages_stay_open_and_other_browsers_are_not_locked(tablet, nurse):
    assert tablet.get(reverse("emergency")).status_code == 200
    assert signed_in(nurse).get(reverse("queue")).status_code == 200


def test_nothing_is_kept_to_come_back_to(draft, nurse):
    browser = signed_in(nurse)
    response = browser.post(address("tablet_hand_over", draft))
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert "no-store" in response.headers["Cache-Control"]


def test_a_tablet_that_was_not_handed_over_has_nothing_to_show(draft, nurse):
    browser = signed_in(nurse)
    for name in ("tablet", "tablet_answers", "tablet_help", "tablet_give_back"):
        assert browser.get(reverse(name)).headers["Location"] == reverse("staff_home")
    for name in ("tablet_release", "tablet_sign_in"):
        assert browser.post(reverse(name)).headers["Location"] == reverse("staff_home")


def test_no_page_says_who_the_client_is_or_offers_the_staff_side(tablet, draft, client):
    urls = [
        reverse("tablet"),
        reverse("tablet_questions", args=["now", 1]),
        reverse("tablet_help"),
        reverse("tablet_give_back"),
    ]
    answer(tablet, all_answers(now_breathing="yes"))
    urls.append(reverse("tablet_answers"))
    for url in urls:
        html = tablet.get(url).content.decode()
        for secret in (NAME, "REF-SECRET", client.created_by.get_username(), str(draft.pk)):
            assert secret not in html
        links = re.findall(r'<a [^>]*href="(/[^"]*)"', html)
        assert links
        assert all(href.startswith("/staff/tablet/") for href in links), links


# --- the check


def test_the_answers_become_the_screening_and_nothing_of_the_result_is_shown(tablet, draft, nurse):
    given = all_answers(change="stopped", wd_sleep="mild")
    assert answer(tablet, given) == reverse("tablet_answers")
    assert in_record(draft, nurse).answers == given
    page = tablet.get(reverse("tablet_give_back")).content.decode()
    assert not re.search(r"data-tier|data-guidance|Speak to a doctor", page)
    response = tablet.post(reverse("tablet_release"), {"pin": PIN})
    assert response.headers["Location"] == address("screening", draft)
    done = in_record(draft, nurse)
    assert (done.state, done.tier, done.way) == ("finished", "today", "tablet")
    assert "tablet_handed_over" in actions()
    assert "tablet_taken_back" in actions()
    assert set(actions()) <= set(ACTIONS)


def test_a_sign_of_an_emergency_leads_to_help_and_to_the_staff(tablet):
    url = reverse("tablet_questions", args=["now", 1])
    calm = {name: "no" for name in all_answers() if name.startswith("now_")}
    response = tablet.post(url, {**calm, "now_heart": "unsure", "edit": "2"})
    response = tablet.post(url, {**calm, "now_heart": "unsure", "edit": "1"})
    assert response.headers["Location"] == reverse("tablet_help")
    for name in ("tablet_help", "tablet_give_back"):
        html = tablet.get(reverse(name)).content.decode()
        assert "<h1>Tell somebody now: give the tablet back at once</h1>" in html
        assert 'href="tel:911"' in html
        assert "This person said that something may be an emergency." in html
        assert 'name="pin"' in html


def test_without_such_a_sign_nothing_is_said_of_an_emergency(tablet):
    for name, heading in (
        ("tablet_help", "Get emergency help now"),
        ("tablet_give_back", "Thank you. Give the tablet back now"),
    ):
        html = tablet.get(reverse(name)).content.decode()
        assert f"<h1>{heading}</h1>" in html
        assert "something may be an emergency" not in html


@pytest.mark.parametrize("wrong", ["", WRONG])
def test_a_wrong_pin_leaves_the_numbers_and_the_warning_there(draft, tablet, nurse, wrong):
    say_seizure(draft, nurse)
    html = tablet.post(reverse("tablet_release"), {"pin": wrong}).content.decode()
    assert "This person said that something may be an emergency." in html
    assert 'href="tel:911"' in html


def test_whoever_takes_back_an_emergency_sees_the_alarm(draft, tablet, nurse):
    say_seizure(draft, nurse)
    response = tablet.post(reverse("tablet_release"), {"pin": PIN}, follow=True)
    assert response.redirect_chain[-1][0] == address("interview", draft)
    alarm = response.content.decode().split("data-alarm")[1]
    assert not alarm.startswith(" hidden")
    assert in_record(draft, nurse).state == "draft"


def test_what_is_left_out_is_said_in_place_and_the_rest_is_kept(tablet, draft, nurse):
    url = reverse("tablet_questions", args=["now", 1])
    response = tablet.post(url, {"now_heart": "no", "edit": draft.edit})
    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in html
    assert "id_now_seizure_error" in html
    assert in_record(draft, nurse).answers == {"now_heart": "no"}


def test_under_18_the_check_ends_early(tablet, draft, nurse):
    given = {**all_answers(), "age": "under_18"}
    assert answer(tablet, given) == reverse("tablet_give_back")
    tablet.post(reverse("tablet_release"), {"pin": PIN})
    assert in_record(draft, nurse).outcome == "under_age"


def test_a_page_ahead_leads_to_what_is_open_and_answers_can_be_changed(tablet, draft, nurse):
    ahead = tablet.get(reverse("tablet_questions", args=["misuse", 1]))
    assert ahead.headers["Location"] == reverse("tablet_questions", args=["now", 1])
    answer(tablet, all_answers())
    page = read(tablet.get(reverse("tablet_answers")))
    change = page.link("Change Age").partition("#")[0]
    answer(tablet, all_answers(age="65_plus"), at=change)
    assert in_record(draft, nurse).answers["age"] == "65_plus"
    assert tablet.get("/staff/tablet/nowhere/1/").status_code == 404


def test_what_staff_changed_in_the_meantime_is_not_overwritten(tablet, draft, nurse):
    services.save_answers(
        staff=nurse,
        screening_id=draft.pk,
        answers={"now_heart": "yes"},
        edit=draft.edit,
        now=timezone.now(),
    )
    url = reverse("tablet_questions", args=["now", 1])
    calm = {name: "no" for name in all_answers() if name.startswith("now_")}
    response = tablet.post(url, {**calm, "edit": draft.edit})
    assert response.status_code == 409
    assert in_record(draft, nurse).answers == {"now_heart": "yes"}
    # What was typed is still there, and goes in with the next press.
    assert 'name="now_heart" value="no" checked' in response.content.decode()
    assert tablet.post(url, {**calm, "edit": draft.edit + 1}).status_code == 302


# --- taking it back


def test_half_a_check_leads_to_the_interview(tablet, draft, nurse):
    tablet.post(
        reverse("tablet_questions", args=["now", 1]), {"now_heart": "no", "edit": draft.edit}
    )
    response = tablet.post(reverse("tablet_release"), {"pin": PIN})
    assert response.headers["Location"] == address("interview", draft)
    assert tablet.get(address("interview", draft)).status_code == 200
    assert in_record(draft, nurse).answers == {"now_heart": "no"}


@pytest.mark.parametrize("typed", ["", WRONG, "1", "x" * 300])
def test_a_wrong_pin_leaves_it_locked(tablet, typed):
    response = tablet.post(reverse("tablet_release"), {"pin": typed})
    assert response.status_code == 422
    assert "<title>Error: " in response.content.decode()
    assert tablet.get(reverse("queue")).headers["Location"] == reverse("tablet")


def test_after_five_wrong_pins_only_signing_in_helps(tablet, draft):
    for _ in range(TRIES):
        tablet.post(reverse("tablet_release"), {"pin": WRONG})
    html = tablet.post(reverse("tablet_release"), {"pin": PIN}).content.decode()
    assert "Sign in to take the tablet back" in html
    assert tablet.get(reverse("queue")).headers["Location"] == reverse("tablet")
    response = tablet.post(reverse("tablet_sign_in"))
    assert response.headers["Location"].startswith(reverse("account_login"))
    assert address("interview", draft).replace("/", "%2F") in response.headers["Location"]
    assert tablet.get(reverse("queue")).headers["Location"].startswith(reverse("account_login"))


def test_taking_it_back_gives_the_session_a_new_key(tablet):
    before = tablet.session.session_key
    tablet.post(reverse("tablet_release"), {"pin": PIN})
    assert tablet.session.session_key != before
    assert tablet.get(reverse("queue")).status_code == 200


def test_a_draft_that_is_gone_can_still_be_left(tablet, draft, nurse):
    services.discard(staff=nurse, screening_id=draft.pk, now=timezone.now())
    assert tablet.get(reverse("tablet")).headers["Location"] == reverse("tablet_give_back")
    assert tablet.get(reverse("tablet_give_back")).status_code == 200
    response = tablet.post(reverse("tablet_release"), {"pin": PIN})
    assert response.headers["Location"] == reverse("staff_home")


def test_only_a_draft_is_handed_over(client, nurse):
    browser = signed_in(nurse)
    done = a_screening(client, nurse)
    response = browser.post(address("tablet_hand_over", done))
    assert response.headers["Location"] == address("screening", done)
    assert browser.get(reverse("queue")).status_code == 200
    assert signed_in(a_member(INTAKE)).post(address("tablet_hand_over", done)).status_code == 404


# --- time


def left_alone(tablet, seconds: int) -> None:
    session = tablet.session
    session["active_at"] -= seconds
    session.save()


def test_a_client_has_longer_than_staff_and_what_was_typed_is_kept(tablet, draft, nurse):
    url = reverse("tablet_questions", args=["now", 1])
    left_alone(tablet, TABLET_IDLE_SECONDS - 60)
    assert tablet.get(url).status_code == 200
    left_alone(tablet, TABLET_IDLE_SECONDS + 60)
    response = tablet.post(url, {"now_heart": "no", "edit": draft.edit})
    assert response.headers["Location"].startswith(reverse("account_login"))
    assert in_record(draft, nurse).answers == {"now_heart": "no"}
    assert timedelta(seconds=TABLET_IDLE_SECONDS) == timedelta(hours=1)
