"""What every template may say about the site itself: the context processor `site`."""

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest

from screening.directory.provider import Provider, provider


class Site(NamedTuple):
    """The site as its settings describe it.

    A tuple, because parts of pages are kept in memory by its value and it is hashed for each.
    `provider_logo` is a path below static/. `has_colours` says whether the stylesheet
    `site_colours` has something in it.
    """

    provider: Provider | None
    provider_name: str
    provider_logo: str
    has_colours: bool


def site(request: HttpRequest) -> dict[str, Site]:
    """Return `site` for the templates. It reads settings only: no request, no database."""
    return {
        "site": Site(
            provider=provider(),
            provider_name=settings.PROVIDER_NAME,
            provider_logo=settings.PROVIDER_LOGO,
            has_colours=bool(settings.PROVIDER_COLOUR or settings.PROVIDER_HEADER_COLOUR),
        )
    }
