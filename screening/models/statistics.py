"""What statistics are made of: counts by month, and what of them may be shown. No person is in it.

Rows of single checks and screenings are read by `screening/rollups/` only, which fills `RollUp`.
Pages read `Published` only, which `screening/stats/publishing.py` fills through disclosure control.
"""

from __future__ import annotations

from typing import Final

from django.db import models

CHECKS_KEPT_MONTHS: Final = 24
"""How long a counted self-check is kept, beside the month that is not over yet."""


class RollUp(models.Model):
    """The exact counts of one month, for people who are alike in what can be filtered by.

    Never shown as it is: small counts are people. `counts` holds whole numbers in the order of
    `screening.rollups.figures.layout` of the version; `layout` is its fingerprint. `source` is
    "self_check" or "intake".
    """

    source = models.CharField(max_length=12)
    version = models.PositiveSmallIntegerField()
    month = models.DateField(help_text="The first day of the month")
    site = models.PositiveBigIntegerField(help_text="The number of the site; 0 for the self-check")
    language = models.CharField(max_length=15)
    age = models.CharField(max_length=12)
    route = models.CharField(max_length=12)
    counts = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "version", "month", "site", "language", "age", "route"],
                name="rollup_once",
            )
        ]

    def __str__(self) -> str:
        return f"Counts of {self.month:%Y-%m}"


class RolledUpMonth(models.Model):
    """That a month was counted, and from what: counted anew when `fingerprint` is another."""

    source = models.CharField(max_length=12)
    month = models.DateField(help_text="The first day of the month")
    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "month"], name="rolled_up_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} is counted"


class Reached(models.Model):
    """How many self-checks came to a step in a month. Counted without knowing whose they are."""

    month = models.DateField(help_text="The first day of the month")
    version = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=30)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "version", "step"], name="reached_once")
        ]

    def __str__(self) -> str:
        return f"{self.step} in {self.month:%Y-%m}"


class Published(models.Model):
    """What may be shown of a period and a group: the only table that the pages of statistics read.

    `period` is a month ("2027-03"), a quarter ("2027-Q1") or a year ("2027"). `group` is "" for
    everybody, or what was filtered by, as in "age=65_plus" and "age=65_plus,route=pump", in the
    order of `screening.stats.groups.FILTERS`. `source` is as in `RollUp`, or "reached".
    `counts` holds what `screening.stats.disclosure` lets through, in the order of the layout;
    `coefficients` the measures of the checklists, by name, or nothing where too few.
    """

    source = models.CharField(max_length=12)
    version = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=7)
    group = models.CharField(max_length=80, blank=True)
    counts = models.JSONField()
    coefficients = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "version", "period", "group"], name="published_once"
            )
        ]

    def __str__(self) -> str:
        return f"Statistics of {self.period}"


class Publication(models.Model):
    """When something was published last, by which rules, and for which periods.

    A period that is out stays as it is: two releases that differ by one person would show them.
    """

    source = models.CharField(max_length=12)
    version = models.PositiveSmallIntegerField()
    fingerprint = models.CharField(max_length=64)
    periods = models.JSONField(default=list)
    published_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "version"], name="publication_once")
        ]

    def __str__(self) -> str:
        return f"Published on {self.published_on:%Y-%m-%d}"
