"""From when on a report tells what happened."""

from datetime import datetime, time, timedelta

from assurance.rules.wording import LONDON
from reports.models import Report, ReportIssue
from reports.rules.kinds import RULES, About, Covers, Kind


def begins_at(report: Report) -> datetime | None:
    """When what it covers begins: a year before its quarter ended, or when the last of its kind was issued; or None."""
    rule = RULES[Kind(report.kind)]
    if rule.covers == Covers.YEAR:
        next_begins = report.period.as_quarter.ends_on + timedelta(days=1)
        return datetime.combine(next_begins.replace(year=next_begins.year - 1), time(), LONDON)
    return _last_of_its_kind(report) if rule.about == About.NOTHING else None


def _last_of_its_kind(report: Report) -> datetime | None:
    """
    When the snapshot of the latest one issued for an earlier meeting was taken; None before the first.

    A draft that was never issued told nobody: what happened meanwhile is still to be told.
    """
    issues = ReportIssue.objects.filter(
        report__kind=report.kind,
        report__group=report.group,
        report__period__meeting__starts_at__lt=report.period.meeting.starts_at,
        withdrawn_at__isnull=True,
    )
    return issues.order_by("-snapshot__taken_at").values_list("snapshot__taken_at", flat=True).first()
