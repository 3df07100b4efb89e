"""The page of one audit: what happens next, its dates, agencies, team, reasons, where findings go, history (R110)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Prefetch, QuerySet
from django.urls import reverse

from assurance.models import Meeting, Priority, Topic, User
from assurance.permissions import may
from assurance.queries.challenges import meeting_name
from assurance.queries.inspections import inspections_visible_to
from assurance.queries.meetings import meetings_visible_to
from assurance.queries.plans import priorities_visible_to
from assurance.queries.rapid_reviews import reviews_visible_to
from assurance.queries.warnings import warnings_visible_to
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from audits.models import (
    Audit,
    AuditEvent,
    AuditReason,
    AuditRouting,
    AuditTeamMember,
    AuditTraining,
    Participant,
)
from audits.queries.audits import audits_compared_by, audits_visible_to, runs, words_told
from audits.queries.links import HubLink
from audits.queries.programme import hub_links
from audits.rules.audits import HAS_REPORT, LAUNCHED, NEXT_WORDS, RIGHTS, AuditMove, AuditState, moves_from
from audits.rules.programme import (
    DATES_OPEN,
    NAMES,
    DateLine,
    RoutedMeeting,
    date_lines,
    may_be_reminded,
    may_change_plan,
    may_change_team,
    routing_changes,
    routing_warnings,
)
from audits.rules.reasons import RECORD_OF, RECORD_WORDS, Reason

Row = TypeVar("Row", bound=Model)
# The records that may show why an audit was chosen: who reads them, and their pages.
RECORDS = {
    "warning": (warnings_visible_to, "assurance:warning_detail"),
    "review": (reviews_visible_to, "assurance:rapid_review_detail"),
    "inspection": (inspections_visible_to, "assurance:inspection_detail"),
    "earlier": (audits_visible_to, "audits:audit_detail"),
}


@dataclass(frozen=True)
class AgencyLine:
    """
    An agency in an audit: whether it has submitted, and nothing else of its answers.

    `submitted` is None while nothing is asked; `reminded_at` is for those who run the audit.
    """

    name: str
    submitted: bool | None
    reminded_at: datetime | None


@dataclass(frozen=True)
class TeamLine:
    """Somebody on the team, with the training recorded of them, the latest first."""

    member: AuditTeamMember
    training: tuple[AuditTraining, ...]

    @property
    def post(self) -> str:
        """Their post, unless it is what they are called here."""
        person = self.member.person
        return "" if person.post_title == str(person) else person.post_title


@dataclass(frozen=True)
class RoutingLine:
    """Where findings go: the meeting with its address for its readers, and what is to be said about it."""

    routing: AuditRouting
    meeting_url: str
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class ReasonLine:
    """Why the audit was chosen, with the record that shows it, for those who read that record."""

    reason: AuditReason
    record: str
    url: str


@dataclass(frozen=True)
class EventLine:
    """A step in its life as the history shows it; `text` is blank for those to whom it was not said."""

    get_move_display: str
    move: str
    text: str
    by: User
    at: datetime
    meeting: str
    meeting_url: str


@dataclass(frozen=True)
class AuditPage:
    """
    One audit as its page shows it, with what the reader may do now.

    `report` is where a final one is read; `is_early` whether moving it on would leave out agencies that have time left.
    """

    audit: Audit
    next_words: str
    dates: tuple[DateLine, ...]
    agencies: tuple[AgencyLine, ...]
    team: tuple[TeamLine, ...]
    left: tuple[TeamLine, ...]
    routings: tuple[RoutingLine, ...]
    reasons: tuple[ReasonLine, ...]
    topics: tuple[Topic, ...]
    priority: Priority | None
    earlier: Audit | None
    later: tuple[Audit, ...]
    events: tuple[EventLine, ...]
    response: EventLine | None
    report: HubLink | None
    links: tuple[HubLink, ...]
    moves: tuple[AuditMove, ...]
    is_early: bool
    may_change: bool
    may_move_dates: bool
    may_staff: bool
    may_remind: bool
    may_repeat: bool

    @property
    def submitted(self) -> int:
        """How many agencies have submitted."""
        return sum(bool(line.submitted) for line in self.agencies)


def audit_page(audit: Audit, user: User, today: date) -> AuditPage:
    """The page of an audit `user` may know of."""
    state, is_run = AuditState(audit.state), runs(user, audit)
    events, agencies = _events(audit, user), _agencies(audit, state, is_run)
    team, links = _team(audit), hub_links(audit, user)
    waiting = may_be_reminded(state) and any(line.submitted is False for line in agencies)
    report = next((link for link in links if link.is_report), None)
    return AuditPage(
        audit=audit,
        next_words=NEXT_WORDS[state],
        dates=tuple(date_lines(dates_of(audit), state, _done(events), today)),
        agencies=agencies,
        team=tuple(line for line in team if line.member.left_on is None),
        left=tuple(line for line in team if line.member.left_on),
        routings=_routings(audit, user, is_run),
        reasons=reason_lines(audit.reasons.select_related(*RECORDS), user),
        topics=tuple(audit.topics.all()),
        priority=_known(priorities_visible_to(user), audit.priority_id),
        earlier=_known(audits_visible_to(user), audit.earlier_id),
        later=tuple(audits_visible_to(user).filter(earlier=audit).order_by("starts_on")),
        events=events,
        response=_response(state, events),
        report=report,
        links=tuple(link for link in links if link != report),
        moves=moves_open_to(user, audit, is_run=is_run),
        is_early=waiting and today <= audit.answers_due_on,
        may_change=is_run and may_change_plan(state),
        may_move_dates=is_run and state in DATES_OPEN and not may_change_plan(state),
        may_staff=is_run and may_change_team(state),
        may_remind=is_run and waiting,
        may_repeat=state in HAS_REPORT and may(user, Permission.MANAGE_AUDIT),
    )


def dates_of(audit: Audit) -> dict[str, date]:
    """The four dates of an audit by the names of their fields."""
    return {name: getattr(audit, name) for name in NAMES}


def moves_open_to(user: User, audit: Audit, *, is_run: bool) -> tuple[AuditMove, ...]:
    """The moves that are `user`'s to make from where the audit is, whatever else they still wait for."""
    return tuple(
        move for move in moves_from(AuditState(audit.state)) if (may(user, RIGHTS[move]) if move in RIGHTS else is_run)
    )


