"""How hard a text is to read, and the words that must never stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from screening.instrument.schema import Instrument, Words

HIGHEST_GRADE: Final = 6.0
"""The US school grade that no text may be above."""

LONGEST_SENTENCE: Final = 20
"""Words."""

FORBIDDEN: Final = re.compile(
    r"drug[\s-]+holiday|addict|abus|\bclean|low[\s-]+risk|\bjunkie|\byou are fine\b",
    re.IGNORECASE,
)
"""Never in any text: blame, a diagnosis, false comfort, an abrupt stop by a friendly name."""

_WORD: Final = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?|\d+(?:[.,]\d+)*")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?:])\s+")
_SPLIT_VOWELS: Final = re.compile(
    r"ia(?!l\b|n\b|ge)|io(?!n|us)|eo(?!us)|ua(?!r)|[^tscgq]iou|uou|ying|iet"
)
_VOWELS: Final = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """Count the syllables of an English word, by rule of thumb. A number counts as one."""
    word = word.lower().replace("’", "'")
    if word[0].isdigit():
        return 1
    word = re.sub(r"'\w+$", "", word)
    count = len(_VOWELS.findall(word))
    if re.search(r"[^aeiouy]e$", word) and not re.search(r"[^aeiouy]le$", word):
        count -= 1
    if re.search(r"[^aeiouytd]ed$", word):
        count -= 1
    if re.search(r"[^aeiouyscxzgh]es$", word) and not re.search(r"[^aeiouy]les$", word):
        count -= 1
    count += len(_SPLIT_VOWELS.findall(word))
    return max(count, 1)


def sentences(texts: Iterable[str]) -> list[str]:
    """Split texts into sentences. The end of a text ends a sentence; so does a colon."""
    found = []
    for text in texts:
        found += [part for part in _SENTENCE_END.split(text.strip()) if _WORD.search(part)]
    return found


def grade(texts: Iterable[str]) -> float:
    """Give the Flesch-Kincaid grade of texts: the US school year that can read them.

    Kincaid and others 1975: 0.39 words a sentence + 11.8 syllables a word - 15.59.
    """
    split = sentences(texts)
    words = [word for sentence in split for word in _WORD.findall(sentence)]
    if not words:
        return 0.0
    per_sentence = len(words) / len(split)
    per_word = sum(syllables(word) for word in words) / len(words)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59


def prose_faults(where: str, texts: Iterable[str]) -> Iterator[str]:
    """Check one piece of prose. Out: sentences saying what is wrong and where."""
    texts = list(texts)
    reached = grade(texts)
    if reached > HIGHEST_GRADE:
        yield f"{where}: reading grade {reached:.1f} is above {HIGHEST_GRADE:g}."
    for sentence in sentences(texts):
        length = len(_WORD.findall(sentence))
        if length > LONGEST_SENTENCE:
            yield f"{where}: a sentence of {length} words: {sentence!r}"
    for text in texts:
        if found := FORBIDDEN.search(text):
            yield f"{where}: the words {found.group()!r} must not stand in {text!r}."


def text_faults(instrument: Instrument, words: Mapping[str, Words]) -> Iterator[str]:
    """Check all that a person reads of an instrument: its questions and its guidance."""
    for section in instrument.sections:
        texts = [section.heading, section.introduction]
        for question in section.questions:
            texts += [question.text, question.hint]
        yield from prose_faults(f"Section {section.id!r}", texts)
        for question in section.questions:
            small = [question.short, question.error]
            for option in question.options:
                small += [option.text, option.says]
            for text in small:
                if found := FORBIDDEN.search(text):
                    yield f"Question {question.id!r}: {found.group()!r} must not stand in it."
    for key, block in words.items():
        texts = [block.heading, *block.paragraphs, *block.points, *block.closing]
        yield from prose_faults(f"Guidance {key!r}", texts)
