"""What the law puts beside a disclosure: the prohibition on redisclosure, and the consent's scope.

Source: 42 CFR 2.32, as amended by the final rule of 16 February 2024 (89 FR 12472), with which
everybody had to comply from 16 February 2026. Section 2.32(a) asks for one of two statements,
word for word; 2.32(b) for a copy of the consent or a clear explanation of its scope. The text of
the law is not translated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SOURCE: Final = "42 CFR 2.32 (89 FR 12472)"

STATEMENT: Final = (
    "This record which has been disclosed to you is protected by Federal confidentiality rules "
    "(42 CFR part 2). These rules prohibit you from using or disclosing this record, or testimony "
    "that describes the information contained in this record, in any civil, criminal, "
    "administrative, or legislative proceedings by any Federal, State, or local authority, against "
    "the patient, unless authorized by the consent of the patient, except as provided at "
    "42 CFR 2.12(c)(5) or as authorized by a court in accordance with 42 CFR 2.64 or 2.65. "
    "In addition, the Federal rules prohibit you from making any other use or disclosure of this "
    "record unless at least one of the following applies:\n"
    "(i) Further use or disclosure is expressly permitted by the written consent of the individual "
    "whose information is being disclosed in this record or as otherwise permitted by "
    "42 CFR part 2.\n"
    "(ii) You are a covered entity or business associate and have received the record for "
    "treatment, payment, or health care operations, or\n"
    "(iii) You have received the record from a covered entity or business associate as permitted "
    "by 45 CFR part 164, subparts A and E.\n"
    "A general authorization for the release of medical or other information is NOT sufficient to "
    "meet the required elements of written consent to further use or redisclose the record "
    "(see 42 CFR 2.31)."
)
"""Statement 1, section 2.32(a)(1)."""

SHORT_STATEMENT: Final = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
"""Statement 2, section 2.32(a)(2): the law lets it stand instead of Statement 1."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What accompanies one disclosure.

    `scope` explains what the consent covers (who, to whom, what, why, until when), or gives the
    reason of a disclosure in an emergency. Raises ValueError when it is blank: nothing leaves
    without it.
    """

    scope: str
    statement: str = STATEMENT

    def __post_init__(self) -> None:
        if not self.scope.strip() or not self.statement.strip():
            raise ValueError("A notice needs the statement and the scope of the consent.")

    @property
    def text(self) -> str:
        """Both parts as one text, in paragraphs."""
        return f"{self.statement}\n\nScope of the consent, or reason: {self.scope}"
