"""The audit trail: who did what with which client's data, and why. Append-only, and a chain.

No row names a client or holds anything about one: the client's id is an arbitrary number. There
is no foreign key, so that a record can be erased and the trail stays whole.
"""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """One entry. Its number has no gaps, and its digest covers the one before it."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    staff_id = models.BigIntegerField(null=True)
    staff_name = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=20, blank=True)
    action = models.CharField(max_length=40)
    client_id = models.UUIDField(null=True)
    object_id = models.CharField(max_length=40, blank=True)
    why = models.CharField(max_length=60)
    details = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["client_id", "number"], name="audit_of_client"),
            models.Index(fields=["staff_id", "number"], name="audit_of_staff"),
            models.Index(fields=["action", "number"], name="audit_of_action"),
            models.Index(fields=["at"], name="audit_of_day"),
        ]
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"Audit entry {self.number}"


class AuditHead(models.Model):
    """Where the chain ends, so that entries missing from its end are noticed too. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"The audit trail ends with entry {self.number}"
