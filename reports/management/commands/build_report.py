"""`manage.py build_report executive_board_pack --period 2026Q2 --out DIR`: a report without browser and worker."""

import os
import time
from pathlib import Path
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assurance.queries.tracker import period_of
from assurance.rules.wording import counted
from reports.rules.kinds import RULES, About, Kind
from reports.rules.runs import RunStatus
from reports.services.build import build_report
from reports.services.runs import request_report

# What needs nothing said beside its quarter.
BUILT_ALONE = [str(kind) for kind, rule in RULES.items() if rule.about == About.NOTHING]


class Command(BaseCommand):
    help = "Build a report in this process and write the PDF into a folder."

    def add_arguments(self, parser):
        parser.add_argument("kind", help=f"what to build: {', '.join(BUILT_ALONE)}")
        parser.add_argument("--period", required=True, help="the quarter, such as 2026Q2")
        parser.add_argument("--out", required=True, type=Path, help="the folder to write the PDF into")

    def handle(self, *, kind, period, out, **options):
        if kind not in BUILT_ALONE:
            raise CommandError(f"There is no report called {kind}: choose {' or '.join(BUILT_ALONE)}.")
        found = period_of(period)
        if found is None:
            raise CommandError(f"There is no reporting period {period}: write it like 2026Q2, and open it first.")
        if not out.is_dir():
            raise CommandError(f"There is no folder {out}.")
        started = time.monotonic()
        run = self.built(Kind(kind), found)
        path = write_copy(run, out)
        self.stdout.write(f"{path}\n{counted(run.pages, 'page')}, {time.monotonic() - started:.1f} seconds")

    def built(self, kind, period):
        """The finished run. Raises CommandError when it failed or somebody else is building it."""
        try:
            run = request_report(kind=kind, period=period, by=None, idempotency_key=uuid4().hex, now=timezone.now())
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from problem
        while run.is_active:
            attempt = build_report(run_id=run.pk, owner=uuid4().hex, clock=timezone.now)
            if attempt is None:
                raise CommandError(f"The pack for {period.code} is being built at this moment. Try again in a minute.")
            run = attempt
        if run.status == RunStatus.FAILED:
            raise CommandError(f"{run.error} Reference: {run.pk}")
        return run


def write_copy(run, folder):
    """Write the run's file into the folder, whole or not at all; the path it got."""
    path = folder / run.download_name
    part = path.with_suffix(".part")
    with run.file.open("rb") as stored, part.open("wb") as copy:
        copy.writelines(stored.chunks())
        copy.flush()
        os.fsync(copy.fileno())
    return part.replace(path)
