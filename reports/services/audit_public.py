"""The public edition of an audit's results: counts as far as they may leave the partnership (trust.md 6; R112)."""

from datetime import datetime

from django.db import transaction

from assurance.models import User
from assurance.permissions import demand
from assurance.rules.canonical import sha256_of
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.services import activity
from assurance.services.spreadsheets import TableFile, table_file
from audits.models import AuditReport
from audits.rules.report import QuestionResult, ReportWords, read_report
from indicators.rules.disclosure import HIDDEN, Equation, SafeTable, Table, release

HEADERS = ("Question", "Standard", "What was asked", "Grade", "Number", "Held back")
ALL, NOT_SETTLED = "all", "not settled"
FEW = "Held back: it is of few, or one of few could be worked out from it."


@transaction.atomic
def public_file(*, report: AuditReport, suffix: str, by: User, now: datetime) -> TableFile:
    """
    The results as a table to publish: no text of findings, for anything may stand in it, and no small number.

    Raises PermissionDenied for who may not publish. Who made which edition is logged.
    """
    demand(by, Permission.MANAGE_AUDIT)
    words = read_report(report.content)
    safe = release(counts_of(words))
    file = table_file(
        name="audit-public",
        suffix=suffix,
        title=f"{words.title}: results",
        headers=HEADERS,
        rows=[
            ["", "", f"All {words.units}", "", *_printed(safe, ALL)],
            *(row for result in words.results for row in _rows(safe, result)),
        ],
    )
    detail = {"version": report.number, "suffix": suffix, "sha256": sha256_of(file.content)}
    activity.record(actor=by, action="audit.publish_results", subject=report, detail=detail, now=now)
    return file


def counts_of(words: ReportWords) -> Table:
    """Every count of the results as a table for the boundary: for each question the grades add up to all there were."""
    counts: dict[str | tuple[str, str], int] = {ALL: words.graded}
    equations = []
    for result in words.results:
        cells = {(result.number, one.label): one.count for one in result.counts}
        cells[result.number, NOT_SETTLED] = words.graded - sum(cells.values())
        counts |= cells
        equations.append(Equation(ALL, tuple(cells)))
    return Table(counts, tuple(equations))


def _rows(safe: SafeTable, result: QuestionResult) -> list[list[Cell]]:
    labels = [*(one.label for one in result.counts), NOT_SETTLED]
    return [
        [result.number, result.standard_text, result.asked, label.capitalize(), *_printed(safe, (result.number, label))]
        for label in labels
    ]


def _printed(safe: SafeTable, name: str | tuple[str, str]) -> list[Cell]:
    if safe.withheld:
        return [None, safe.note]
    value = safe.cells[name]
    return [value, FEW if value == HIDDEN else ""]
