"""Sentences about what a list leaves out, and why."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import ngettext

from screening.stats.disclosure import HIDDEN, WITHHELD


def left_out(values: Sequence[int], *, listed: int) -> list[str]:
    """Say how many counts a list leaves out. In: all of them as shown; how many are listed."""
    limit = settings.STATISTICS_HIDE_UP_TO
    further = sum(value >= 0 for value in values) - listed
    few, held = values.count(HIDDEN), values.count(WITHHELD)
    sentences = []
    if further:
        sentences.append(
            ngettext(
                "%(n)d more is not listed. The %(listed)d most frequent are.",
                "%(n)d more are not listed. The %(listed)d most frequent are.",
                further,
            )
            % {"n": further, "listed": listed}
        )
    if few:
        sentences.append(
            ngettext(
                "%(n)d is not listed because it came %(limit)d times or fewer.",
                "%(n)d are not listed because each came %(limit)d times or fewer.",
                few,
            )
            % {"n": few, "limit": limit}
        )
    if held:
        sentences.append(
            ngettext(
                "%(n)d is not shown, so that no smaller count can be worked out from it.",
                "%(n)d are not shown, so that no smaller count can be worked out from them.",
                held,
            )
            % {"n": held}
        )
    return sentences
