"""The pages of the self-check: read the cookie, ask the instrument, draw.

Nothing here asks the database, but for `count`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from screening.directory.contacts import COUNTRIES, contacts_for
from screening.directory.context import site
from screening.fetch_guard import public
from screening.instrument.engine import Assessment, assess, interrupted, left
from screening.instrument.schema import Question
from screening.questionnaire.forms import QuestionForm, draw, draw_all, first_control, form_for
from screening.questionnaire.steps import (
    Page,
    Route,
    comes_after,
    find_page,
    page_after,
    page_before,
    page_of,
    pages,
    position,
    questions_on,
    route,
)
from screening.selfcheck import answers as cookie
from screening.selfcheck import result as results
from screening.selfcheck.answers import Check, LostAnswers
from screening.selfcheck.counting import count as count_check
from screening.selfcheck.frames import question_frame
from screening.selfcheck.wording import TIER_HEADINGS, TIER_TEXTS

logger = logging.getLogger(__name__)

FROM_ANSWERS = "answers"
"""The value of ?from= while one answer is being changed from the check-your-answers page."""

MOST_ANSWERS = 50
"""More codes than any question has: what is sent beyond that is not looked at."""

CheckView = Callable[[HttpRequest, Check], HttpResponse]


def with_check(view: CheckView) -> Callable[[HttpRequest], HttpResponse]:
    """Open the person's check for a view, or say kindly why that cannot be.

    After half an hour without activity the person is asked first, and no answer is shown.
    """

    @wraps(view)
    def opened(request: HttpRequest) -> HttpResponse:
        now = _now()
        try:
            check = cookie.read(request, now=now)
        except LostAnswers:
            return _start_again(request, lost=True)
        if check is None:
            return _start_again(request, lost=False)
        if check.is_idle(now):
            return _to("waiting")
        return _private(_renewed(view(request, check), check, now))

    return opened


# --- Before and after -----------------------------------------------------------------


@public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Say what this is, and offer to start. Sets no cookie and opens none."""
    context = {
        "under_way": cookie.present(request),
        "emergency": contacts_for(settings.COUNTRY, "emergency"),
    }
    response = render(request, "selfcheck/start.html", context)
    return _private(response) if context["under_way"] else response


@public
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Clear everything and go to a page that has nothing to do with this one."""
    response = HttpResponseRedirect(settings.LEAVE_TO)
    cookie.forget(response)
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return _private(response)


@public
@require_POST
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the answers."""
    response = _to("deleted")
    cookie.forget(response)
    response["Clear-Site-Data"] = '"cache"'
    return response


@public
@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """Say that the answers are gone."""
    return _private(render(request, "selfcheck/deleted.html"))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest) -> HttpResponse:
    """Ask whether to carry on, after half an hour without activity. Shows no answer."""
    now = _now()
    try:
        check = cookie.read(request, now=now)
    except LostAnswers:
        return _start_again(request, lost=True)
    if check is None:
        return _start_again(request, lost=False)
    if request.method != "POST":
        return _private(render(request, "selfcheck/waiting.html"))
    response = HttpResponseRedirect(_where_to_carry_on(check))
    cookie.keep(response, replace(check, active_at=now), now=now)
    return _private(response)


# --- Questions ------------------------------------------------------------------------


@public
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, section: str, part: int = 1) -> HttpResponse:
    """Show one page of questions, or take its answers and go on."""
    page = find_page(section, part)
    if page is None:
        raise Http404
    now = _now()
    try:
        check = cookie.read(request, now=now)
    except LostAnswers:
        return _start_again(request, lost=True)
    if request.method == "POST":
        return _private(_take_answers(request, page, check or cookie.new(now), now))
    if check is None and page is not pages()[0]:
        return _start_again(request, lost=False)
    if check is not None and check.is_idle(now):
        return _to("waiting")
    response = _show_questions(request, page, check.answers if check else {})
    return _private(_renewed(response, check, now))


def _show_questions(
    request: HttpRequest, page: Page, answers: dict[str, str | list[str]]
) -> HttpResponse:
    way = route(answers)
    if way.unfinished and comes_after(page, way.unfinished):
        return HttpResponseRedirect(_address(way.unfinished))
    asked = questions_on(page, way)
    if not asked:
        return HttpResponseRedirect(_next(page, way, answers, changing=_changing(request)))
    before, after = _frame(request, page, way, answers)
    return HttpResponse(before + draw_all(asked, answers) + after)


