"""The forward plan of a group: its items by meeting, the ten standing areas over the year, requests, liaison (R38)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from assurance.models import AgendaItem, AgendaRequest, ForwardPlanItem, Liaison, Meeting, PartnershipGroup, User
from assurance.permissions import groups_where, may
from assurance.queries.meetings import prepares
from assurance.queries.tables import Table
from assurance.rules.agendas import (
    AREA_SHORT,
    AREA_WORDS,
    PLAN_STATE_WORDS,
    PlanState,
    RequestState,
    StandingArea,
    Taken,
    coverage,
)
from assurance.rules.meetings import Circulated, MeetingState
from assurance.rules.periods import Quarter, quarter_containing
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.wording import LONDON, local_date

OPEN = (PlanState.PLANNED, PlanState.ON_AGENDA)
TO_COME = (MeetingState.PLANNED, MeetingState.AGREED, MeetingState.CIRCULATED)


def groups_with_plans(user: User) -> QuerySet[PartnershipGroup]:
    """The groups whose forward plan `user` may read, with how many open items each has; by name."""
    groups = groups_where(user, Permission.READ_MEETING).exclude(level=PartnershipGroup.Level.PARTNERSHIP)
    still_open = Count("forward_plan", Q(forward_plan__state__in=OPEN))
    return groups.annotate(open_items=still_open).order_by("name")


def group_with_plan(user: User, slug: str) -> PartnershipGroup | None:
    """One group whose forward plan `user` may read, or None."""
    return groups_with_plans(user).filter(slug=slug).first()


def may_plan(user: User, group: PartnershipGroup) -> bool:
    """Whether `user` keeps the group's forward plan: its chair and the secretariat."""
    return any(may(user, right, group) for right in (Permission.RUN_MEETING, Permission.CHAIR_MEETING))


@dataclass(frozen=True)
class PlanLine:
    """An item of the plan as a reader may know of it: that it is on an agenda is known once that went round."""

    item: ForwardPlanItem
    state: PlanState
    state_words: str
    area_words: str
    may_change: bool


@dataclass(frozen=True)
class PlanMeeting:
    """A meeting of the year, or None for no meeting yet, with what is planned for it."""

    meeting: Meeting | None
    lines: tuple[PlanLine, ...]


@dataclass(frozen=True)
class Square:
    """One standing area at one meeting: how far it has come, and where it can be planned if it is blank."""

    words: str
    plan_url: str


@dataclass(frozen=True)
class AreaRow:
    """One standing area over the year."""

    area: StandingArea
    short: str
    words: str
    squares: tuple[Square, ...]
    is_covered: bool
    is_taken: bool
    plan_url: str


@dataclass(frozen=True)
class PlanPage:
    """A group's forward plan for a year, April to March."""

    year: int
    next_year: int
    year_words: str
    meetings: tuple[Meeting, ...]
    groups: tuple[PlanMeeting, ...]
    rows: tuple[AreaRow, ...]
    covered: int
    dropped: tuple[PlanLine, ...]
    requests: tuple[AgendaRequest, ...]
    liaisons: tuple[Liaison, ...]
    may_plan: bool
    earlier_url: str
    later_url: str


def plan_page(group: PartnershipGroup, user: User, *, today: date, year: int | None = None) -> PlanPage:
    """The forward plan of a group `user` may read, for a year (this one unless told). A fixed number of queries."""
    year = quarter_containing(today).financial_year if year is None else year
    meetings = list(_meetings_of(group, year))
    own = may_plan(user, group)
    items = list(plan_items(group))
    known = _circulated(meetings, items)
    lines = [_line(item, own or item.meeting_id in known, own) for item in items]
    rows = _rows(group, meetings, lines, own)
    url = reverse("assurance:forward_plan", args=[group.slug])
    return PlanPage(
        year=year,
        next_year=year + 1,
        year_words=f"{year}/{(year + 1) % 100:02d}",
        meetings=tuple(meetings),
        groups=tuple(_by_meeting(meetings, lines)),
        rows=rows,
        covered=sum(row.is_covered for row in rows),
        dropped=tuple(line for line in lines if line.state == PlanState.DROPPED),
        requests=tuple(requests_of(group)),
        liaisons=tuple(Liaison.objects.filter(group=group).select_related("other", "by")),
        may_plan=own,
        earlier_url=f"{url}?year={year - 1}",
        later_url=f"{url}?year={year + 1}",
    )


