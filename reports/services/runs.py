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

from assurance.models import ReportingPeriod, User
from assurance.permissions import demand
from assurance.rules.roles import Permission
from assurance.services import activity
from assurance.services.notices import notify
from reports.models import ReportRun, ReportSnapshot
from reports.queries.runs import runs_given_up, runs_left_behind
from reports.rules.runs import (
    ACTIVE,
    BROKEN_OFF,
    LEASE,
    MAX_ATTEMPTS,
    STEP_WORDS,
    Kind,
    Move,
    RunStatus,
    Step,
    after,
    after_an_error,
    before,
)

OTHER_SECTIONS = (
    "A pack for this quarter is being built already, with other sections or in another order. Wait until it is ready, "
    "then ask for this one."
)


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
) -> ReportRun:
    """
    The run that builds this report: a new one, or the one that is already on its way.

    `sections` are the names of those it is to have, in their order; all of them if none is named. The same key is the
    same press of the button, whoever sends it twice. Without `by` a command asks. Raises
    PermissionDenied, and ValidationError when the key has served for something else, or the one on its way has other
    sections.
    """
    if by is not None:
        demand(by, Permission.BUILD_PACK)
    run = _already_asked_for(kind, period, by, idempotency_key)
    if run:
        return _if_the_same(run, sections)
    try:
        with transaction.atomic():
            run = ReportRun.objects.create(
                kind=kind,
                period=period,
                group=period.meeting.group,
                requested_by=by,
                sections=list(sections),
                idempotency_key=idempotency_key,
                steps=len(Step),
                created_at=now,
            )
    except IntegrityError:
        # Somebody pressed at the same moment and was first.
        first = _already_asked_for(kind, period, by, idempotency_key) or _newest(kind, period)
        return _if_the_same(first, sections)
    activity.record(actor=by, action="report.request", subject=run, detail={"period": period.code}, now=now)
    return run


def _if_the_same(run: ReportRun, sections: Sequence[str]) -> ReportRun:
    if run.sections != list(sections):
        raise ValidationError(OTHER_SECTIONS)
    return run


def _already_asked_for(kind: Kind, period: ReportingPeriod, by: User | None, key: str) -> ReportRun | None:
    same_press = ReportRun.objects.filter(idempotency_key=key).first()
    if same_press and (same_press.kind, same_press.period_id, same_press.requested_by) != (kind, period.pk, by):
        raise ValidationError("This form was already used for another pack. Load the page again and press the button.")
    return same_press or ReportRun.objects.filter(kind=kind, period=period, status__in=ACTIVE).first()


def _newest(kind: Kind, period: ReportingPeriod) -> ReportRun:
    return ReportRun.objects.filter(kind=kind, period=period).latest("created_at")


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
    return ReportRun.objects.select_related("period__meeting", "group", "requested_by", "snapshot").get(pk=run_id)


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
    _tell(run, f"The {_words(run)} is ready", Permission.READ_PACK, now)


@transaction.atomic
def fail_run(*, run: ReportRun, error: str, now: datetime) -> None:
    """End the run with a sentence and tell who asked for it. Raises LeaseLost."""
    _leave(run, Move.FAIL, error=error, finished_at=now)
    activity.record(actor=run.requested_by, action="report.fail", subject=run, now=now)
    _tell(run, f"The {_words(run)} could not be built", Permission.BUILD_PACK, now)


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
    return f"{run.get_kind_display()} for {run.period.short_words}"


def _tell(run: ReportRun, text: str, permission: Permission, now: datetime) -> None:
    if run.requested_by:
        url = reverse("reports:run_detail", args=[run.pk])
        on = run.group if permission == Permission.READ_PACK else None
        notify(person=run.requested_by, text=text, url=url, permission=permission, on=on, now=now)
