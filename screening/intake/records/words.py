"""What staff call things, and when something was, in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from screening.models import StaffMember

TIERS: Final[dict[str, str | Promise]] = {
    "emergency": gettext_lazy("Emergency"),
    "today": gettext_lazy("Urgent"),
    "soon": gettext_lazy("Elevated"),
    "routine": gettext_lazy("Routine"),
}
"""What staff call the tiers, most urgent first."""

STATES: Final[dict[str, str | Promise]] = {
    "draft": gettext_lazy("Draft"),
    "finished": gettext_lazy("Not signed"),
    "signed": gettext_lazy("Signed"),
    "replaced": gettext_lazy("Replaced"),
}

WAYS: Final[dict[str, str | Promise]] = {
    "interview": gettext_lazy("Interview"),
    "tablet": gettext_lazy("Tablet"),
    "code": gettext_lazy("Code"),
}


def who(staff: StaffMember) -> str:
    """Name a staff member."""
    return staff.get_full_name() or staff.get_username()


def when(moment: datetime, *, today: date) -> str:
    """Say when something was, such as "today 14:03" or "3 March 2027, 14:03"."""
    local = timezone.localtime(moment)
    time = date_format(local, "H:i")
    if local.date() == today:
        return _("today %(time)s") % {"time": time}
    if local.date() == today - timedelta(days=1):
        return _("yesterday %(time)s") % {"time": time}
    return _("%(day)s, %(time)s") % {"day": day(local.date(), today=today), "time": time}


def day(of: date, *, today: date) -> str:
    """Write a day, with its year if that is not this one."""
    return date_format(of, "j F" if of.year == today.year else "j F Y")


def waiting(since: datetime, *, now: datetime) -> str:
    """Say how long something has waited, such as "for 40 minutes"."""
    if now - since < timedelta(minutes=1):
        return _("just now")
    return _("for %(time)s") % {"time": timesince(since, now, depth=1)}


def due(on: date, *, today: date) -> str:
    """Say how far off a day is, such as "in 3 days" or "3 days overdue"."""
    days = (on - today).days
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day overdue", "%(days)d days overdue", -days) % {"days": -days}
