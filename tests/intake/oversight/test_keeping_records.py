"""Legal hold, erasure and retention: what goes, what stays, and that the trail stays whole."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, models

from screening.access import CLINICIAN
from screening.audit.verification import verify
from screening.intake.clients.services import open_in_emergency
from screening.intake.consents.services import record_consent
from screening.intake.oversight import services
from screening.intake.oversight.queries import kept_too_long, years_before
from screening.models import AuditEntry, Client, Disclosure, PlannedScreening
from tests.intake.making import a_client
from tests.intake.oversight.whole_record import OF_A_CLIENT, a_whole_record
from tests.people import a_member, a_site

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 14, 12, tzinfo=UTC)
TODAY = NOW.date()
LONG_AGO = datetime(2015, 3, 14, 12, tzinfo=UTC)


@pytest.fixture
def clinician():
    return a_member(CLINICIAN)


def counts() -> dict[type[models.Model], int]:
    return {model: model._base_manager.count() for model in (Client, *OF_A_CLIENT)}


def test_every_table_with_rows_of_clients_goes_with_them(clinician):
    related = {relation.related_model for relation in Client._meta.related_objects}
    assert related <= {*OF_A_CLIENT}, "a new one belongs into `a_whole_record`"
    stays, goes = a_whole_record(clinician, NOW), a_whole_record(clinician, NOW)
    both = counts()
    services.erase_client(staff=clinician, client_id=goes.pk, now=NOW)
    assert counts() == {model: count // 2 for model, count in both.items()}
    assert Client.everywhere.get() == stays


def test_the_trail_keeps_every_entry_about_an_erased_client(clinician):
    client = a_whole_record(clinician, NOW)
    before = AuditEntry.objects.filter(client_id=client.pk).count()
    services.erase_client(staff=clinician, client_id=client.pk, now=NOW)
    entries = AuditEntry.objects.filter(client_id=client.pk).order_by("number")
    assert entries.count() == before + 1
    last = entries.last()
    assert (last.action, last.staff_id, last.why) == ("client_erased", clinician.pk, "retention")
    assert verify().faults == []


def test_nothing_goes_when_the_trail_cannot_be_written(clinician):
    client = a_whole_record(clinician, NOW)
    before = counts()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE screening_auditentry RENAME TO screening_gone")
    with pytest.raises(Exception, match="screening_auditentry"):
        services.erase_client(staff=clinician, client_id=client.pk, now=NOW)
    assert counts() == before


def test_a_record_on_hold_stays(clinician):
    client = a_whole_record(clinician, NOW)
    held = {"staff": clinician, "client_id": client.pk, "now": NOW}
    services.set_hold(**held, on=True, reason="proceedings")
    with pytest.raises(services.OnHold):
        services.erase_client(**held)
    assert Client.everywhere.exists()
    services.set_hold(**held, on=False, reason="over")
    services.erase_client(**held)
    assert not Client.everywhere.exists()


def test_a_hold_is_entered_with_its_reason_once(clinician):
    client = a_client(clinician)
    for _ in range(2):
        services.set_hold(
            staff=clinician, client_id=client.pk, on=True, reason="complaint", now=NOW
        )
    entry = AuditEntry.objects.get(action="client_held")
    assert (entry.client_id, entry.details) == (client.pk, {"reason": "complaint"})


@pytest.mark.parametrize(("on", "reason"), [(True, "over"), (False, "complaint"), (True, "")])
def test_a_hold_takes_no_other_reason(clinician, on, reason):
    client = a_client(clinician)
    with pytest.raises(ValueError, match="no reason"):
        services.set_hold(staff=clinician, client_id=client.pk, on=on, reason=reason, now=NOW)


def test_a_client_of_another_site_is_neither_held_nor_erased_not_even_in_an_emergency(clinician):
    elsewhere = a_client(a_member(CLINICIAN, a_site()))
    open_in_emergency(staff=clinician, client=elsewhere, kind="record", reason="Seizure", now=NOW)
    assert Client.objects.seen_by(clinician, now=NOW).get() == elsewhere
    with pytest.raises(Client.DoesNotExist):
        services.erase_client(staff=clinician, client_id=elsewhere.pk, now=NOW)
    with pytest.raises(Client.DoesNotExist):
        services.set_hold(
            staff=clinician, client_id=elsewhere.pk, on=True, reason="complaint", now=NOW
        )


# --- retention


def is_kept(client: Client, years: int = 7) -> bool:
    return client not in kept_too_long(years=years, now=NOW)


@pytest.mark.parametrize(("age", "kept"), [(6, True), (7, True), (8, False), (12, False)])
def test_a_client_without_anything_else_goes_after_the_years(clinician, age, kept):
    assert is_kept(a_client(clinician, now=years_before(NOW, age))) == kept


def test_a_whole_record_goes_when_all_of_it_is_old(clinician):
    assert not is_kept(a_whole_record(clinician, LONG_AGO))


def newer_screening(client, staff):
    client.screenings.update(begun_at=NOW - timedelta(days=365))


def newer_consent(client, staff):
    day = TODAY - timedelta(days=365)
    record_consent(
        staff=staff,
        client_id=client.pk,
        disclosed_by="The clinic",
        recipient="The other clinic",
        purpose="Treatment",
        scope=["summary"],
        signed_by="The client",
        signed_on=day,
        ends_on=day,
        now=NOW - timedelta(days=365),
        today=day,
    )


def an_opening_not_reviewed(client, staff):
    open_in_emergency(staff=staff, client=client, kind="screening", reason="x", now=LONG_AGO)


def a_plan_to_come(client, staff):
    PlannedScreening.everywhere.create(
        client=client, due_on=TODAY, planned_at=LONG_AGO, planned_by=staff
    )


def a_hold(client, staff):
    services.set_hold(staff=staff, client_id=client.pk, on=True, reason="proceedings", now=LONG_AGO)


def a_disclosure(client, staff, *, at: datetime = NOW - timedelta(days=3 * 365)):
    Disclosure.everywhere.create(
        client=client, recipient="x", purpose="x", format="pdf", disclosed_at=at, disclosed_by=staff
    )


@pytest.mark.parametrize(
    "reason",
    [
        newer_screening,
        newer_consent,
        an_opening_not_reviewed,
        a_plan_to_come,
        a_hold,
        a_disclosure,
    ],
)
def test_each_reason_to_keep_a_record_keeps_it(clinician, reason):
    kept, other = (a_whole_record(clinician, LONG_AGO) for _ in range(2))
    reason(kept, clinician)
    assert is_kept(kept)
    assert not is_kept(other)


@pytest.mark.parametrize(("days", "kept"), [(-1, False), (0, True), (1, True)])
def test_a_disclosure_of_three_years_keeps_the_record_whatever_the_setting(clinician, days, kept):
    client = a_client(clinician, now=LONG_AGO)
    a_disclosure(client, clinician, at=years_before(NOW, 3) + timedelta(days=days))
    assert is_kept(client, years=1) == kept


def test_a_leap_day_has_a_day_some_years_before_it():
    leap = datetime(2028, 2, 29, 12, tzinfo=UTC)
    assert years_before(leap, 4) == datetime(2024, 2, 29, 12, tzinfo=UTC)
    assert years_before(leap, 3).date() == date(2025, 2, 28)


def test_keeping_for_no_time_at_all_is_refused():
    with pytest.raises(ValueError, match="a year at least"):
        kept_too_long(years=0, now=NOW)


def test_what_came_in_between_keeps_the_record(clinician):
    client = a_whole_record(clinician, LONG_AGO)
    (due,) = kept_too_long(years=7, now=NOW)
    a_hold(client, clinician)
    assert not services.erase_when_kept_too_long(client_id=due.pk, years=7, now=NOW)
    assert Client.everywhere.exists()


def applied(*arguments: str) -> str:
    out = StringIO()
    call_command("apply_retention", *arguments, stdout=out)
    return out.getvalue()


def test_nothing_is_deleted_by_itself(clinician, settings):
    a_whole_record(clinician, LONG_AGO)
    assert settings.RECORDS_KEPT_YEARS == 0
    assert "kept until erased by hand" in applied("--delete")
    settings.RECORDS_KEPT_YEARS = 7
    assert applied().startswith("1 client(s) have been kept for 7 year(s)")
    assert Client.everywhere.count() == 1


def test_the_command_erases_what_is_old_and_enters_it(clinician, settings):
    settings.RECORDS_KEPT_YEARS = 7
    old, new = a_whole_record(clinician, LONG_AGO), a_client(clinician)
    assert applied("--delete") == "Erased 1 client(s).\n"
    assert applied("--delete") == "Erased 0 client(s).\n"
    assert Client.everywhere.get() == new
    entry = AuditEntry.objects.get(action="client_erased")
    assert (entry.client_id, entry.staff_id, entry.why) == (old.pk, None, "retention")
    assert verify().faults == []
