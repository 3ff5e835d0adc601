"""What the database keeps: one file for each subject."""

from screening.models.audit import AuditEntry, AuditHead
from screening.models.client import Client, Consent, EmergencyOpening
from screening.models.handoff import CodeTry, Handoff
from screening.models.screening import Disclosure, PlannedScreening, Screening, ToldText
from screening.models.site import Disposition, Site
from screening.models.staff import FailedSignIns, Invitation, StaffMember
from screening.models.statistics import (
    Publication,
    Published,
    Reached,
    RolledUpMonth,
    RollUp,
)
from screening.models.tally import Tally, UsedTicket

__all__ = [
    "AuditEntry",
    "AuditHead",
    "Client",
    "CodeTry",
    "Consent",
    "Disclosure",
    "Disposition",
    "EmergencyOpening",
    "FailedSignIns",
    "Handoff",
    "Invitation",
    "PlannedScreening",
    "Publication",
    "Published",
    "Reached",
    "RollUp",
    "RolledUpMonth",
    "Screening",
    "Site",
    "StaffMember",
    "Tally",
    "ToldText",
    "UsedTicket",
]
