"""The history of an early warning can only grow."""

from django.db import migrations

from assurance.models.frozen import insert_only


class Migration(migrations.Migration):
    dependencies = [("assurance", "0003_early_warnings")]

    operations = [insert_only("assurance_warningevent")]
