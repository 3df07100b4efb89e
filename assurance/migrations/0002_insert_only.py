"""The activity log and the signed versions of returns can only grow."""

from django.db import migrations

from assurance.models.frozen import insert_only


class Migration(migrations.Migration):
    dependencies = [("assurance", "0001_initial")]

    operations = [insert_only("assurance_activityentry"), insert_only("assurance_returnsubmission")]
