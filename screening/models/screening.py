"""Screenings of clients: what was answered, what came of it, what was done about it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from screening.field_encryption import EncryptedTextField
from screening.models.client import Client
from screening.models.scoped import OnlyForStaff
from screening.models.site import Disposition, Site


class Screening(models.Model):
    """One screening of a client, in one version. A correction is a new row that names the old.

    `state` goes from "draft" over "finished" (answered and assessed) to "signed" (locked), and
    a corrected one becomes "replaced". `way` is how the answers came: "interview", "tablet" or
    "code". Answers are kept as codes, so that they can be read and counted whatever the wording;
    tier, bands, scores and guidance as they were shown. `edit` goes up with every change, so that
    nobody overwrites what somebody else wrote.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="screenings")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="draft")
    way = models.CharField(max_length=10)
    edit = models.PositiveIntegerField(default=1)
    corrects = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="corrected_by"
    )
    correction_reason = EncryptedTextField(blank=True)

    instrument = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=15)
    answers = models.JSONField(default=dict, help_text="Question id to code or codes")
    outcome = models.CharField(max_length=20, blank=True)
    tier = models.CharField(max_length=10, blank=True)
    bands = models.JSONField(default=dict)
    scores = models.JSONField(default=dict)
    incomplete = models.JSONField(default=dict)
    missing = models.JSONField(default=list)
    guidance = models.JSONField(default=list)

    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True, help_text="The day of the answers")
    without_consent = models.ForeignKey(
        "EmergencyOpening", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    note = EncryptedTextField(blank=True)
    disposition = models.ForeignKey(
        Disposition, models.PROTECT, null=True, blank=True, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    acted_at = models.DateTimeField(null=True, blank=True, help_text="When something was done")
    action = EncryptedTextField(blank=True, help_text="What was done about the emergency")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OnlyForStaff["Screening"]("client")
    everywhere = models.Manager["Screening"]()

    class Meta:
        default_manager_name = "everywhere"
        indexes = [
            models.Index(fields=["site", "state", "tier"], name="screening_queue"),
            models.Index(fields=["site", "finished_at"], name="screening_day"),
            models.Index(fields=["client", "finished_at"], name="screening_of_client"),
        ]

    def __str__(self) -> str:
        return "A screening"


class ToldText(models.Model):
    """The very text that the person was told, kept with the record."""

    screening = models.OneToOneField(
        Screening, models.CASCADE, primary_key=True, related_name="told"
    )
    content = models.BinaryField(help_text="JSON in UTF-8, compressed with zlib")

    def __str__(self) -> str:
        return "What a person was told"


class PlannedScreening(models.Model):
    """That a client is to be screened again on a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="planned")
    due_on = models.DateField(db_index=True)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = OnlyForStaff["PlannedScreening"]("client")
    everywhere = models.Manager["PlannedScreening"]()

    class Meta:
        default_manager_name = "everywhere"

    def __str__(self) -> str:
        return f"A screening planned for {self.due_on:%Y-%m-%d}"


class Disclosure(models.Model):
    """One entry of the accounting of disclosures: what left the house, to whom, why, on what."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="disclosures")
    screening = models.ForeignKey(
        Screening, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    consent = models.ForeignKey("Consent", models.SET_NULL, null=True, blank=True, related_name="+")
    without_consent = models.ForeignKey(
        "EmergencyOpening", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recipient = EncryptedTextField()
    purpose = EncryptedTextField()
    format = models.CharField(max_length=10)
    scope = models.JSONField(default=list)
    disclosed_at = models.DateTimeField()
    disclosed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OnlyForStaff["Disclosure"]("client")
    everywhere = models.Manager["Disclosure"]()

    class Meta:
        default_manager_name = "everywhere"

    def __str__(self) -> str:
        return "A disclosure"
