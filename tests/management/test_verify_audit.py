"""`manage.py verify_audit` says in plain words what was done to the trail."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from screening.audit.append_only import lift
from screening.models import AuditEntry, AuditHead
from tests.audit.trails import a_trail, unprotected

pytestmark = pytest.mark.django_db


def verified(*arguments: str) -> tuple[str, str]:
    """Run it. Out: what it printed, and how it failed."""
    out = StringIO()
    try:
        call_command("verify_audit", *arguments, stdout=out)
    except CommandError as fault:
        return out.getvalue(), str(fault)
    return out.getvalue(), ""


def test_a_whole_trail_ends_well_and_says_what_to_keep():
    last = a_trail()[-1]
    assert verified() == (
        f"Last entry: 6:{last.digest}\nThe audit trail is whole: 6 entries.\n",
        "",
    )
    assert verified("--expect", f"6:{last.digest}")[1] == ""


def test_an_empty_trail_is_said_to_be_empty():
    assert verified()[0].startswith("The audit trail is empty.\n")
    assert "kept elsewhere" in verified("--expect", f"1:{'0' * 64}")[0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows.filter(number=3).update(why="account"), "Entry 3 was changed, moved"),
        (lambda rows: rows.update(why="account"), "Entries 1 to 6 were changed, moved"),
        (lambda rows: rows.filter(number=3).delete(), "Entry 3 is missing."),
        (lambda rows: rows.filter(number__gt=4).delete(), "Entries 5 to 6 are missing."),
        (lambda rows: rows.filter(number=3).update(number=-1), "Entry -1 was put in."),
        (lambda rows: AuditHead.objects.update(number=9), "The record of where the trail ends"),
    ],
)
def test_each_fault_has_its_sentence_and_ends_with_one(change, said):
    a_trail()
    with unprotected():
        change(AuditEntry.objects.all())
    out, failed = verified()
    assert said in out
    assert failed.startswith("The audit trail is not whole")


def test_missing_triggers_are_said():
    lift(connection)
    assert "triggers are missing" in verified()[0]


@pytest.mark.parametrize("written", ["6", "x:y", "0:" + "0" * 64, "6:" + "g" * 64, ""])
def test_nonsense_to_expect_is_refused(written):
    with pytest.raises(CommandError, match="as it was printed"):
        call_command("verify_audit", "--expect", written)
