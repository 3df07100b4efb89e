"""`manage.py load_audit_tools`: the audit tools shipped with the portal, each a starting point to be agreed."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from assurance.rules.wording import counted
from audits.services.shipped_tools import load_tools


class Command(BaseCommand):
    """Says how many tools were new. Safe to repeat: what is there, or was and has been changed, stays as it is."""

    help = "Load the audit tools shipped with the portal. Adds what is missing; safe to repeat."

    def handle(self, *args, **options):
        """Load, and report unless told to be quiet."""
        created = load_tools(now=timezone.now())
        if options["verbosity"]:
            done = counted(len(created), "new tool") if created else "up to date"
            self.stdout.write(f"Audit tools: {done}.")
