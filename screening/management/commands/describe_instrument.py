"""`manage.py describe_instrument`: write docs/instrument.md from the definition."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from screening.instrument.baclofen import CURRENT
from screening.instrument.conditions import AnyOf, Is, several
from screening.instrument.schema import TIERS, Instrument, Option, Question, Score


class Command(BaseCommand):
    """Keep the page about the instrument in step with the instrument."""

    help = "Write docs/instrument.md: every question with its answers, scores, sources and signs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail when the page is out of step"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page, or compare it. Raises CommandError when it is out of step."""
        page = Path(settings.BASE_DIR) / "docs" / "instrument.md"
        text = "\n".join(describe(CURRENT)) + "\n"
        if not options["check"]:
            page.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote {page.relative_to(settings.BASE_DIR)}.")
        elif not page.exists() or page.read_text(encoding="utf-8") != text:
            raise CommandError(
                "docs/instrument.md is out of step with the definition. "
                "Run `./start manage describe_instrument`."
            )


def describe(instrument: Instrument) -> Iterator[str]:
    """Describe an instrument as lines of Markdown."""
    yield f"# The {instrument.id} self-check, version {instrument.version}"
    yield ""
    yield "Written by `manage.py describe_instrument` from the definition. Do not edit by hand."
    yield ""
    yield f"**{instrument.status}** Every cut-off is a judgement until it has been studied."
    signs = {sign.key: sign.text for sign in instrument.signs}
    for section in instrument.sections:
        yield from ("", f"## Section `{section.id}`: {section.heading}", "", section.introduction)
        for question in section.questions:
            yield from ("", f"### `{question.id}`", "", question.text)
            if question.hint:
                yield from ("", f"Hint: {question.hint}")
            yield from ("", *_facts(question, signs), "")
            yield from ("| answer | code | order | scores |", "|---|---|---|---|")
            for option in question.options:
                order = "" if option.severity is None else str(option.severity)
                scores = "; ".join(_points(instrument, question, option))
                yield f"| {option.text} | `{option.code}` | {order} | {scores} |"
    yield from _scores(instrument)
    yield from ("", "## Rules: the tier is the highest one with a rule that holds", "")
    yield from ("| tier | rule | in words |", "|---|---|---|")
    for tier in TIERS:
        for rule in instrument.rules:
            if rule.tier == tier:
                yield f"| {tier} | `{rule.id}` | {rule.text} |"
    yield from ("", "Guidance blocks, in page order: ", "")
    yield ", ".join(f"`{block.key}`" for block in instrument.guidance) + "."
    yield from ("", "## Listed signs that no question covers", "")
    yield from (f"- {sign.text}: {sign.left_out}" for sign in instrument.signs if sign.left_out)
    yield from ("", "## Sources", "")
    yield from (f"- `{source.key}`: {source.text}" for source in instrument.sources)


def _facts(question: Question, signs: dict[str, str]) -> Iterator[str]:
    yield f"- Sources: {', '.join(f'`{source}`' for source in question.sources)}"
    covered = ", ".join(f"{signs[sign]} (`{sign}`)" for sign in question.signs)
    yield f"- Covers the listed sign: {covered or 'none'}"
    yield f"- Left out, it is scored as: {question.if_missing or 'nothing, but listed'}"
    if question.shown_when:
        yield "- Shown only after certain answers"
    if question.several:
        yield "- Several answers may be given"


def _points(instrument: Instrument, question: Question, option: Option) -> Iterator[str]:
    scores: list[tuple[str, Score]] = [(c.id, c.score) for c in instrument.checklists]
    scores += [(score.id, score.score) for score in instrument.follow_up_scores]
    for name, score in scores:
        for part in score.points:
            if question.id in part.questions and option.code in part.codes:
                yield f"{name} {part.points}"
        answer = (question.id, option.code)
        if any(answer in list(_answers(sign)) for sign in score.signs):
            yield f"{name} 1"
        if any(answer in list(_answers(sign)) for sign in score.companions):
            yield f"{name} 1, beside a behaviour"


def _answers(condition: object) -> Iterator[tuple[str, str]]:
    match condition:
        case Is(questions, codes):
            for name in several(questions):
                for code in several(codes):
                    yield name, code
        case AnyOf(parts):
            for part in parts:
                yield from _answers(part)


def _scores(instrument: Instrument) -> Iterator[str]:
    yield from ("", "## Scores and bands", "")
    yield from ("| checklist | bands, each from its lowest score |", "|---|---|")
    for checklist in instrument.checklists:
        bands = ", ".join(f"`{band.name}` {band.lowest}" for band in checklist.bands)
        yield f"| {checklist.id} | {bands} |"
    yield ""
    share = max(checklist.incomplete_above for checklist in instrument.checklists)
    yield (
        f"More than {share:.0%} of a checklist's questions without an answer sets its incomplete "
        "flag. A band that would be the lowest then becomes `not_enough_answers`."
    )