def _agencies(audit: Audit, state: AuditState, is_run: bool) -> tuple[AgencyLine, ...]:
    found: QuerySet[Participant] = audit.participants.select_related("agency").order_by("agency__name")
    asked = state in LAUNCHED
    return tuple(
        AgencyLine(one.agency.name, one.is_signed if asked else None, one.reminded_at if is_run else None)
        for one in found
    )


def _team(audit: Audit) -> list[TeamLine]:
    training = Prefetch("person__audit_training", AuditTraining.objects.order_by("-on", "-pk"))
    found = audit.team.select_related("person", "agency").prefetch_related(training)
    return [TeamLine(one, tuple(one.person.audit_training.all())) for one in found]


def _routings(audit: Audit, user: User, is_run: bool) -> tuple[RoutingLine, ...]:
    found = list(audit.routings.select_related("group", "meeting__group"))
    urls = _meeting_urls(user, [one.meeting for one in found])
    return tuple(RoutingLine(one, urls.get(one.meeting_id or 0, ""), _doubts(one, audit, is_run)) for one in found)


def _doubts(routing: AuditRouting, audit: Audit, is_run: bool) -> tuple[str, ...]:
    meeting = routing.meeting
    known = RoutedMeeting(local_date(meeting.starts_at), meeting.state == MeetingState.CANCELLED) if meeting else None
    if is_run:
        return tuple(routing_warnings(routing.on, audit.report_due_on, known))
    return tuple(routing_changes(routing.on, known))


def _meeting_urls(user: User, meetings: Iterable[Meeting | None]) -> dict[int, str]:
    """The pages of these meetings that `user` may open, by key."""
    wanted = {one.pk for one in meetings if one}
    found = meetings_visible_to(user).filter(pk__in=wanted).values_list("pk", "key") if wanted else []
    return {pk: reverse("assurance:meeting_detail", args=[key]) for pk, key in found}


def reason_lines(reasons: Iterable[AuditReason], user: User) -> tuple[ReasonLine, ...]:
    """The reasons, each with the record that shows it if `user` may read that; in a fixed number of queries."""
    found = list(reasons)
    readable = {name: _readable(name, found, user) for name in RECORDS}
    return tuple(_reason(one, readable) for one in found)


def _readable(name: str, reasons: Iterable[AuditReason], user: User) -> set[UUID]:
    """The records of one kind among those of these reasons that `user` may read."""
    wanted = {getattr(one, f"{name}_id") for one in reasons} - {None}
    visible_to, _ = RECORDS[name]
    return set(visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()


def _reason(reason: AuditReason, readable: Mapping[str, set[UUID]]) -> ReasonLine:
    name = RECORD_OF.get(Reason(reason.kind), "")
    record = getattr(reason, name) if name else None
    if record is None or record.pk not in readable[name]:
        return ReasonLine(reason, "", "")
    return ReasonLine(reason, f"{RECORD_WORDS[name]}: {record}", reverse(RECORDS[name][1], args=[record.pk]))


def _events(audit: Audit, user: User) -> tuple[EventLine, ...]:
    found = list(audit.events.select_related("by", "meeting__group"))
    urls = _meeting_urls(user, [one.meeting for one in found])
    compares = audits_compared_by(user).filter(pk=audit.pk).exists()
    return tuple(_event(one, urls, compares) for one in found)


def _event(event: AuditEvent, urls: Mapping[int, str], compares: bool) -> EventLine:
    meeting = event.meeting
    return EventLine(
        get_move_display=event.get_move_display(),
        move=event.move,
        text=words_told(event, compares),
        by=event.by,
        at=event.at,
        meeting=meeting_name(meeting) if meeting else "",
        meeting_url=urls.get(event.meeting_id or 0, ""),
    )


def _done(events: Iterable[EventLine]) -> dict[AuditMove, date]:
    return {AuditMove(event.move): local_date(event.at) for event in events}


def _response(state: AuditState, events: Iterable[EventLine]) -> EventLine | None:
    """SAAS's response as it stands: the last one, while the audit is answered."""
    said = [event for event in events if event.move == AuditMove.RESPOND]
    return said[-1] if said and state == AuditState.RESPONDED else None


def _known(visible: QuerySet[Row], pk: object) -> Row | None:
    return visible.filter(pk=pk).first() if pk else None
