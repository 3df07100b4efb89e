"""Snapshots can only grow."""

from django.db import migrations

from assurance.models.frozen import insert_only


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [insert_only("reports_reportsnapshot")]
