"""Observations and the batches they came in can only grow."""

from django.db import migrations

from assurance.models.frozen import insert_only


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]

    operations = [insert_only("indicators_batch"), insert_only("indicators_observation")]
