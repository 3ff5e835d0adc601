"""The check on a tablet that was handed over. Its pages show nothing but the person's answers."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from screening.access import Permission, StaffRequest, allowed
from screening.instrument.engine import left
from screening.intake.errors import Conflict, Locked
from screening.intake.screenings import sheet
from screening.intake.screenings.queries import screening_for, usable
from screening.intake.screenings.services import save_answers
from screening.intake.screenings.views.finding import find
from screening.intake.screenings.views.interview import edit_of
from screening.intake.tablet.lock import handed_over_for
from screening.intake.tablet.pages import address, after_answering, answer_sections, to_carry_on
from screening.intake.tablet.views.handing import release
from screening.models import Screening, StaffMember
from screening.questionnaire.forms import QuestionForm, draw, form_for
from screening.questionnaire.steps import (
    Answers,
    Page,
    comes_after,
    find_page,
    page_before,
    position,
    questions_on,
    route,
)

P = ParamSpec("P")
TabletView = Callable[Concatenate[StaffRequest, Screening, P], HttpResponse]


def for_client(view: TabletView[P]) -> Callable[Concatenate[StaffRequest, P], HttpResponse]:
    """Give a view the draft that the tablet was handed over for, or lead to where it is given back.

    A tablet that was not handed over has nothing to show here.
    """

    @wraps(view)
    def opened(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        screening_id = handed_over_for(request)
        if screening_id is None:
            return redirect("staff_home")
        try:
            screening = screening_for(request.user, screening_id, timezone.now())
        except Screening.DoesNotExist:
            return redirect("tablet_give_back")
        if screening.state != "draft":
            return redirect("tablet_give_back")
        return view(request, screening, *args, **kwargs)

    return opened


@allowed(Permission.SCREEN)
@require_safe
@for_client
def tablet(request: StaffRequest, screening: Screening) -> HttpResponse:
    """Say what this is, to somebody who is handed a tablet."""
    answers = usable(screening)
    context = {"onward": to_carry_on(answers), "under_way": bool(answers)}
    return render(request, "intake/tablet/start.html", context)


@allowed(Permission.SCREEN)
@require_http_methods(["GET", "HEAD", "POST"])
@for_client
def tablet_questions(
    request: StaffRequest, screening: Screening, section: str, part: int
) -> HttpResponse:
    """Show one page of questions, or take its answers and go on."""
    page = find_page(section, part)
    if page is None:
        raise Http404
    answers = usable(screening)
    way = route(answers)
    asked = questions_on(page, way)
    if not asked or (way.unfinished and comes_after(page, way.unfinished)):
        return redirect(to_carry_on(answers))
    form = form_for(asked)(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _show(request, screening, page, answers, form)
    answers = {**answers, **form.answers()}
    try:
        screening = save_answers(
            staff=request.user,
            screening_id=screening.pk,
            answers=answers,
            edit=edit_of(request),
            now=timezone.now(),
        )
    except Conflict:
        screening = find(request.user, screening.pk)
        return _show(request, screening, page, answers, form, changed_elsewhere=True)
    except Locked:
        return redirect("tablet_give_back")
    if form.errors:
        return _show(request, screening, page, answers, form)
    return redirect(after_answering(page, answers, changing=_is_changing(request)))


def _show(
    request: StaffRequest,
    screening: Screening,
    page: Page,
    answers: Answers,
    form: QuestionForm,
    *,
    changed_elsewhere: bool = False,
) -> HttpResponse:
    way = route(answers)
    earlier = page_before(page, way)
    step, steps = position(page, way)
    wrong = {name: str(messages[0]) for name, messages in form.errors.items()}

    def given(name: str) -> str | list[str] | None:
        return request.POST.getlist(name) if name in wrong else answers.get(name)

    context = {
        "screening": screening,
        "action": address(page) + ("?from=answers" if _is_changing(request) else ""),
        "section": page.section,
        "introduction": sheet.introduction(page.section) if page.part == 1 else "",
        "questions": "".join(
            draw(field.question, given(name), wrong=name in wrong)  # type: ignore[attr-defined]
            for name, field in form.fields.items()
        ),
        "errors": sheet.summary(wrong),
        "changed_elsewhere": changed_elsewhere,
        "back": address(earlier) if earlier else reverse("tablet"),
        "step": step,
        "steps": steps,
        "for_other": answers.get("respondent") == "other",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    if changed_elsewhere:
        status = HTTPStatus.CONFLICT
    return render(request, "intake/tablet/questions.html", context, status=status)


def _is_changing(request: HttpRequest) -> bool:
    return request.GET.get("from") == "answers"


@allowed(Permission.SCREEN)
@require_safe
@for_client
def tablet_help(request: StaffRequest, screening: Screening) -> HttpResponse:
    """Show whom to tell and whom to call at once. Carrying on is possible, and quiet.

    Where an answer is such a sign, the staff can take the tablet back right there.
    """
    answers = usable(screening)
    context = {
        **release(request, answers),
        "onward": to_carry_on(answers),
        "for_other": answers.get("respondent") == "other",
    }
    return render(request, "intake/tablet/help.html", context)


@allowed(Permission.SCREEN)
@require_safe
@for_client
def tablet_answers(request: StaffRequest, screening: Screening) -> HttpResponse:
    """Show all answers, each with a link to change it."""
    answers = usable(screening)
    way = route(answers)
    if way.unfinished or left(answers):
        return redirect(to_carry_on(answers))
    step, steps = position(None, way)
    context = {
        "sections": list(answer_sections(answers, way.shown)),
        "back": address(way.pages[-1]),
        "step": step,
        "steps": steps,
        "for_other": answers.get("respondent") == "other",
    }
    return render(request, "intake/tablet/answers.html", context)


def _keep_typed(request: HttpRequest, staff: StaffMember, **kwargs: object) -> None:
    """Keep what a page sent when it was left for too long."""
    screening_id = handed_over_for(request)
    page = find_page(str(kwargs["section"]), int(str(kwargs["part"])))
    if screening_id is None or page is None:
        return
    screening = find(staff, screening_id)
    typed = form_for(page.questions)(request.POST).answers()
    with suppress(Conflict, Locked):
        save_answers(
            staff=staff,
            screening_id=screening_id,
            answers={**usable(screening), **typed},
            edit=edit_of(request),
            now=timezone.now(),
        )


tablet_questions.keeps_typed = _keep_typed  # type: ignore[attr-defined]
