"""The database itself refuses to change the audit trail: triggers, for SQLite and PostgreSQL.

They stop mistakes, and whatever gets no further than to run SQL. Whoever owns the database can
take them away; that leaves no entry changed unnoticed, since `verification` recomputes the chain.
"""

from __future__ import annotations

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL: Final = "the audit trail is append-only"


def protect(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers onto the tables. Those that are there already are made anew."""
    lift(connection)
    _run(connection, _PROTECT[connection.vendor])


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for a migration that must, and for tests that empty all tables."""
    _run(connection, _LIFT[connection.vendor])


def is_protected(connection: BaseDatabaseWrapper) -> bool:
    """Tell whether every trigger is in its place and at work."""
    with connection.cursor() as cursor:
        cursor.execute(_AT_WORK[connection.vendor])
        return {name for (name,) in cursor.fetchall()} >= set(_NAMES[connection.vendor])


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


# SQLite. An INSERT OR REPLACE deletes the old row without asking a trigger about deleting, so
# inserting over a row is refused on its own.
_SQLITE: Final = {
    "audit_entry_kept": "BEFORE DELETE ON screening_auditentry",
    "audit_entry_unchanged": "BEFORE UPDATE ON screening_auditentry",
    "audit_entry_not_replaced": (
        "BEFORE INSERT ON screening_auditentry "
        "WHEN EXISTS (SELECT 1 FROM screening_auditentry WHERE number = NEW.number)"
    ),
    "audit_head_kept": "BEFORE DELETE ON screening_audithead",
    "audit_head_not_replaced": (
        "BEFORE INSERT ON screening_audithead "
        "WHEN EXISTS (SELECT 1 FROM screening_audithead WHERE id = NEW.id)"
    ),
}
_POSTGRESQL: Final = {
    "audit_entry_kept": ("screening_auditentry", "BEFORE UPDATE OR DELETE", "ROW"),
    "audit_entry_not_emptied": ("screening_auditentry", "BEFORE TRUNCATE", "STATEMENT"),
    "audit_head_kept": ("screening_audithead", "BEFORE DELETE", "ROW"),
    "audit_head_not_emptied": ("screening_audithead", "BEFORE TRUNCATE", "STATEMENT"),
}

_NAMES: Final = {"sqlite": list(_SQLITE), "postgresql": list(_POSTGRESQL)}
_PROTECT: Final = {
    "sqlite": [
        f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for name, when in _SQLITE.items()
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION audit_refusal() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        *(
            f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each} "
            "EXECUTE FUNCTION audit_refusal()"
            for name, (table, when, each) in _POSTGRESQL.items()
        ),
    ],
}
_LIFT: Final = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {name}" for name in _SQLITE],
    "postgresql": [
        *(f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, (table, *_) in _POSTGRESQL.items()),
        "DROP FUNCTION IF EXISTS audit_refusal()",
    ],
}
_AT_WORK: Final = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    # "D" is disabled; tables of the same name in other schemas are not ours.
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A') "
        "AND tgrelid IN ('screening_auditentry'::regclass, 'screening_audithead'::regclass)"
    ),
}
