"""
The job of building a report: asked for once, claimed under a lease, finished or failed, never both.

Every write of a builder names the owner of the lease in its WHERE clause: who has lost the lease changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from assurance.models import ReportingPeriod, Theme, User
from assurance.permissions import demand, people_who_may
from assurance.rules.roles import Permission
from assurance.services import activity
from assurance.services.notices import notify
from audits.models import Audit
from reports.models import Report, ReportIssue, ReportRun, ReportSnapshot
from reports.queries.runs import RUN_ROWS, runs_given_up, runs_left_behind
from reports.rules.kinds import Kind
from reports.rules.life import Edition
from reports.rules.runs import (
    ACTIVE,
    BROKEN_OFF,
    LEASE,
    MAX_ATTEMPTS,
    STEP_WORDS,
    Move,
    RunStatus,
    Step,
    after,
    after_an_error,
    before,
)
from reports.services.reports import open_report

OTHER_SECTIONS = (
    "A pack for this quarter is being built already, with other sections or in another order. Wait until it is ready, "
    "then ask for this one."
)
ENDED = "This has ended already: there is nothing to cancel."


@dataclass(frozen=True)
class Result:
    """What a builder made: of which snapshot, stored under which name, its SHA-256, its bytes and pages counted."""

    snapshot: ReportSnapshot
    file: str
    file_sha256: str
    size: int
    pages: int


class LeaseLost(Exception):
    """The run is no longer this builder's: its lease ran out and another has it, or it has ended."""


@transaction.atomic
def request_report(
    *,
    kind: Kind,
    period: ReportingPeriod,
    by: User | None,
    idempotency_key: str,
    now: datetime,
    sections: Sequence[str] = (),
    **about: Theme | Audit | str | None,
) -> ReportRun:
    """
    The run that builds a draft of this report: a new one, or the one that is already on its way.

    `about` is the `theme`, `audit` or `subject` of a kind that is about one. `sections` are the names of those it is
    to have, in their order; those its kind usually has if none is named. The same key is the same press of the button,
    whoever sends it twice. Without `by` a command asks. Raises PermissionDenied, and ValidationError when the key has
    served for something else, or the one on its way has other sections.
    """
    if by is not None:
        demand(by, Permission.BUILD_PACK)
    report = open_report(kind=kind, period=period, now=now, **about)
    return queue_run(report=report, by=by, idempotency_key=idempotency_key, now=now, sections=sections)


@transaction.atomic
def queue_run(
    *,
    report: Report,
    by: User | None,
    idempotency_key: str,
    now: datetime,
    sections: Sequence[str] = (),
    issue: ReportIssue | None = None,
    edition: Edition = Edition.DRAFT,
) -> ReportRun:
    """A run of this report waiting to be built, or the one on its way. The service that calls has checked the right."""
    run = _already_asked_for(report, edition, by, idempotency_key)
    if run:
        return _if_the_same(run, sections)
    try:
        with transaction.atomic():
            run = ReportRun.objects.create(
                report=report,
                edition=edition,
                issue=issue,
                snapshot=issue.snapshot if issue else None,
                requested_by=by,
                sections=list(sections),
                idempotency_key=idempotency_key,
                steps=len(Step),
                created_at=now,
            )
    except IntegrityError:
        # Somebody pressed at the same moment and was first.
        first = _already_asked_for(report, edition, by, idempotency_key) or report.runs.latest("created_at")
        return _if_the_same(first, sections)
    detail = {"period": report.period.code, "kind": report.kind, "edition": str(edition)}
    activity.record(actor=by, action="report.request", subject=run, detail=detail, now=now)
    return run


def _if_the_same(run: ReportRun, sections: Sequence[str]) -> ReportRun:
    if run.sections != list(sections):
        raise ValidationError(OTHER_SECTIONS)
    return run


def _already_asked_for(report: Report, edition: Edition, by: User | None, key: str) -> ReportRun | None:
    same_press = ReportRun.objects.filter(idempotency_key=key).first()
    if same_press and (same_press.report_id, same_press.edition, same_press.requested_by) != (report.pk, edition, by):
        raise ValidationError("This form was already used for another pack. Load the page again and press the button.")
    return same_press or report.runs.filter(edition=edition, status__in=ACTIVE).first()


@transaction.atomic
def cancel_run(*, run: ReportRun, by: User, now: datetime) -> None:
    """
    Stop a run that waits or is being built; what its builder has not finished is thrown away.

    Raises PermissionDenied, and ValidationError when it has ended already.
    """
    demand(by, Permission.BUILD_PACK)
    cancelled = ReportRun.objects.filter(pk=run.pk, status__in=before(Move.CANCEL)).update(
        status=after(Move.CANCEL), lease_owner="", lease_until=None, finished_at=now
    )
    if not cancelled:
        raise ValidationError(ENDED)
    activity.record(actor=by, action="report.cancel", subject=run, now=now)


