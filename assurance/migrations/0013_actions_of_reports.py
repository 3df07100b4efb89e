"""Actions may come from a recommendation of a report (R138)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assurance", "0012_objectives"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="action",
            name="action_origin_is_known",
        ),
        migrations.AlterField(
            model_name="action",
            name="origin",
            field=models.CharField(
                choices=[
                    ("meeting", "Meeting"),
                    ("warning", "Early warning"),
                    ("challenge", "Challenge"),
                    ("escalation", "Escalation"),
                    ("audit", "Audit"),
                    ("scrutiny", "Independent scrutiny"),
                    ("review", "Practice review"),
                    ("inspection", "Inspection"),
                    ("plan", "Plan"),
                    ("theme", "Theme"),
                    ("risk", "Risk"),
                    ("commitment", "Commitment of the agency"),
                    ("report", "Report"),
                    ("other", "Other"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "origin__in",
                        [
                            "meeting",
                            "warning",
                            "challenge",
                            "escalation",
                            "audit",
                            "scrutiny",
                            "review",
                            "inspection",
                            "plan",
                            "theme",
                            "risk",
                            "commitment",
                            "report",
                            "other",
                        ],
                    )
                ),
                name="action_origin_is_known",
            ),
        ),
    ]
