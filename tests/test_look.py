"""What the look of the site promises, as far as the files themselves can show it."""

import re
from pathlib import Path

import pytest

from config.colours import contrast_with_white

ROOT = Path(__file__).parent.parent
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2: 1.4.3 and 1.4.11
PAIRS = [
    *(
        (text, ground, TEXT)
        for text in ("ink", "quiet", "accent")
        for ground in ("paper", "surface")
    ),
    *((tier, "surface", TEXT) for tier in ("emergency", "today", "soon", "routine")),
    ("emergency", "paper", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-header", "header", TEXT),
    ("on-emergency", "emergency-bar", TEXT),
    ("control", "paper", SHAPE),
    ("control", "surface", SHAPE),
    ("second", "paper", SHAPE),
    ("focus", "focus-ring", SHAPE),
]
GROUNDS = ["paper", "surface", "header", "accent", "emergency-bar"]


def tokens(scheme: str) -> dict[str, str]:
    """Read the colours of a scheme out of tokens.css."""
    text = (ROOT / "static" / "css" / "tokens.css").read_text("utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", text, re.DOTALL)[:2]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]+|var\(--header\));", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", dark))
    return {name: found["header"] if "var" in value else value for name, value in found.items()}


def contrast(one: str, other: str) -> float:
    lights = []
    for colour in (one, other):
        digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
        lights.append(1.05 / contrast_with_white(f"#{digits}"))
    return max(lights) / min(lights)


@pytest.mark.parametrize("scheme", ["light", "dark"])
class TestColours:
    @pytest.mark.parametrize(("one", "other", "least"), PAIRS)
    def test_can_be_told_apart(self, scheme, one, other, least):
        colours = tokens(scheme)

        assert contrast(colours[one], colours[other]) >= least

    @pytest.mark.parametrize("ground", GROUNDS)
    def test_one_of_the_two_of_the_focus_shows_on_every_ground(self, scheme, ground):
        colours = tokens(scheme)

        assert max(contrast(colours[c], colours[ground]) for c in ("focus", "focus-ring")) >= SHAPE


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_a_style_takes_no_side(style):
    """Nothing is left or right, so that right-to-left pages need no rules of their own."""
    sides = re.findall(r"(?:^|[-\s])(?:left|right)\b.*", style.read_text("utf-8"), re.MULTILINE)

    # Floated over the whole width, which is the same from both sides.
    assert [side for side in sides if "float" not in side and side != " left;"] == []


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_a_style_asks_for_no_other_file(style):
    assert not re.search(r"url\(|@import|@font-face", style.read_text("utf-8"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_inline_style_or_script(template):
    text = template.read_text("utf-8")

    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", text)
