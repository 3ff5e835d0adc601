"""The machine checks of a definition: run by `manage.py check`, so also at every start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from screening.instrument.lint.examples import Examples, find_examples
from screening.instrument.lint.monotone import worsening_faults
from screening.instrument.lint.reading import text_faults
from screening.instrument.lint.structure import structure_faults
from screening.instrument.schema import Instrument, Words

STEPS_AT_START = 600
"""Worsening steps tried at every start: enough to catch a blunder, too few to be felt.

The test command tries 20,000 and more.
"""


@dataclass(frozen=True, slots=True)
class Report:
    """What the checks found. No faults means that the definition may be used."""

    faults: tuple[str, ...]
    examples: Examples
    steps: int


def examine(
    instrument: Instrument,
    words: Mapping[str, Words],
    *,
    steps: int = STEPS_AT_START,
    seed: int = 1,
) -> Report:
    """Run every machine check of a definition.

    In: the definition, the words of its guidance by key, how many single-step
    worsenings to try, and the seed for choosing them.
    Out: a Report whose faults are sentences that name the question, rule or key.
    """
    faults = tuple(structure_faults(instrument))
    if faults:
        # The engine cannot run on a definition that refers to what does not exist.
        return Report(faults, Examples({}, {}), 0)
    examples = find_examples(instrument)
    faults = tuple(_further_faults(instrument, words, examples, steps=steps, seed=seed))
    return Report(faults, examples, steps)


def _further_faults(
    instrument: Instrument,
    words: Mapping[str, Words],
    examples: Examples,
    *,
    steps: int,
    seed: int,
) -> Iterator[str]:
    for tier in sorted(examples.unreached_tiers(instrument)):
        yield f"Tier {tier!r}: no answer set was found that reaches it."
    for key in sorted(examples.unreached_guidance(instrument)):
        yield f"Guidance {key!r}: no answer set was found that shows it."
    keys = {block.key for block in instrument.guidance}
    for key in sorted(keys - set(words)):
        yield f"Guidance {key!r} has no words."
    for key in sorted(set(words) - keys):
        yield f"There are words for guidance {key!r}, but no such block."
    yield from text_faults(instrument, words)
    yield from worsening_faults(instrument, steps=steps, seed=seed)
