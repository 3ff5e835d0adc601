"""Two people changed one draft: show what differs, and take which answers to keep."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from screening.access import StaffRequest
from screening.intake.screenings import sheet
from screening.intake.screenings.queries import differing, last_changed_by, usable
from screening.intake.screenings.views.finding import note_read
from screening.models import Screening
from screening.questionnaire.steps import Answers

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Difference:
    """A question with two sets of answers, and which of them is chosen: "" for neither."""

    id: str
    question: str
    mine: list[str]
    theirs: list[str]
    keep: str


def show_differences(
    request: StaffRequest, screening: Screening, mine: Answers, *, unsettled: bool = False
) -> HttpResponse:
    """Say that somebody else changed the draft, or finished it, and show both sets of answers.

    In: the screening as it is now; the answers as this person sent them, which stay on the page;
    whether they left a choice open.
    """
    note_read(request, screening)
    theirs = usable(screening)
    found = [_difference(request, name, mine, theirs) for name in differing(mine, theirs)]
    context = {
        "screening": screening,
        "differences": found,
        "typed": [
            (name, code)
            for name, given in mine.items()
            for code in ([given] if isinstance(given, str) else given)
        ],
        "changed_by": last_changed_by(screening),
        "is_own": last_changed_by(screening) == request.user.get_username(),
        "errors": [
            (f"id_keep_{one.id}_0", f"{_('Choose which answer to keep')}: {_(one.question)}")
            for one in found
            if unsettled and not one.keep
        ],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if unsettled else HTTPStatus.CONFLICT
    return render(request, "intake/screenings/differences.html", context, status=status)


def settled(request: StaffRequest, screening: Screening, mine: Answers) -> Answers | None:
    """Put together what was chosen, or return None while a choice is open."""
    theirs = usable(screening)
    kept = dict(mine)
    for name in differing(mine, theirs):
        keep = request.POST.get(f"keep_{name}")
        if keep not in (MINE, THEIRS):
            return None
        if keep == THEIRS:
            kept.pop(name, None)
            if name in theirs:
                kept[name] = theirs[name]
    return kept


def _difference(request: StaffRequest, name: str, mine: Answers, theirs: Answers) -> Difference:
    # Where only one of them answered, that answer is chosen, but can still be left out.
    only = THEIRS if name not in mine else MINE if name not in theirs else ""
    keep = request.POST.get(f"keep_{name}", only)
    return Difference(
        name,
        sheet.QUESTIONS[name].text,
        sheet.in_words(name, mine.get(name)),
        sheet.in_words(name, theirs.get(name)),
        keep if keep in (MINE, THEIRS) else "",
    )
