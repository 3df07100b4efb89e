"""Issuing a report and what comes after: versions, withdrawal, drafts, approvals, presentations (R138 to R142)."""

import json
from datetime import date, datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from assurance.models import PartnershipGroup, User
from assurance.permissions import demand, people_who_may
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from assurance.services import activity
from assurance.services.notices import notify
from reports.models import Report, ReportApproval, ReportIssue, ReportPresentation, ReportRun, ReportShown
from reports.queries.life import needs_of
from reports.rules.differences import differences
from reports.rules.life import AUDIENCE_RIGHTS, Approver, Audience, Body, Edition
from reports.rules.runs import ACTIVE, RunStatus
from reports.services.recommendations import make_actions
from reports.services.runs import queue_run

NOT_A_DRAFT = "Only a finished draft can be issued, shown or approved."
ISSUED_ALREADY = "This draft has been issued already: build a new one to issue another version."
OLDER = "There is a newer draft of this report: issue that one, or build another."
WHY = "Say why there is another version: it stands on the report’s page beside the differences."
BECAUSE = "Say why it is withdrawn: everybody who opens it will read that."
HOW = "Say how it was approved: at which meeting, or in which message."
LATER = "This day is still to come."
BEING_BUILT = "The file of a version of this report is being built: wait until it is ready."
BUILT_ALREADY = "The file of this version is there already."
WITHDRAWN = "This version is withdrawn: issue another one instead."
NEVER_ASKED_FOR = "Nobody has asked for such an edition of this version yet."


@transaction.atomic
def issue_report(*, run: ReportRun, by: User, now: datetime, why: str = "") -> ReportIssue:
    """
    Freeze this draft as the next version of its report, and have its file built without the watermark.

    The recommendations of the report become actions. Raises PermissionDenied, and ValidationError, with nothing
    changed, when the draft still needs something, is not the newest, another version does not say why, or the file of
    one is still being built.
    """
    demand(by, Permission.BUILD_PACK)
    report = locked(run.report_id)
    _demand_draft(run)
    if report.issues.filter(draft=run).exists():
        raise ValidationError(ISSUED_ALREADY)
    if report.runs.filter(edition=Edition.DRAFT, created_at__gt=run.created_at).exists():
        raise ValidationError(OLDER)
    demand_nothing_is_built(report)
    if needed := needs_of(run):
        raise ValidationError(list(needed))
    last = report.issues.order_by("-number").select_related("snapshot").first()
    if last and not why.strip():
        raise ValidationError({"why": WHY})
    issue = ReportIssue.objects.create(
        report=report,
        number=last.number + 1 if last else 1,
        draft=run,
        snapshot=run.snapshot,
        issued_by=by,
        issued_at=now,
        why=why.strip() if last else "",
        differences=differences(*(json.loads(one.snapshot.content) for one in (last, run))) if last else [],
    )
    detail = {"number": issue.number, "snapshot": run.snapshot.sha256}
    activity.record(actor=by, action="report.issue", subject=issue, detail=detail, now=now)
    make_actions(report=report, issue=issue, by=by, now=now)
    queue_file(issue, by, now)
    return issue


@transaction.atomic
def build_again(*, issue: ReportIssue, by: User, now: datetime, edition: Edition = Edition.ISSUED) -> ReportRun:
    """
    Another run for the file of this version, or for its public edition, after one that failed or was cancelled.

    Raises PermissionDenied, and ValidationError when its file is there or on its way, it is withdrawn, or nobody has
    asked for such an edition: a public one is first asked for by who has read it (`reports.services.publishing`).
    """
    demand(by, Permission.BUILD_PACK)
    demand_nothing_is_built(locked(issue.report_id), edition)
    issue.refresh_from_db()
    if problem := problem_building_again(issue, edition):
        raise ValidationError(problem)
    return queue_file(issue, by, now, edition)


def problem_building_again(issue: ReportIssue, edition: Edition = Edition.ISSUED) -> str:
    """Why the file of this version is not built once more, in a sentence; blank when it can be."""
    if issue.is_withdrawn:
        return WITHDRAWN
    states = set(issue.runs.filter(edition=edition).values_list("status", flat=True))
    if not states:
        return NEVER_ASKED_FOR
    return BUILT_ALREADY if RunStatus.DONE in states else ""


