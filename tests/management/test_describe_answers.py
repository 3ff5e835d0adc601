"""What a person reads with the printed SQL is what was answered."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from screening.instrument.baclofen import CURRENT
from screening.instrument.kept import from_letters
from screening.management.commands.describe_answers import view_name
from screening.models import Tally

pytestmark = pytest.mark.django_db


def test_the_view_shows_the_codes_of_every_counted_check():
    call_command("invent_checks", count=300, verbosity=0, stdout=StringIO())
    printed = StringIO()
    call_command("describe_answers", stdout=printed)
    view = view_name(CURRENT)
    with connection.cursor() as cursor:
        cursor.execute(printed.getvalue())
        try:
            cursor.execute(f"SELECT * FROM {view}")
            names = [column[0] for column in cursor.description]
            shown = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        finally:
            cursor.execute(f"DROP VIEW {view}")
    kept = Tally.objects.all()
    assert len(shown) == len(kept) == 300
    assert sorted(map(as_text, map(codes, shown))) == sorted(map(as_text, map(by_python, kept)))


def codes(row: dict) -> dict:
    """What a row of the view says was answered: a list where several could be chosen."""
    given = {"month": str(row["month"]), "tier": row["tier"], "language": row["language"]}
    for question in CURRENT.questions:
        if not question.several:
            value = row[question.id]
        else:
            options = {o.code: row[f"{question.id}_{o.code}"] for o in question.options}
            assert set(options.values()) in ({None}, {0, 1})
            value = [code for code, chosen in options.items() if chosen]
        if value:
            given[question.id] = value
    return given


def by_python(kept: Tally) -> dict:
    facts = {"month": str(kept.month), "tier": kept.tier, "language": kept.language}
    return facts | from_letters(kept.answers, CURRENT)


def as_text(answers: dict) -> str:
    return str(sorted(answers.items()))
