"""The pages of questions: show one, or take its answers and go on."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods

from screening.directory.context import site
from screening.fetch_guard import public
from screening.instrument.pages import OPENED
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
from screening.selfcheck.answers import Check
from screening.selfcheck.frames import draw_page
from screening.selfcheck.steps_reached import count_progress, count_step, steps_of
from screening.selfcheck.views.opening import (
    current_time,
    from_the_start_if_lost,
    private,
    renewed,
    start_again,
    to,
)

FORM = "application/x-www-form-urlencoded"
"""How a browser sends a form."""

MOST_ANSWERS = 50
"""More codes than any question has: what is sent beyond that is not looked at."""


@public
@require_http_methods(["GET", "HEAD", "POST"])
@from_the_start_if_lost
def questions(request: HttpRequest, section: str, part: int = 1) -> HttpResponse:
    """Show one page of questions, or take its answers and go on."""
    page = find_page(section, part)
    if page is None:
        raise Http404
    now = current_time()
    check = cookie.read(request, now=now)
    if request.method == "POST":
        return private(_take_answers(request, page, check or cookie.new(now), now))
    if check is None and page is not pages()[0]:
        return start_again(request, lost=False)
    if check is not None and check.is_idle(now):
        return to("waiting")
    if check is None and request.method == "GET":
        count_step(OPENED, now=now)
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
    way = route(check.answers)
    before = steps_of(check.answers, way)
    asked = questions_on(page, way)
    sent = _sent(request)
    form = form_for(asked)(sent)
    valid = form.is_valid()
    check = check.with_answers(form.answers())
    way = route(check.answers)
    if check.is_idle(now):
        # What was typed is kept, but whoever comes now is asked before anything is shown.
        response: HttpResponse = to("waiting")
    elif valid:
        check = replace(check, active_at=now)
        response = HttpResponseRedirect(
            after_answering(page, way, check.answers, changing=is_changing(request))
        )
    else:
        check = replace(check, active_at=now)
        response = _show_errors(request, page, way, asked, form, sent, check)
    count_progress(before, steps_of(check.answers, way), now=now)
    cookie.keep(response, check, now=now)
    return response


def _sent(request: HttpRequest) -> MultiValueDict[str, str]:
    """Read the form that was sent.

    Django's own reading takes three times as long, and is left to what is unusual: its faults,
    too.
    """
    if request.content_type == FORM and "charset" not in (request.content_params or ()):
        try:
            fields = parse_qs(
                request.body.decode(),
                keep_blank_values=True,
                max_num_fields=settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
            )
        except ValueError:
            return request.POST
        return MultiValueDict(fields)
    return request.POST


def _show_errors(
    request: HttpRequest,
    page: Page,
    way: Route,
    asked: tuple[Question, ...],
    form: QuestionForm,
    sent: MultiValueDict[str, str],
    check: Check,
) -> HttpResponse:
    drawn = "".join(
        draw(
            question,
            sent.getlist(question.id)[-MOST_ANSWERS if question.several else -1 :],
            wrong=question.id in form.errors,
        )
        for question in asked
    )
    errors = [
        (first_control(question), str(form.errors[question.id][0]))
        for question in asked
        if question.id in form.errors
    ]
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
    if changing and not way.unfinished:
        back = reverse("check_answers")
    else:
        back = address(earlier, changing=changing) if earlier else reverse("start")
    step, steps = position(page, way)

    def more() -> dict[str, object]:
        return {
            "name": page.section.name,
            "heading": page.section.heading,
            "introduction": page.section.introduction if page.part == 1 else "",
            "action": address(page, changing=changing),
        }

    return draw_page(
        "selfcheck/questions.html",
        {"questions": drawn},
        {
            "site": site(request)["site"],
            "page": page,
            "changing": changing,
            "back": back,
            "step": step,
            "steps": steps,
            "for_other": answers.get("respondent") == "other",
            "errors": errors,
        },
        more=more,
        keep=not errors,
    )
