"""`manage.py load_scrutiny_frameworks`: the Six Steps, word for word, and whatever else is shipped."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from assurance.rules.wording import counted
from scrutiny.services.frameworks import load_frameworks


class Command(BaseCommand):
    """Says how many frameworks were new. Safe to repeat: what is there stays as it is."""

    help = "Load the frameworks of scrutiny shipped with the portal. Adds what is missing; safe to repeat."

    def handle(self, *args, **options):
        """Load, and report unless told to be quiet."""
        created = load_frameworks(now=timezone.now())
        if options["verbosity"]:
            done = counted(len(created), "new framework") if created else "up to date"
            self.stdout.write(f"Scrutiny frameworks: {done}.")
