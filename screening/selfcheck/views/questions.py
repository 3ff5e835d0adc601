"""The pages of questions: show one, or take its answers and go on."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from screening.directory.context import site
from screening.fetch_guard import public
from screening.instrument.schema import Question
from screening.questionnaire.forms import QuestionForm, draw, draw_all, first_control, form_for
from screening.questionnaire.steps import (
    Page,
    Route,
    comes_after,
    find_page,
    page_before,
    pages,
    position,
    questions_on,
    route,
)
from screening.selfcheck import answers as cookie
from screening.selfcheck.addresses import address, after_answering, is_changing
from screening.selfcheck.answers import Check, LostAnswers
from screening.selfcheck.frames import draw_page
from screening.selfcheck.views.opening import current_time, private, renewed, start_again, to

MOST_ANSWERS = 50
"""More codes than any question has: what is sent beyond that is not looked at."""


@public
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, section: str, part: int = 1) -> HttpResponse:
    """Show one page of questions, or take its answers and go on."""
    page = find_page(section, part)
    if page is None:
        raise Http404
    now = current_time()
    try:
        check = cookie.read(request, now=now)
    except LostAnswers:
        return start_again(request, lost=True)
    if request.method == "POST":
        return private(_take_answers(request, page, check or cookie.new(now), now))
    if check is None and page is not pages()[0]:
        return start_again(request, lost=False)
    if check is not None and check.is_idle(now):
        return to("waiting")
    response = _show_questions(request, page, check.answers if check else {})
    return private(renewed(response, check, now))


def _show_questions(
    request: HttpRequest, page: Page, answers: dict[str, str | list[str]]
) -> HttpResponse:
    way = route(answers)
    if way.unfinished and comes_after(page, way.unfinished):
        return HttpResponseRedirect(address(way.unfinished))
    asked = questions_on(page, way)
    if not asked:
        return HttpResponseRedirect(
            after_answering(page, way, answers, changing=is_changing(request))
        )
    return HttpResponse(_draw_questions(request, page, way, answers, draw_all(asked, answers)))


def _take_answers(request: HttpRequest, page: Page, check: Check, now: int) -> HttpResponse:
    asked = questions_on(page, route(check.answers))
    form = form_for(asked)(request.POST)
    valid = form.is_valid()
    check = check.with_answers(form.answers())
    if check.is_idle(now):
        # What was typed is kept, but whoever comes now is asked before anything is shown.
        response: HttpResponse = to("waiting")
    elif valid:
        check = replace(check, active_at=now)
        way = route(check.answers)
        response = HttpResponseRedirect(
            after_answering(page, way, check.answers, changing=is_changing(request))
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
    way = route(check.answers)
    html = _draw_questions(request, page, way, check.answers, drawn, errors=tuple(errors))
    return HttpResponse(html, status=422)


def _draw_questions(
    request: HttpRequest,
    page: Page,
    way: Route,
    answers: dict[str, str | list[str]],
    drawn: str,
    errors: tuple[tuple[str, str], ...] = (),
) -> str:
    changing = is_changing(request)
    earlier = page_before(page, way)
    if changing:
        back = reverse("check_answers")
    else:
        back = address(earlier) if earlier else reverse("start")
    step, steps = position(page, way)
    return draw_page(
        "selfcheck/questions.html",
        {"questions": drawn},
        {
            "site": site(request)["site"],
            "name": page.section.name,
            "heading": page.section.heading,
            "introduction": page.section.introduction if page.part == 1 else "",
            "step": step,
            "steps": steps,
            "back": back,
            "action": address(page, changing=changing),
            "for_other": answers.get("respondent") == "other",
            "errors": errors,
        },
        keep=not errors,
    )
