"""The findings of a report: what was found, and what it rests on, in an order (R138)."""

from datetime import datetime
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet

from assurance.models import User
from assurance.permissions import demand
from assurance.rules.roles import Permission
from assurance.services import activity
from reports.models import Report, ReportFinding, ReportRecommendation

CHANGED_MEANWHILE = (
    "Somebody else changed this after you opened it. What you wrote is still in the form: look at what stands in the "
    "report now, then write it again from there."
)
SAY_WHAT = "Say what was found."
One = TypeVar("One", ReportFinding, ReportRecommendation)


@transaction.atomic
def add_finding(*, report: Report, text: str, evidence: str, by: User, now: datetime) -> ReportFinding:
    """A new finding, the last of the report. Raises PermissionDenied, and ValidationError when it says nothing."""
    locked = lock_report(report, by)
    finding = ReportFinding(report=locked, place=next_place(locked.findings.all()))
    return _write(finding, "finding.add", text, evidence, by, now)


@transaction.atomic
def change_finding(
    *, finding: ReportFinding, seen: datetime, text: str, evidence: str, by: User, now: datetime
) -> ReportFinding:
    """
    Other words. `seen` is when it was written as it was shown.

    Raises PermissionDenied, and ValidationError when somebody else has changed it since, or it says nothing.
    """
    lock_report(finding.report, by)
    return _write(as_seen(ReportFinding.objects.filter(pk=finding.pk), seen), "finding.change", text, evidence, by, now)


@transaction.atomic
def remove_finding(*, finding: ReportFinding, by: User, now: datetime) -> None:
    """Take a finding out. Versions that were issued with it keep it."""
    lock_report(finding.report, by)
    activity.record(actor=by, action="finding.remove", subject=finding, now=now)
    finding.delete()


@transaction.atomic
def move_finding(*, finding: ReportFinding, up: bool, by: User, now: datetime) -> None:
    """Let it change places with the one before, or after; nothing happens at either end."""
    report = lock_report(finding.report, by)
    if change_places(report.findings.all(), finding, up=up):
        activity.record(actor=by, action="finding.move", subject=finding, now=now)


def lock_report(report: Report, by: User) -> Report:
    """The report, locked until the transaction ends, for who builds reports. Raises PermissionDenied."""
    demand(by, Permission.BUILD_PACK)
    return Report.objects.select_for_update(of=("self",)).get(pk=report.pk)


def next_place(rows: QuerySet[One]) -> int:
    """The place after the last."""
    return int(rows.aggregate(last=Max("place"))["last"] or 0) + 1


def as_seen(rows: QuerySet[One], seen: datetime) -> One:
    """The one row of these, if it is still as it was at `seen`. Raises ValidationError."""
    row = rows.filter(written_at=seen).first()
    if row is None:
        raise ValidationError(CHANGED_MEANWHILE)
    return row


def change_places(rows: QuerySet[One], one: One, *, up: bool) -> bool:
    """Put `one` before the one before it, or after the one after it; whether there was one to change with."""
    order = list(rows)
    place = next(number for number, row in enumerate(order) if row.pk == one.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return False
    order[place], order[other] = order[other], order[place]
    for number, row in enumerate(order, start=1):
        row.place = number
    rows.model._default_manager.bulk_update(order, ["place"])
    return True


def _write(finding: ReportFinding, action: str, text: str, evidence: str, by: User, now: datetime) -> ReportFinding:
    if not text.strip():
        raise ValidationError(SAY_WHAT)
    finding.text, finding.evidence, finding.written_by, finding.written_at = text, evidence, by, now
    finding.save()
    activity.record(actor=by, action=action, subject=finding, now=now)
    return finding