def plan_items(group: PartnershipGroup) -> QuerySet[ForwardPlanItem]:
    """Every item of the group's forward plan, by meeting."""
    return ForwardPlanItem.objects.filter(group=group).select_related("meeting__group", "topic", "group")


def plan_item_of(group: PartnershipGroup, pk: UUID) -> ForwardPlanItem | None:
    """One item of the group's forward plan, or None."""
    return plan_items(group).filter(pk=pk).first()


def meetings_to_come(group: PartnershipGroup) -> QuerySet[Meeting]:
    """The meetings of a group that have been neither held nor cancelled, the earliest first."""
    return Meeting.objects.filter(group=group, state__in=TO_COME).select_related("group").order_by("starts_at")


def meetings_to_ask_of() -> QuerySet[Meeting]:
    """The meetings still to come of every group, by group: that groups meet, and when, the directory tells anyway."""
    return Meeting.objects.filter(state__in=TO_COME).select_related("group").order_by("group__name", "starts_at")


def requests_of(group: PartnershipGroup) -> QuerySet[AgendaRequest]:
    """What the group asked of others and others of it, the newest first (R42)."""
    both = Q(from_group=group) | Q(to_group=group)
    return AgendaRequest.objects.filter(both).select_related("from_group", "to_group", "meeting__group", "asked_by")


def request_visible_to(user: User, pk: UUID) -> AgendaRequest | None:
    """A request between groups of which `user` reads one's meetings, or None."""
    groups = groups_where(user, Permission.READ_MEETING)
    found = AgendaRequest.objects.filter(Q(from_group__in=groups) | Q(to_group__in=groups))
    return found.select_related("from_group", "to_group", "meeting__group").filter(pk=pk).first()


@dataclass(frozen=True)
class Offers:
    """What may be put on a meeting's agenda: standing areas, planned items, requests, and how many open actions."""

    areas: tuple[tuple[str, str, str], ...]
    planned: tuple[ForwardPlanItem, ...]
    requests: tuple[AgendaRequest, ...]
    actions: int


def offers_for(meeting: Meeting, user: User, *, actions: int) -> Offers:
    """What may be put on the agenda, for those who prepare it; areas on the agenda already are not offered again."""
    if not prepares(user, meeting):
        return Offers((), (), (), 0)
    taken = set(meeting.agenda.values_list("area", flat=True))
    has_actions = meeting.agenda.filter(origin="carried_actions").exists()
    planned = plan_items(meeting.group).filter(Q(meeting=meeting) | Q(meeting=None), state=PlanState.PLANNED)
    asked = AgendaRequest.objects.filter(meeting=meeting, state=RequestState.ASKED)
    areas = [(str(area), AREA_SHORT[area], AREA_WORDS[area]) for area in AREA_WORDS if area and str(area) not in taken]
    return Offers(
        areas=tuple(areas),
        planned=tuple(planned),
        requests=tuple(asked.select_related("from_group", "to_group", "meeting__group")),
        actions=0 if has_actions else actions,
    )


def plan_table(group: PartnershipGroup, user: User) -> Table:
    """The forward plan as a table to download, then what groups asked of each other, and what was spoken about."""
    headers = ["Planned", "Standing area", "Why", "Lead", "Meeting", "State", "Dropped because"]
    headers += ["What it is", "Other group", "Answer", "About"]
    items = list(plan_items(group))
    known = _circulated([], items)
    own = may_plan(user, group)
    rows = [_table_row(_line(item, own or item.meeting_id in known, own)) for item in items]
    rows += [_request_row(one, group) for one in requests_of(group)]
    rows += [_liaison_row(one) for one in Liaison.objects.filter(group=group).select_related("other", "by")]
    return headers, rows


def _table_row(line: PlanLine) -> list[Cell]:
    item = line.item
    return [
        item.title,
        line.area_words,
        item.why,
        item.lead,
        local_date(item.meeting.starts_at) if item.meeting else None,
        line.state_words,
        item.dropped_because,
        "Item of the plan",
        "",
        "",
        item.topic.title if item.topic else "",
    ]


