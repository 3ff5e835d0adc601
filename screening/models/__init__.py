"""What the database keeps: one file for each subject."""

from screening.models.staff import StaffMember
from screening.models.tally import Tally, UsedTicket

__all__ = ["StaffMember", "Tally", "UsedTicket"]
