"""The database itself refuses to change the audit trail."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from screening.audit.append_only import REFUSAL, is_protected, lift, protect
from screening.models import AuditEntry, AuditHead
from tests.audit.trails import NOON, a_trail, faults, run

pytestmark = pytest.mark.django_db

ENTRY = "screening_auditentry"
HEAD = "screening_audithead"
EVERYWHERE = {
    "change one": f"UPDATE {ENTRY} SET why = 'care' WHERE number = 2",
    "change all": f"UPDATE {ENTRY} SET digest = ''",
    "renumber": f"UPDATE {ENTRY} SET number = 99 WHERE number = 6",
    "remove one": f"DELETE FROM {ENTRY} WHERE number = 6",
    "remove all": f"DELETE FROM {ENTRY}",
    "remove the end": f"DELETE FROM {HEAD}",
}
OF_VENDOR = {
    "sqlite": {
        "replace": f"INSERT OR REPLACE INTO {ENTRY} SELECT * FROM {ENTRY} WHERE number = 2",
        "replace the end": f"INSERT OR REPLACE INTO {HEAD} SELECT * FROM {HEAD}",
    },
    "postgresql": {
        "empty": f"TRUNCATE {ENTRY}",
        "empty the end": f"TRUNCATE {HEAD}",
        "replace": f"INSERT INTO {ENTRY} SELECT * FROM {ENTRY} WHERE number = 2 "
        "ON CONFLICT (number) DO UPDATE SET why = 'care'",
    },
}
STATEMENTS = {**EVERYWHERE, **OF_VENDOR[connection.vendor]}


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS.keys())
def test_the_database_refuses(statement):
    before = [entry.digest for entry in a_trail()]
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        run(statement)
    assert list(AuditEntry.objects.values_list("digest", flat=True)) == before
    assert faults() == []


def test_django_is_refused_as_well():
    entry = a_trail()[1]
    entry.at = NOON
    for change in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
            change()
    assert AuditEntry.objects.count() == 6


def test_the_end_moves_on_and_stays():
    a_trail()
    assert AuditHead.objects.get().number == 6


def test_it_is_known_whether_the_triggers_are_there():
    assert is_protected(connection)
    lift(connection)
    assert not is_protected(connection)
    protect(connection)
    protect(connection)
    assert is_protected(connection)


def test_a_trigger_that_is_switched_off_is_noticed():
    if connection.vendor == "postgresql":
        run(f"ALTER TABLE {ENTRY} DISABLE TRIGGER audit_entry_kept")
    else:
        run("DROP TRIGGER audit_entry_kept")
    assert faults() == [("unprotected", 0, 0)]


@pytest.mark.django_db(transaction=True)
def test_emptying_the_database_is_refused():
    a_trail()
    # Django says "could not be flushed" and names the reason as the cause.
    with pytest.raises(Exception, match="flush") as refused:
        call_command("flush", interactive=False, verbosity=0)
    assert REFUSAL in str(refused.value.__cause__)
    assert AuditEntry.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_finds_the_tables_empty_and_protected():
    """The one before this committed entries; whichever way round, this holds."""
    assert not AuditEntry.objects.exists()
    assert is_protected(connection)
    a_trail()
