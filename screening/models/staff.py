"""The people who work with the results."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from screening.models.site import Site


class StaffMember(AbstractUser):
    """Somebody who signs in. A person who only takes the self-check never becomes one.

    What a role may do stands in `screening/access.py`. A higher `sign_in_epoch` ends every
    session of this person at once.
    """

    role = models.CharField(max_length=20, blank=True)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="staff")
    sign_in_epoch = models.PositiveIntegerField(default=0)
    pin = models.CharField(
        max_length=128, blank=True, help_text="Hash of the PIN that takes a tablet back"
    )

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff members")

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # A session opens only with the hash it was begun with: of the password and the epoch.
        value = f"{self.password}:{self.sign_in_epoch}"
        purpose = "screening.models.StaffMember.session"
        return salted_hmac(purpose, value, secret=secret, algorithm="sha256").hexdigest()


class Invitation(models.Model):
    """A one-time link with which somebody becomes a staff member. The link itself is not kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    username = models.CharField(max_length=150)
    role = models.CharField(max_length=20)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    enrol_anew = models.BooleanField(
        default=False, help_text="Who is there already sets up the second step anew"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"An invitation for {self.username}"


class FailedSignIns(models.Model):
    """How often signing in with one name failed in a row, whether or not there is such a name."""

    name_hash = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "failed sign-ins"

    def __str__(self) -> str:
        return f"{self.count} failed sign-ins"
