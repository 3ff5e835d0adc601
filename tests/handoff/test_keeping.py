"""Answers behind a code: unreadable without it, opened once, gone after a week."""

import threading
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings
from django.db import DatabaseError, connection, connections, models, transaction
from django.test import override_settings

from screening.handoff import keeping
from screening.handoff.codes import new_code
from screening.handoff.keeping import (
    HandedOver,
    NoSuchCode,
    destroy,
    forget_expired,
    keep,
    redeem,
    valid_until,
)
from screening.instrument.baclofen import CURRENT
from screening.models import Handoff

NOW = datetime(2027, 3, 14, 23, 59, tzinfo=UTC)
LAST_MOMENT = datetime(2027, 3, 21, 23, 59, 59, tzinfo=UTC)
ANSWERS: dict[str, str | list[str]] = {"route": "both", "taken_with": ["alcohol", "ghb_phenibut"]}
STRANGE = new_code(b"nobody has this one")
OLD_KEY, NEW_KEY = b"o" * 32, b"n" * 32


def kept(seed: bytes = b"a browser", **changes) -> str:
    return keep(
        **{
            "answers": ANSWERS,
            "country": "GB",
            "language": "en",
            "taken_on": date(2027, 3, 14),
            "seed": seed,
            "now": NOW,
            **changes,
        }
    )


@pytest.mark.django_db
class TestRedeeming:
    def test_gives_what_was_kept_and_ends_the_code(self):
        code = kept()

        assert redeem(code, now=NOW) == HandedOver(
            answers=ANSWERS,
            instrument=CURRENT.id,
            version=CURRENT.version,
            country="GB",
            language="en",
            taken_on=date(2027, 3, 14),
        )
        assert not Handoff.objects.exists()
        with pytest.raises(NoSuchCode):
            redeem(code, now=NOW)

    def test_opens_this_code_and_leaves_the_others(self):
        kept(b"one", answers={"route": "oral"})
        code = kept(b"other", answers={"route": "pump"})

        assert redeem(code, now=NOW).answers == {"route": "pump"}
        assert Handoff.objects.count() == 1

    def test_that_fails_half_way_leaves_the_code(self):
        code = kept()
        with suppress(DatabaseError), transaction.atomic():
            redeem(code, now=NOW)
            raise DatabaseError("disk full, as this test wants")

        assert redeem(code, now=NOW).answers == ANSWERS

    def test_works_until_the_end_of_the_seventh_day(self):
        code = kept()

        assert valid_until(code, now=LAST_MOMENT) == date(2027, 3, 21)
        assert redeem(code, now=LAST_MOMENT).answers == ANSWERS

    def test_does_not_work_after_that(self):
        code = kept()
        later = LAST_MOMENT + timedelta(seconds=1)

        assert valid_until(code, now=later) is None
        with pytest.raises(NoSuchCode):
            redeem(code, now=later)

    def test_refuses_wrong_used_destroyed_and_late_codes_alike_and_after_the_same_work(
        self, monkeypatch
    ):
        used, destroyed, late, changed = (kept(bytes([n])) for n in range(4))
        redeem(used, now=NOW)
        destroy(destroyed)
        Handoff.objects.filter(pk=row_of(late).pk).update(expires_on=date(2027, 3, 13))
        Handoff.objects.filter(pk=row_of(changed).pk).update(sealed=b"x" * 4140)
        derived = []

        def counted(*args, **cost):
            derived.append(cost)
            return Scrypt(*args, **cost)

        monkeypatch.setattr(keeping, "Scrypt", counted)
        told = set()
        for code in (STRANGE, used, destroyed, late, changed):
            with pytest.raises(NoSuchCode) as caught:
                redeem(code, now=NOW)
            told.add(str(caught.value))

        assert told == {""}
        assert derived == [{"n": 2**15, "r": 8, "p": 1}] * 5


@pytest.mark.django_db(transaction=True)
def test_of_twenty_redemptions_at_once_one_gets_the_answers():
    code = kept()
    together = threading.Barrier(20)
    got: list[HandedOver] = []
    refused: list[NoSuchCode] = []
    faults: list[Exception] = []

    def try_it() -> None:
        try:
            together.wait(timeout=30)
            with transaction.atomic():
                got.append(redeem(code, now=NOW))
        except NoSuchCode as no:
            refused.append(no)
        except Exception as fault:  # noqa: BLE001
            faults.append(fault)
        finally:
            connections.close_all()

    tries = [threading.Thread(target=try_it) for _ in range(20)]
    for one in tries:
        one.start()
    for one in tries:
        one.join()

    assert faults == []
    assert [handed.answers for handed in got] == [ANSWERS]
    assert len(refused) == 19


@pytest.mark.django_db(transaction=True)
def test_one_browser_that_asks_twenty_times_at_once_has_one_code():
    together = threading.Barrier(20)
    made: list[str] = []

    def ask() -> None:
        try:
            together.wait(timeout=30)
            made.append(kept())
        finally:
            connections.close_all()

    asked = [threading.Thread(target=ask) for _ in range(20)]
    for one in asked:
        one.start()
    for one in asked:
        one.join()

    assert len(made) == 20
    assert len(set(made)) == 1
    assert Handoff.objects.count() == 1


