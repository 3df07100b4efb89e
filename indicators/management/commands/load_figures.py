"""`manage.py load_figures`: the published figures of `indicators/data/figures.csv`."""

from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from assurance.rules.canonical import sha256_of
from indicators.rules.published import read_figures
from indicators.services.findings import refresh_findings
from indicators.services.observations import record_published

FIGURES = Path(__file__).resolve().parents[2] / "data" / "figures.csv"


class Command(BaseCommand):
    help = "Load the published figures of Kent and the areas beside it, and find what they say. Safe to repeat."

    def handle(self, *args, **options):
        now = timezone.now()
        content = FIGURES.read_bytes()
        landed = record_published(
            figures=read_figures(content.decode()),
            file_name=FIGURES.name,
            sha256=sha256_of(content),
            by=None,
            now=now,
        )
        if landed.added or landed.corrected:
            refresh_findings(now=now)
        if options["verbosity"]:
            self.stdout.write(
                f"Figures: {landed.added} added, {landed.corrected} corrected, {landed.unchanged} as they were."
            )
