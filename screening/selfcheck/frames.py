"""The page around the questions. It depends on little, so it is drawn once and reused."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from screening.directory.context import Site
from screening.questionnaire.steps import Page
from screening.selfcheck.answers import IDLE_AFTER

QUESTIONS_HERE: Final = "<!-- questions -->"


def question_frame(
    page: Page,
    site: Site,
    step: tuple[int, int],
    *,
    back: str,
    action: str,
    for_other: bool,
    errors: list[tuple[str, str]] | None,
) -> tuple[str, str]:
    """Draw the page around its questions.

    In: the page; what the site is; its step and the number of steps; the addresses of the page
    before and of this one; whether the answers are about somebody else; errors as (id of
    control, sentence).
    Out: the HTML before and after the questions.
    """
    language = get_language() or ""
    draw = _draw if errors else _kept
    return draw(page, site, step, back, action, for_other, tuple(errors or ()), language)


def _draw(
    page: Page,
    site: Site,
    step: tuple[int, int],
    back: str,
    action: str,
    for_other: bool,
    errors: tuple[tuple[str, str], ...],
    language: str,
) -> tuple[str, str]:
    html = render_to_string(
        "selfcheck/questions.html",
        {
            "site": site,
            "name": _(page.section.name),
            "heading": _(page.section.heading),
            "introduction": _(page.section.introduction) if page.part == 1 else "",
            "step": step[0],
            "steps": step[1],
            "back": back,
            "action": action,
            "for_other": for_other,
            "errors": errors,
            "idle_minutes": IDLE_AFTER // 60,
            "idle_seconds": IDLE_AFTER,
            "questions": QUESTIONS_HERE,
        },
    )
    before, after = html.split(QUESTIONS_HERE)
    return before, after


_kept = lru_cache(maxsize=1024)(_draw)
