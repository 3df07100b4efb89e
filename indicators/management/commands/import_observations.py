"""`manage.py import_observations FILE [--mapping NAME] [--dry-run]`: the figures of a publisher's file, as it is."""

import hashlib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from indicators.models import Batch
from indicators.queries.imports import fitting, mappings
from indicators.rules.importing.mapping import read_mapping
from indicators.rules.importing.problems import FileRefused
from indicators.services.import_files import file_laid_out
from indicators.tasks import send_findings


class Command(BaseCommand):
    help = "Bring in the figures of a CSV or XLSX file: whole, or with every problem named not at all."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="The file as its publisher made it")
        parser.add_argument("--mapping", help="How its columns are read; found by them when only one mapping fits")
        parser.add_argument("--dry-run", action="store_true", help="Say what it would bring, and bring in nothing")

    def handle(self, *args, **options):
        path = options["file"]
        try:
            with path.open("rb") as file:
                self._bring_in(file, path.name, options)
        except OSError as problem:
            raise CommandError(f"{path} cannot be opened: {problem.strerror}.") from problem
        except FileRefused as problem:
            raise CommandError(str(problem)) from problem

    def _bring_in(self, file, name, options):
        kept = self._mapping(file, options["mapping"])
        mapping = read_mapping(kept.columns)
        with file_laid_out(file=file, name=name, mapping=mapping) as laid_out:
            self._say(laid_out, kept)
            if laid_out.outcome.refused:
                raise CommandError(f"Nothing was brought in: {laid_out.outcome.refused_count} cells or rows refused.")
            if options["dry_run"]:
                self.stdout.write("Nothing was brought in: this was a dry run.")
                return
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            laid_out.stage.land(
                Batch(source=kept.source, file_name=name, sha256=sha256, recorded_at=timezone.now(), recorded_by=None)
            )
        send_findings()

    def _mapping(self, file, name):
        found = list(mappings().filter(slug=name)) if name else fitting(file, mappings())
        if len(found) == 1:
            return found[0]
        known = ", ".join(mappings().values_list("slug", flat=True)) or "none: run load_mappings"
        raise CommandError(f"Say with --mapping how the columns of the file are read. There are: {known}.")

    def _say(self, laid_out, kept):
        outcome, landing = laid_out.outcome, laid_out.stage.compare()
        self.stdout.write(f"Read as {kept.slug}: {outcome.rows} rows, {outcome.figures} figures.")
        self.stdout.write(
            f"{landing.added} new, {landing.corrected} changed, {landing.unchanged} unchanged, ", ending=""
        )
        self.stdout.write(f"{outcome.refused_count} refused.")
        for reason, count in outcome.skipped.items():
            self.stdout.write(f"{count} left out: {reason}.")
        for sentence in outcome.refused:
            self.stderr.write(sentence)
        for sentence in [] if outcome.refused else laid_out.doubts():
            self.stdout.write(f"Query: {sentence}")
