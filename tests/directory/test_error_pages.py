import html

import pytest
from django.core.exceptions import BadRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from config.urls import urlpatterns as urls_of_the_site
from screening.directory.contacts import COUNTRIES, contacts_for
from screening.fetch_guard import public
from screening.instrument.lint.reading import prose_faults
from tests.directory.prose import texts_of

SECRET = "marker-of-a-fault-0917"


@public
def fault(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(SECRET)


@public
def asks_the_database(request: HttpRequest) -> HttpResponse:
    connection.cursor()
    return HttpResponse()


@public
def refuses(request: HttpRequest) -> HttpResponse:
    raise BadRequest(SECRET)


urlpatterns = [
    *urls_of_the_site,
    path("fault/", fault),
    path("asks-the-database/", asks_the_database),
    path("refuses/", refuses),
]

CROSS_SITE = {"Sec-Fetch-Site": "cross-site"}


def open_page(status: int):
    """Meet an error as a person would, with Django's own handlers."""
    client = Client(raise_request_exception=False)
    if status == 403:
        return client.post("/fault/", headers=CROSS_SITE)
    return client.get({400: "/refuses/", 404: f"/{SECRET}/", 500: "/fault/"}[status])


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("status", [400, 403, 404, 500])
class TestEveryErrorPage:
    @pytest.mark.parametrize("country", COUNTRIES)
    def test_shows_the_emergency_help_of_the_default_country(self, status, country):
        with override_settings(DEBUG=False, COUNTRY=country):
            response = open_page(status)

        shown = html.unescape(response.content.decode())
        assert response.status_code == status
        for entry in contacts_for(country, "emergency"):
            assert str(entry.number or entry.note) in shown
            assert not entry.tel or f'href="{entry.tel}"' in shown

    def test_says_what_to_do_and_nothing_of_the_fault(self, status):
        shown = open_page(status).content.decode()

        assert shown.count("<h1") == 1
        assert "not lost" in shown or "Nothing is lost" in shown
        assert 'href="/"' in shown
        assert SECRET not in shown
        assert "Traceback" not in shown

    def test_is_easy_to_read(self, status):
        texts = texts_of(open_page(status).content.decode())

        assert len(texts) > 4
        assert list(prose_faults(str(status), texts)) == []

    def test_sets_no_cookie(self, status):
        assert not open_page(status).cookies

    def test_shows_while_the_database_is_stopped(self, status, stopped_database):
        assert open_page(status).status_code == status


@pytest.mark.urls(__name__)
def test_a_page_that_asks_a_stopped_database_still_shows_the_emergency_help(stopped_database):
    response = Client(raise_request_exception=False).get("/asks-the-database/")

    assert response.status_code == 500
    assert b'href="tel:911"' in response.content


def test_an_address_with_a_wrong_host_still_shows_the_emergency_help(client):
    response = client.get("/about/", headers={"Host": "elsewhere.example"})

    assert response.status_code == 400
    assert b'href="tel:911"' in response.content
    assert b"elsewhere.example" not in response.content


def test_a_post_from_another_site_is_told_what_to_do(client):
    response = client.post("/help/", headers=CROSS_SITE)

    assert response.status_code == 403
    assert b"Open the page again from this site and try once more." in response.content
