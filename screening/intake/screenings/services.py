"""Every write to a screening: each in a transaction, together with its entry in the audit trail.

All of them look at the row as it is now, locked. One that took what it knows from a page says with
`edit` which one it saw, and gets a Conflict when somebody has saved since.

A record of another site that was opened in an emergency can be screened, acknowledged and noted.
Only its own site signs, corrects and discards.

`everywhere` stands here to make rows, and to see the correction of a row that was found by
`seen_by`; nothing else is read with it.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from screening.audit.trail import record
from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import assess, interrupted, visible
from screening.intake.consents.queries import covering
from screening.intake.errors import Conflict, Incomplete, Locked, NeedsConsent, NotAcknowledged
from screening.intake.reasons import reason as reason_of
from screening.intake.records.services import fulfil
from screening.intake.screenings.outcome import EMERGENCY, carry_over, keep_outcome
from screening.intake.screenings.queries import usable
from screening.intake.screenings.told_text import keep_told
from screening.models import Client, Disposition, EmergencyOpening, Screening, StaffMember
from screening.questionnaire.steps import Answers


@transaction.atomic
def begin(
    *,
    staff: StaffMember,
    client: Client,
    way: str,
    language: str,
    now: datetime,
    opening: EmergencyOpening | None = None,
) -> Screening:
    """Begin a draft. `way` is "interview", "tablet" or "code".

    Raises NeedsConsent for a named client, and for a code, where no consent covers a screening
    and no emergency opening was given.
    """
    needs_consent = client.is_named or way == "code"
    if (
        needs_consent
        and opening is None
        and not covering(client, "screening", timezone.localdate(now))
    ):
        raise NeedsConsent
    screening = Screening.everywhere.create(
        client=client,
        site_id=client.site_id,
        way=way,
        instrument=CURRENT.id,
        version=CURRENT.version,
        language=language,
        begun_at=now,
        begun_by=staff,
        without_consent=opening,
    )
    _audit("screening_begun", screening, staff, now, way=way)
    return screening


@transaction.atomic
def save_answers(
    *, staff: StaffMember, screening_id: UUID, answers: Answers, edit: int, now: datetime
) -> Screening:
    """Put these answers in the place of a draft's answers. Those to hidden questions are kept.

    The same answers once more change nothing, whatever `edit` is: a page may not have heard that
    they were saved. Raises UnusableAnswers, Conflict, Locked and Screening.DoesNotExist.
    """
    visible(answers)
    screening = _locked(staff, screening_id, now)
    if screening.state != "draft":
        raise Locked
    if screening.answers == answers:
        return screening
    _check(screening, edit)
    screening.answers = dict(answers)
    _save(screening, "answers")
    _audit("screening_changed", screening, staff, now)
    return screening


@transaction.atomic
def finish(
    *,
    staff: StaffMember,
    screening_id: UUID,
    edit: int,
    now: datetime,
    today: date,
    country: str = "",
) -> Screening:
    """Assess a draft and keep the outcome, with the very text that is told to the person.

    `country` is whose telephone numbers they are told, if not the site's own. Answers to hidden
    questions are dropped. A correction replaces what it corrects, and takes over what was noted
    and done. Raises Incomplete, Conflict, Locked and Screening.DoesNotExist.
    """
    screening = _locked(staff, screening_id, now)
    if screening.state != "draft":
        raise Locked
    _check(screening, edit)
    given = usable(screening)
    shown = visible(given)
    answers = {name: given[name] for name in shown if name in given}
    # Nobody asks on during an emergency: what it found has to be kept and acted on now.
    if len(answers) < len(shown) and not interrupted(answers):
        raise Incomplete([name for name in shown if name not in answers])
    assessment = assess(answers)
    keep_outcome(screening, answers, assessment)
    old = _locked(staff, screening.corrects_id, now) if screening.corrects_id else None
    if old:
        carry_over(old, screening)
    screening.state = "finished"
    screening.finished_at = now
    screening.answered_on = screening.answered_on or today
    _save(screening)
    keep_told(screening, assessment, country=country or settings.COUNTRY)
    _audit("screening_finished", screening, staff, now)
    if old:
        _replace(old, screening, staff, now)
    else:
        fulfil(staff=staff, client_id=screening.client_id, now=now, today=today)
    return screening


def _replace(old: Screening, correction: Screening, staff: StaffMember, now: datetime) -> None:
    old.state = "replaced"
    _save(old, "state")
    _audit("screening_corrected", old, staff, now, by=str(correction.pk))


@transaction.atomic
def acknowledge(
    *,
    staff: StaffMember,
    screening_id: UUID,
    action: str,
    acted_at: datetime,
    edit: int,
    now: datetime,
) -> Screening:
    """Keep what was done about an emergency, and when. Once, and never changed.

    Raises Conflict, Locked (no emergency, not finished, or acknowledged) and
    Screening.DoesNotExist.
    """
    screening = _locked(staff, screening_id, now)
    if not is_unacknowledged(screening):
        raise Locked
    _check(screening, edit)
    screening.acknowledged_at, screening.acknowledged_by = now, staff
    screening.acted_at, screening.action = acted_at, action
    _save(screening)
    _audit("screening_acknowledged", screening, staff, now)
    return screening


def is_unacknowledged(screening: Screening) -> bool:
    """Tell whether a screening found an emergency and nobody has said yet what was done."""
    found = screening.state == "finished" and screening.tier == EMERGENCY
    return found and screening.acknowledged_at is None


@transaction.atomic
def write_note(
    *,
    staff: StaffMember,
    screening_id: UUID,
    note: str,
    disposition: Disposition | None,
    edit: int,
    now: datetime,
) -> Screening:
    """Keep a note and what was decided. Raises Conflict, Locked and Screening.DoesNotExist."""
    screening = _locked(staff, screening_id, now)
    if screening.state != "finished":
        raise Locked
    _check(screening, edit)
    screening.note, screening.disposition = note, disposition
    _save(screening)
    _audit("screening_noted", screening, staff, now)
    return screening


@transaction.atomic
def sign(*, staff: StaffMember, screening_id: UUID, edit: int, now: datetime) -> Screening:
    """Sign a screening, which locks it.

    Raises NotAcknowledged for an emergency that nobody acknowledged, Conflict, Locked and
    Screening.DoesNotExist.
    """
    screening = _own_locked(staff, screening_id)
    if screening.state != "finished":
        raise Locked
    _check(screening, edit)
    if is_unacknowledged(screening):
        raise NotAcknowledged
    screening.state = "signed"
    screening.signed_at, screening.signed_by = now, staff
    _save(screening)
    _audit("screening_signed", screening, staff, now)
    return screening


@transaction.atomic
def write_and_sign(
    *,
    staff: StaffMember,
    screening_id: UUID,
    note: str,
    disposition: Disposition | None,
    edit: int,
    now: datetime,
) -> Screening:
    """Keep a note and what was decided, and sign: both or neither. Raises as `sign` does."""
    noted = write_note(
        staff=staff,
        screening_id=screening_id,
        note=note,
        disposition=disposition,
        edit=edit,
        now=now,
    )
    return sign(staff=staff, screening_id=screening_id, edit=noted.edit, now=now)


@transaction.atomic
def correct(*, staff: StaffMember, screening_id: UUID, reason: str, now: datetime) -> Screening:
    """Begin a correction: a new draft with the same answers, which replaces the old when finished.

    There is one correction of a screening at a time. An emergency has to be acknowledged before,
    so that none goes away by a correction. Raises NotAcknowledged, Locked and
    Screening.DoesNotExist.
    """
    old = _own_locked(staff, screening_id)
    if old.state not in ("finished", "signed") or Screening.everywhere.filter(corrects=old):
        raise Locked
    if is_unacknowledged(old):
        raise NotAcknowledged
    draft = Screening.everywhere.create(
        client_id=old.client_id,
        site_id=old.site_id,
        way=old.way,
        corrects=old,
        correction_reason=reason,
        instrument=CURRENT.id,
        version=CURRENT.version,
        language=old.language,
        answers=usable(old),
        answered_on=old.answered_on,
        begun_at=now,
        begun_by=staff,
        without_consent_id=old.without_consent_id,
    )
    _audit("screening_begun", draft, staff, now, corrects=str(old.pk))
    return draft


@transaction.atomic
def discard(*, staff: StaffMember, screening_id: UUID, now: datetime) -> None:
    """Delete a draft. Raises Locked (no draft, or a legal hold) and Screening.DoesNotExist."""
    screening = _own_locked(staff, screening_id)
    if screening.state != "draft" or screening.client.is_on_hold:
        raise Locked
    _audit("screening_discarded", screening, staff, now)
    screening.delete()


def _locked(staff: StaffMember, screening_id: UUID, now: datetime) -> Screening:
    """Return the row as it is now. Nobody else writes to it until the transaction ends."""
    rows = Screening.objects.seen_by(staff, now=now).select_for_update(of=("self",))
    return rows.get(pk=screening_id)


def _own_locked(staff: StaffMember, screening_id: UUID) -> Screening:
    """Return a row of the person's own site, locked: for what an emergency gives no right to."""
    rows = Screening.objects.of_own_site(staff).select_for_update(of=("self",))
    return rows.get(pk=screening_id)


def _check(screening: Screening, edit: int) -> None:
    if screening.edit != edit:
        raise Conflict(screening)


def _save(screening: Screening, *fields: str) -> None:
    screening.edit += 1
    screening.save(update_fields=(*fields, "edit") if fields else None)


def _audit(
    action: str, screening: Screening, staff: StaffMember, now: datetime, **details: str
) -> None:
    record(
        action,
        staff=staff,
        now=now,
        why="emergency" if screening.without_consent_id else reason_of(staff, screening),
        client_id=screening.client_id,
        object_id=screening.pk,
        details={"edit": screening.edit, **details},
    )
