"""Reading report runs, always within what a person may see (trust.md 1)."""

from datetime import datetime

from django.db.models import Q, QuerySet

from assurance.models import User
from assurance.permissions import groups_where, may
from assurance.rules.roles import Permission
from reports.models import ReportRun
from reports.rules.runs import MAX_ATTEMPTS, PATIENCE, RunStatus


def runs_visible_to(user: User) -> QuerySet[ReportRun]:
    """
    The runs `user` may know of: reports of groups whose pack they may read, newest first.

    Who builds packs sees every one of them; a reader sees the finished ones alone.
    """
    runs = ReportRun.objects.filter(group__in=groups_where(user, Permission.READ_PACK)).select_related(
        "period__meeting", "group", "requested_by", "snapshot"
    )
    return runs if may(user, Permission.BUILD_PACK) else runs.filter(status=RunStatus.DONE)


def reports_readable_by(user: User) -> QuerySet[ReportRun]:
    """The finished reports `user` may read."""
    return runs_visible_to(user).filter(status=RunStatus.DONE)


def runs_left_behind(now: datetime) -> QuerySet[ReportRun]:
    """The runs nobody is building although somebody should: queued for too long, or with a lease that ran out."""
    return ReportRun.objects.filter(
        Q(status=RunStatus.QUEUED, created_at__lt=now - PATIENCE) | Q(status=RunStatus.RUNNING, lease_until__lt=now)
    )


def runs_given_up(now: datetime) -> QuerySet[ReportRun]:
    """The runs whose last permitted attempt was broken off."""
    return (
        runs_left_behind(now)
        .filter(status=RunStatus.RUNNING, attempts__gte=MAX_ATTEMPTS)
        .select_related("period", "group", "requested_by")
    )
