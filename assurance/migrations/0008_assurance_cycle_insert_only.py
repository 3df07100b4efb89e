"""The histories of plans, themes, risks, challenges, commissions, documents and learning can only grow."""

from django.db import migrations

from assurance.models.frozen import insert_only


class Migration(migrations.Migration):
    dependencies = [("assurance", "0007_assurance_cycle")]

    operations = [
        insert_only("assurance_planevent"),
        insert_only("assurance_priorityreview"),
        insert_only("assurance_themereport"),
        insert_only("assurance_themeevent"),
        insert_only("assurance_riskscore"),
        insert_only("assurance_riskevent"),
        insert_only("assurance_controlassurance"),
        insert_only("assurance_challengeevent"),
        insert_only("assurance_commissionevent"),
        insert_only("assurance_documentreview"),
        insert_only("assurance_signup"),
        insert_only("assurance_rapidreviewevent"),
        insert_only("assurance_lessonchange"),
        insert_only("assurance_policyassurance"),
        insert_only("assurance_courseimpact"),
        insert_only("assurance_fundingjudgement"),
    ]
