"""The audit programme: its list with filters, what a new audit may be given, and the table to take away (R110)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, DateField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import ExtractMonth, ExtractYear

from assurance.models import PartnershipGroup, Priority, Theme, Topic, User
from assurance.queries.groups import current_groups
from assurance.queries.plans import current_priorities
from assurance.queries.themes import themes_visible_to
from assurance.rules.calendars import SAAS
from assurance.rules.canonical import canonical_json, sha256_of
from assurance.rules.tracker import due_in_words
from assurance.rules.wording import counted
from audits.models import Audit, ToolVersion
from audits.queries.answers import answers_link
from audits.queries.audits import audits_visible_to, is_late
from audits.queries.cases import agency_link, case_link
from audits.queries.launch import launch_link
from audits.queries.links import HubLink
from audits.queries.moderation import moderation_link
from audits.queries.reaudit import reaudit_link
from audits.queries.reports import report_link
from audits.queries.tools import versions_visible_to
from audits.rules.answers import ParticipantState
from audits.rules.audits import IS_OPEN, AuditState
from audits.rules.programme import NAMES, next_stage

OPEN, OVER = "open", "over"
# What the address of a new audit may name.
NAMED = ("earlier", "topic", "priority", "theme")
OPEN_STATES = [str(state) for state in IS_OPEN]
OPEN_FIRST = Case(When(state__in=OPEN_STATES, then=Value(0)), default=Value(1), output_field=IntegerField())
STARTS_IF_OPEN = Case(When(state__in=OPEN_STATES, then=F("starts_on")), default=None, output_field=DateField())
# What each part of an audit hands its page: its link, or None for somebody who may not open it.
LINKS: tuple[Callable[[Audit, User], HubLink | None], ...] = (
    answers_link,
    launch_link,
    agency_link,
    case_link,
    moderation_link,
    report_link,
    reaudit_link,
)


def hub_links(audit: Audit, user: User) -> list[HubLink]:
    """Where the page of an audit leads on to, as far as `user` may open it."""
    return [found for link in LINKS if (found := link(audit, user))]


@dataclass(frozen=True)
class ProgrammeFilters:
    """What the programme is narrowed to: a state, "open" or "over"; a kind; a financial year; a topic's slug."""

    state: str = ""
    kind: str = ""
    year: str = ""
    topic: str = ""


def audit_visible_to(user: User, pk: UUID) -> Audit | None:
    """One audit `user` may know of, or None."""
    return audits_visible_to(user).filter(pk=pk).first()


def audits_found(user: User, filters: ProgrammeFilters) -> QuerySet[Audit]:
    """
    The audits that match every filter: those under way in the order of their launch, then the others, newest first.

    Each says in `asked` how many agencies it asks, and in `submitted` how many have submitted.
    """
    found = audits_visible_to(user)
    if filters.state in (OPEN, OVER):
        found = found.filter(state__in=OPEN_STATES) if filters.state == OPEN else found.exclude(state__in=OPEN_STATES)
    elif filters.state:
        found = found.filter(state=filters.state)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.year:
        year = int(filters.year)
        found = found.filter(starts_on__gte=date(year, 4, 1), starts_on__lt=date(year + 1, 4, 1))
    if filters.topic:
        found = found.filter(topics__slug=filters.topic)
    signed = Q(participants__state=ParticipantState.SIGNED)
    counts = {"asked": Count("participants"), "submitted": Count("participants", signed)}
    return found.annotate(**counts).order_by(OPEN_FIRST, STARTS_IF_OPEN, "-starts_on", "title", "pk")


def years_of_programme(user: User) -> list[int]:
    """The financial years in which an audit `user` may know of is launched, the latest first."""
    found = audits_visible_to(user).order_by().annotate(year=ExtractYear("starts_on"), month=ExtractMonth("starts_on"))
    return sorted({year - (month < 4) for year, month in found.values_list("year", "month").distinct()}, reverse=True)


def topics_of_programme(user: User) -> QuerySet[Topic]:
    """The topics of the audits `user` may know of, for the filter."""
    return Topic.objects.filter(pk__in=audits_visible_to(user).order_by().values("topics"))


@dataclass(frozen=True)
class ProgrammeRow:
    """An audit as the programme shows it: what it waits for and by when, and how many agencies have submitted."""

    audit: Audit
    due_words: str
    is_late: bool
    agencies: str


def rows(audits: Iterable[Audit], today: date) -> list[ProgrammeRow]:
    """Audits (which must come from `audits_found`) as the programme shows them."""
    return [_row(audit, today) for audit in audits]


