"""How the content of a session is kept: encrypted, as the fields of a record are.

While somebody sets up an app for codes, its secret stands in their session. Whoever has a copy of
the database, and no key, must not be able to read it.
"""

from __future__ import annotations

import json
from typing import Any, Final

from screening.field_encryption import decrypt, encrypt

_PLACE: Final = "sessions.session"


class EncryptedSerializer:
    """What `SESSION_SERIALIZER` names. A session that cannot be opened is an empty one."""

    def dumps(self, content: dict[str, Any]) -> bytes:
        """Return the content of a session as it is kept."""
        return encrypt(json.dumps(content, separators=(",", ":")), place=_PLACE)

    def loads(self, kept: bytes) -> dict[str, Any]:
        """Return the content of a session. Raises Undecryptable."""
        content: dict[str, Any] = json.loads(decrypt(kept, place=_PLACE))
        return content
