"""A data request that is no longer needed can be withdrawn."""

from django.db import migrations, models

from assurance.models.frozen import insert_only


class Migration(migrations.Migration):
    dependencies = [("indicators", "0004_insert_only_again")]

    # SQLite makes a table anew when a constraint changes, and forgets its triggers: that of the turns is repeated.
    operations = [
        migrations.RemoveConstraint(model_name="datarequest", name="data_request_sent_by_somebody"),
        migrations.RemoveConstraint(model_name="requestevent", name="request_event_move_known"),
        migrations.AlterField(
            model_name="datarequest",
            name="state",
            field=models.CharField(
                choices=[("draft", "Not yet sent"), ("sent", "Sent"), ("withdrawn", "Withdrawn")],
                default="draft",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="requestevent",
            name="move",
            field=models.CharField(
                choices=[
                    ("send", "Sent"),
                    ("ask_correction", "Correction asked for"),
                    ("send_correction", "Correction sent"),
                    ("change_date", "Due date changed"),
                    ("withdraw", "Withdrawn"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="datarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    models.Q(("sent_at__isnull", False), ("sent_by__isnull", False), ("state", "sent")),
                    models.Q(("sent_at__isnull", True), ("state", "withdrawn")),
                    _connector="OR",
                ),
                name="data_request_sent_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="requestevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("move__in", ["send", "ask_correction", "send_correction", "change_date", "withdraw"])
                ),
                name="request_event_move_known",
            ),
        ),
        insert_only("indicators_requestevent"),
    ]
