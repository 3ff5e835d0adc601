"""What waits at a site for somebody to act: open emergencies, and openings to review.

Below the flows, because the top of every staff page says how many there are.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from django.db.models import Q

from screening.instrument.baclofen import CURRENT, VERSIONS
from screening.instrument.engine import Assessment, UnusableAnswers, assess, visible
from screening.instrument.schema import Instrument
from screening.models import EmergencyOpening, Screening, StaffMember

UNACKNOWLEDGED: Final = Q(state="finished", tier="emergency", acknowledged_at=None)
"""A finished screening that found an emergency, and nobody has said what was done."""

LOOKED_AT: Final = 500
"""How many drafts of a site are looked through, the newest first."""


def open_emergencies(staff: StaffMember) -> int:
    """Count what stands first in the queue of somebody's site, in two queries."""
    found = Screening.objects.of_own_site(staff).filter(UNACKNOWLEDGED, site=staff.site_id)
    return found.count() + len(urgent_drafts(staff))


def openings_to_review(staff: StaffMember) -> int:
    """Count the openings of records of somebody's site that nobody has reviewed."""
    return EmergencyOpening.objects.filter(client__site=staff.site_id, reviewed_at=None).count()


def urgent_drafts(staff: StaffMember) -> list[Screening]:
    """List the drafts of somebody's site that hold a sign of an emergency, the newest first.

    They carry no more than is needed to tell. It takes one query.
    """
    # The site of the screening itself, so that the index of the queue finds them.
    drafts = Screening.objects.of_own_site(staff).filter(state="draft", site=staff.site_id)
    rows = drafts.select_related("corrects").only(
        "state", "version", "answers", "corrects", "corrects__tier"
    )
    return [draft for draft in rows.order_by("-begun_at")[:LOOKED_AT] if is_urgent_draft(draft)]


def is_urgent_draft(one: Screening) -> bool:
    """Tell whether a screening is a draft with a sign of an emergency that nobody has acted on.

    What a correction says was acted on, if it corrects an emergency: that was acknowledged before.
    """
    if one.state != "draft" or (one.corrects and one.corrects.tier == "emergency"):
        return False
    return bool(emergency_answers(one)[1])


def emergency_answers(one: Screening) -> tuple[Instrument, tuple[tuple[str, str], ...]]:
    """Return the (question id, code) of the answers that make a screening an emergency.

    With them comes the version of the instrument that reads them. Only answers that were given
    count: one that is missing is scored as "not sure", which of a draft says nothing yet.
    """
    assessment, instrument = _assessed(one)
    pairs = (
        pair
        for reason in assessment.reasons
        if reason.tier == "emergency"
        for pair in reason.answers
        if pair[0] not in assessment.missing
    )
    return instrument, tuple(dict.fromkeys(pairs))


def _assessed(one: Screening) -> tuple[Assessment, Instrument]:
    """Assess as it was asked, or a draft as its last change was checked: with today's version."""
    asked = VERSIONS.get(one.version, CURRENT)
    for instrument in (CURRENT, asked) if one.state == "draft" else (asked, CURRENT):
        with suppress(UnusableAnswers):
            return assess(one.answers, instrument), instrument
    # Neither can read all of it: what can be read must still not be overlooked.
    readable = {name: given for name, given in one.answers.items() if _is_readable(name, given)}
    return assess(readable), CURRENT


def _is_readable(question: str, given: object) -> bool:
    try:
        visible({question: given})
    except UnusableAnswers:
        return False
    return True
