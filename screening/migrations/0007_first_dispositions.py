"""The list of what can be decided after a screening, as a new installation has it.

An administrator changes it from there. It stands in the language of the migration, because it is
data and not wording of the site.
"""

from django.db import migrations

FIRST = (
    "Emergency services called",
    "Sent to an emergency department",
    "Prescriber or pump clinic called",
    "Seen by a clinician here today",
    "Appointment made here",
    "Referred to another service",
    "Advice given, to be screened again",
    "Declined further help",
)


def add(apps, schema_editor):
    disposition = apps.get_model("screening", "Disposition")
    if not disposition.objects.exists():
        disposition.objects.bulk_create(
            disposition(label=label, position=position)
            for position, label in enumerate(FIRST, start=1)
        )


class Migration(migrations.Migration):
    dependencies = [("screening", "0006_invitation_enrol_anew")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
