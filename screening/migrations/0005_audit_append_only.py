from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from screening.audit.append_only import lift, protect


def put_on(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    protect(schema_editor.connection)


def take_off(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    lift(schema_editor.connection)


class Migration(migrations.Migration):
    """SQLite loses triggers when a table is remade: a migration that alters these two ends with
    `protect` again. A test looks whether they are there after all migrations.
    """

    dependencies = [
        ("screening", "0004_handoff"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["action", "number"], name="audit_of_action"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["at"], name="audit_of_day"),
        ),
        migrations.RunPython(put_on, take_off),
    ]
