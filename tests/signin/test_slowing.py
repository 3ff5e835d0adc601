"""How long somebody waits who guesses, and the PIN of the tablet."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from screening.access import INTAKE
from screening.models import FailedSignIns
from screening.pin import PinUsedUp, check_pin, forget_pin_tries, set_pin
from screening.signin.slowing import TooManyTries, count_try, forget_tries, wait_after
from tests.people import a_member, signed_in

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(0, 0), (9, 0), (10, 1), (11, 2), (12, 4), (13, 8), (15, 32), (16, 60), (5000, 60)],
)
def test_the_wait_doubles_from_the_tenth_failure(failures, minutes):
    assert wait_after(failures) == minutes * MINUTE


@pytest.mark.django_db
class TestCountedTries:
    def test_waiting_is_by_name_and_purpose(self):
        for _ in range(10):
            count_try("nurse", purpose="password", now=NOW)
        with pytest.raises(TooManyTries) as refused:
            count_try("nurse", purpose="password", now=NOW + timedelta(seconds=59))
        assert refused.value.minutes == 1
        count_try("nurse", purpose="code", now=NOW)
        count_try("doctor", purpose="password", now=NOW)
        count_try("nurse", purpose="password", now=NOW + MINUTE)
        with pytest.raises(TooManyTries) as refused:
            count_try("nurse", purpose="password", now=NOW + MINUTE)
        assert refused.value.minutes == 2

    def test_a_success_or_a_day_starts_anew(self):
        for _ in range(10):
            count_try("nurse", purpose="password", now=NOW)
        forget_tries("nurse", purpose="password")
        count_try("nurse", purpose="password", now=NOW)
        count_try("doctor", purpose="password", now=NOW + timedelta(hours=25))
        assert FailedSignIns.objects.count() == 1


@pytest.mark.django_db
class TestPin:
    @pytest.mark.parametrize(
        "pin", ["12345", "123456", "987654", "111111", "890123", "12a456", "1" * 13, "", "٣٩٢٠٤٧"]
    )
    def test_one_that_will_not_do(self, pin):
        with pytest.raises(ValidationError):
            set_pin(a_member(INTAKE), pin)

    def test_is_kept_as_a_hash_and_right_or_wrong(self):
        member = a_member(INTAKE)
        set_pin(member, "392047")
        member.refresh_from_db()
        assert "392047" not in member.pin
        assert check_pin(member, "392047", now=NOW)
        assert not check_pin(member, "392048", now=NOW)

    def test_after_five_wrong_ones_in_a_row_only_signing_in_helps(self):
        member = a_member(INTAKE)
        set_pin(member, "392047")
        for _ in range(4):
            assert not check_pin(member, "000000", now=NOW)
        assert check_pin(member, "392047", now=NOW)
        for _ in range(5):
            assert not check_pin(member, "000000", now=NOW)
        with pytest.raises(PinUsedUp):
            check_pin(member, "392047", now=NOW)
        forget_pin_tries(member)
        assert check_pin(member, "392047", now=NOW)

    def test_without_a_pin_signing_in_is_the_only_way(self):
        with pytest.raises(PinUsedUp):
            check_pin(a_member(INTAKE), "", now=NOW)

    def test_is_set_on_a_page_of_the_account(self):
        member = a_member(INTAKE)
        visitor = signed_in(member)
        wrong = visitor.post("/staff/you/pin/", {"pin": "123456"})
        assert wrong.status_code == 422
        assert 'href="#id_pin"' in wrong.text
        assert "123456" not in wrong.text
        assert visitor.post("/staff/you/pin/", {"pin": "392047"}).status_code == 302
        member.refresh_from_db()
        assert check_pin(member, "392047", now=NOW)
