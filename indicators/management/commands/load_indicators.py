"""`manage.py load_indicators`: Appendix 1, areas, sources, measures and mappings from `indicators/data`."""

import tomllib
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from indicators.rules.framework import read_rows, read_sources, read_suite
from indicators.services import mappings, measures, suite

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = (
        "Load the Appendix 1 indicators, areas, sources, measures and mappings. Adds what is missing; safe to repeat."
    )

    def handle(self, *args, **options):
        added = load_all(timezone.now())
        if options["verbosity"]:
            self.stdout.write(
                "Indicators: " + ", ".join(f"{count} {noun}" for noun, count in added.items()) + " added."
            )


@transaction.atomic
def load_all(now):
    """Add what is missing of all that `indicators/data` holds but for the figures; how much that was, by noun."""
    return {
        "indicators": suite.load_suite(suite=read_suite(text("suite.toml")), by=None, now=now),
        "areas": measures.load_areas(
            areas=read_rows(text("areas.csv")),
            codes=read_rows(text("area_codes.csv")),
            neighbours=read_rows(text("statistical_neighbours.csv")),
            by=None,
            now=now,
        ),
        "sources": measures.load_sources(sources=read_sources(text("sources.toml")), by=None, now=now),
        "measures": measures.load_measures(measures=read_rows(text("measures.csv")), by=None, now=now),
        "mappings": mappings.load_mappings(mappings=shipped_mappings(), by=None, now=now),
    }


def text(name):
    """What a file of `indicators/data` says."""
    return (DATA / name).read_text(encoding="utf-8")


def shipped_mappings():
    """How the columns of publishers' files are read: the data of every mapping, in the order of their names."""
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((DATA / "mappings").glob("*.toml"))]
