"""Checks that people chose to have counted. Nothing here leads back to anybody."""

from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """One counted check: what was answered and what came of it, and the month.

    No day, no time, no address, no browser, no link to anything. The id is random, so that
    neither it nor the place of the row tells in which order people came.
    """

    id = models.BigAutoField(primary_key=True)
    month = models.DateField(help_text="The first day of the month")
    instrument = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=15)
    answers = models.CharField(
        max_length=250,
        help_text="A letter for each answer of the shown questions (screening/instrument/kept.py)",
    )
    bands = models.JSONField(help_text="Checklist id to band")
    tier = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["month", "id"], name="tally_month")]
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"A check counted in {self.month:%Y-%m}"


class UsedTicket(models.Model):
    """That a check was counted, so that it is not counted again. It does not say which row it was.

    The id is a keyed digest of a random word in the person's own cookie. Once that cookie can
    no longer be opened, nothing needs this row, and it is deleted. It too knows the month only.
    """

    id = models.BigAutoField(primary_key=True)
    month = models.DateField(help_text="The first day of the month")

    def __str__(self) -> str:
        return "A used ticket"
