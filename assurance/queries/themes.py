"""Reading themes: the rolling programme, one theme with its stages and gates, the table to take away (R92 to R96)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from assurance.models import (
    Decision,
    Meeting,
    PartnershipGroup,
    Priority,
    Risk,
    Theme,
    ThemeEvent,
    ThemeReport,
    Topic,
    User,
)
from assurance.permissions import may
from assurance.queries.decisions import decisions_visible_to
from assurance.queries.plans import current_priorities
from assurance.queries.tables import HISTORY, Table, history_cell
from assurance.rules.canonical import canonical_json, sha256_of
from assurance.rules.meetings import DecisionState, MeetingState
from assurance.rules.risks import RiskState
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.theme_gates import Earlier, Facts, Need, Stage, Stands, gates_of, needs_of, stages_of
from assurance.rules.themes import (
    BEFORE_IMPLEMENTATION,
    ENDED,
    MOVES,
    STAGES,
    ThemeMove,
    ThemeReportKind,
    ThemeState,
    after,
    may_be_reported,
    moves_from,
)
from assurance.rules.wording import date_words, local_date

OPEN, OVER = "open", "over"
RUNNING_FIRST = Case(
    When(state=ThemeState.PLANNED, then=Value(1)),
    When(state__in=ENDED, then=Value(2)),
    default=Value(0),
    output_field=IntegerField(),
)
RELATED = ("group", "priority", "follows", "followed_by", "decision__meeting__group")


@dataclass(frozen=True)
class ThemeFilters:
    """What the programme is narrowed to: a state, "open" or "over", and a domain; blank for any."""

    state: str = ""
    domain: str = ""


def themes_visible_to(user: User) -> QuerySet[Theme]:
    """The themes, for those who read plans: those under way first, then what is planned, then what has ended."""
    if not may(user, Permission.READ_PLAN):
        return Theme.objects.none()
    return Theme.objects.select_related(*RELATED).order_by(RUNNING_FIRST, "-ended_on", "begun_on", "title", "pk")


def reports_given_to(meeting: Meeting, user: User) -> QuerySet[ThemeReport]:
    """The reports of themes that were given to a meeting, for those who read themes; what they say is on the theme."""
    return ThemeReport.objects.filter(meeting=meeting, theme__in=themes_visible_to(user)).select_related("theme")


def themes_found(user: User, filters: ThemeFilters) -> QuerySet[Theme]:
    """The themes that match every filter, in the same order."""
    found = themes_visible_to(user)
    if filters.state == OPEN:
        found = found.exclude(state__in=ENDED)
    elif filters.state == OVER:
        found = found.filter(state__in=ENDED)
    elif filters.state:
        found = found.filter(state=filters.state)
    return found.filter(domain=filters.domain) if filters.domain else found


def theme_visible_to(user: User, pk: UUID) -> Theme | None:
    """One theme, or None."""
    return themes_visible_to(user).filter(pk=pk).first()


def with_history(themes: QuerySet[Theme]) -> QuerySet[Theme]:
    """The same themes with their events, reports, topics and risks, in a fixed number of queries."""
    reports = ThemeReport.objects.select_related("meeting__group", "by")
    events = ThemeEvent.objects.select_related("by")
    return themes.prefetch_related(
        Prefetch("events", events), Prefetch("reports", reports), "topics", Prefetch("risks", Risk.objects.all())
    )


def topics_offered(theme: Theme | None = None) -> QuerySet[Topic]:
    """What a theme may be informed by: the topics of today, and those it has."""
    # Not joined: two sets of keys, so that neither narrows the other.
    mine = theme.topics.values("pk") if theme else Topic.objects.none().values("pk")
    return Topic.objects.named().filter(Q(is_current=True) | Q(pk__in=mine))


def risks_offered(theme: Theme | None = None) -> QuerySet[Risk]:
    """The open risks, and those the theme has."""
    mine = theme.risks.values("pk") if theme else Risk.objects.none().values("pk")
    return Risk.objects.filter(Q(state=RiskState.OPEN) | Q(pk__in=mine))


def priorities_offered(today: date, theme: Theme | None = None) -> QuerySet[Priority]:
    """The priorities in force, and the one the theme has."""
    in_force = current_priorities(today).order_by().values("pk")
    mine = theme.priority_id if theme else None
    found = Priority.objects.filter(Q(pk__in=in_force) | Q(pk=mine))
    return found.select_related("plan").order_by("plan", "position", "pk")


def groups_offered(today: date, theme: Theme | None = None) -> QuerySet[PartnershipGroup]:
    """The groups of today that may lead a theme, and the one that does."""
    of_today = PartnershipGroup.objects.on(today).exclude(level=PartnershipGroup.Level.PARTNERSHIP)
    return PartnershipGroup.objects.filter(Q(pk__in=of_today.values("pk")) | Q(pk=theme.group_id if theme else None))


def followed_offered(theme: Theme | None = None) -> QuerySet[Theme]:
    """The themes a new one may follow: begun, or ended, and followed by none (R95)."""
    free = Theme.objects.exclude(state=ThemeState.PLANNED).filter(followed_by=None)
    if theme is None:
        return free
    mine = Q(pk=theme.follows_id)
    return Theme.objects.filter(Q(pk__in=free.exclude(pk=theme.pk).order_by().values("pk")) | mine)


def decisions_offered(user: User) -> QuerySet[Decision]:
    """The Executive Board’s decisions that stand, made at meetings that were held, as far as `user` may read them."""
    found = decisions_visible_to(user).exclude(state=DecisionState.OVERTAKEN)
    return found.filter(meeting__group__level=PartnershipGroup.Level.BOARD, meeting__state=MeetingState.HELD)


def board_meetings() -> QuerySet[Meeting]:
    """The Executive Board's meetings but for those cancelled, the latest first: what a report is given to."""
    found = Meeting.objects.filter(group__level=PartnershipGroup.Level.BOARD).exclude(state=MeetingState.CANCELLED)
    return found.select_related("group").order_by("-starts_at")


