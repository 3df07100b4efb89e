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
from audits.rules.report import read_report
from reports.rules.public_audits import PublicCount, PublicResult, public_results

HEADERS = ("Question", "Standard", "What was asked", "Grade", "Number", "Held back")


@transaction.atomic
def public_file(*, report: AuditReport, suffix: str, by: User, now: datetime) -> TableFile:
    """
    The results as a table to publish: no text of findings, for anything may stand in it, and no small number.

    Raises PermissionDenied for who may not publish. Who made which edition is logged.
    """
    demand(by, Permission.MANAGE_AUDIT)
    words = read_report(report.content)
    results = public_results(words)
    file = table_file(
        name="audit-public",
        suffix=suffix,
        title=f"{words.title}: results",
        headers=HEADERS,
        rows=[
            ["", "", results.graded.label, "", results.graded.number, results.graded.held_back],
            *(_row(result, one) for result in results.results for one in result.counts),
        ],
    )
    detail = {"version": report.number, "suffix": suffix, "sha256": sha256_of(file.content)}
    activity.record(actor=by, action="audit.publish_results", subject=report, detail=detail, now=now)
    return file


def _row(result: PublicResult, one: PublicCount) -> list[Cell]:
    return [result.number, result.standard, result.asked, one.label, one.number, one.held_back]
