"""`manage.py import_neighbours FILE --model YEAR`: the DfE's table of statistical neighbours, as it is published."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from indicators.models import StatisticalNeighbour
from indicators.queries.imports import slugs_by_dfe_number
from indicators.rules.importing.neighbours import read_neighbours
from indicators.rules.importing.problems import FileRefused
from indicators.services.measures import load_areas


class Command(BaseCommand):
    help = "Bring in the statistical neighbours of every authority that is followed with all ten. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="The file as its publisher made it")
        parser.add_argument("--model", type=int, required=True, help="The year of the model")

    def handle(self, *args, **options):
        before = StatisticalNeighbour.objects.count()
        try:
            with options["file"].open("rb") as file:
                found = read_neighbours(file, model=options["model"], slugs=slugs_by_dfe_number())
        except OSError as problem:
            raise CommandError(f"{options['file']} cannot be opened: {problem.strerror}.") from problem
        except FileRefused as problem:
            raise CommandError(str(problem)) from problem
        load_areas(areas=[], codes=[], neighbours=found.rows, by=None, now=timezone.now())
        added = StatisticalNeighbour.objects.count() - before
        self.stdout.write(f"{added} neighbours added; {found.left_out} authorities left out as not wholly followed.")
