"""Making the file that is passed on. Nothing of it is kept."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from screening.intake.disclosing.formats import FORMATS
from screening.intake.disclosing.records import plain_record, printed
from screening.intake.disclosing.tables import screenings_csv, screenings_xlsx
from screening.intake.records.findings import instrument_of
from screening.interop.fhir.bundle import bundle
from screening.interop.notice import Notice
from screening.models import Screening


@dataclass(frozen=True, slots=True)
class File:
    """A file to send."""

    name: str
    content_type: str
    content: bytes


def made(
    code: str,
    screenings: Sequence[Screening],
    *,
    scope: Collection[str],
    notice: Notice,
    today: date,
) -> File:
    """Make a file of finished screenings: of one, or of several of one version in a table.

    In: a code of `FORMATS`; what may be in it, which covers what the format needs.
    """
    form = FORMATS[code]
    content = _content(code, screenings, scope, notice, today)
    return File(form.file_name, form.content_type, content)


def _content(
    code: str, screenings: Sequence[Screening], scope: Collection[str], notice: Notice, today: date
) -> bytes:
    one = screenings[0]
    if code in ("summary", "answers"):
        return printed(one, scope, today=today, redisclosure=notice.statement, consent=notice.scope)
    if code == "fhir":
        return json.dumps(bundle(plain_record(one, scope), notice), ensure_ascii=False).encode()
    write = {"csv": screenings_csv, "xlsx": screenings_xlsx}[code]
    records = [plain_record(screening, scope) for screening in screenings]
    return write(instrument_of(one), records, notice)
