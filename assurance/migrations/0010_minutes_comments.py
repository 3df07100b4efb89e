"""Comments on minutes that were circulated (R13)."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from assurance.models.frozen import insert_only


class Migration(migrations.Migration):
    dependencies = [("assurance", "0009_audit_rights")]

    operations = [
        migrations.CreateModel(
            name="MinutesComment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "circulation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="assurance.circulation",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="minutes_comment_says_something"
                    )
                ],
            },
        ),
        insert_only("assurance_minutescomment"),
    ]
