"""The histories of meetings, minutes, actions and escalations, and what was circulated, can only grow."""

from django.db import migrations

from assurance.models.frozen import insert_only


class Migration(migrations.Migration):
    dependencies = [("assurance", "0005_meetings")]

    operations = [
        insert_only("assurance_meetingevent"),
        insert_only("assurance_circulation"),
        insert_only("assurance_minutesevent"),
        insert_only("assurance_actionupdate"),
        insert_only("assurance_escalationevent"),
    ]