def _take_answers(request: HttpRequest, page: Page, check: Check, now: int) -> HttpResponse:
    asked = questions_on(page, route(check.answers))
    form = form_for(asked)(request.POST)
    valid = form.is_valid()
    check = check.with_answers(form.answers())
    if check.is_idle(now):
        # What was typed is kept, but whoever comes now is asked before anything is shown.
        response: HttpResponse = _to("waiting")
    elif valid:
        check = replace(check, active_at=now)
        way = route(check.answers)
        response = HttpResponseRedirect(
            _next(page, way, check.answers, changing=_changing(request))
        )
    else:
        check = replace(check, active_at=now)
        response = _show_errors(request, page, asked, form, check)
    cookie.keep(response, check, now=now)
    return response


def _show_errors(
    request: HttpRequest,
    page: Page,
    asked: tuple[Question, ...],
    form: QuestionForm,
    check: Check,
) -> HttpResponse:
    drawn = "".join(
        draw(
            question,
            request.POST.getlist(question.id)[-MOST_ANSWERS if question.several else -1 :],
            wrong=question.id in form.errors,
        )
        for question in asked
    )
    errors = [
        (first_control(question), str(form.errors[question.id][0]))
        for question in asked
        if question.id in form.errors
    ]
    before, after = _frame(request, page, route(check.answers), check.answers, errors=errors)
    return HttpResponse(before + drawn + after, status=422)


def _frame(
    request: HttpRequest,
    page: Page,
    way: Route,
    answers: dict[str, str | list[str]],
    errors: list[tuple[str, str]] | None = None,
) -> tuple[str, str]:
    changing = _changing(request)
    earlier = page_before(page, way)
    if changing:
        back = reverse("check_answers")
    else:
        back = _address(earlier) if earlier else reverse("start")
    return question_frame(
        page,
        site(request)["site"],
        position(page, way),
        back=back,
        action=_address(page, changing=changing),
        for_other=answers.get("respondent") == "other",
        errors=errors,
    )


def _next(page: Page, way: Route, answers: dict[str, str | list[str]], *, changing: bool) -> str:
    """Decide where an answered page leads."""
    if page is pages()[0] and interrupted(answers):
        return reverse("interruption") + _query(changing=changing)
    if left(answers):
        return reverse("result")
    later = way.unfinished if changing else page_after(page, way)
    return _address(later, changing=changing) if later else reverse("check_answers")


def _where_to_carry_on(check: Check) -> str:
    way = route(check.answers)
    return _address(way.unfinished) if way.unfinished else reverse("check_answers")


# --- What comes of it -----------------------------------------------------------------


@public
@require_safe
@with_check
def interruption(request: HttpRequest, check: Check) -> HttpResponse:
    """Show emergency help at once. Carrying on is possible, and quiet."""
    if not interrupted(check.answers):
        return HttpResponseRedirect(_where_to_carry_on(check))
    place = check.country or settings.COUNTRY
    unsafe = check.answers.get("now_self_harm") in ("yes", "unsure")
    poisoned = any(
        check.answers.get(name) in ("yes", "unsure") for name in ("now_overdose", "now_mixed")
    )
    changing = _changing(request)
    way = route(check.answers)
    onward = way.unfinished if changing else page_after(pages()[0], way)
    context = {
        "emergency": contacts_for(place, "emergency"),
        "crisis": contacts_for(place, "crisis") if unsafe else (),
        "poison": contacts_for(place, "poison") if poisoned else (),
        "pump": check.answers.get("now_pump") in ("yes", "unsure"),
        "for_other": check.answers.get("respondent") == "other",
        "back": _address(pages()[0], changing=changing),
        "onward": _address(onward, changing=changing) if onward else reverse("check_answers"),
    }
    return render(request, "selfcheck/interruption.html", context)