@transaction.atomic
def claim_run(*, run_id: UUID, owner: str, now: datetime) -> ReportRun | None:
    """The run, now leased to `owner`; or None when it is another's, has ended, or has had its attempts."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    claimable = ReportRun.objects.filter(free, pk=run_id, status__in=before(Move.CLAIM), attempts__lt=MAX_ATTEMPTS)
    claimed = claimable.update(
        status=after(Move.CLAIM),
        lease_owner=owner,
        lease_until=now + LEASE,
        attempts=F("attempts") + 1,
        started_at=Coalesce("started_at", now),
        step=Step.GATHER,
        step_words=STEP_WORDS[Step.GATHER],
    )
    if not claimed:
        return None
    return ReportRun.objects.select_related(*RUN_ROWS).get(pk=run_id)


@transaction.atomic
def renew_lease(*, run_id: UUID, owner: str, now: datetime) -> bool:
    """Put the end of the lease off; whether it still was this owner's."""
    mine = ReportRun.objects.filter(pk=run_id, status=RunStatus.RUNNING, lease_owner=owner)
    return bool(mine.update(lease_until=now + LEASE))


@transaction.atomic
def begin_step(*, run: ReportRun, step: Step, now: datetime) -> None:
    """Say which step is under way. Raises LeaseLost."""
    write_as_owner(run=run, step=step, step_words=STEP_WORDS[step], lease_until=now + LEASE)


@transaction.atomic
def finish_run(*, run: ReportRun, result: Result, now: datetime) -> None:
    """Publish the stored file as the run's result and tell who asked. Raises LeaseLost, and then writes nothing."""
    _leave(run, Move.FINISH, **vars(result), finished_at=now)
    detail = {"file": result.file_sha256, "snapshot": result.snapshot.sha256, "attempts": run.attempts}
    activity.record(actor=run.requested_by, action="report.build", subject=run, detail=detail, now=now)
    _tell(run, f"{_words(run)} is ready", Permission.READ_PACK, now)
    if run.edition == Edition.ISSUED:
        _tell_readers(run, now)


@transaction.atomic
def fail_run(*, run: ReportRun, error: str, now: datetime) -> None:
    """End the run with a sentence and tell who asked for it. Raises LeaseLost."""
    _leave(run, Move.FAIL, error=error, finished_at=now)
    activity.record(actor=run.requested_by, action="report.fail", subject=run, now=now)
    _tell(run, f"{_words(run)} could not be built", Permission.BUILD_PACK, now)


@transaction.atomic
def put_back_or_fail(*, run: ReportRun, error: str, now: datetime) -> None:
    """After an error: queue the run for another attempt, or after the last one fail it. Raises LeaseLost."""
    if after_an_error(run.attempts) == Move.FAIL:
        fail_run(run=run, error=error, now=now)
    else:
        _leave(run, Move.PUT_BACK, step=0, step_words="")


@transaction.atomic
def sweep_runs(*, now: datetime) -> list[UUID]:
    """The ids of the runs left behind, to be sent again; those that have had their attempts are failed instead."""
    for run in runs_given_up(now).select_for_update(of=("self",)):
        fail_run(run=run, error=BROKEN_OFF, now=now)
    return list(runs_left_behind(now).order_by("created_at").values_list("pk", flat=True))


def write_as_owner(*, run: ReportRun, **values: object) -> None:
    """Write to the row while the lease is still that of `run.lease_owner`. Raises LeaseLost. `run` stays as claimed."""
    mine = ReportRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING, lease_owner=run.lease_owner)
    if not mine.update(**values):
        raise LeaseLost(f"Report run {run.pk} is no longer this builder's.")


def _leave(run: ReportRun, move: Move, **values: object) -> None:
    write_as_owner(run=run, status=after(move), lease_owner="", lease_until=None, **values)


def _words(run: ReportRun) -> str:
    about = f"“{run.report.about}” " if run.report.about else ""
    version = run.issue.version if run.issue else "The draft"
    if run.edition == Edition.PUBLIC:
        version = f"The public edition of {version.lower()}"
    return f"{version} of the {run.report.get_kind_display()} {about}for {run.period.short_words}"


def _tell(run: ReportRun, text: str, permission: Permission, now: datetime) -> None:
    if run.requested_by:
        url = reverse("reports:run_detail", args=[run.pk])
        on = run.report.group if permission == Permission.READ_PACK else None
        notify(person=run.requested_by, text=text, url=url, permission=permission, on=on, now=now)


def _tell_readers(run: ReportRun, now: datetime) -> None:
    """Tell the distribution list that a version is there to read."""
    url, text = reverse("reports:run_detail", args=[run.pk]), f"{_words(run)} is there to read"
    told = {run.requested_by_id}
    for group in filter(None, (run.report.group, run.report.by_group)):
        for person in people_who_may(Permission.READ_PACK, group).exclude(pk__in=told - {None}):
            told.add(person.pk)
            notify(person=person, text=text, url=url, permission=Permission.READ_PACK, on=group, now=now)
