"""An interview by keyboard: digits choose, it saves by itself, and two at one draft are told."""

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from screening.access import INTAKE
from screening.instrument.baclofen import CURRENT
from screening.intake.screenings import services
from screening.intake.screenings.queries import screening_for
from screening.models import Screening, StaffMember
from tests.browser import faults
from tests.browser.conftest import Watch
from tests.browser.staff import assert_without_fault_in_any_look, sit_down
from tests.intake.making import a_client, a_draft, all_answers
from tests.people import a_member

OPTIONS = {q.id: [option.code for option in q.options] for q in CURRENT.questions}
GIVEN = all_answers(taken_with=["alcohol", "opioids"])


@pytest.fixture
def nurse(live_server) -> StaffMember:
    return a_member(INTAKE)


@pytest.fixture
def draft(nurse) -> Screening:
    return a_draft(a_client(nurse), nurse)


@pytest.fixture
def desk(
    open_page: Callable[..., Page], watch: Watch, nurse, draft
) -> Iterator[Callable[..., Page]]:
    """Open the interview where somebody is signed in."""
    pages = []

    def opened(member: StaffMember = nurse, **options) -> Page:
        page = open_page(**options)
        sit_down(page, member)
        pages.append(page)
        page.goto(f"/staff/screenings/{draft.pk}/interview/")
        return page

    yield opened
    for page in pages:
        page.context.clear_cookies()
    # The browser complains of an answer that says why nothing was saved.
    watch.complaints = [text for text in watch.complaints if "/save/: Failed to load" not in text]


def in_record(draft: Screening, nurse: StaffMember) -> Screening:
    return screening_for(nurse, draft.pk, timezone.now())


def focused(page: Page) -> str:
    """Return the id of the question that has the focus."""
    return page.evaluate(
        "document.activeElement.closest('[data-question]')?.dataset.question || ''"
    )


def saved(page: Page) -> None:
    expect(page.locator("[data-status]")).to_have_attribute("data-state", "saved")
    expect(page.locator("[data-status]")).to_contain_text("Saved")


def choose(page: Page, question: str, code: str) -> None:
    page.locator(f'#{question} input[value="{code}"] + label').click()


def test_a_whole_interview_is_filled_in_with_digits_and_saves_itself(desk, draft, nurse):
    page = desk()
    for _ in range(len(OPTIONS)):
        question = focused(page)
        if not question:
            break
        given = GIVEN.get(question, "no_answer")
        for code in [given] if isinstance(given, str) else given:
            page.keyboard.press(str(OPTIONS[question].index(code) + 1))
        if isinstance(given, list):
            page.keyboard.press("Enter")
        if question == "change":
            # What this answer calls off goes away before it would be asked.
            expect(page.locator("[data-question=last_dose]")).to_be_hidden()
    total = len(GIVEN)
    expect(page.locator("[data-progress]")).to_have_text(f"{total} of {total} answered")
    expect(page.get_by_role("button", name="Finish", exact=True)).to_be_focused()
    saved(page)
    assert in_record(draft, nurse).answers == GIVEN
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(f"/staff/screenings/{draft.pk}/")
    assert in_record(draft, nurse).state == "finished"


def test_what_is_typed_is_there_after_the_page_is_left(desk, draft, nurse):
    page = desk()
    choose(page, "age", "65_plus")
    page.goto("/emergency/")
    for _ in range(50):  # the last save is on its way when the next page is there already
        if in_record(draft, nurse).answers.get("age") == "65_plus":
            break
        page.reload()
    page.go_back()
    expect(page.locator('#age input[value="65_plus"]')).to_be_checked()


def test_a_sign_of_an_emergency_shows_the_numbers_at_once_even_offline(desk):
    page = desk()
    alarm = page.locator("[data-alarm]")
    expect(alarm).to_be_hidden()
    page.route("**/save/", lambda route: route.abort())
    page.evaluate("window.stop()")
    choose(page, "now_heart", "unsure")
    expect(alarm).to_be_visible()
    expect(alarm.get_by_role("link", name="911")).to_be_visible()
    choose(page, "now_heart", "no")
    expect(alarm).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_emergency_is_finished_from_the_alarm_whatever_is_open(desk, draft, nurse, scripts):
    page = desk(java_script_enabled=scripts)
    choose(page, "now_heart", "yes")
    if not scripts:
        page.get_by_role("button", name="Save and update the questions").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Stop here: finish as an emergency").click()
    assert page.url.endswith(f"/staff/screenings/{draft.pk}/")
    expect(page.get_by_role("heading", name="Acknowledge this emergency")).to_be_visible()
    done = in_record(draft, nurse)
    assert (done.state, done.tier, done.answers) == ("finished", "emergency", {"now_heart": "yes"})


def test_enter_without_javascript_saves_and_does_not_finish_an_emergency(desk, draft, nurse):
    page = desk(java_script_enabled=False)
    choose(page, "now_heart", "yes")
    with page.expect_navigation():
        page.locator('#now_heart input[value="yes"]').press("Enter")
    done = in_record(draft, nurse)
    assert (done.state, done.answers) == ("draft", {"now_heart": "yes"})


