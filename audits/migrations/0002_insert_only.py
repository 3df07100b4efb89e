"""What happened in an audit, and what was signed and made final, can only grow."""

from django.db import migrations

from assurance.models.frozen import insert_only


class Migration(migrations.Migration):
    dependencies = [("audits", "0001_initial")]

    operations = [
        insert_only("audits_auditevent"),
        insert_only("audits_audittraining"),
        insert_only("audits_casedraw"),
        insert_only("audits_participantevent"),
        insert_only("audits_routetaken"),
        insert_only("audits_answersubmission"),
        insert_only("audits_frozensheet"),
        insert_only("audits_signedgrade"),
        insert_only("audits_auditreport"),
    ]
