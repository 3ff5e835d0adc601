"""The pages that anyone may read: where to get help, and what this site is and does.

None of them sets a cookie, opens a session or asks the database, so they show when it is down.
"""

from dataclasses import replace
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from screening.directory.contacts import COUNTRIES, KINDS, contacts_for
from screening.directory.evidence import evidence_of
from screening.fetch_guard import public
from screening.instrument.baclofen.v1 import INSTRUMENT

_EVIDENCE: Final = evidence_of(INSTRUMENT)
_HOUR: Final = 60 * 60


@public
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show every kind of help in one country: `?country=GB`, or else the default of the site."""
    asked = request.GET.get("country", "")
    country = asked if asked in COUNTRIES else settings.COUNTRY
    return render(
        request,
        "directory/help.html",
        {
            "country": country,
            "countries": COUNTRIES.items(),
            **{kind: contacts_for(country, kind) for kind in KINDS},
        },
    )


@public
@require_safe
@cache_control(public=True, max_age=_HOUR, stale_if_error=30 * 24 * _HOUR)
def emergency(request: HttpRequest) -> HttpResponse:
    """Show the numbers to call now, first those of the site's default country.

    It is the same for everyone. A cache in between may go on showing it while the site is down.
    """
    country = settings.COUNTRY
    elsewhere = [
        replace(entry, label=name)
        for code, name in COUNTRIES.items()
        if code != country
        for entry in contacts_for(code, "emergency")
    ]
    return render(
        request,
        "directory/emergency.html",
        {
            "emergency": contacts_for(country, "emergency"),
            "other_help": contacts_for(country, "poison") + contacts_for(country, "crisis"),
            "elsewhere": elsewhere,
        },
    )


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what the check is, who it is for, what it can miss and who runs it."""
    return render(request, "directory/about.html", {"instrument": INSTRUMENT})


@public
@require_safe
def evidence(request: HttpRequest) -> HttpResponse:
    """Show every question with its sources, and every cut-off, as the definition has them."""
    return render(request, "directory/evidence.html", {"evidence": _EVIDENCE})


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept, what is not, and what leaving quickly can and cannot do."""
    return render(request, "directory/privacy.html", {"count_steps": settings.COUNT_STEPS})


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what was tested, what was not, and whom to tell about a barrier."""
    return render(request, "directory/accessibility.html")


@public
@require_safe
@cache_control(public=True, max_age=_HOUR)
def site_colours(request: HttpRequest) -> HttpResponse:
    """Send the site's own colours as a stylesheet; 404 where the settings have none.

    Only for light pages: the settings accept colours that read well with white, and such colours
    are too dark for a dark page.
    """
    colours = {
        "--accent": settings.PROVIDER_COLOUR,
        "--header": settings.PROVIDER_HEADER_COLOUR,
    }
    rules = "".join(f"{name}:{colour};" for name, colour in colours.items() if colour)
    if not rules:
        raise Http404
    return HttpResponse(
        f"@media (prefers-color-scheme: light){{:root{{{rules}}}}}\n",
        content_type="text/css; charset=utf-8",
    )
