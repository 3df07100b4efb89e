"""Batches, observations, judgements, commentary, signals and the history of the suite can only grow."""

from django.db import migrations

from assurance.models.frozen import insert_only


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_figures_in_and_findings")]

    # SQLite makes a table anew when a column comes, and forgets its triggers: that of the batches is repeated.
    operations = [
        insert_only("indicators_batch"),
        insert_only("indicators_judgement"),
        insert_only("indicators_commentary"),
        insert_only("indicators_requestevent"),
        insert_only("indicators_signal"),
        insert_only("indicators_suitechange"),
    ]
