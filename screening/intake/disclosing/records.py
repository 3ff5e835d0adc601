"""From a stored screening to what is in a file: only what the scope lets through."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from screening.instrument.engine import Assessment
from screening.intake.consents.scopes import ANSWERS, IDENTITY, NOTES
from screening.intake.records.findings import instrument_of
from screening.intake.records.told import kept
from screening.intake.records.words import who
from screening.interop.record import ScreeningRecord
from screening.models import Screening
from screening.printed.document import Document, Record, paper_of, without_answers
from screening.printed.pdf import pdf
from screening.told.parts import Found


def plain_record(one: Screening, scope: Collection[str]) -> ScreeningRecord:
    """Fill in the record of a finished screening. Its answers are there whatever the scope."""
    client, noted, named = one.client, NOTES in scope, IDENTITY in scope
    return ScreeningRecord(
        reference=client.reference,
        identifier=str(one.pk),
        instrument=instrument_of(one),
        answers=one.answers,
        assessed_at=timezone.localtime(one.finished_at),
        author=who(one.begun_by),
        source=one.way,
        assessment=Assessment(
            outcome=one.outcome,
            tier=one.tier or None,
            bands=one.bands,
            scores=one.scores,
            incomplete=one.incomplete,
            missing=tuple(one.missing),
            reasons=(),
            guidance=tuple(one.guidance),
        ),
        note=one.note if noted else "",
        disposition=one.disposition.label if noted and one.disposition else "",
        signed_by=who(one.signed_by) if one.signed_by else "",
        answered_on=one.answered_on.isoformat() if one.answered_on else "",
        name=client.name if named else "",
        birth_date=client.birth_date if named else "",
        phone=client.phone if named else "",
        replaced=one.state == "replaced",
    )


def printed(
    one: Screening, scope: Collection[str], *, today: date, redisclosure: str, consent: str = ""
) -> bytes:
    """Draw a finished screening as a PDF, in the language in which the person was told.

    In: what may be in it; the notice and the scope of the consent. Raises ValueError for a
    screening without the text that was told.
    """
    told = kept(one)
    if told is None:
        raise ValueError("A screening that is not finished cannot be printed.")
    client, noted, named = one.client, NOTES in scope, IDENTITY in scope
    with translation.override(told.language):
        record = Record(
            reference=client.reference,
            screened_at=_day(one.answered_on or timezone.localdate(one.finished_at)),
            screened_by=who(one.begun_by),
            site=one.site.name,
            name=client.name if named else "",
            born=_day(date.fromisoformat(client.birth_date)) if named and client.birth_date else "",
            phone=client.phone if named else "",
            replaced=_replaced(one),
            acknowledged=_acknowledged(one) if noted else "",
            disposition=one.disposition.label if noted and one.disposition else "",
            note=one.note if noted else "",
            signed_off=_signed(one),
            consent=consent,
            redisclosure=redisclosure,
            follow_up=tuple(
                Found(_(score.name), _("to follow over time"), value, score.score.highest)
                for score in instrument_of(one).follow_up_scores
                if (value := one.scores.get(score.id)) is not None
            ),
        )
        return pdf(
            Document(
                told=told if ANSWERS in scope else without_answers(told),
                made_on=_day(today),
                paper=paper_of(settings.COUNTRY),
                record=record,
            )
        )


def _replaced(one: Screening) -> str:
    if one.state != "replaced":
        return ""
    return _("REPLACED. This version was corrected. A newer version counts in its place.")


def _acknowledged(one: Screening) -> str:
    if not one.acted_at:
        return ""
    at = date_format(timezone.localtime(one.acted_at), "j F Y, H:i")
    return f"{one.action}\n{at}"


def _signed(one: Screening) -> str:
    if not one.signed_by or not one.signed_at:
        return _("Not signed")
    return f"{who(one.signed_by)}, {_day(timezone.localdate(one.signed_at))}"


def _day(day: date) -> str:
    return date_format(day, "j F Y")
