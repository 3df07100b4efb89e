"""Having the public edition of an issued version made, by who has read what it will say (trust.md 6; ADR 24)."""

import json
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from assurance.models import User
from assurance.permissions import demand
from assurance.rules.canonical import canonical_json, sha256_of
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from assurance.services import activity
from reports.models import ReportIssue, ReportRun
from reports.queries.snapshots import PUBLIC
from reports.rules.life import Edition
from reports.rules.public import FIGURES
from reports.rules.runs import ACTIVE, RunStatus
from reports.sections.public_figures import held_back_since
from reports.services.issues import BEING_BUILT, locked, queue_file

NOT_PUBLISHED = "Reports of this kind are not published."
WITHDRAWN = "This version is withdrawn: publish the one that stands."
NOT_THERE = "The file of this version is not there yet: publish it when the version can be read."
BEFORE = "This version was made before reports had public editions: issue another version, and publish that."
HELD_BACK_NOW = "Numbers of “{}” may not leave the partnership any more: issue another version, and publish that."
MADE_ALREADY = "The public edition of this version has been made already."
READ_IT = "Confirm that you have read every text, and that nothing in it identifies a child."


@transaction.atomic
def publish_issue(*, issue: ReportIssue, has_read: bool, by: User, now: datetime) -> ReportRun:
    """
    Have the public edition of this version built from what was frozen for it.

    Raises PermissionDenied, and ValidationError, with nothing changed, when who asks has not read it, or
    `problem_publishing` says why it cannot be made.
    """
    demand(by, Permission.BUILD_PACK)
    locked(issue.report_id)
    issue.refresh_from_db()
    if problem := problem_publishing(issue, local_date(now)):
        raise ValidationError(problem)
    if not has_read:
        raise ValidationError(READ_IT)
    read = sha256_of(canonical_json(json.loads(issue.snapshot.content)[PUBLIC]))
    detail = {"number": issue.number, "snapshot": issue.snapshot.sha256, "read": read}
    activity.record(actor=by, action="report.publish", subject=issue, detail=detail, now=now)
    return queue_file(issue, by, now, Edition.PUBLIC)


def problem_publishing(issue: ReportIssue, today: date) -> str:
    """Why no public edition of this version can be made now, in a sentence; blank when one can be."""
    return _problem_of_its_life(issue) or _problem_of_its_content(issue, today)


def _problem_of_its_life(issue: ReportIssue) -> str:
    if not issue.report.rule.is_published:
        return NOT_PUBLISHED
    if issue.is_withdrawn:
        return WITHDRAWN
    if issue.report.runs.exclude(edition=Edition.DRAFT).filter(status__in=ACTIVE).exists():
        return BEING_BUILT
    done = set(issue.runs.filter(status=RunStatus.DONE).values_list("edition", flat=True))
    if Edition.PUBLIC in done:
        return MADE_ALREADY
    if Edition.ISSUED not in done:
        return NOT_THERE
    return ""


def _problem_of_its_content(issue: ReportIssue, today: date) -> str:
    content = json.loads(issue.snapshot.content)
    if PUBLIC not in content:
        return BEFORE
    up_to = issue.report.period.as_quarter.ends_on
    figures = [section["content"] for section in content[PUBLIC]["sections"] if section["name"] == FIGURES]
    titles = [title for frozen in figures for title in held_back_since(frozen, up_to=up_to, today=today)]
    return HELD_BACK_NOW.format("”, “".join(titles)) if titles else ""
