import html

import pytest
from django.db import OperationalError, connection
from django.test import override_settings

from screening.directory.contacts import COUNTRIES, KINDS, contacts_for
from screening.instrument.baclofen.v1 import INSTRUMENT
from screening.instrument.lint.reading import prose_faults
from tests.directory.prose import texts_of

PAGES = ["/help/", "/emergency/", "/about/", "/evidence/", "/privacy/", "/accessibility/"]
CLINIC = {
    "PROVIDER_NAME": "Riverside <Clinic>",
    "PROVIDER_PHONE": "+1 (800) 555-0100",
    "PROVIDER_HOURS": "Monday to Friday",
    "PROVIDER_URL": "https://clinic.example/",
}


def text_of(response) -> str:
    return html.unescape(response.content.decode())


@pytest.mark.parametrize("address", PAGES)
class TestEveryPage:
    def test_shows_sets_no_cookie_and_asks_no_database(self, client, address):
        # No database mark: any query would raise.
        response = client.get(address)

        assert response.status_code == 200
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        assert not hasattr(response.wsgi_request, "_cached_user")
        assert not response.wsgi_request.session.accessed

    @pytest.mark.django_db
    def test_makes_no_query(self, client, address, django_assert_num_queries):
        with django_assert_num_queries(0):
            client.get(address)

    def test_shows_while_the_database_is_stopped(self, client, address, stopped_database):
        with pytest.raises(OperationalError):
            connection.cursor()

        assert client.get(address).status_code == 200

    def test_answers_head(self, client, address):
        response = client.head(address)

        assert response.status_code == 200
        assert response.content == b""

    @pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
    def test_takes_nothing_in(self, client, address, method):
        assert getattr(client, method)(address).status_code == 405

    def test_has_one_main_heading_and_a_title_without_the_medicine(self, client, address):
        shown = client.get(address).content.decode()
        title = shown.split("<title>")[1].split("</title>")[0]

        assert shown.count("<h1") == 1
        assert title.endswith(" - Self-check")
        assert "baclofen" not in title.lower()

    @pytest.mark.parametrize("country", COUNTRIES)
    def test_is_easy_to_read(self, client, address, country):
        with override_settings(COUNTRY=country, **CLINIC):
            texts = texts_of(client.get(address).content.decode())

        assert len(texts) > 5
        assert list(prose_faults(address, texts)) == []
        assert "drug" not in " ".join(texts).lower()


class TestHelp:
    def test_shows_all_help_of_the_default_country_with_the_emergency_number_first(self, client):
        with override_settings(COUNTRY="AU"):
            shown = text_of(client.get("/help/"))

        places = [
            shown.index(str(entry.number or entry.note))
            for kind in KINDS
            for entry in contacts_for("AU", kind)
        ]
        assert places == sorted(places)

    @pytest.mark.parametrize("country", COUNTRIES)
    def test_shows_another_country_when_asked(self, client, country):
        shown = text_of(client.get("/help/", {"country": country}))

        for kind in KINDS:
            for entry in contacts_for(country, kind):
                assert str(entry.number or entry.note or entry.url) in shown
        foreign = {"US": "000", "AU": "911"}.get(country, "13 11 26")
        assert foreign not in shown

    def test_links_to_every_other_country(self, client):
        shown = client.get("/help/", {"country": "CA"}).content.decode()

        linked = {code for code in COUNTRIES if f'href="?country={code}"' in shown}
        assert linked == set(COUNTRIES) - {"CA"}

    @pytest.mark.parametrize(
        "value",
        ["", "gb", "XX", "<script>alert(1)</script>", '"onload=x', "\x00", "GB'--", "Q" * 5000],
    )
    def test_an_unknown_country_is_the_default_and_is_not_repeated(self, client, value):
        usual = client.get("/help/").content

        assert client.get("/help/", {"country": value}).content == usual

    @pytest.mark.parametrize(
        "query", ["country=%ff%fe", "country=%ED%A0%80", "country[]=GB", "country", "&&=&", "%"]
    )
    def test_a_broken_query_is_the_default(self, client, query):
        assert client.get(f"/help/?{query}").content == client.get("/help/").content

    def test_names_no_provider_when_there_is_none(self, client):
        assert 'class="provider"' not in client.get("/help/").content.decode()

    @override_settings(**CLINIC, PROVIDER_IS_SPONSOR=True)
    def test_shows_the_sites_own_provider_last_and_as_sponsor(self, client):
        response = client.get("/help/")
        shown = text_of(response).split("<main")[1]

        last_neutral = contacts_for("US", "treatment")[-1].url
        assert shown.index(last_neutral) < shown.index("Riverside <Clinic>")
        assert 'href="tel:+18005550100"' in shown
        assert "This site is paid for by Riverside <Clinic>." in shown
        assert b"<Clinic>" not in response.content

    @override_settings(**CLINIC, PROVIDER_IS_SPONSOR=False)
    def test_calls_nobody_a_sponsor_who_is_none(self, client):
        assert "paid for" not in text_of(client.get("/help/"))


class TestEmergency:
    @pytest.mark.parametrize("country", COUNTRIES)
    def test_shows_the_default_country_first_and_every_other_emergency_number(
        self, client, country
    ):
        with override_settings(COUNTRY=country):
            shown = text_of(client.get("/emergency/")).split("<main")[1]

        (own,) = contacts_for(country, "emergency")
        for kind in ("emergency", "poison", "crisis"):
            for entry in contacts_for(country, kind):
                assert str(entry.number or entry.note) in shown
        for other in COUNTRIES:
            for entry in contacts_for(other, "emergency"):
                assert str(entry.number or entry.note) in shown
        first, others = shown.split("In other countries")
        assert str(own.number or own.note) in first
        assert str(COUNTRIES[country]) not in others

    def test_a_cache_may_keep_it(self, client):
        cached = client.get("/emergency/").headers["Cache-Control"]

        assert "public" in cached
        assert "max-age=3600" in cached
        assert "stale-if-error=" in cached


