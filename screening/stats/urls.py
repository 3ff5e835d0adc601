"""The addresses of statistics: each page, and its two files."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from screening.stats.contents import OVERVIEW, PAGES
from screening.stats.views.show import file, page


def _addresses() -> Iterator[URLPattern]:
    for one in PAGES.values():
        at, name = "" if one.name == OVERVIEW else f"{one.name}/", one.view_name
        yield path(at, page, {"name": one.name}, name=name)
        for kind in ("csv", "xlsx"):
            yield path(
                f"{at}{kind}/", file, {"name": one.name, "kind": kind}, name=f"{name}_{kind}"
            )


urlpatterns = list(_addresses())
