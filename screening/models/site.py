"""The places of a treatment centre, and the lists that its administrators keep."""

from __future__ import annotations

from django.db import models


class Site(models.Model):
    """A place where clients are seen. Every client belongs to one."""

    name = models.CharField(max_length=80, unique=True)
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(
        default=False, help_text="All of its clients are invented, and every page says so"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Disposition(models.Model):
    """What was decided after a screening: one line of a list that the administrator keeps."""

    label = models.CharField(max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "label"]

    def __str__(self) -> str:
        return self.label
