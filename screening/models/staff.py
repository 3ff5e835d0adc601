"""The people who work with the results."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _


class StaffMember(AbstractUser):
    """Somebody who signs in. A person who only takes the self-check never becomes one."""

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff members")
