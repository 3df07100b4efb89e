"""Reading one meeting: whether a person may, who prepares it, its clocks and history, and what there is to do next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from assurance.models import Meeting, MeetingEvent, Membership, Minutes, PartnershipGroup, ReportingPeriod, User
from assurance.permissions import groups_where, may
from assurance.rules.attendance import Presence
from assurance.rules.clocks import Clock, Lateness, lateness, minutes_clock, papers_clock
from assurance.rules.meetings import (
    MOVE_ASKS,
    NEXT_WORDS,
    PLAN_RIGHTS,
    RIGHTS,
    Circulated,
    MeetingKind,
    MeetingMove,
    MeetingState,
    MinutesState,
    after,
    has_clocks,
    problem_of_hold,
)
from assurance.rules.roles import Permission
from assurance.rules.wording import date_time_words, date_words, local_date

# States in which there is no more to be sent out before the meeting.
OVER = (MeetingState.HELD, MeetingState.CANCELLED)


def meetings_visible_to(user: User) -> QuerySet[Meeting]:
    """The meetings of the groups whose meetings `user` reads, with their group; the earliest first."""
    return Meeting.objects.filter(group__in=groups_where(user, Permission.READ_MEETING)).select_related("group")


def meeting_visible_to(user: User, key: UUID) -> Meeting | None:
    """One meeting, or None."""
    return meetings_visible_to(user).filter(key=key).first()


def prepares(user: User, meeting: Meeting) -> bool:
    """Whether `user` is of those who prepare it, to whom its drafts are open: the secretariat and the chair (R29)."""
    return _holds_any(user, (Permission.RUN_MEETING, Permission.CHAIR_MEETING), meeting.group)


def comments_at(user: User, meeting: Meeting) -> bool:
    """
    Whether `user` may write to what members are sent: observers who comment, and the group's members (R13, R40).

    A member is one on the day of which their rights are.
    """
    if not may(user, Permission.READ_MEETING, meeting.group):
        return False
    if may(user, Permission.COMMENT, meeting.group):
        return True
    if user.grants_synced_on is None:
        return False
    return Membership.objects.on(user.grants_synced_on).filter(person=user, group=meeting.group).exists()


def groups_planned_by(user: User, today: date) -> QuerySet[PartnershipGroup]:
    """The groups of today a meeting of which `user` may plan, of one kind at least."""
    run = groups_where(user, Permission.RUN_MEETING) | groups_where(user, Permission.CHAIR_MEETING)
    return run.on(today).exclude(level=PartnershipGroup.Level.PARTNERSHIP).distinct()


def kinds_planned_by(user: User, groups: Iterable[PartnershipGroup]) -> list[MeetingKind]:
    """The kinds of meeting `user` may plan in any of these groups."""
    offered = list(groups)
    return [kind for kind in MeetingKind if any(_holds_any(user, PLAN_RIGHTS[kind], group) for group in offered)]


def meetings_to_prepare(groups: Iterable[PartnershipGroup]) -> QuerySet[Meeting]:
    """The meetings for which a working group may be recorded: ordinary and extraordinary ones, the latest first."""
    found = Meeting.objects.filter(group__in=groups).exclude(kind=MeetingKind.WORKING_GROUP)
    return found.exclude(state=MeetingState.CANCELLED).select_related("group").order_by("-starts_at")


@dataclass(frozen=True)
class ClockLine:
    """One clock as the page shows it: what is due when, how it was counted, and how it stands in words."""

    what: str
    clock: Clock
    stands: str
    is_late: bool
    colour: str


@dataclass(frozen=True)
class MeetingLink:
    """Another meeting this one is linked with, in words, and its address."""

    words: str
    url: str


@dataclass(frozen=True)
class MeetingPage:
    """A meeting as its page shows it: clocks, history, linked meetings, and what the reader may do now."""

    meeting: Meeting
    next_words: str
    clocks: tuple[ClockLine, ...]
    events: tuple[MeetingEvent, ...]
    actions: tuple[tuple[str, str], ...]
    period: ReportingPeriod | None
    parent: MeetingLink | None
    instead_of: MeetingLink | None
    rearranged_as: MeetingLink | None
    working_groups: tuple[MeetingLink, ...]
    prepares: bool
    step: MeetingLink | None


def meeting_page(meeting: Meeting, user: User, now: datetime) -> MeetingPage:
    """The page of a meeting `user` may read."""
    linked = Meeting.objects.select_related("group")
    return MeetingPage(
        meeting=meeting,
        next_words=NEXT_WORDS[MeetingState(meeting.state)],
        clocks=clocks_of(meeting, local_date(now)),
        events=tuple(meeting.events.select_related("by")),
        actions=tuple(_actions(meeting, user, now)),
        period=ReportingPeriod.objects.filter(meeting=meeting).first(),
        parent=_link(linked.filter(working_groups=meeting).first()),
        instead_of=_link(linked.filter(rearranged_as=meeting).first()),
        rearranged_as=_link(linked.filter(instead_of=meeting).first()),
        working_groups=tuple(
            link for each in linked.filter(parent=meeting) if (link := _link(each, each.title or "Working group"))
        ),
        prepares=prepares(user, meeting),
        step=next_step(meeting, user, now),
    )


def next_step(meeting: Meeting, user: User, now: datetime) -> MeetingLink | None:
    """What comes next in the life of the meeting, if it is for `user` to do: to prepare, circulate, hold, minute it."""
    state, runs = MeetingState(meeting.state), may(user, Permission.RUN_MEETING, meeting.group)
    if state == MeetingState.PLANNED and runs:
        return _step("Prepare the agenda", "agenda_edit", meeting)
    if state == MeetingState.PLANNED and prepares(user, meeting) and meeting.agenda.exists():
        return _step("Read the agenda and agree it", "agenda_edit", meeting)
    if not runs or state == MeetingState.CANCELLED:
        return None
    if state == MeetingState.HELD:
        return _after_it(meeting)
    if not problem_of_hold(meeting.starts_at, now):
        return _step("Mark as held", "meeting_hold", meeting)
    agreed = state == MeetingState.AGREED
    return _step("Circulate the agenda and papers", "agenda_circulate", meeting) if agreed else None


def _after_it(meeting: Meeting) -> MeetingLink | None:
    """What the secretariat has left to do of a meeting that was held."""
    if not meeting.attendees.exclude(presence=str(Presence.NOT_RECORDED)).exists():
        return _step("Take attendance", "attendance_take", meeting)
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes is None or minutes.state != MinutesState.CIRCULATED:
        return _step("Go to the minutes" if minutes else "Write the minutes", "minutes_detail", meeting)
    return None


def _step(words: str, page: str, meeting: Meeting) -> MeetingLink:
    return MeetingLink(words, reverse(f"assurance:{page}", args=[meeting.key]))


def clocks_of(meeting: Meeting, today: date) -> tuple[ClockLine, ...]:
    """The days by which papers and minutes go out, and how each stands; none where they do not bind the meeting."""
    if not has_clocks(MeetingKind(meeting.kind)) or meeting.state == MeetingState.CANCELLED:
        return ()
    day = local_date(meeting.starts_at)
    first = {row.what: row.at for row in meeting.circulations.filter(number=1)}
    papers, minutes = papers_clock(day), minutes_clock(day)
    papers_out, minutes_out = first.get(Circulated.PAPERS), first.get(Circulated.MINUTES)
    found = [_line("Agenda and papers", papers, papers_out, _papers_stand(meeting, papers, papers_out, today))]
    if minutes_out or today >= day:
        stand = lateness(minutes.due_on, today, local_date(minutes_out) if minutes_out else None)
        found.append(_line("Minutes", minutes, minutes_out, stand))
    else:
        found.append(_line("Minutes", minutes, None, Lateness("after the meeting", is_late=False)))
    return tuple(found)


def _papers_stand(meeting: Meeting, clock: Clock, out_at: datetime | None, today: date) -> Lateness:
    if out_at is None and (meeting.state in OVER or today > clock.meeting_on):
        return Lateness("never circulated", is_late=True)
    return lateness(clock.due_on, today, local_date(out_at) if out_at else None)


def _line(what: str, clock: Clock, out_at: datetime | None, stand: Lateness) -> ClockLine:
    words = f"Circulated on {date_time_words(out_at)}: {stand.words}" if out_at else stand.words.capitalize()
    quiet = "green" if out_at else "grey"
    return ClockLine(what, clock, words, stand.is_late, "red" if stand.is_late else quiet)


def _actions(meeting: Meeting, user: User, now: datetime) -> Iterable[tuple[str, str]]:
    """What `user` may do now, in words with its address. A held meeting is rearranged from its attendance."""
    state = MeetingState(meeting.state)
    for move, words in MOVE_ASKS.items():
        if after(state, move) is None or not _holds_any(user, RIGHTS[move], meeting.group):
            continue
        if move == MeetingMove.HOLD and problem_of_hold(meeting.starts_at, now):
            continue
        if move == MeetingMove.REARRANGE and state == MeetingState.HELD:
            continue
        yield words, reverse(f"assurance:meeting_{move}", args=[meeting.key])
    kind = MeetingKind.WORKING_GROUP
    if state not in OVER and meeting.kind != kind and _holds_any(user, PLAN_RIGHTS[kind], meeting.group):
        query = f"?group={meeting.group.slug}&kind={kind}&parent={meeting.key}"
        yield "Add a working group", reverse("assurance:meeting_plan") + query


def _holds_any(user: User, rights: Iterable[Permission], group: PartnershipGroup) -> bool:
    return any(may(user, permission, group) for permission in rights)


def _link(meeting: Meeting | None, words: str = "") -> MeetingLink | None:
    if meeting is None:
        return None
    day = date_words(meeting.starts_at)
    named = f"{words}, {day}" if words else f"{meeting.group.short_name}, {day}"
    return MeetingLink(named, reverse("assurance:meeting_detail", args=[meeting.key]))