def _row(audit: Audit, today: date) -> ProgrammeRow:
    state = AuditState(audit.state)
    stage = next_stage(state)
    words = ""
    if stage:
        words = due_in_words(getattr(audit, stage.name), today, stage.falls)
    return ProgrammeRow(audit, words, is_late(audit, today), _agencies_words(audit, state))


def _agencies_words(audit: Audit, state: AuditState) -> str:
    asked, submitted = audit.asked, audit.submitted  # type: ignore[attr-defined]
    if state in (AuditState.PLANNED, AuditState.CANCELLED):
        return counted(asked, "agency", "agencies") if asked else "No agencies chosen yet"
    return f"{submitted} of {counted(asked, 'agency', 'agencies')} submitted"


@dataclass(frozen=True)
class ProgrammeCounts:
    """The figures at the head of the programme: planned, under way, final, and behind their own dates."""

    planned: int
    running: int
    final: int
    late: int


def counts(user: User, today: date) -> ProgrammeCounts:
    """How many of the audits `user` may know of are planned, under way, final, and late."""
    found = audits_visible_to(user).order_by()
    final = [str(AuditState.FINAL), str(AuditState.RESPONDED)]
    running = [str(AuditState.COLLECTING), str(AuditState.MODERATING), str(AuditState.REPORTING)]
    return ProgrammeCounts(
        **found.aggregate(
            planned=Count("pk", Q(state=AuditState.PLANNED)),
            running=Count("pk", Q(state__in=running)),
            final=Count("pk", Q(state__in=final)),
            late=Count("pk", _late(today)),
        )
    )


def _late(today: date) -> Q:
    """The audits behind the date they wait for: `is_late` in the database's words."""
    late = Q(pk=None)
    for state in OPEN_STATES:
        if stage := next_stage(AuditState(state)):
            late |= Q(("state", state), (f"{stage.name}__lt", today))
    return late


# What an audit may be given


@dataclass(frozen=True)
class Offered:
    """What the form of an audit offers to choose from."""

    groups: QuerySet[PartnershipGroup]
    priorities: QuerySet[Priority]
    themes: QuerySet[Theme]
    topics: QuerySet[Topic]
    tools: QuerySet[ToolVersion]
    earlier: QuerySet[Audit]


def offered(user: User, today: date, audit: Audit | None = None) -> Offered:
    """What a new audit, or this one, may be given: what is in use today, and what it has."""
    # Sets of keys, not joins, so that neither narrows the other.
    groups = Q(pk__in=current_groups(today).values("pk")) | Q(pk=audit.group_id if audit else None)
    priorities = Q(pk__in=current_priorities(today).order_by().values("pk"))
    topics, tools, earlier = Q(is_current=True), Q(tool__is_current=True), audits_visible_to(user)
    if audit:
        priorities |= Q(pk=audit.priority_id)
        topics |= Q(pk__in=audit.topics.values("pk"))
        tools |= Q(pk=audit.tool_id)
        earlier = earlier.exclude(pk=audit.pk)
    return Offered(
        groups=PartnershipGroup.objects.filter(groups),
        priorities=Priority.objects.filter(priorities).select_related("plan").order_by("plan", "position", "pk"),
        themes=themes_visible_to(user),
        topics=Topic.objects.named().filter(topics),
        tools=versions_visible_to(user).filter(tools).order_by("tool__title", "-number"),
        earlier=earlier.exclude(state__in=[AuditState.PLANNED, AuditState.CANCELLED]),
    )


def first_values(user: User, named: Mapping[str, str]) -> dict[str, object]:
    """
    What the form of a new audit begins with: SAAS leads the response, and what the address has named.

    An audit that repeats an earlier one begins with its words, its tool and what it belongs to.
    """
    values: dict[str, object] = {"group": SAAS, "topics": [named["topic"]] if named["topic"] else []}
    values |= {name: int(key) for name in ("priority",) if (key := named[name]).isdecimal()}
    values |= {"theme": named["theme"]}
    earlier = audit_visible_to(user, pk) if (pk := _uuid(named["earlier"])) else None
    if earlier is None:
        return values
    again = ("kind", "outcome", "lines", "lead", "priority", "theme", "tool")
    values |= {name: getattr(earlier, name) for name in again} | {"group": earlier.group.slug, "earlier": earlier}
    return values | {"title": f"Re-audit: {earlier.title}"[:240], "topics": list(earlier.topics.all())}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def fingerprint_of(audit: Audit) -> str:
    """What is written of an audit, in short: another one once somebody has changed it, or moved it on."""
    names = ("title", "kind", "why", "outcome", "lines", "group_id", "lead", "priority_id", "theme_id", "tool_id")
    words = [str(getattr(audit, name)) for name in (*names, "earlier_id", "state", *NAMES)]
    return sha256_of(canonical_json([words, sorted(topic.slug for topic in audit.topics.all())]))
