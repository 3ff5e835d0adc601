"""The chart that most of these pages have: a bar for each share."""

from __future__ import annotations

from collections.abc import Sequence

from screening.stats.report import BARS, Chart, Series, Share


def chart_of_shares(
    title: str, description: str, name: str, labels: Sequence[str], shares: Sequence[Share]
) -> Chart | None:
    """Draw shares in what `name` says, one for each label. None where no share can be shown."""
    if all(share.part < 0 or share.whole < 0 for share in shares):
        return None
    return Chart(BARS, title, description, labels, [Series(name, shares)])
