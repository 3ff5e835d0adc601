"""The place that runs the site, as its settings describe it."""

from functools import cache
from typing import NamedTuple

from django.conf import settings


class Provider(NamedTuple):
    """A treatment provider. All but `name` may be empty; `tel` dials `phone`."""

    name: str
    phone: str
    tel: str
    hours: str
    url: str
    sponsor: bool


def provider() -> Provider | None:
    """Return the site's own provider, or None where the settings name none."""
    if not settings.PROVIDER_NAME:
        return None
    return Provider(
        name=settings.PROVIDER_NAME,
        phone=settings.PROVIDER_PHONE,
        tel=_tel(settings.PROVIDER_PHONE),
        hours=settings.PROVIDER_HOURS,
        url=settings.PROVIDER_URL,
        sponsor=settings.PROVIDER_IS_SPONSOR,
    )


@cache
def _tel(phone: str) -> str:
    digits = "".join(character for character in phone if character in "+0123456789")
    return f"tel:{digits}" if digits else ""
