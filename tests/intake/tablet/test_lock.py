"""The lock of a tablet, while other requests of the same browser are still under way."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from screening.access import INTAKE
from screening.signin.sessions import ACTIVE_AT
from tests.intake.making import a_client, a_draft
from tests.intake.screenings.pages import address
from tests.people import a_member, signed_in

pytestmark = pytest.mark.django_db


def test_a_request_that_began_before_cannot_unlock_it_when_it_ends():
    """A request saves its session as a whole, so one that was slow would bring back the old one."""
    nurse = a_member(INTAKE)
    draft = a_draft(a_client(nurse), nurse, way="tablet")
    browser = signed_in(nurse)
    slow = SessionStore(browser.session.session_key)
    slow[ACTIVE_AT] += 1
    browser.post(address("tablet_hand_over", draft))
    with pytest.raises(UpdateError):
        slow.save()
    assert browser.get("/staff/queue/").headers["Location"] == reverse("tablet")
