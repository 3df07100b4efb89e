"""Each main objective has a topic, by which items of assurance support it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assurance", "0012_objectives"),
        ("indicators", "0001_initial_to_0005"),
    ]

    operations = [
        migrations.AddField(
            model_name="objective",
            name="topic",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objective",
                to="assurance.topic",
            ),
        ),
    ]
