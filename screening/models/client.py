"""The people who are screened, and their consent."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from screening.field_encryption import EncryptedTextField
from screening.models.scoped import OnlyForStaff
from screening.models.site import Site


class Client(models.Model):
    """A client of one site: a reference, and optionally who they are. All of it is encrypted.

    The hashes find a client by exact reference, or by name and date of birth.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="clients")
    reference = EncryptedTextField()
    reference_hash = models.CharField(max_length=64)
    name = EncryptedTextField(blank=True)
    birth_date = EncryptedTextField(blank=True, help_text="YYYY-MM-DD")
    phone = EncryptedTextField(blank=True)
    name_hash = models.CharField(max_length=64, blank=True, db_index=True)
    language = models.CharField(max_length=15, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    edit = models.PositiveIntegerField(default=1, help_text="Goes up with every change")
    is_on_hold = models.BooleanField(default=False, help_text="Legal hold: nothing is deleted")

    objects = OnlyForStaff["Client"]()
    everywhere = models.Manager["Client"]()

    class Meta:
        default_manager_name = "everywhere"
        constraints = [
            models.UniqueConstraint(
                fields=["site", "reference_hash"], name="one_client_a_reference"
            )
        ]

    def __str__(self) -> str:
        return "A client"

    @property
    def is_named(self) -> bool:
        """Whether the record says who the person is."""
        return bool(self.name or self.birth_date or self.phone)


class Consent(models.Model):
    """A client's written consent (42 CFR 2.31): who may disclose what, to whom, why, until when.

    `scope` lists what it covers; the codes stand in `screening/intake/consents/scopes.py`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="consents")
    disclosed_by = EncryptedTextField(help_text="Who may disclose")
    recipient = EncryptedTextField(help_text="To whom")
    purpose = EncryptedTextField()
    scope = models.JSONField(default=list)
    signed_by = EncryptedTextField(help_text="The client, or who signed for them and why")
    signed_on = models.DateField()
    ends_on = models.DateField(help_text="The last day on which it holds")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OnlyForStaff["Consent"]("client")
    everywhere = models.Manager["Consent"]()

    class Meta:
        default_manager_name = "everywhere"

    def __str__(self) -> str:
        return "A consent"


class EmergencyOpening(models.Model):
    """That somebody went past a rule in an emergency, and why. Each one is reviewed afterwards.

    `kind` says which rule: the record of another site was opened ("record"), a screening was
    begun without consent ("screening"), or something was disclosed without one ("disclosure").
    While it is not over, the person may see the client.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="emergency_openings"
    )
    client = models.ForeignKey(Client, models.CASCADE, related_name="emergency_openings")
    kind = models.CharField(max_length=20)
    reason = EncryptedTextField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    review = EncryptedTextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["staff", "ends_at"], name="opening_of_staff")]

    def __str__(self) -> str:
        return "An opening in an emergency"
