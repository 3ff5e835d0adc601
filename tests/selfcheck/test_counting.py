"""Being counted: only when asked for, once, and without anything that leads back to anybody."""

import re
import threading
from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections, models
from django.test import Client
from django.utils import timezone

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import assess, visible
from screening.instrument.kept import from_letters, to_letters
from screening.models import Tally, UsedTicket
from tests.selfcheck.page import read, words
from tests.selfcheck.walking import COOKIE, Browser, answers, at_answers, at_result, send

CHOSEN = answers(route="both", mu_craving="weekly", to_raised="alone", age="65_plus")


def press(client: Client, **sent: str):
    return client.post("/check/count/", sent)


def rows() -> dict[str, int]:
    """How many rows each table of the database has, also those without a model."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        found = {}
        for name in names:
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(name)}")
            found[name] = cursor.fetchone()[0]
    return found


def test_the_box_is_not_ticked_beforehand_and_says_what_it_means():
    page = read(at_result().get("/check/result/"))
    form = page.form("/check/count/")
    assert [(c.kind, c.name, c.value, c.chosen) for c in form.controls] == [
        ("checkbox", "count", "yes", False)
    ]
    told = words(page.folded)
    assert "the language and the month" in told
    assert "no day, no time, no name and no address" in told
    assert "deleted after 24 months" in told
    assert "You cannot take it back, because we keep nothing to look up" in told
    assert "helps to find out if this check works" in told


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{}, {"count": ""}, {"count": "no"}, {"count": "YES"}])
def test_without_the_tick_nothing_is_kept(sent):
    client = at_result(CHOSEN)
    before = rows()
    response = press(client, **sent)
    assert response.status_code == 422
    page = read(response)
    assert page.title == "Error: What to do next - Self-check"
    message = "Tick the box if you want your answers to be counted"
    assert [(link.href, words(link.text)) for link in page.summary] == [("#id_count", message)]
    assert [words(text) for text in page.errors] == [f"Error: {message}"]
    assert page.ids.count("id_count") == 1
    assert set(page.described_by) <= set(page.ids)
    assert page.main["data-tier"] == assess(CHOSEN).tier
    assert rows() == before


@pytest.mark.django_db
def test_with_the_tick_exactly_what_was_promised_is_kept():
    client = at_result(CHOSEN)
    before = rows()
    days = {timezone.localdate()}
    response = press(client, count="yes")
    days |= {timezone.localdate()}  # it may just be midnight
    assert response.headers["Location"] == "/check/result/#count"
    tally: dict[str, object] = dict(Tally.objects.values().get())
    assert tally.pop("id")
    assert tally.pop("month") in {day.replace(day=1) for day in days}
    assert tally == {
        "instrument": CURRENT.id,
        "version": CURRENT.version,
        "language": "en",
        "answers": to_letters({name: CHOSEN[name] for name in visible(CHOSEN)}, CURRENT),
        "bands": assess(CHOSEN).bands,
        "tier": assess(CHOSEN).tier,
    }
    grown = {name for name, count in rows().items() if count != before[name]}
    assert grown == {Tally._meta.db_table, UsedTicket._meta.db_table}


@pytest.mark.django_db
def test_afterwards_the_page_thanks_and_does_not_ask_again():
    client = at_result(CHOSEN)
    press(client, count="yes")
    page = read(client.get("/check/result/"))
    assert "They are counted. Thank you." in words(page.text)
    assert "/check/count/" not in [form.action for form in page.forms]


@pytest.mark.django_db
def test_answers_to_questions_that_are_not_shown_are_not_kept():
    client = at_answers(answers(route="pump", change="stopped", wd_sleep="severe"))
    page = read(client.get("/check/use/?from=answers"))
    send(client, page, answers(route="none", change="none"))
    chosen = answers(route="none", change="none", last_dose="over_7d")
    send(client, read(client.get("/check/use/2/")), chosen)
    press(client, count="yes")
    kept = from_letters(Tally.objects.get().answers, CURRENT)
    assert set(kept) == set(visible(kept))
    assert not set(kept) & {"pump_event", "change_agreed", "extra_dose"}


@pytest.mark.django_db
def test_the_month_is_that_of_the_day_and_its_first_day(clock):
    press(at_result(), count="yes")
    assert Tally.objects.get().month == date(2027, 3, 1)
    assert UsedTicket.objects.get().month == date(2027, 3, 1)


@pytest.mark.django_db
def test_pressing_twice_counts_once_and_looks_the_same():
    client = at_result(CHOSEN)
    token = client.token
    first = press(client, count="yes")
    again = press(client, count="yes")
    client.cookies[COOKIE] = token  # the second half of a double click had the cookie of before
    third = press(client, count="yes")
    assert {r.headers["Location"] for r in (first, again, third)} == {"/check/result/#count"}
    assert Tally.objects.count() == 1
    assert UsedTicket.objects.count() == 1


@pytest.mark.django_db
def test_a_check_that_says_it_was_counted_is_not_counted_again():
    """Whoever keeps the page open for months outlives the ticket, which is then forgotten."""
    client = at_result(CHOSEN)
    press(client, count="yes")
    UsedTicket.objects.all().delete()
    press(client, count="yes")
    assert Tally.objects.count() == 1


@pytest.mark.django_db
def test_after_changing_an_answer_it_still_counts_once():
    client = at_result(CHOSEN)
    press(client, count="yes")
    send(client, read(client.get("/check/tolerance/?from=answers")), answers())
    press(client, count="yes")
    assert from_letters(Tally.objects.get().answers, CURRENT)["to_raised"] == "alone"


@pytest.mark.django_db
def test_two_people_with_the_same_answers_are_two():
    press(at_result(CHOSEN), count="yes")
    press(at_result(CHOSEN), count="yes")
    ids = sorted(Tally.objects.values_list("id", flat=True))
    assert len(ids) == 2
    assert ids[1] - ids[0] > 1  # drawn at random: neighbours once in 2**62


@pytest.mark.django_db(transaction=True)
def test_twenty_posts_at_once_count_once():
    token = at_result(CHOSEN).token
    together = threading.Barrier(20)
    locations, faults = [], []

    def post() -> None:
        client = Browser()
        client.cookies[COOKIE] = token
        try:
            together.wait(timeout=30)
            locations.append(press(client, count="yes").headers["Location"])
        except Exception as fault:  # noqa: BLE001
            faults.append(fault)
        finally:
            connections.close_all()

    posts = [threading.Thread(target=post) for _ in range(20)]
    for thread in posts:
        thread.start()
    for thread in posts:
        thread.join()
    assert faults == []
    assert locations == ["/check/result/#count"] * 20
    assert Tally.objects.count() == 1
    assert UsedTicket.objects.count() == 1


def test_the_tables_have_no_place_for_who_when_or_where():
    fields = {
        model: {(field.name, type(field)) for field in model._meta.get_fields()}
        for model in (Tally, UsedTicket)
    }
    assert fields == {
        Tally: {
            ("id", models.BigAutoField),
            ("month", models.DateField),
            ("instrument", models.CharField),
            ("version", models.PositiveSmallIntegerField),
            ("language", models.CharField),
            ("answers", models.CharField),
            ("bands", models.JSONField),
            ("tier", models.CharField),
        },
        UsedTicket: {("id", models.BigAutoField), ("month", models.DateField)},
    }
    others = [field for model in apps.get_models() for field in model._meta.get_fields()]
    assert not [f for f in others if f.related_model in (Tally, UsedTicket)]


def test_a_database_that_is_down_loses_nothing_and_shows_the_emergency_help(stopped_database):
    client = at_result(CHOSEN)
    response = press(client, count="yes")
    assert response.status_code == 503
    page = read(response)
    assert page.title == "Not counted - Self-check"
    assert page.link("911") == "tel:911"
    assert page.link("Back to your result") == "/check/result/"
    assert response.headers["Cache-Control"] == "no-store"
    again = read(client.get("/check/result/"))
    assert again.main["data-tier"] == assess(CHOSEN).tier
    assert "/check/count/" in [form.action for form in again.forms]


@pytest.mark.django_db(transaction=True)
def test_a_database_that_fails_half_way_keeps_neither_half_and_may_be_tried_again():
    client = at_result(CHOSEN)

    def fails_at_the_tally(execute, sql, params, many, context):
        if re.match(r"INSERT INTO .screening_tally.", sql):
            raise DatabaseError("disk full, as this test wants")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fails_at_the_tally):
        assert press(client, count="yes").status_code == 503
    assert UsedTicket.objects.count() == 0
    assert press(client, count="yes").status_code == 302
    assert Tally.objects.count() == 1


@pytest.mark.django_db
def test_what_went_wrong_is_logged_without_any_answer(stopped_database, caplog):
    press(at_result(CHOSEN), count="yes")
    told = "\n".join(record.getMessage() for record in caplog.records)
    assert "A check could not be counted" in told
    assert not [name for name in CHOSEN if name in told]


@pytest.mark.django_db
def test_who_is_under_18_cannot_be_counted():
    client = at_result(answers(age="under_18"))
    page = read(client.get("/check/result/"))
    assert "/check/count/" not in [form.action for form in page.forms]
    assert press(client, count="yes").headers["Location"] == "/check/result/"
    assert Tally.objects.count() == UsedTicket.objects.count() == 0


@pytest.mark.django_db
def test_an_unfinished_check_cannot_be_counted():
    client = Browser()
    send(client, read(client.get("/check/now/")), answers())
    press(client, count="yes")
    press(Browser(), count="yes")
    assert Tally.objects.count() == UsedTicket.objects.count() == 0
