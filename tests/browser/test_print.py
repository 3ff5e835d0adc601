"""The result on paper: all of it, folded parts too, and links one can read."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser import people
from tests.browser.conftest import Opener
from tests.browser.faults import of_width
from tests.browser.steps import RESULT, carry, guidance, put_cookie

PAPER: ViewportSize = {"width": 658, "height": 986}
"""A4 without its margins of 18 mm, in pixels."""

NOTE_WHAT_IS_PRINTED = """() => addEventListener("beforeprint", () => {
    const parts = [...document.querySelectorAll("details")];
    window.printed = parts.map(one => one.open);
})"""


def print_result(page: Page) -> None:
    carry(page, people.MISUSES_AND_MIXES)
    page.goto(RESULT)
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")


def test_it_makes_pages(page: Page):
    print_result(page)

    paper = page.pdf(format="A4", prefer_css_page_size=True)

    assert paper.startswith(b"%PDF-")
    assert 2 <= paper.count(b"/Type /Page\n") <= 12


def test_folded_parts_are_unfolded_for_the_printer_and_folded_again(page: Page):
    print_result(page)
    page.evaluate(NOTE_WHAT_IS_PRINTED)

    page.pdf()

    printed = page.evaluate("window.printed")
    assert printed
    assert all(printed)
    assert page.locator("details[open]").count() == 0


@pytest.mark.parametrize("javascript", [True, False], ids=["with", "without JavaScript"])
def test_what_is_folded_is_on_the_paper(open_page: Opener, javascript: bool):
    page = open_page(java_script_enabled=javascript)
    print_result(page)

    expect(
        page.locator("#scores th", has_text="Use in another way than prescribed")
    ).to_be_visible()
    assert page.locator("#scores table").evaluate("one => one.offsetHeight") > 50


def test_nothing_is_wider_than_the_paper_and_nothing_is_cut(page: Page):
    print_result(page)

    assert of_width(page) == []
    cut = page.locator("main *").evaluate_all(
        """all => all.filter(one => one.checkVisibility() && !one.matches(".visually-hidden, input")
            && getComputedStyle(one).overflow !== "visible"
            && one.scrollHeight > one.clientHeight + 1).map(one => one.outerHTML.slice(0, 100))"""
    )
    assert [one for one in cut if "<svg" not in one and "<path" not in one] == []


def test_every_part_of_the_guidance_is_on_the_paper(page: Page):
    print_result(page)

    for block in guidance(page):
        expect(page.locator(f"[data-guidance={block}]")).to_be_visible()
    for words in ("What your answers suggest", "Why"):
        expect(page.get_by_role("heading", name=words, exact=True)).to_be_visible()
    expect(page.get_by_text("Not a diagnosis. Not validated.")).to_be_visible()


def test_every_link_out_is_spelled_out_and_every_number_can_be_read(page: Page):
    print_result(page)

    out = page.locator("main a[href^='http']")
    assert out.count() > 0
    for link in out.all():
        address = link.get_attribute("href") or ""
        after = link.evaluate("one => getComputedStyle(one, '::after').content")
        assert address in link.inner_text() + after.replace("attr(href)", address)
    for number in page.locator("main a[href^='tel:']").all():
        digits = [sign for sign in number.inner_text() if sign.isdigit()]
        assert "".join(digits)[-3:] == (number.get_attribute("href") or "")[-3:]


def test_what_only_a_screen_needs_stays_off_the_paper(page: Page):
    print_result(page)

    for useless in ("[data-leave]", "footer", ".back", "#count", "#end", "nav.on-this-page"):
        expect(page.locator(useless)).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)


def test_it_is_black_on_white_though_the_screen_is_dark(open_page: Opener):
    page = open_page(color_scheme="dark")
    print_result(page)

    colours = page.locator("main *").evaluate_all(
        """all => [...new Set(all.filter(one => one.checkVisibility()).map(
            one => getComputedStyle(one).color))]"""
    )
    assert colours == ["rgb(0, 0, 0)"]


def test_a_page_without_a_result_prints_no_answer(page: Page):
    put_cookie(page, "changed")
    page.goto(RESULT)
    page.emulate_media(media="print")

    expect(page.get_by_role("heading", name="Please start again")).to_be_visible()
