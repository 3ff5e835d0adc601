"""What comes of the answers: help at once, checking them, the result, being counted."""

from __future__ import annotations

import logging
from collections.abc import Hashable
from dataclasses import replace
from typing import Final

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from screening.directory.contacts import COUNTRIES, contacts_for
from screening.directory.context import site
from screening.fetch_guard import public
from screening.instrument.engine import ASSESSED, assess, interrupted, left
from screening.instrument.pages import COUNTED
from screening.questionnaire.steps import pages, position, route
from screening.selfcheck import answers as cookie
from screening.selfcheck import result as results
from screening.selfcheck.addresses import address, after, change_address, is_changing, to_carry_on
from screening.selfcheck.answers import Check
from screening.selfcheck.counting import count as count_check
from screening.selfcheck.frames import draw_page
from screening.selfcheck.steps_reached import count_step
from screening.selfcheck.views.opening import country_of, current_time, to, with_check
from screening.told.telling import SELF_HARM, call_at_once
from screening.told.wording import TIER_HEADINGS, TIER_TEXTS

logger = logging.getLogger(__name__)

POISONED: Final = frozenset(("now_overdose", "now_mixed"))


@public
@require_safe
@with_check
def interruption(request: HttpRequest, check: Check) -> HttpResponse:
    """Show emergency help at once. Carrying on is possible, and quiet."""
    if not interrupted(check.answers):
        return HttpResponseRedirect(to_carry_on(check.answers))
    place = country_of(check)
    signs = _signs_now(check)
    changing = is_changing(request)
    gate = pages()[0]
    context = {
        "emergency": contacts_for(place, "emergency"),
        "crisis": contacts_for(place, "crisis") if SELF_HARM in signs else (),
        "only_crisis": signs == {SELF_HARM},
        "poison": contacts_for(place, "poison") if signs & POISONED else (),
        "pump": "now_pump" in signs,
        "for_other": check.answers.get("respondent") == "other",
        "back": address(gate, changing=changing),
        "onward": after(gate, route(check.answers), changing=changing),
    }
    return render(request, "selfcheck/interruption.html", context)


@public
@require_safe
@with_check
def check_answers(request: HttpRequest, check: Check) -> HttpResponse:
    """Show all answers, each with a link to change it."""
    way = route(check.answers)
    if way.unfinished:
        return HttpResponseRedirect(address(way.unfinished))
    if left(check.answers):
        return to("result")
    step, steps = position(None, way)
    context = {
        "sections": results.answer_sections(check.answers, way.shown, change_address),
        "back": address(way.pages[-1]),
        "step": step,
        "steps": steps,
        "for_other": check.answers.get("respondent") == "other",
    }
    return render(request, "selfcheck/answers.html", context)


@public
@require_safe
@with_check
def result(request: HttpRequest, check: Check) -> HttpResponse:
    """Show the result."""
    return _show_result(request, check)


@public
@require_POST
@with_check
def country(request: HttpRequest, check: Check) -> HttpResponse:
    """Choose the country whose telephone numbers are shown."""
    response = HttpResponseRedirect(reverse("result") + "#contacts")
    chosen = request.POST.get("country", "")
    if chosen in COUNTRIES:
        now = current_time()
        cookie.keep(response, replace(check, country=chosen, active_at=now), now=now)
    return response


@public
@require_POST
@with_check
def count(request: HttpRequest, check: Check) -> HttpResponse:
    """Count this check in the anonymous statistics, if the box was ticked."""
    if route(check.answers).unfinished or left(check.answers):
        return to("result")
    response = HttpResponseRedirect(reverse("result") + "#count")
    if check.counted:
        return response
    if request.POST.get("count") != "yes":
        message = _("Tick the box if you want your answers to be counted")
        return _show_result(request, check, errors=(("id_count", message),))
    try:
        counted_now = count_check(
            check=check,
            assessment=assess(check.answers),
            language=get_language() or settings.LANGUAGE_CODE,
            today=timezone.localdate(),
        )
    except DatabaseError:
        logger.exception("A check could not be counted")
        return render(
            request,
            "selfcheck/not_counted.html",
            {"emergency": contacts_for(country_of(check), "emergency")},
            status=503,
        )
    now = current_time()
    if counted_now:
        count_step(COUNTED, now=now)
    cookie.keep(response, replace(check, counted=True, active_at=now), now=now)
    return response


def _show_result(
    request: HttpRequest, check: Check, errors: tuple[tuple[str, str], ...] = ()
) -> HttpResponse:
    way = route(check.answers)
    assessment = assess(check.answers)
    assessed = assessment.outcome == ASSESSED
    if way.unfinished and assessed:
        return HttpResponseRedirect(address(way.unfinished))
    country = country_of(check)
    phrases = results.to_say(check.answers, way.shown)
    do_now, further = results.blocks(assessment, country, phrases)
    parts = {"do_now": do_now, "further": further}
    signs = _signs_now(check)
    decides: dict[str, Hashable] = {
        "site": site(request)["site"],
        "outcome": assessment.outcome,
        "tier": assessment.tier,
        "crisis": SELF_HARM in signs,
        "only_crisis": signs == {SELF_HARM},
        "for_other": check.answers.get("respondent") == "other",
        "country": country,
    }
    if assessed:
        parts |= results.findings(assessment)
        decides |= {"made_on": timezone.localdate(), "counted": check.counted, "errors": errors}
        decides |= {"has_code": bool(check.code), "code_outdated": check.code_outdated}
    html = draw_page(
        "selfcheck/result.html" if assessed else "selfcheck/under_age.html",
        parts,
        decides,
        more=lambda: _follows_from(assessment.tier or "", country, signs),
    )
    return HttpResponse(html, status=422 if errors else 200)


def _follows_from(tier: str, country: str, signs: set[str]) -> dict[str, object]:
    """Say what the page shows of its tier, its country and the signs alone."""
    emergency = contacts_for(country, "emergency")
    return {
        "heading": TIER_HEADINGS.get(tier),
        "text": TIER_TEXTS.get(tier),
        "numbers": call_at_once(signs, country) if tier == "emergency" else (),
        "emergency": emergency,
        "countries": COUNTRIES.items(),
        "checklists": results.CHECKLISTS,
    }


def _signs_now(check: Check) -> set[str]:
    """List the signs that are happening now, or may be."""
    return {
        question.id
        for question in pages()[0].questions
        if check.answers.get(question.id) in ("yes", "unsure")
    }