@transaction.atomic
def withdraw_issue(*, issue: ReportIssue, because: str, by: User, now: datetime) -> None:
    """
    Withdraw a version: it stays to be read and inspected, and says so wherever it is shown.

    Raises PermissionDenied, and ValidationError without a reason or when it is withdrawn already.
    """
    demand(by, Permission.BUILD_PACK)
    if not because.strip():
        raise ValidationError({"because": BECAUSE})
    standing = ReportIssue.objects.filter(pk=issue.pk, withdrawn_at__isnull=True)
    if not standing.update(withdrawn_by=by, withdrawn_at=now, withdrawn_because=because.strip()):
        raise ValidationError("This version is withdrawn already.")
    activity.record(actor=by, action="report.withdraw", subject=issue, detail={"number": issue.number}, now=now)


@transaction.atomic
def show_draft(*, run: ReportRun, audience: Audience, by: User, now: datetime) -> ReportShown:
    """
    Let an audience read this draft, and tell its people; that it was shown, and when, is recorded (R139).

    Raises PermissionDenied, and ValidationError when it is no finished draft or was shown to them.
    """
    demand(by, Permission.BUILD_PACK)
    _demand_draft(run)
    shown, is_new = ReportShown.objects.get_or_create(
        run=run, audience=audience, defaults={"shown_by": by, "shown_at": now}
    )
    if not is_new:
        raise ValidationError("This draft has been shown to them already.")
    detail = {"audience": str(audience)}
    activity.record(actor=by, action="report.show_draft", subject=run, detail=detail, now=now)
    text = f"A draft of the {run.report.get_kind_display()} is there for you to read"
    group = _group_of(audience, run.report)
    for person in people_who_may(AUDIENCE_RIGHTS[audience], group if audience == Audience.BOARD else None):
        if person != by:
            url = reverse("reports:run_detail", args=[run.pk])
            notify(person=person, text=text, url=url, permission=Permission.READ_PACK, on=group, now=now)
    return shown


@transaction.atomic
def record_approval(
    *, run: ReportRun, approver: Approver, approved_on: date, how: str, by: User, now: datetime
) -> ReportApproval:
    """The approval of this draft, as given (R140). Raises PermissionDenied, and ValidationError without how or when."""
    demand(by, Permission.BUILD_PACK)
    _demand_draft(run)
    _demand_past(approved_on, now, "approved_on")
    if not how.strip():
        raise ValidationError({"how": HOW})
    approval = ReportApproval.objects.create(
        run=run, approver=approver, approved_on=approved_on, how=how.strip(), recorded_by=by, recorded_at=now
    )
    detail = {"approver": str(approver), "snapshot": run.snapshot.sha256}
    activity.record(actor=by, action="report.approve", subject=run, detail=detail, now=now)
    return approval


@transaction.atomic
def record_presentation(
    *, issue: ReportIssue, body: Body, presented_on: date, note: str, by: User, now: datetime
) -> ReportPresentation:
    """That this version was presented to a body (R140). Raises PermissionDenied, and ValidationError."""
    demand(by, Permission.BUILD_PACK)
    _demand_past(presented_on, now, "presented_on")
    if body == Body.OTHER and not note.strip():
        raise ValidationError({"note": "Say which body it was presented to."})
    presentation = ReportPresentation.objects.create(
        issue=issue, body=body, presented_on=presented_on, note=note.strip(), recorded_by=by, recorded_at=now
    )
    activity.record(actor=by, action="report.present", subject=issue, detail={"body": str(body)}, now=now)
    return presentation


def locked(report_id: UUID) -> Report:
    """The report, held until the transaction ends."""
    return Report.objects.select_for_update(of=("self",)).get(pk=report_id)


def demand_nothing_is_built(report: Report, edition: Edition = Edition.ISSUED) -> None:
    """Raise ValidationError while the file of a version is being built for this edition."""
    if report.runs.filter(edition=edition, status__in=ACTIVE).exists():
        raise ValidationError(BEING_BUILT)


def queue_file(issue: ReportIssue, by: User, now: datetime, edition: Edition = Edition.ISSUED) -> ReportRun:
    """A run for the file of this version. The service that calls has checked the right."""
    return queue_run(report=issue.report, by=by, idempotency_key=uuid4().hex, now=now, issue=issue, edition=edition)


def _demand_draft(run: ReportRun) -> None:
    if not (run.is_draft and run.is_done):
        raise ValidationError(NOT_A_DRAFT)


def _demand_past(day: date, now: datetime, field: str) -> None:
    if day > local_date(now):
        raise ValidationError({field: LATER})


def _group_of(audience: Audience, report: Report) -> PartnershipGroup:
    """The group on which the people of the audience may read the report."""
    return report.by_group if audience == Audience.SAAS_CHAIRS and report.by_group else report.group
