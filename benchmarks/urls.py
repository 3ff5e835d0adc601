"""Every address of the site, and the constant page that the others are compared with."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from benchmarks.server import CONSTANT
from screening.fetch_guard import public


@public
def constant(request: HttpRequest) -> HttpResponse:
    """Answer with a constant string: what the server and the middleware cost by themselves."""
    return HttpResponse("constant")


urlpatterns = [
    path(CONSTANT, constant),
    path("", include("config.urls")),
]
