"""`manage.py sync_grants`: derive everybody's rights from their memberships again."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from assurance.models import User
from assurance.permissions import sync_grants
from assurance.rules.wording import counted


class Command(BaseCommand):
    """Goes through every account. Needed after the table of roles has changed; harmless at any time."""

    help = "Bring every person's grants into line with the memberships that hold today."

    def handle(self, *args, **options):
        """Sync each person, and say how many."""
        today = timezone.localdate()
        people = list(User.objects.all())
        for person in people:
            sync_grants(person, today=today)
        if options["verbosity"]:
            self.stdout.write(f"Grants: {counted(len(people), 'person', 'people')} in line with their memberships.")
