"""The instrument as the evidence page tells it, read from the definition so that they agree."""

from dataclasses import dataclass

from screening.instrument.schema import Checklist, Instrument, ListedSign


@dataclass(frozen=True, slots=True)
class ItemEvidence:
    """One question: its short name, the keys of its sources, and the listed signs it covers."""

    short: str
    sources: tuple[str, ...]
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionEvidence:
    """One page of the check and its questions, in the order in which they are asked."""

    heading: str
    items: tuple[ItemEvidence, ...]


@dataclass(frozen=True, slots=True)
class BandRange:
    """The scores of one band, from `lowest` to `highest`, which is None for the top band."""

    text: str
    lowest: int
    highest: int | None


@dataclass(frozen=True, slots=True)
class ChecklistEvidence:
    """The cut-offs of one checklist. `most_missing` is a share of its questions, in percent."""

    name: str
    bands: tuple[BandRange, ...]
    has_critical_items: bool
    most_missing: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the evidence page shows of one version of an instrument."""

    instrument: Instrument
    sections: tuple[SectionEvidence, ...]
    checklists: tuple[ChecklistEvidence, ...]
    left_out: tuple[ListedSign, ...]


def evidence_of(instrument: Instrument) -> Evidence:
    """Return what the evidence page shows of `instrument`.

    Raises KeyError if a question names a listed sign that the instrument does not have.
    """
    signs = {sign.key: sign.text for sign in instrument.signs}
    return Evidence(
        instrument=instrument,
        sections=tuple(
            SectionEvidence(
                section.heading,
                tuple(
                    ItemEvidence(
                        question.short,
                        question.sources,
                        tuple(signs[key] for key in question.signs),
                    )
                    for question in section.questions
                ),
            )
            for section in instrument.sections
        ),
        checklists=tuple(_cut_offs(checklist) for checklist in instrument.checklists),
        left_out=tuple(sign for sign in instrument.signs if sign.left_out),
    )


def _cut_offs(checklist: Checklist) -> ChecklistEvidence:
    ends = [band.lowest - 1 for band in checklist.bands[1:]]
    return ChecklistEvidence(
        name=checklist.name,
        bands=tuple(
            BandRange(band.text, band.lowest, end)
            for band, end in zip(checklist.bands, [*ends, None], strict=True)
        ),
        has_critical_items=checklist.critical is not None,
        most_missing=round(checklist.incomplete_above * 100),
    )