def facts_of(theme: Theme, user: User | None = None, others: Iterable[Theme] | None = None) -> Facts:
    """
    What the gates of a theme are judged by; with `user`, by what that person may know of.

    `others` are the themes before implementation, where many themes are asked about at once.
    """
    begun_at = max((event.at for event in theme.events.all() if event.move == ThemeMove.BEGIN), default=None)
    counted = [one for one in theme.reports.all() if begun_at and one.at >= begun_at and theme.begun_on]
    days = {ThemeReportKind(one.kind): local_date(one.meeting.starts_at) for one in counted}
    held = [one for one in counted if one.meeting.state == MeetingState.HELD]
    coming = [one for one in counted if one.meeting.state not in (MeetingState.HELD, MeetingState.CANCELLED)]
    reads_risks = user is None or may(user, Permission.READ_ASSURANCE)
    return Facts(
        grounds=len(theme.topics.all()) + (len(theme.risks.all()) if reads_risks else 0),
        waits_for=_waits_for(theme, before_implementation() if others is None else others),
        received={ThemeReportKind(one.kind): local_date(one.meeting.starts_at) for one in held},
        to_come={ThemeReportKind(one.kind): days[ThemeReportKind(one.kind)] for one in coming},
        gates=gates_of(theme.gates),
    )


def before_implementation() -> QuerySet[Theme]:
    """The themes that have begun and are not being implemented yet: while there is one, no other begins (R95)."""
    return Theme.objects.filter(state__in=BEFORE_IMPLEMENTATION)


def _waits_for(theme: Theme, others: Iterable[Theme]) -> tuple[Earlier, ...]:
    found = {other.pk: other for other in others if other.pk != theme.pk}
    if theme.follows:
        found = {theme.follows.pk: theme.follows} | found
    return tuple(earlier_of(one) for one in found.values())


def earlier_of(theme: Theme) -> Earlier:
    """A theme as another waits for it."""
    return Earlier(theme.title, ThemeState(theme.state))


def since_of(theme: Theme) -> dict[ThemeState, date]:
    """The day on which each stage was reached since the theme last began."""
    found: dict[ThemeState, date] = {}
    leads_to = {move: state for (_, move), state in MOVES.items()}
    for event in theme.events.all():
        move = ThemeMove(event.move)
        if move in (ThemeMove.BEGIN, ThemeMove.TAKE_UP):
            found = {}
        if move in leads_to and leads_to[move] in (*STAGES, ThemeState.CLOSED):
            found[leads_to[move]] = local_date(event.at)
    return found


def fingerprint_of(theme: Theme) -> str:
    """What is written of a theme, in short: another one once somebody has changed it, or moved it on."""
    names = ("title", "why", "outcome", "domain", "group_id", "lead", "priority_id", "follows_id", "state")
    words = [str(getattr(theme, name)) for name in names]
    gates = sorted(gates_of(theme.gates).items())
    linked = [sorted(str(one.pk) for one in related.all()) for related in (theme.topics, theme.risks)]
    return sha256_of(canonical_json([words, gates, linked]))


@dataclass(frozen=True)
class Offered:
    """What the form of a theme offers to choose from."""

    groups: QuerySet[PartnershipGroup]
    priorities: QuerySet[Priority]
    topics: QuerySet[Topic]
    risks: QuerySet[Risk]
    followed: QuerySet[Theme]


def offered(today: date, theme: Theme | None = None) -> Offered:
    """What a new theme, or this one, may be given."""
    return Offered(
        groups=groups_offered(today, theme),
        priorities=priorities_offered(today, theme),
        topics=topics_offered(theme),
        risks=risks_offered(theme),
        followed=followed_offered(theme),
    )