def _request_row(one: AgendaRequest, group: PartnershipGroup) -> list[Cell]:
    other = one.from_group if one.to_group_id == group.pk else one.to_group
    way = "Asked by" if one.to_group_id == group.pk else "Asked of"
    kind = f"{one.get_kind_display()}. {way} another group"
    meets = local_date(one.meeting.starts_at)
    return [one.title, "", one.why, "", meets, one.get_state_display(), "", kind, other.name, one.answer, ""]


def _liaison_row(one: Liaison) -> list[Cell]:
    return [
        one.about,
        "",
        "",
        str(one.by),
        local_date(one.on),
        "",
        "",
        "Liaison with another group",
        one.other.name,
        "",
        "",
    ]


def _meetings_of(group: PartnershipGroup, year: int) -> QuerySet[Meeting]:
    first, after = Quarter(year, 1).starts_on, Quarter(year + 1, 1).starts_on
    begins, ends = (datetime.combine(day, time(), tzinfo=LONDON) for day in (first, after))
    found = Meeting.objects.filter(group=group, starts_at__gte=begins, starts_at__lt=ends)
    return found.exclude(state=MeetingState.CANCELLED).order_by("starts_at")


def _circulated(meetings: Iterable[Meeting], items: Iterable[ForwardPlanItem]) -> set[int]:
    """Of these meetings, those whose agenda members have had, or which are over: it is no secret what is on it."""
    keys = {meeting.pk for meeting in meetings} | {item.meeting_id for item in items if item.meeting_id}
    went_round = Q(circulations__what=str(Circulated.PAPERS)) | Q(state=MeetingState.HELD)
    return set(Meeting.objects.filter(went_round, pk__in=keys).values_list("pk", flat=True))


def _line(item: ForwardPlanItem, knows: bool, own: bool) -> PlanLine:
    state = PlanState(item.state)
    shown = PlanState.PLANNED if state == PlanState.ON_AGENDA and not knows else state
    area = AREA_SHORT[StandingArea(item.area)] if item.area else ""
    return PlanLine(item, shown, PLAN_STATE_WORDS[shown], area, own and state == PlanState.PLANNED)


def _by_meeting(meetings: list[Meeting], lines: list[PlanLine]) -> list[PlanMeeting]:
    live = [line for line in lines if line.state != PlanState.DROPPED]
    found = [PlanMeeting(one, tuple(line for line in live if line.item.meeting_id == one.pk)) for one in meetings]
    shown = [part for part in found if part.lines or part.meeting.state in TO_COME]
    unplanned = tuple(line for line in live if line.item.meeting_id is None)
    return [*shown, PlanMeeting(None, unplanned)]


def _rows(group: PartnershipGroup, meetings: list[Meeting], lines: list[PlanLine], own: bool) -> tuple[AreaRow, ...]:
    keys = [meeting.pk for meeting in meetings]
    taken = [
        Taken(line.item.area, line.item.meeting_id, line.state)
        for line in lines
        if line.item.area and line.item.meeting_id and line.state != PlanState.DROPPED
    ]
    grid = coverage([*taken, *_on_agendas(meetings, own)], keys)
    add = reverse("assurance:plan_add", args=[group.slug]) if own else ""
    return tuple(_area_row(area, states, meetings, add) for area, states in grid.items())


def _on_agendas(meetings: list[Meeting], own: bool) -> list[Taken]:
    known = None if own else _circulated(meetings, [])
    held = {meeting.pk for meeting in meetings if meeting.state == MeetingState.HELD}
    items = AgendaItem.objects.filter(meeting__in=meetings).exclude(area="").values_list("area", "meeting")
    return [
        Taken(area, meeting, PlanState.COVERED if meeting in held else PlanState.ON_AGENDA)
        for area, meeting in items
        if known is None or meeting in known
    ]


def _area_row(area: StandingArea, states: tuple[PlanState | None, ...], meetings: list[Meeting], add: str) -> AreaRow:
    squares = tuple(
        Square(
            words=PLAN_STATE_WORDS[state] if state else "",
            plan_url=f"{add}?area={area}&meeting={meeting.key}"
            if add and state is None and meeting.state in TO_COME
            else "",
        )
        for state, meeting in zip(states, meetings, strict=True)
    )
    return AreaRow(
        area=area,
        short=AREA_SHORT[area],
        words=AREA_WORDS[area],
        squares=squares,
        is_covered=PlanState.COVERED in states,
        is_taken=any(states),
        plan_url=f"{add}?area={area}" if add and not any(states) else "",
    )
