import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0003_intake"),
    ]

    operations = [
        migrations.CreateModel(
            name="Handoff",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "code_hash",
                    models.CharField(
                        help_text="Keyed hash of the code", max_length=64, unique=True
                    ),
                ),
                ("sealed", models.BinaryField()),
                (
                    "expires_on",
                    models.DateField(
                        db_index=True, help_text="The last day on which the code works"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CodeTry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True)),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "code tries",
            },
        ),
    ]