@dataclass(frozen=True)
class ThemeRow:
    """A theme in the programme: its stages, and in words what it waits for and what waits for it."""

    theme: Theme
    stages: tuple[Stage, ...]
    reached: int
    waits: tuple[str, ...]
    awaited_by: Theme | None

    @property
    def dates(self) -> str:
        """When it began and ended, in words."""
        if self.theme.begun_on is None:
            return "Not begun"
        begun = date_words(self.theme.begun_on)
        return f"{begun} to {date_words(self.theme.ended_on)}" if self.theme.ended_on else f"Since {begun}"


def rows(themes: Iterable[Theme], user: User) -> list[ThemeRow]:
    """Themes (which must come `with_history`) as the programme shows them."""
    others = list(before_implementation())
    return [_row(theme, facts_of(theme, user, others)) for theme in themes]


def _row(theme: Theme, facts: Facts) -> ThemeRow:
    stages = stages_of(ThemeState(theme.state), since_of(theme), facts)
    return ThemeRow(
        theme=theme,
        stages=stages[: len(STAGES)],
        reached=sum(stage.stands != Stands.TO_COME for stage in stages[: len(STAGES)]),
        waits=tuple(need.says for need in awaited(theme, stages)),
        awaited_by=followed_by(theme),
    )


def awaited(theme: Theme, stages: Sequence[Stage]) -> tuple[Need, ...]:
    """What is missing before the theme's next stage; nothing where it may go on, or has ended."""
    if theme.state in ENDED:
        return ()
    return next((stage.missing for stage in stages if stage.stands == Stands.TO_COME), ())


def followed_by(theme: Theme) -> Theme | None:
    """The theme that follows it, if there is one."""
    return getattr(theme, "followed_by", None)


def moves_open_to(theme: Theme, user: User, facts: Facts) -> tuple[ThemeMove, ...]:
    """The moves `user` may make now: theirs by right, and with nothing missing but what is said with them."""
    if not may(user, Permission.MANAGE_THEME):
        return ()
    return tuple(move for move in moves_from(ThemeState(theme.state)) if not missing_for(move, facts))


def missing_for(move: ThemeMove, facts: Facts) -> list[str]:
    """What a move still waits for, a sentence each, beside what is said with it."""
    return [need.says for need in needs_of(move, facts) if not need.is_met]


def problem_of_asking(theme: Theme, move: ThemeMove) -> str:
    """Why the page of a move is not shown now; blank where it is."""
    if after(ThemeState(theme.state), move) is None:
        return _not_now(theme)
    return " ".join(missing_for(move, facts_of(theme)))


def problem_of_editing(theme: Theme) -> str:
    """Why the form of a theme is not shown now; blank where it is."""
    return _not_now(theme) if theme.state in ENDED else ""


def problem_of_reporting(theme: Theme) -> str:
    """Why no report can be recorded now; blank where one can."""
    state = ThemeState(theme.state)
    return "" if any(may_be_reported(kind, state) for kind in ThemeReportKind) else _not_now(theme)


def _not_now(theme: Theme) -> str:
    return f"That cannot be done now: the theme is at “{theme.get_state_display()}”."


def counts(user: User) -> Mapping[str, int]:
    """How many themes are under way, planned, closed and dropped."""
    states = list(themes_visible_to(user).order_by().values_list("state", flat=True))
    return {
        "running": sum(state in STAGES for state in states),
        **{str(state): states.count(state) for state in (ThemeState.PLANNED, ThemeState.CLOSED, ThemeState.DROPPED)},
    }


def theme_table(user: User, filters: ThemeFilters) -> Table:
    """The themes found as a table to download."""
    headers = [
        "Theme",
        "Domain",
        "Group",
        "Who leads",
        "Stage",
        "Follows",
        "Begun on",
        "Ended on",
        "Serves the priority",
        "Why this theme",
        "What is to be different for children",
        "Informed by",
        "Activity",
        "Activity agreed at the Board of",
        "First report",
        "Second report",
        "Third report",
        "What it waits for",
        "What changed for children, and how we know",
        HISTORY,
    ]
    found = rows(with_history(themes_found(user, filters)), user)
    return headers, [_table_row(row) for row in found]


def _table_row(row: ThemeRow) -> list[Cell]:
    theme = row.theme
    reported = {one.kind: local_date(one.meeting.starts_at) for one in theme.reports.all()}
    return [
        theme.title,
        theme.get_domain_display(),
        theme.group.name,
        theme.lead,
        theme.get_state_display(),
        theme.follows.title if theme.follows else "",
        theme.begun_on,
        theme.ended_on,
        theme.priority.title if theme.priority else "",
        theme.why,
        theme.outcome,
        "; ".join(topic.title for topic in theme.topics.all()),
        theme.activity,
        local_date(theme.decision.meeting.starts_at) if theme.decision else None,
        *(reported.get(kind) for kind in ThemeReportKind),
        " ".join(row.waits),
        theme.difference,
        history_cell(theme.events.all()),
    ]
