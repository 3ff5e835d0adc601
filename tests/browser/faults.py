"""Faults of a page as it stands in the browser, each as a sentence; none is what we want."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

AXE_OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations", "incomplete"],
    "selectors": False,
    "preload": False,
}
RULES_OF_THE_LOOK = [
    "color-contrast",
    "link-in-text-block",
    "scrollable-region-focusable",
    "target-size",
]
"""The rules of axe that judge colours, sizes and places. All others judge what is there: names,
roles, landmarks, headings. Those say the same until the page itself or what it hides is another."""

SECRET_WORDS = r"baclofen|misuse|withdrawal|tolerance|overdose|suicide|seizure|pump|tier|urgent"

# A page that is as it was, only in other colours or wider, is asked the rules of the look alone.
_AXE = """async ([options, rulesOfTheLook, without]) => {
    const there = [...document.querySelectorAll("*")].map(one => {
        const { display, visibility, opacity, position, clipPath } = getComputedStyle(one);
        return [display, visibility, opacity, position, clipPath];
    }).join() + document.documentElement.outerHTML;
    const runOnly = there === window.lookedAt
        ? { type: "rule", values: rulesOfTheLook.filter(rule => !without.includes(rule)) }
        : options.runOnly;
    const rules = Object.fromEntries(without.map(rule => [rule, { enabled: false }]));
    const found = await axe.run({ ...options, runOnly, rules });
    window.lookedAt = there;
    return [...found.violations, ...found.incomplete].flatMap(fault =>
        fault.nodes.map(node => `${fault.id}: ${fault.help}: ${node.html.slice(0, 160)}`));
}"""
_REFERENCES = """() => {
    const tokens = name => [...document.querySelectorAll(`[${name}]`)].flatMap(
        one => one.getAttribute(name).split(/\\s+/).filter(Boolean));
    return [...tokens("aria-describedby"), ...tokens("aria-labelledby"), ...tokens("for"),
        ...[...document.querySelectorAll("a[href^='#']")].map(one => one.hash.slice(1))];
}"""
_HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map(
    one => [Number(one.tagName[1]), one.textContent.trim()])"""
_TARGETS = """() => {
    const large = ".option label, button, .button, select, summary, a[href^='tel:'], [data-leave]";
    return [...document.querySelectorAll("a[href]:not(.skip), " + large)]
        .filter(one => one.checkVisibility())
        .map(one => {
            const box = one.getBoundingClientRect();
            return [one.innerText.trim().slice(0, 50), box.width, box.height,
                one.matches(large) ? 44 : 24];
        });
}"""
_SIDEWAYS = """() => {
    const out = [...document.querySelectorAll("body *")].filter(one => {
        const box = one.getBoundingClientRect();
        return one.checkVisibility() && box.width > 1 && !one.matches(".skip")
            && !one.parentElement.closest(".table-box") // scrolls by itself, without the page
            && (box.right > innerWidth + 1 || box.left < -1);
    });
    const page = document.documentElement;
    return [...out.map(one => one.outerHTML.slice(0, 120)),
        ...(page.scrollWidth > innerWidth ? [`the page: ${page.scrollWidth} px wide`] : [])];
}"""
_SPREAD = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
        word-spacing: .16em !important } p { margin-block-end: 2em !important }`);
    document.adoptedStyleSheets.push(sheet);
}"""
_CUT = """() => {
    const cut = [];
    for (const one of document.querySelectorAll("body *")) {
        const own = [...one.childNodes].filter(part => part.nodeType === 3 && part.data.trim());
        if (!own.length || !one.checkVisibility() || one.closest(".visually-hidden, .skip, option"))
            continue;
        let box = one;
        while (getComputedStyle(box).display.startsWith("inline") && box.parentElement
            && !box.matches(".button, .number")) box = box.parentElement;
        const outer = box.getBoundingClientRect();
        const range = document.createRange();
        for (const part of own) {
            range.selectNodeContents(part);
            const text = range.getBoundingClientRect();
            if (text.bottom > outer.bottom + 2 || text.right > outer.right + 2
                || text.top < outer.top - 2 || text.left < outer.left - 2)
                cut.push(one.outerHTML.slice(0, 120));
        }
    }
    return cut;
}"""


def found_by_axe(page: Page, *, without: Sequence[str] = ()) -> list[str]:
    """Say what axe finds. What it cannot decide counts as a fault.

    No rule is left out but those that the caller names, to ask them in another way.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(_AXE, [AXE_OPTIONS, RULES_OF_THE_LOOK, list(without)])


def of_ids(page: Page) -> list[str]:
    """Find ids that are there twice, and references to ids that are not there."""
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    twice = [f"twice: {name}" for name, times in Counter(ids).items() if times > 1]
    return twice + [f"missing: {name}" for name in set(page.evaluate(_REFERENCES)) - set(ids)]


def of_headings(page: Page) -> list[str]:
    """Find headings without words or out of order, and more or fewer than one at the top."""
    found = page.evaluate(_HEADINGS)
    levels = [level for level, _ in found]
    skipped = [
        f"level {lower} after {upper}" for upper, lower in pairwise(levels) if lower > upper + 1
    ]
    empty = [f"empty heading of level {level}" for level, text in found if not text]
    return skipped + empty + ([] if levels.count(1) == 1 else [f"{levels.count(1)} first headings"])


def of_the_title(page: Page) -> list[str]:
    """Find a title that is empty, or says something about the medicine, an answer or a tier."""
    title = page.title()
    return [] if title and not re.search(SECRET_WORDS, title, re.IGNORECASE) else [repr(title)]


def of_targets(page: Page) -> list[str]:
    """Find what is too small for a shaking thumb: 44 pixels, and 24 for a link in the text."""
    return [
        f"{text}: {width:.0f} by {height:.0f}, must be {least}"
        for text, width, height, least in page.evaluate(_TARGETS)
        if min(width, height) < least
    ]


def of_width(page: Page) -> list[str]:
    """Find what makes the page scroll sideways."""
    return page.evaluate(_SIDEWAYS)


def of_spread_text(page: Page) -> list[str]:
    """Spread the text as WCAG 1.4.12 has it, and find what is cut off or sticks out then."""
    page.evaluate(_SPREAD)
    return [f"cut: {text}" for text in page.evaluate(_CUT)] + page.evaluate(_SIDEWAYS)
