import gzip

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from screening.compression import (
    ROUNDED_TO,
    SHORTEST,
    CompressPublicPagesMiddleware,
    accepts_gzip,
    gzipped,
)
from screening.fetch_guard import public
from screening.instrument.baclofen import CURRENT

PAGE = b"<p>a page</p>" * SHORTEST


def answer(view, **headers):
    """What the middleware makes of a view's response."""
    request = RequestFactory().get("/", headers=headers)
    middleware = CompressPublicPagesMiddleware(view)
    middleware.process_view(request, view, (), {})
    return middleware(request)


@public
def public_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE)


def staff_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE)


@given(st.binary(max_size=5_000))
def test_unpacks_to_what_it_was(content):
    packed = gzipped(content)

    assert gzip.decompress(packed) == content
    assert len(packed) % ROUNDED_TO == 0


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("gzip, deflate, br, zstd", True),
        ("br;q=1.0, GZIP;q=0.5", True),
        ("gzip ; q=1", True),
        ("gzip;q=0.001", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("br, deflate", False),
        ("x-gzipped", False),
        ("identity", False),
        ("", False),
        (";;,,q=", False),
    ],
)
def test_reads_what_a_browser_accepts(header, accepted):
    assert accepts_gzip(header) is accepted


def test_compresses_a_public_page():
    response = answer(public_page, accept_encoding="gzip, br")

    assert response["Content-Encoding"] == "gzip"
    assert response["Content-Length"] == str(len(response.content))
    assert response["Vary"] == "Accept-Encoding"
    assert gzip.decompress(response.content) == PAGE
    assert len(response.content) < len(PAGE) / 10


def test_sends_a_page_as_it_is_to_who_does_not_accept_gzip():
    response = answer(public_page)

    assert "Content-Encoding" not in response
    assert response.content == PAGE
    assert response["Vary"] == "Accept-Encoding"


def test_leaves_pages_behind_the_login_alone():
    response = answer(staff_page, accept_encoding="gzip")

    assert "Content-Encoding" not in response
    assert response.content == PAGE


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(b"x" * (SHORTEST - 1)),
        HttpResponse(PAGE, headers={"Content-Encoding": "br"}),
    ],
    ids=["short", "compressed before"],
)
def test_leaves_alone_what_would_gain_nothing(response):
    before = response.content

    assert answer(public(lambda request: response), accept_encoding="gzip").content == before


def test_leaves_a_stream_alone():
    response = answer(public(lambda request: StreamingHttpResponse([PAGE])), accept_encoding="gzip")

    assert b"".join(response) == PAGE


def test_length_of_a_question_page_does_not_tell_the_answer(client):
    gate = [question.id for question in CURRENT.sections[0].questions]
    lengths = set()
    for answers in ("yes", "no", "unsure"):
        posted = client.post(
            "/check/now/", dict.fromkeys(gate, answers), headers={"sec-fetch-site": "same-origin"}
        )
        assert posted.status_code == 302
        page = client.get("/check/now/", headers={"accept-encoding": "gzip"})
        assert page["Content-Encoding"] == "gzip"
        assert b"checked" in gzip.decompress(page.content)
        lengths.add(len(page.content))

    assert len(lengths) == 1
