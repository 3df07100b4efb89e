"""Reading report runs, always within what a person may see (trust.md 1)."""

from datetime import datetime

from django.db.models import Q, QuerySet

from assurance.models import User
from assurance.permissions import groups_where, may, may_somewhere
from assurance.rules.roles import Permission
from reports.models import Report, ReportRun, ReportShown
from reports.rules.life import AUDIENCE_RIGHTS, Edition
from reports.rules.runs import MAX_ATTEMPTS, PATIENCE, RunStatus

RUN_ROWS = (
    "report__period__meeting__group",
    "report__group",
    "report__by_group",
    "report__theme",
    "report__audit",
    "requested_by",
    "snapshot",
    "issue",
)


def reports_visible_to(user: User) -> QuerySet[Report]:
    """
    The reports `user` may know of: of groups whose reports they may read, newest first.

    Who builds reports sees every one of them; a reader those of which they may read an edition.
    """
    found = _of_their_groups(user).select_related("period__meeting__group", "group", "by_group", "theme", "audit")
    if may(user, Permission.BUILD_PACK):
        return found
    return found.filter(pk__in=runs_visible_to(user).values("report"))


def runs_visible_to(user: User) -> QuerySet[ReportRun]:
    """
    The runs `user` may know of: of reports of groups whose reports they may read, newest first.

    Who builds reports sees every one of them; a reader what was issued, and drafts shown to an audience they are of.
    """
    runs = ReportRun.objects.filter(report__in=_of_their_groups(user).values("pk")).select_related(*RUN_ROWS)
    if may(user, Permission.BUILD_PACK):
        return runs
    audiences = [str(audience) for audience, right in AUDIENCE_RIGHTS.items() if may_somewhere(user, right)]
    shown = ReportShown.objects.filter(audience__in=audiences).values("run")
    return runs.filter(~Q(edition=Edition.DRAFT) | Q(pk__in=shown), status=RunStatus.DONE)


def reports_readable_by(user: User) -> QuerySet[ReportRun]:
    """The finished reports `user` may read."""
    return runs_visible_to(user).filter(status=RunStatus.DONE)


def issues_readable_by(user: User) -> QuerySet[ReportRun]:
    """The issued versions `user` may read that still stand, newest first."""
    return reports_readable_by(user).filter(edition=Edition.ISSUED, issue__withdrawn_at__isnull=True)


def _of_their_groups(user: User) -> QuerySet[Report]:
    groups = groups_where(user, Permission.READ_PACK).values("pk")
    return Report.objects.filter(Q(group__in=groups) | Q(by_group__in=groups))


def runs_left_behind(now: datetime) -> QuerySet[ReportRun]:
    """The runs nobody is building although somebody should: queued for too long, or with a lease that ran out."""
    return ReportRun.objects.filter(
        Q(status=RunStatus.QUEUED, created_at__lt=now - PATIENCE) | Q(status=RunStatus.RUNNING, lease_until__lt=now)
    )


def runs_given_up(now: datetime) -> QuerySet[ReportRun]:
    """The runs whose last permitted attempt was broken off."""
    return runs_left_behind(now).filter(status=RunStatus.RUNNING, attempts__gte=MAX_ATTEMPTS).select_related(*RUN_ROWS)
