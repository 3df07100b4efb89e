"""The four main objectives are topics that items of assurance may support."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assurance", "0011_item_files"),
    ]

    operations = [
        migrations.AlterField(
            model_name="topic",
            name="kind",
            field=models.CharField(
                choices=[("theme", "Theme"), ("indicator", "Indicator"), ("objective", "Objective")], max_length=12
            ),
        ),
    ]