def row_of(code: str) -> Handoff:
    return Handoff.objects.get(code_hash__in=keeping._hashes(code))


@pytest.mark.django_db
class TestTheDatabase:
    def test_shows_neither_the_code_nor_an_answer(self):
        code = kept()
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {Handoff._meta.db_table}")
            (row,) = cursor.fetchall()
        written = b"".join(
            bytes(part) if isinstance(part, bytes | memoryview) else str(part).encode()
            for part in row
        ).lower()

        for word in (code, "alcohol", "ghb_phenibut", "taken_with", CURRENT.id):
            assert word.lower().encode() not in written
        assert b"2027-03-14" not in written

    def test_holds_rows_that_are_equally_long_and_never_the_same(self):
        kept(b"one", answers={})
        kept(b"other", answers={f"question_{n}": "x" * 20 for n in range(60)})
        kept(b"third", answers={})
        rows = [bytes(row.sealed) for row in Handoff.objects.all()]

        assert {len(row) for row in rows} == {16 + 12 + keeping.SEALED_BYTES + 16}
        assert len(set(rows)) == 3

    def test_has_no_place_for_who_when_or_where(self):
        assert {(field.name, type(field)) for field in Handoff._meta.get_fields()} == {
            ("id", models.UUIDField),
            ("code_hash", models.CharField),
            ("sealed", models.BinaryField),
            ("expires_on", models.DateField),
        }

    def test_is_of_no_use_without_the_key_of_the_server(self):
        code = kept()
        with override_settings(ANSWER_KEYS=[NEW_KEY]):
            # Not found; and not opened either by somebody who knows which row it is.
            with pytest.raises(NoSuchCode):
                redeem(code, now=NOW)
            row = Handoff.objects.get()
            row.code_hash = next(iter(keeping._hashes(code)))
            assert keeping._opened(row, code) is None

    def test_is_of_no_use_with_the_key_of_the_server_and_another_code(self):
        code = kept()
        row = row_of(code)
        row.code_hash = next(iter(keeping._hashes(STRANGE)))

        assert keeping._opened(row, STRANGE) is None

    def test_notices_a_row_put_in_the_place_of_another(self):
        one, other = kept(b"one"), kept(b"other")
        Handoff.objects.filter(pk=row_of(one).pk).update(sealed=bytes(row_of(other).sealed))

        with pytest.raises(NoSuchCode):
            redeem(one, now=NOW)
        assert redeem(other, now=NOW).answers == ANSWERS

    def test_is_refused_more_than_it_can_hide(self):
        with pytest.raises(ValueError, match="too many to keep"):
            kept(answers={"route": "x" * keeping.SEALED_BYTES})
        assert not Handoff.objects.exists()


@pytest.mark.django_db
class TestKeys:
    def test_a_code_made_with_the_old_key_opens_after_a_new_one_came(self):
        with override_settings(ANSWER_KEYS=[OLD_KEY]):
            code = kept()
        with override_settings(ANSWER_KEYS=[NEW_KEY, OLD_KEY]):
            assert valid_until(code, now=NOW)
            assert redeem(code, now=NOW).answers == ANSWERS

    def test_a_code_made_with_the_new_key_does_not_need_the_old_one(self):
        with override_settings(ANSWER_KEYS=[NEW_KEY, OLD_KEY]):
            code = kept()
        with override_settings(ANSWER_KEYS=[NEW_KEY]):
            assert redeem(code, now=NOW).answers == ANSWERS

    def test_the_key_of_the_cookies_is_used_for_no_code(self):
        (keys,) = keeping._key_ring((OLD_KEY,))
        assert len({*keys, OLD_KEY, settings.SECRET_KEY.encode()}) == 5


@pytest.mark.django_db
class TestEnding:
    def test_a_destroyed_code_is_gone_and_destroying_again_says_nothing(self):
        code, other = kept(b"one"), kept(b"other")
        destroy(code)
        destroy(code)
        destroy(STRANGE)

        assert valid_until(code, now=NOW) is None
        assert valid_until(other, now=NOW)

    def test_a_new_code_destroys_the_one_that_it_replaces(self):
        old = kept(b"one")
        new = kept(b"other", replacing=old)

        assert valid_until(old, now=NOW) is None
        assert valid_until(new, now=NOW)
        assert kept(b"other", replacing=new) == new
        assert valid_until(new, now=NOW)

    def test_what_is_over_is_forgotten_and_nothing_else(self):
        over = kept(b"one")
        alive = kept(b"other", now=NOW + timedelta(days=1))
        later = LAST_MOMENT + timedelta(seconds=1)

        assert forget_expired(now=LAST_MOMENT) == 0
        assert forget_expired(now=later) == 1
        assert forget_expired(now=later) == 0
        assert not Handoff.objects.filter(code_hash__in=keeping._hashes(over))
        assert valid_until(alive, now=later)
