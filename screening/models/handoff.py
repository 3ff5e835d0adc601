"""Answers that a person takes to a clinic with a code, and the tries to redeem a code."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Handoff(models.Model):
    """The sealed answers behind one code. `screening.handoff.keeping` says how they are sealed.

    No person, no address, no time: a day is the finest that seven days can be counted by. The id
    is random, so that it tells nothing of the order in which people came.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code_hash = models.CharField(max_length=64, unique=True, help_text="Keyed hash of the code")
    sealed = models.BinaryField()
    expires_on = models.DateField(db_index=True, help_text="The last day on which the code works")

    def __str__(self) -> str:
        return "Answers behind a code"


class CodeTry(models.Model):
    """One try of a staff member to redeem a code, until it turns out to be right or an hour ends.

    It does not hold what was typed.
    """

    id = models.BigAutoField(primary_key=True)
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "code tries"

    def __str__(self) -> str:
        return "A try to redeem a code"
