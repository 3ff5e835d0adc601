"""Saving the result as a file. It is made in memory, and nothing of it is kept."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from screening.directory.provider import provider
from screening.fetch_guard import public
from screening.instrument.engine import ASSESSED, assess
from screening.printed.document import Document, paper_of, without_answers
from screening.printed.pdf import pdf
from screening.questionnaire.steps import route
from screening.selfcheck.addresses import address
from screening.selfcheck.answers import Check
from screening.selfcheck.views.opening import country_of, with_check
from screening.told.telling import told


@public
@require_POST
@with_check
def save_pdf(request: HttpRequest, check: Check) -> HttpResponse:
    """Send the result as a PDF, with the answers only where the person asked for them."""
    way = route(check.answers)
    assessment = assess(check.answers)
    if way.unfinished and assessment.outcome == ASSESSED:
        return HttpResponseRedirect(address(way.unfinished))
    result = told(check.answers, assessment, country=country_of(check), provider=provider())
    if request.POST.get("answers") != "with":
        result = without_answers(result)
    document = Document(
        told=result,
        made_on=date_format(timezone.localdate(), "j F Y"),
        paper=paper_of(settings.COUNTRY),
    )
    return HttpResponse(
        pdf(document),
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="summary.pdf"'},
    )
