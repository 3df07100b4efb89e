"""What those who run an audit choose from: people for its team, meetings for its findings, records of its reasons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from assurance.models import Agency, Meeting, Membership, PartnershipGroup, User
from assurance.queries.calendar import meetings_on_calendar
from assurance.queries.groups import current_groups
from assurance.queries.meetings import meetings_visible_to
from assurance.rules.meetings import MeetingKind, MeetingState
from assurance.rules.roles import ROLES, Permission
from assurance.rules.wording import date_words
from audits.models import Audit, AuditReason, AuditRouting, AuditTeamMember
from audits.queries.audit_pages import RECORDS
from audits.rules.reasons import RECORD_WORDS

BUSINESS_TEAM = "Business Team"
# How many of each kind of record are offered, the newest first.
RECORDS_OFFERED = 50
SAID_AT = (MeetingState.CIRCULATED, MeetingState.HELD)


@dataclass(frozen=True)
class Candidate:
    """Somebody who may join a team, for an agency they answer for; without one, of the Business Team."""

    person: User
    agency: Agency | None

    @property
    def key(self) -> str:
        """What is sent of them."""
        return f"{self.person.pk}:{self.agency.slug if self.agency else ''}"

    @property
    def name(self) -> str:
        """Their name with their post."""
        return f"{self.person}, {self.person.post_title}" if self.person.post_title else str(self.person)

    @property
    def seat(self) -> str:
        """Which agency, in words."""
        return self.agency.name if self.agency else BUSINESS_TEAM


def candidates(audit: Audit, today: date) -> list[Candidate]:
    """Those who may join the team of an audit today and are not on it, agency by agency, the Business Team last."""
    on_it = audit.team.filter(left_on=None).values("person")
    found = Membership.objects.on(today).filter(person__is_active=True).exclude(person__in=on_it)
    answers = found.filter(role__in=_roles_with(Permission.ANSWER_AUDIT), agency__in=Agency.objects.on(today))
    manages = found.filter(role__in=_roles_with(Permission.MANAGE_AUDIT))
    rows = [
        Candidate(one.person, one.agency)
        for one in answers.select_related("person", "agency").order_by("agency__name", "person__name", "person__email")
    ]
    rows += [
        Candidate(one.person, None)
        for one in manages.select_related("person").order_by("person__name", "person__email")
    ]
    return list({one.key: one for one in rows}.values())


def _roles_with(permission: Permission) -> list[str]:
    return [str(role) for role, rule in ROLES.items() if any(held == permission for held, _ in rule.may)]


def team_member_of(audit: Audit, pk: object) -> AuditTeamMember | None:
    """Somebody of the team, by key, or None."""
    return audit.team.select_related("audit", "person", "agency").filter(pk=pk).first()


def routing_of(audit: Audit, pk: object) -> AuditRouting | None:
    """One of the meetings its findings go to, by key, or None."""
    return audit.routings.select_related("audit", "group", "meeting").filter(pk=pk).first()


def reason_of(audit: Audit, pk: object) -> AuditReason | None:
    """One of its reasons, by key, or None."""
    return audit.reasons.select_related("audit").filter(pk=pk).first()


def meetings_to_route_to(user: User, today: date, routing: AuditRouting | None = None) -> QuerySet[Meeting]:
    """The coming meetings of the calendar that stand, and the one a routing names as far as `user` may know of it."""
    coming = Q(starts_at__date__gte=today) & ~Q(state=MeetingState.CANCELLED) & ~Q(kind=MeetingKind.WORKING_GROUP)
    named = Q(pk=routing.meeting_id if routing else None)
    return meetings_on_calendar(user).filter(coming | named).order_by("starts_at", "group__name")


def groups_to_route_to(today: date, routing: AuditRouting | None = None) -> QuerySet[PartnershipGroup]:
    """The groups of today, and the one a routing names."""
    named = Q(pk=routing.group_id if routing else None)
    return PartnershipGroup.objects.filter(Q(pk__in=current_groups(today).values("pk")) | named)


def meetings_responded_at(user: User, audit: Audit, today: date) -> QuerySet[Meeting]:
    """The meetings at which the group that leads the response may have agreed it, as far as `user` reads them."""
    found = meetings_visible_to(user).filter(group=audit.group, state__in=SAID_AT, starts_at__date__lte=today)
    return found.order_by("-starts_at")


def records_offered(user: User, audit: Audit) -> list[tuple[str, list[tuple[str, str, object]]]]:
    """The records `user` reads that may show why the audit was chosen: of each kind its key, its name and itself."""
    return [
        (RECORD_WORDS[name], [(f"{name}:{one.pk}", _named(name, one), one) for one in _latest(visible_to(user), audit)])
        for name, (visible_to, _) in RECORDS.items()
    ]


def _latest(found: QuerySet, audit: Audit) -> Iterable:
    return found.exclude(pk=audit.pk)[:RECORDS_OFFERED]


DATED_BY = {"warning": "raised_at", "review": "notified_on", "inspection": "inspected_on", "earlier": "starts_on"}


def _named(name: str, record: object) -> str:
    return f"{record} ({date_words(getattr(record, DATED_BY[name]))})"