class TestAbout:
    def test_says_what_it_is_not_and_what_stopping_can_do(self, client):
        shown = text_of(client.get("/about/"))

        assert INSTRUMENT.status in shown
        assert "No study has tested this check yet." in shown
        assert "under 18" in shown
        assert "Stopping suddenly can be very dangerous, and can cost a life." in shown

    def test_says_when_nobody_has_given_a_name(self, client):
        assert "have not given a name" in text_of(client.get("/about/"))

    @override_settings(**CLINIC)
    def test_names_who_runs_the_site(self, client):
        shown = text_of(client.get("/about/"))

        assert "have not given a name" not in shown
        assert "+1 (800) 555-0100" in shown


class TestEvidence:
    def test_names_every_question_with_its_sources_and_signs(self, client):
        shown = text_of(client.get("/evidence/"))
        signs = {sign.key: sign.text for sign in INSTRUMENT.signs}

        items = {part.split("</strong>")[0]: part for part in shown.split("<li><strong>")[1:]}
        assert list(items) == [question.short for question in INSTRUMENT.questions]
        for question in INSTRUMENT.questions:
            row = items[question.short].split("</li>")[0]
            for source in question.sources:
                assert f'href="#source-{source}">{source}</a></cite>' in row
            for sign in question.signs:
                assert signs[sign] in row

    def test_lists_every_source_once(self, client):
        shown = text_of(client.get("/evidence/"))

        for source in INSTRUMENT.sources:
            assert shown.count(f'id="source-{source.key}"') == 1
            assert f"<cite>{source.text}</cite>" in shown

    def test_says_which_listed_sign_is_left_out_and_why(self, client):
        shown = text_of(client.get("/evidence/"))
        left_out = [sign for sign in INSTRUMENT.signs if sign.left_out]

        listed = shown.split("Signs we left out")[1].split("</ul>")[0]
        assert left_out
        assert listed.count("<li>") == len(left_out)
        for sign in left_out:
            assert sign.text in listed
            assert sign.left_out in listed

    def test_says_that_cut_offs_are_a_judgement_and_shows_them(self, client):
        shown = text_of(client.get("/evidence/"))

        assert "These cut-offs are a judgement until they are studied." in shown
        # Both sides of every cut-off, as the design has them.
        for words in (
            "0 points: none reported",
            "1 to 3 points: some signs",
            "4 to 7 points: many signs",
            "8 points or more: severe signs",
            "1 to 2 points: some signs",
            "3 to 5 points: several signs",
            "6 points or more: many signs",
            "1 point: some signs",
            "2 points or more: clear signs",
            "If more than 30 in 100 questions have no answer",
        ):
            assert words in shown

    def test_says_which_version_it_is_and_that_it_is_a_draft(self, client):
        shown = text_of(client.get("/evidence/"))

        assert f"version {INSTRUMENT.version} of" in shown
        assert "Draft, awaiting clinical sign-off." in shown


def test_the_privacy_page_can_be_linked_to_at_what_leaving_does(client):
    shown = client.get("/privacy/").content.decode()

    assert shown.count('id="leaving"') == 1
    for words in (
        "for 24 hours",
        "24 months",
        "a random mark",
        "30 minutes",
        "history of your browser",
        "spyware",
    ):
        assert words in shown


class TestAccessibility:
    def test_says_what_was_not_tested(self, client):
        assert "real screen readers" in text_of(client.get("/accessibility/"))

    @override_settings(**CLINIC)
    def test_says_whom_to_tell(self, client):
        assert "+1 (800) 555-0100" in text_of(client.get("/accessibility/"))

    def test_says_so_when_there_is_nobody_to_tell(self, client):
        assert "have not given a way to reach them" in text_of(client.get("/accessibility/"))


class TestSiteColours:
    def test_there_is_no_stylesheet_without_colours(self, client):
        assert client.get("/site-colours.css").status_code == 404
        assert b"site-colours.css" not in client.get("/help/").content

    @pytest.mark.parametrize(
        ("accent", "header", "rules"),
        [
            ("#1d5b79", "", "--accent:#1d5b79;"),
            ("", "#7a1f3d", "--header:#7a1f3d;"),
            ("#1d5b79", "#7a1f3d", "--accent:#1d5b79;--header:#7a1f3d;"),
        ],
    )
    def test_the_sites_own_colours_are_for_light_pages_only(self, client, accent, header, rules):
        with override_settings(PROVIDER_COLOUR=accent, PROVIDER_HEADER_COLOUR=header):
            response = client.get("/site-colours.css")
            page = client.get("/help/")

        expected = f"@media (prefers-color-scheme: light){{:root{{{rules}}}}}\n"
        assert response.content.decode() == expected
        assert response.headers["Content-Type"] == "text/css; charset=utf-8"
        assert "max-age=3600" in response.headers["Cache-Control"]
        assert not response.cookies
        assert b'href="/site-colours.css"' in page.content

    def test_takes_nothing_in(self, client):
        with override_settings(PROVIDER_COLOUR="#1d5b79"):
            assert client.post("/site-colours.css").status_code == 405
