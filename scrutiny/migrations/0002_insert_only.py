"""What was published, answered and agreed can only grow; so can the history of a draft."""

from django.db import migrations

from assurance.models.frozen import insert_only


class Migration(migrations.Migration):
    dependencies = [("scrutiny", "0001_initial")]

    operations = [
        insert_only("scrutiny_assessment"),
        insert_only("scrutiny_publishedrating"),
        insert_only("scrutiny_recommendationresponse"),
        insert_only("scrutiny_contextanswer"),
        insert_only("scrutiny_draftevent"),
        insert_only("scrutiny_accuracycomment"),
        insert_only("scrutiny_jointagreement"),
    ]
