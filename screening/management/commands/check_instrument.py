"""`manage.py check_instrument`: the machine checks of the definition, printed in full."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screening.instrument.baclofen import CURRENT, GUIDANCE
from screening.instrument.lint import Report, examine
from screening.instrument.lint.examples import AnswerSet
from screening.instrument.lint.reading import HIGHEST_GRADE, LONGEST_SENTENCE, grade
from screening.instrument.schema import TIERS, Instrument


class Command(BaseCommand):
    """Print every check with what it found, and an example for every tier and block."""

    help = "Check the definition of the instrument and print everything that was found."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--steps", type=int, default=20_000, help="worsenings to try (default 20000)"
        )
        parser.add_argument("--seed", type=int, default=1, help="seed of the random answers")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report. Raises CommandError when there is a fault."""
        report = examine(CURRENT, GUIDANCE, steps=options["steps"], seed=options["seed"])
        for line in describe(CURRENT, report):
            self.stdout.write(line)
        if report.faults:
            raise CommandError(f"{len(report.faults)} fault(s) in the definition, listed above.")


def describe(instrument: Instrument, report: Report) -> list[str]:
    """Put a report into lines of text."""
    lines = [
        f"Instrument {instrument.id}, version {instrument.version}. {instrument.status}",
        f"{len(instrument.questions)} questions, {len(instrument.rules)} rules, "
        f"{len(instrument.guidance)} guidance blocks, {len(instrument.sources)} sources.",
        "",
        "Listed signs without a question:",
        *(f"  {sign.text}: {sign.left_out}" for sign in instrument.signs if sign.left_out),
        "",
        f"Reading grade, at most {HIGHEST_GRADE:g}; sentences, at most {LONGEST_SENTENCE} words:",
    ]
    for section in instrument.sections:
        texts = [section.heading, section.introduction]
        for question in section.questions:
            texts += [question.text, question.hint]
        lines.append(f"  {grade(texts):4.1f}  section {section.id}")
    for key, words in GUIDANCE.items():
        texts = [words.heading, *words.paragraphs, *words.points, *words.closing]
        lines.append(f"  {grade(texts):4.1f}  guidance {key}")
    lines += ["", "An example for every tier (answers that differ from the calmest ones):"]
    lines += [f"  {tier}: {_example(report.examples.tiers.get(tier))}" for tier in TIERS]
    lines += ["", "An example for every guidance block:"]
    for block in instrument.guidance:
        lines.append(f"  {block.key}: {_example(report.examples.guidance.get(block.key))}")
    lines += ["", f"Worsening steps tried that lowered nothing: {report.steps:,}", ""]
    lines += ["Faults:", *(f"  {fault}" for fault in report.faults)] if report.faults else []
    return [*lines, "" if report.faults else "No faults."]


def _example(answers: AnswerSet | None) -> str:
    if answers is None:
        return "none was found"
    if not answers:
        return "the calmest answers"
    return ", ".join(
        f"{name}={' + '.join(given) if isinstance(given, list) else given}"
        for name, given in answers.items()
    )
