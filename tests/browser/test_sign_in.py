"""Staff sign in, in a real browser: by hand, with an app, with a passkey, and with time running."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings as site_settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from screening.access import ADMINISTRATOR, ANALYST, INTAKE
from screening.signin.invitations import invite
from tests.browser import faults
from tests.browser.steps import COOKIE, path, press
from tests.people import a_member, a_site, signed_in

PASSWORD = "seven green horses at dawn"

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def cookies_left() -> set[str]:
    return {COOKIE, site_settings.SESSION_COOKIE_NAME, site_settings.CSRF_COOKIE_NAME}


@pytest.fixture
def with_passkeys(page: Page) -> Iterator[Page]:
    """Give the browser a device that keeps passkeys and lets its owner in."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasUserVerification": True,
        "hasResidentKey": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    devtools.detach()


def is_without_fault(page: Page) -> None:
    """Assert that axe finds nothing, in light and dark, and that nothing is too small or wide."""
    found = []
    page.set_viewport_size({"width": 1280, "height": 800})
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours)
        found += [f"{path(page)}, {colours}: {fault}" for fault in faults.found_by_axe(page)]
    page.set_viewport_size({"width": 320, "height": 640})
    checks = (faults.of_ids, faults.of_headings, faults.of_targets, faults.of_width)
    found += [f"{path(page)}: {fault}" for check in checks for fault in check(page)]
    assert not found, "\n".join(found)


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"#id_{name}").fill(value)


def join(page: Page, role: str) -> str:
    """Accept an invitation. Out: the username."""
    site = a_site() if role == INTAKE else None
    token = invite(by=None, username="night.nurse", role=role, site=site, now=timezone.now())
    page.goto(f"/staff/invitation/{token}/")
    is_without_fault(page)
    fill(page, name="Night Nurse", password=PASSWORD, again=PASSWORD)
    press(page, "Continue")
    return "night.nurse"


def give_password(page: Page, username: str) -> None:
    page.goto("/staff/")
    assert path(page) == "/staff/account/login/"
    fill(page, login=username, password=PASSWORD)
    press(page, "Sign in")


def code(secret: str, ahead: int = 0) -> str:
    """Return what an app shows now, or shows next."""
    now = list(yield_hotp_counters_from_time())[1]
    return format_hotp_value(hotp_value(secret, now + ahead))


def test_from_the_invitation_to_signing_in_with_an_app(page: Page):
    username = join(page, INTAKE)
    assert path(page) == "/staff/you/app/"
    is_without_fault(page)
    secret = page.locator("[data-key]").inner_text().replace(" ", "")
    fill(page, code="000000")
    press(page, "Continue")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    is_without_fault(page)
    fill(page, code=code(secret))
    press(page, "Continue")

    codes = page.locator("[data-codes] li").all_inner_texts()
    assert len(set(codes)) == 10
    is_without_fault(page)
    page.goto("/staff/you/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    is_without_fault(page)
    press(page, "Sign out")

    page.goto("/staff/account/login/")
    is_without_fault(page)
    give_password(page, username)
    assert path(page) == "/staff/account/second-step/"
    is_without_fault(page)
    fill(page, code=code(secret, ahead=1))
    press(page, "Sign in")
    expect(page.locator(".staff-who")).to_contain_text("Night Nurse")


def test_an_administrator_joins_with_a_passkey_and_keeps_staff_and_lists(with_passkeys: Page):
    page = with_passkeys
    username = join(page, ADMINISTRATOR)
    assert path(page) == "/staff/you/passkeys/add/"
    is_without_fault(page)
    press(page, "Add the passkey")
    assert page.locator("[data-codes] li").count() == 10
    page.get_by_role("link", name="I have kept them").click()
    page.wait_for_url("**/staff/members/")
    press(page, "Sign out")

    give_password(page, username)
    is_without_fault(page)
    press(page, "Use your passkey")
    assert path(page) == "/staff/members/"
    is_without_fault(page)

    page.goto("/staff/sites/")
    fill(page, name="North Street")
    page.locator("#id_is_active").check()
    press(page, "Add a site")
    is_without_fault(page)
    page.goto("/staff/dispositions/")
    is_without_fault(page)
    page.goto("/staff/members/invite/")
    press(page, "Make the link")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    is_without_fault(page)
    fill(page, username="day.nurse")
    page.locator("#id_role").select_option(INTAKE)
    page.locator("#id_site").select_option(label="North Street")
    press(page, "Make the link")
    is_without_fault(page)
    expect(page.locator("[data-link]")).to_contain_text("/staff/invitation/")
    page.goto("/staff/members/")
    is_without_fault(page)
    expect(page.get_by_role("button", name="Cancel day.nurse")).to_be_visible()


def test_a_passkey_that_does_not_come_is_said(page: Page):
    join(page, ADMINISTRATOR)
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("alert")).to_have_text("The passkey could not be used. Try again.")
    is_without_fault(page)


@pytest.fixture
def at_work(page: Page, live_server) -> Page:
    """Open the account page of somebody signed in, with a clock that the test moves."""
    cookie = signed_in(a_member(ANALYST)).cookies[site_settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [
            {
                "name": cookie.key,
                "value": cookie.value,
                "url": live_server.url.replace("http:", "https:"),
                "httpOnly": True,
                "secure": True,
                "sameSite": "Lax",
            }
        ]
    )
    page.clock.install()
    page.goto("/staff/you/")
    return page


def active_at() -> int:
    (session,) = Session.objects.all()
    return session.get_decoded()["active_at"]


def set_active_at(moment: int) -> None:
    (session,) = Session.objects.all()
    data = session.get_decoded() | {"active_at": moment}
    session.session_data = SessionStore().encode(data)
    session.save()


def test_the_warning_is_answered_by_keyboard(at_work: Page):
    page = at_work
    dialog = page.get_by_role("alertdialog")
    link = page.get_by_role("link", name="Change your password")
    link.focus()
    page.clock.fast_forward("12:50")
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("00:20")
    expect(dialog).to_be_visible()
    expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
    is_without_fault(page)

    set_active_at(active_at() - 600)
    before = active_at()
    with page.expect_response("**/staff/session/") as answer:
        page.keyboard.press("Enter")
    assert answer.value.status == 204
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()
    assert active_at() > before
    # The time starts anew; Escape means the same as the button.
    page.clock.fast_forward("12:50")
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("00:20")
    with page.expect_response("**/staff/session/"):
        page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_typing_is_use(at_work: Page):
    page = at_work
    page.clock.fast_forward("05:00")
    with page.expect_response("**/staff/session/") as answer:
        page.keyboard.press("ArrowDown")
    assert answer.value.status == 204


def test_a_page_left_alone_ends_at_the_sign_in_and_comes_back_after_it(at_work: Page):
    page = at_work
    set_active_at(active_at() - 15 * 60)
    with page.expect_navigation(url="**/staff/account/login/?next=/staff/you/"):
        page.clock.fast_forward("15:01")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert "Your account" not in page.content()


def test_signing_out_clears_the_other_tabs(at_work: Page):
    page = at_work
    other = page.context.new_page()
    other.goto("/staff/you/password/")
    with page.expect_navigation(url="**/staff/account/login/**"):
        other.get_by_role("button", name="Sign out").click()