@public
@require_safe
@with_check
def check_answers(request: HttpRequest, check: Check) -> HttpResponse:
    """Show all answers, each with a link to change it."""
    way = route(check.answers)
    if way.unfinished:
        return HttpResponseRedirect(_address(way.unfinished))
    if left(check.answers):
        return _to("result")
    step, steps = position(None, way)
    context = {
        "sections": results.answer_sections(check.answers, way.shown, _change_address),
        "back": _address(way.pages[-1]),
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
        cookie.keep(response, replace(check, country=chosen, active_at=_now()), now=_now())
    return response


@public
@require_POST
@with_check
def count(request: HttpRequest, check: Check) -> HttpResponse:
    """Count this check in the anonymous statistics, if the box was ticked."""
    if route(check.answers).unfinished or left(check.answers):
        return _to("result")
    if request.POST.get("count") != "yes":
        message = _("Tick the box if you want your answers to be counted")
        return _show_result(request, check, errors=[("id_count", message)])
    try:
        count_check(
            check=check,
            assessment=assess(check.answers),
            language=get_language() or settings.LANGUAGE_CODE,
            today=timezone.localdate(),
        )
    except DatabaseError:
        logger.exception("A check could not be counted")
        return render(request, "selfcheck/not_counted.html", _emergency(check), status=503)
    response = HttpResponseRedirect(reverse("result") + "#count")
    cookie.keep(response, replace(check, counted=True, active_at=_now()), now=_now())
    return response


def _show_result(
    request: HttpRequest, check: Check, errors: list[tuple[str, str]] | None = None
) -> HttpResponse:
    way = route(check.answers)
    if way.unfinished and not left(check.answers):
        return HttpResponseRedirect(_address(way.unfinished))
    assessment = assess(check.answers)
    place = check.country or settings.COUNTRY
    phrases = results.to_say(check.answers, way.shown)
    do_now, further = results.blocks(assessment, place, phrases)
    context = {
        "assessment": assessment,
        "do_now": do_now,
        "further": further,
        "for_other": check.answers.get("respondent") == "other",
        "country": place,
        "countries": COUNTRIES.items(),
        "made_on": timezone.localdate(),
        "errors": errors,
    }
    if left(check.answers):
        context["emergency"] = contacts_for(place, "emergency")
        return render(request, "selfcheck/under_age.html", context)
    context |= _findings(assessment)
    context["counted"] = check.counted
    return render(request, "selfcheck/result.html", context, status=422 if errors else 200)


def _findings(assessment: Assessment) -> dict[str, object]:
    tier = assessment.tier or ""
    return {
        "heading": TIER_HEADINGS[tier],
        "text": TIER_TEXTS[tier],
        "pattern": results.pattern(assessment),
        "reasons": results.reasons(assessment, deciding=True),
        "other_reasons": results.reasons(assessment, deciding=False),
        "scores": results.score_rows(assessment),
    }


# --- Small pieces ---------------------------------------------------------------------


def _now() -> int:
    return int(time.time())


def _changing(request: HttpRequest) -> bool:
    return request.GET.get("from") == FROM_ANSWERS


def _query(*, changing: bool) -> str:
    return "?" + urlencode({"from": FROM_ANSWERS}) if changing else ""


def _address(page: Page, *, changing: bool = False) -> str:
    arguments: list[object] = [page.section.id]
    if page.part > 1:
        arguments.append(page.part)
    return reverse("questions", args=arguments) + _query(changing=changing)


def _change_address(question: str) -> str:
    return f"{_address(page_of(question), changing=True)}#{question}"


def _to(name: str) -> HttpResponse:
    return _private(HttpResponseRedirect(reverse(name)))


def _emergency(check: Check) -> dict[str, object]:
    return {"emergency": contacts_for(check.country or settings.COUNTRY, "emergency")}


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def _renewed(response: HttpResponse, check: Check | None, now: int) -> HttpResponse:
    """Count looking at a page as activity, unless the view has just set the cookie."""
    if check is None or now - check.active_at <= cookie.RENEW_AFTER:
        return response
    if cookie.cookie_name() not in response.cookies:
        cookie.keep(response, replace(check, active_at=now), now=now)
    return response


def _start_again(request: HttpRequest, *, lost: bool) -> HttpResponse:
    """Say that there are no answers any more, and offer to start afresh."""
    context = {"lost": lost, "emergency": contacts_for(settings.COUNTRY, "emergency")}
    response = render(request, "selfcheck/start_again.html", context, status=400 if lost else 200)
    cookie.forget(response)
    return _private(response)