def test_digits_stand_before_the_answers_only_where_there_are_keys(desk):
    """A finger cannot press them."""
    shown = (
        "getComputedStyle(document.querySelector('#age .option label'), '::before').display"
        " !== 'none'"
    )
    for touch in (False, True):
        page = desk(has_touch=touch, is_mobile=touch)
        assert page.evaluate(shown) is not touch
        expect(page.locator("[data-keys]")).to_be_visible(visible=not touch)


def test_a_failed_save_is_said_and_made_good(desk, draft, nurse):
    page = desk()
    page.route("**/save/", lambda route: route.fulfill(status=503))
    choose(page, "age", "65_plus")
    expect(page.locator("[data-status]")).to_contain_text("Not saved")
    page.unroute("**/save/")
    page.get_by_role("button", name="Try again").click()
    saved(page)
    assert in_record(draft, nurse).answers == {"age": "65_plus"}


def test_questions_come_and_go_with_the_answers_and_it_is_said(desk):
    page = desk()
    choose(page, "change", "none")
    choose(page, "route", "oral")
    expect(page.locator("#part-withdrawal")).to_be_hidden()
    expect(page.locator("[data-status]")).to_contain_text("not needed now")
    choose(page, "change", "stopped")
    expect(page.locator("#wd_sleep")).to_be_visible()
    expect(page.locator("[data-status]")).to_contain_text("There are new questions")


def test_an_answer_that_stands_alone_takes_the_others_back(desk, draft, nurse):
    page = desk()
    for code in ("alcohol", "opioids", "nothing"):
        choose(page, "taken_with", code)
    expect(page.locator("#taken_with input:checked")).to_have_count(1)
    choose(page, "taken_with", "alcohol")
    saved(page)
    expect(page.locator('#taken_with input[value="nothing"]')).not_to_be_checked()
    page.reload()
    expect(page.locator('#taken_with input[value="alcohol"]')).to_be_checked()


def test_what_is_open_is_said_in_place_when_finishing(desk):
    page = desk()
    choose(page, "age", "65_plus")
    page.get_by_role("button", name="Finish", exact=True).click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_role("link", name="Select yes if you have had a seizure").click()
    assert focused(page) == "now_seizure"
    expect(page.locator("#id_now_seizure_error")).to_be_visible()
    expect(page.locator('#age input[value="65_plus"]')).to_be_checked()


def test_of_two_at_one_draft_nobody_overwrites_silently(desk, draft, nurse):
    colleague = a_member(INTAKE, nurse.site)
    mine, theirs = desk(), desk(colleague)
    choose(theirs, "age", "18_64")
    saved(theirs)
    choose(mine, "age", "65_plus")
    choose(mine, "route", "oral")
    expect(mine.locator("[data-status]")).to_contain_text("somebody else changed this")
    with mine.expect_navigation():
        mine.get_by_role("button", name="See what differs").click()
    expect(mine.get_by_text(f"{colleague.get_username()} saved other answers")).to_be_visible()
    assert faults.found_by_axe(mine) == []
    mine.get_by_label("Yours: 65 or older").check()
    with mine.expect_navigation():
        mine.get_by_role("button", name="Keep these and go on").click()
    assert in_record(draft, nurse).answers == {"age": "65_plus", "route": "oral"}


def test_without_javascript_buttons_do_the_same(desk, draft, nurse):
    page = desk(java_script_enabled=False)
    choose(page, "change", "none")
    choose(page, "route", "oral")
    page.get_by_role("button", name="Save and update the questions").click()
    expect(page.locator("#part-withdrawal")).to_be_hidden()
    choose(page, "now_heart", "yes")
    page.get_by_role("button", name="Save and update the questions").click()
    expect(page.locator("[data-alarm]")).to_be_visible()
    assert in_record(draft, nurse).answers == {
        "now_heart": "yes",
        "route": "oral",
        "change": "none",
    }


def test_no_fault_in_any_look(desk, draft, nurse):
    services.save_answers(
        staff=nurse,
        screening_id=draft.pk,
        answers={"now_heart": "yes", "taken_with": ["alcohol"]},
        edit=draft.edit,
        now=timezone.now(),
    )
    page = desk()
    expect(page.locator("[data-alarm]")).to_be_visible()
    assert_without_fault_in_any_look(page)
    choose(page, "now_heart", "no")
    page.get_by_role("button", name="Finish", exact=True).click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    assert_without_fault_in_any_look(page)


def test_what_stays_in_view_never_covers_the_focus(desk):
    page = desk(viewport={"width": 1280, "height": 700})
    choose(page, "now_heart", "yes")
    for _ in range(45):
        page.keyboard.press("Enter")
        covered = page.evaluate(
            """() => {
                const box = document.activeElement.getBoundingClientRect();
                const top = document.elementFromPoint(
                    box.left + box.width / 2, box.top + box.height / 2);
                return !top || !document.activeElement.parentElement.contains(top);
            }"""
        )
        assert not covered, focused(page)
