"""A code for a clinic: made, shown in groups and as a picture, and destroyed."""

from playwright.sync_api import Page, expect

from screening.handoff.codes import parse
from screening.models import Handoff
from tests.browser import faults, people
from tests.browser.conftest import Opener
from tests.browser.steps import RESULT, carry, follow, heading, path, press
from tests.browser.test_every_page import ALL, CHECKS, look

BLACK_AND_WHITE = """svg => {
    const box = svg.getBoundingClientRect();
    const squares = svg.viewBox.baseVal.width;
    const paint = name => getComputedStyle(svg.querySelector(name)).fill;
    return [box.width === box.height, box.width / squares >= 4, paint("rect"), paint("path")];
}"""


def make_a_code(page: Page) -> str:
    """Go from the result to a code. Out: the code as it can be read."""
    carry(page, people.NEEDS_MORE)
    page.goto(RESULT)
    follow(page, "About the code")
    with page.expect_navigation():
        page.get_by_role("button", name="Make a code").dblclick()
    return parse(page.locator(".code [aria-hidden]").inner_text())


def test_a_code_is_made_once_shown_and_destroyed(page: Page):
    code = make_a_code(page)

    assert heading(page) == "Your code for a clinic"
    assert Handoff.objects.count() == 1
    assert [len(group) for group in page.locator(".code-group").all_inner_texts()] == [4, 4, 4, 2]
    assert page.get_by_role("img", name="The code as a picture").evaluate(BLACK_AND_WHITE) == [
        True, True, "rgb(255, 255, 255)", "rgb(0, 0, 0)",
    ]  # fmt: skip
    assert code not in page.url + page.title()

    follow(page, "Back")
    follow(page, "See your code")
    assert parse(page.locator(".code [aria-hidden]").inner_text()) == code

    press(page, "Destroy this code")
    assert heading(page) == "The code is destroyed"
    assert Handoff.objects.count() == 0
    follow(page, "Back to your result")
    expect(page.get_by_role("link", name="About the code")).to_be_visible()


def test_the_page_with_the_code_is_without_fault(page: Page):
    make_a_code(page)
    found = []
    for colours, width in ALL:
        look(page, colours, width)
        found += [f"{colours}, {width}: {fault}" for fault in faults.found_by_axe(page)]
    look(page, "light", 320)
    for name, check in CHECKS.items():
        found += [f"{name}: {fault}" for fault in check(page)]

    assert not found, "\n".join(found)


def test_the_code_is_on_the_paper_and_the_buttons_are_not(page: Page):
    make_a_code(page)
    page.emulate_media(media="print", color_scheme="dark")

    expect(page.locator(".code")).to_be_visible()
    expect(page.locator(".code-picture")).to_be_visible()
    expect(page.get_by_text("It works once")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("link")).to_have_count(0)
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1


def test_it_works_without_javascript(open_page: Opener):
    page = open_page(java_script_enabled=False)
    code = make_a_code(page)

    page.goto("/check/code/destroy/")
    page.get_by_label("The code").fill(code.lower())
    press(page, "Destroy this code")

    assert path(page) == "/check/code/destroy/"
    assert heading(page) == "The code is destroyed"
    assert Handoff.objects.count() == 0
