"""Laying out the pages of a run: in processes beside this one, told section by section (ADR 21)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings

from reports.models import ReportRun
from reports.pdf.in_parts import Told, render_in_parts
from reports.pdf.shelf import Shelf, remove_unused
from reports.pdf.workers import Workers
from reports.rules.parts import laying_out_in_words
from reports.rules.runs import LEASE
from reports.services.files import unfinished
from reports.services.runs import write_as_owner


def lay_out(*, run: ReportRun, html: str, clock: Callable[[], datetime]) -> bytes:
    """
    The PDF of a run's print document. With every section finished, the row says so and the lease is renewed.

    Raises LeaseLost between two sections when the run is no longer this builder's, or has been ended by somebody.
    """

    def tell(done: int, sections: int) -> None:
        write_as_owner(run=run, step_words=laying_out_in_words(done, sections), lease_until=clock() + LEASE)

    return pages_of(html, part=f"{run.pk}.{run.lease_owner}.pages", told=tell)


def pages_of(html: str, *, part: str, told: Told) -> bytes:
    """The PDF of a print document, put together in the temporary file `part`; `told` as in `render_in_parts`."""
    unfinished().mkdir(parents=True, exist_ok=True, mode=0o700)
    with Workers(settings.PACK_PROCESSES) as workers:
        shelf = Shelf(settings.PACK_PARTS)
        return render_in_parts(html, shelf=shelf, workers=workers, out=unfinished() / part, told=told)


def remove_unused_parts(*, now: datetime) -> int:
    """Remove the parts of packs that nobody has needed for so long as the settings say; how many those were."""
    return remove_unused(settings.PACK_PARTS, before=now - timedelta(days=settings.PACK_PARTS_DAYS))
