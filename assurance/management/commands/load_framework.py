"""`manage.py load_framework`: the groups, agencies, posts, themes and glossary of the source documents."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from assurance.rules.wording import counted
from assurance.services.framework import load_framework


class Command(BaseCommand):
    """Says how many rows were created. Safe to repeat: what is there, or was and has been changed, stays as it is."""

    help = "Load the Partnership's framework from the documents' wording. Safe to repeat."

    def handle(self, *args, **options):
        """Load, and report unless told to be quiet."""
        created = load_framework(now=timezone.now())
        if options["verbosity"]:
            number = sum(len(keys) for keys in created.values())
            self.stdout.write(f"Framework: {counted(number, 'new row')}." if created else "Framework: up to date.")
