"""Dark pages, colours people choose themselves, and pictures of the main pages to look at."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import Opener
from tests.browser.states import MAIN
from tests.browser.steps import RESULT, carry, choose

PICTURES = Path(settings.BASE_DIR) / "var" / "screenshots"
STYLE = "(one, name) => getComputedStyle(one)[name]"


def brightness(page: Page, selector: str, name: str) -> float:
    """Return how bright a colour of the first such element is: 0 black, 255 white."""
    colour = page.locator(selector).first.evaluate(STYLE, name)
    red, green, blue = (float(part) for part in colour.split("(")[1].rstrip(")").split(",")[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def width_of(picture: Path) -> int:
    """Read how wide a PNG is, in pixels."""
    return int.from_bytes(picture.read_bytes()[16:20], "big")


def test_a_page_follows_the_wish_for_light_or_dark(open_page: Opener):
    for scheme, dark in (("light", False), ("dark", True)):
        page = open_page(color_scheme=scheme)
        page.goto("/")

        assert (brightness(page, "body", "backgroundColor") < 60) is dark
        assert (brightness(page, "body", "color") > 200) is dark


def test_every_tier_has_a_word_and_a_sign_beside_its_colour(page: Page):
    words = set()
    for tier, person in people.TIERS.items():
        carry(page, person)
        page.goto(RESULT)

        panel = page.locator(f".tier-{tier}")
        expect(panel.locator("svg")).to_be_visible()
        words.add(panel.locator(".tier-word").inner_text())

    assert len(words) == len(people.TIERS)


def test_with_forced_colours_what_is_chosen_and_what_can_be_pressed_is_still_seen(
    open_page: Opener,
):
    page = open_page(forced_colors="active")
    page.goto("/check/now/")
    choose(page, "now_seizure", "yes")

    def border(selector: str) -> float:
        width = page.locator(selector).first.evaluate(STYLE, "borderTopWidth")
        return float(width.removesuffix("px"))

    assert border("#now_seizure input:checked + label") > border(
        "#now_seizure input:not(:checked) + label"
    )
    assert border("main button") >= 1
    assert border("[data-leave]") >= 1
    carry(page, people.STOPPED)
    page.goto(RESULT)
    assert border(".tier") >= 1


@pytest.mark.parametrize("state", MAIN)
def test_pictures_of_the_main_pages_are_taken_and_none_is_wider_than_the_screen(reach, state: str):
    PICTURES.mkdir(parents=True, exist_ok=True)
    page = reach(state)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width, height in ((320, 640), (1280, 800)):
            page.set_viewport_size({"width": width, "height": height})
            picture = PICTURES / f"{state.replace(' ', '-')}-{width}-{scheme}.png"

            page.screenshot(path=picture, full_page=True)

            assert width_of(picture) == width
