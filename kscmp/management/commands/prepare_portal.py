"""`manage.py prepare_portal`: bring the database and what is loaded into it up to date, in one process."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """
    Migrate, then load what the portal needs; outside production the figures and the demonstration too.

    Safe to repeat and quick when nothing has changed, so a start of the portal can begin with it.
    """

    help = "Migrate, and load what the portal needs. Run it after every change of version."
    requires_system_checks = []  # they import every page, which takes as long as all the rest

    def handle(self, *, verbosity, **options):
        """Run each step in turn."""
        call_command("migrate", interactive=False, verbosity=0)
        production = ("load_framework", "load_indicators", "load_audit_tools", "load_scrutiny_frameworks")
        steps = production if settings.PRODUCTION else ("load_demo",)
        for step in steps:
            call_command(step, stdout=self.stdout, verbosity=verbosity)
