"""The live papers of the ground floor (`settings.LIVE_PAPERS`): early warnings, returns compared, open actions."""

from datetime import datetime

from assurance.models import Action, Agency, Meeting, ReportingPeriod, User
from assurance.permissions import agencies_where, may
from assurance.queries.compare import comparison
from assurance.queries.papers import LivePaper
from assurance.queries.tables import Table
from assurance.queries.warnings import OPEN, WarningFilters, warnings_found
from assurance.rules.actions import ActionState
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date

ENDED = (ActionState.CLOSED, ActionState.DROPPED)


def _warnings(user: User, meeting: Meeting, now: datetime) -> Table:
    headers = ["Early warning", "Type", "About", "State", "Raised on", "What is seen, and why it matters for children"]
    rows = [
        [
            warning.title,
            warning.get_kind_display(),
            warning.topic.title,
            warning.get_state_display(),
            local_date(warning.raised_at),
            warning.what,
        ]
        for warning in warnings_found(user, WarningFilters(state=OPEN))
    ]
    return headers, list(rows)


def _reads_every_return(user: User, meeting: Meeting) -> bool:
    reads = agencies_where(user, Permission.READ_RETURN)
    return reads.exists() and not Agency.objects.exclude(pk__in=reads).exists()


def _returns(user: User, meeting: Meeting, now: datetime) -> Table:
    headers = ["Quarter", "Heading", "Agency", "What its return says"]
    submitted = ReportingPeriod.objects.filter(returns__standing__isnull=False)
    period = submitted.order_by("-financial_year", "-quarter").first()
    if period is None:
        return headers, []
    rows = [
        [
            period.short_words,
            row.title,
            column.owner_name,
            "\n".join(item.statement for item in column.part.items) or column.part.nothing_to_report
            if column.part
            else column.missing_because,
        ]
        for row in comparison(period, user).rows
        for column in row.columns
    ]
    return headers, list(rows)


def open_actions(meeting: Meeting) -> list[Action]:
    """The actions of the group's earlier meetings that are still open, the earliest due first (R39)."""
    earlier = Action.objects.filter(meeting__group=meeting.group_id, meeting__starts_at__lt=meeting.starts_at)
    return list(earlier.exclude(state__in=ENDED).select_related("agency", "group", "meeting"))


def _actions(user: User, meeting: Meeting, now: datetime) -> Table:
    rows = [
        [
            action.title,
            action.holder.short_name,
            action.owner,
            action.due_on,
            action.get_state_display(),
            local_date(action.meeting.starts_at),
        ]
        for action in open_actions(meeting)
    ]
    return ["Action", "Agency or group", "Who sees to it", "Due", "Status", "Set at the meeting of"], list(rows)


WARNINGS = LivePaper(
    title="Open early warnings",
    what="Every early warning that is open, with its state",
    may_read=lambda user, meeting: may(user, Permission.READ_WARNING),
    table=_warnings,
)
RETURNS = LivePaper(
    title="Status returns compared",
    what="What each agency says under each heading, for the newest quarter with returns",
    may_read=_reads_every_return,
    table=_returns,
)
ACTIONS = LivePaper(
    title="Open actions of earlier meetings",
    what="What this group’s meetings have set and is not closed",
    may_read=lambda user, meeting: may(user, Permission.READ_MEETING, meeting.group),
    table=_actions,
)
