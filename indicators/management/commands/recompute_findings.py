"""`manage.py recompute_findings`: every finding made anew from the figures."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from indicators.services.findings import recompute_all


class Command(BaseCommand):
    help = "Make every finding anew from the figures. Safe to repeat: no signal or warning comes twice."

    def handle(self, *args, **options):
        made = recompute_all(now=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"Findings: {made} made.")
