"""The addresses of the site, and one where it breaks: to meet the page for it."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as urls_of_the_site
from screening.fetch_guard import public


@public
def fault(request: HttpRequest) -> HttpResponse:
    """Fail as no view should."""
    raise RuntimeError("a fault")


urlpatterns = [*urls_of_the_site, path("fault/", fault)]
