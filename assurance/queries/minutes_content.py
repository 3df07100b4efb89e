"""The minutes of a meeting from their rows: as they would be frozen now, and as they are written beside the agenda."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.urls import reverse

from assurance.models import (
    Action,
    ActivityEntry,
    AgendaItem,
    Attendee,
    Circulation,
    Decision,
    Escalation,
    Meeting,
    MinuteEntry,
    Minutes,
    MinutesEvent,
    User,
)
from assurance.permissions import may
from assurance.queries.actions import Carried, carried_to
from assurance.queries.attendance import attendees_of, in_order, is_recorded, quorum_of
from assurance.queries.minutes import due_on
from assurance.rules.attendance import STANDING_WORDS, Presence, Standing
from assurance.rules.clocks import Lateness, lateness
from assurance.rules.meetings import MINUTES_RIGHTS, Circulated, MinutesMove, MinutesState
from assurance.rules.minutes import (
    BESIDES,
    NEXT_WORDS,
    FrozenAction,
    FrozenDecision,
    FrozenEntry,
    FrozenMinutes,
    FrozenPerson,
    approval_words,
    moves_from,
)
from assurance.rules.quorum import VERDICT_WORDS
from assurance.rules.roles import Permission
from assurance.rules.wording import LONDON, date_time_words, date_words, local_date

NO_ATTENDANCE = "Attendance has not been recorded, so it cannot be said whether the meeting was quorate."
ASKED = "minutes.ask_approval"
Key = UUID | None
Row = TypeVar("Row", Decision, Action, Escalation)


def minutes_of(meeting: Meeting) -> Minutes | None:
    """The minutes of a meeting, or None while nobody has begun them."""
    return Minutes.objects.filter(meeting=meeting).select_related("meeting__group").first()


def entry_of(meeting: Meeting, pk: UUID) -> MinuteEntry | None:
    """One entry of a meeting's minutes, or None. The caller has checked who writes them."""
    return MinuteEntry.objects.filter(pk=pk, minutes__meeting=meeting).select_related("item", "minutes").first()


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """The agenda items of a meeting, in order."""
    return list(meeting.agenda.all())


@dataclass(frozen=True)
class EntryCard:
    """One agenda item beside what is minuted of it. `item` is None for what came up besides the agenda."""

    entry: MinuteEntry | None
    item: AgendaItem | None
    heading: str
    decisions: tuple[Decision, ...]
    actions: tuple[Action, ...]
    disputes: tuple[Escalation, ...]

    @property
    def anchor(self) -> str:
        """Where on the page it stands."""
        return f"item-{self.item.pk}" if self.item else "besides"

    @property
    def about(self) -> str:
        """What an address adds to name the item."""
        return f"?item={self.item.pk}" if self.item else ""


@dataclass(frozen=True)
class VersionLine:
    """A version that was circulated: which, when, how that stands against its day, and where it is read."""

    number: int
    words: str
    is_late: bool
    url: str


def cards(meeting: Meeting) -> tuple[EntryCard, ...]:
    """Every agenda item with what is minuted of it, and last what came up besides."""
    entries = {entry.item_id: entry for entry in MinuteEntry.objects.filter(minutes__meeting=meeting)}
    decisions = _by_item(meeting.decisions.select_related("agency"))
    actions = _by_item(meeting.actions.filter(escalation=None).select_related("agency", "group").order_by("set_at"))
    disputes = _by_item(meeting.escalations.order_by("opened_at"))
    items: list[AgendaItem | None] = [*items_of(meeting), None]
    return tuple(
        EntryCard(
            entry=entries.get(item.pk if item else None),
            item=item,
            heading=f"{number}. {item.title}" if item else BESIDES,
            decisions=tuple(decisions[item.pk if item else None]),
            actions=tuple(actions[item.pk if item else None]),
            disputes=tuple(disputes[item.pk if item else None]),
        )
        for number, item in enumerate(items, start=1)
    )


def _by_item(rows: Iterable[Row]) -> defaultdict[Key, list[Row]]:
    found: defaultdict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append(row)
    return found


def frozen(meeting: Meeting) -> FrozenMinutes:
    """The minutes as they would be circulated now, under the names agencies had on the day of the meeting."""
    day = local_date(meeting.starts_at)
    attendees = in_order(attendees_of(meeting))
    return FrozenMinutes(
        group=meeting.group.name_on(day),
        title=meeting.title or meeting.get_kind_display(),
        starts_at=meeting.starts_at.astimezone(LONDON).isoformat(),
        place=meeting.place,
        version=meeting.circulations.filter(what=Circulated.MINUTES).count() + 1,
        present=tuple(_person(one, day) for one in attendees if one.presence == Presence.PRESENT),
        absent=tuple(_person(one, day) for one in attendees if one.presence == Presence.ABSENT),
        quorum=quorum_words(meeting, attendees),
        entries=tuple(_entry(number, card, day) for number, card in enumerate(cards(meeting), start=1)),
        approved=approved_words(meeting),
    )


def quorum_words(meeting: Meeting, attendees: list[Attendee]) -> tuple[str, ...]:
    """Whether the meeting was quorate, and why, a sentence each (SAAS ToR 3.5, R30)."""
    if not is_recorded(attendees):
        return (NO_ATTENDANCE,)
    found = quorum_of(meeting, attendees, recorded=True)
    return (f"{VERDICT_WORDS[found.verdict]}.", *found.reasons)


def approved_words(meeting: Meeting) -> str:
    """Who approved the minutes and when (R28); blank while they are a draft."""
    minutes = minutes_of(meeting)
    if minutes is None or minutes.state == MinutesState.DRAFT:
        return ""
    event = minutes.events.filter(move=MinutesMove.APPROVE).select_related("by").last()
    return approval_words(str(event.by), event.at, event.text) if event else ""


def _person(one: Attendee, day: date) -> FrozenPerson:
    notes = ["In the chair"] if one.is_in_chair else []
    if one.substitutes_for:
        notes.append(f"Stood in for {one.substitutes_for.post}")
    agency = one.agency.name_on(day) if one.agency else ""
    return FrozenPerson(one.post, agency, STANDING_WORDS[Standing(one.standing)], ". ".join(notes))


def _entry(number: int, card: EntryCard, day: date) -> FrozenEntry:
    return FrozenEntry(
        number=str(number) if card.item else "",
        title=card.item.title if card.item else BESIDES,
        lead=card.item.lead if card.item else "",
        discussion=card.entry.discussion if card.entry else "",
        decisions=tuple(
            FrozenDecision(
                text=one.text,
                owner=one.agency.name_on(day) if one.agency else "",
                due_on=one.due_on.isoformat() if one.due_on else "",
                dissent=one.dissent,
            )
            for one in card.decisions
        ),
        actions=tuple(
            FrozenAction(one.title, one.what, one.holder.name_on(day), one.owner, one.due_on.isoformat())
            for one in card.actions
        ),
        disputes=tuple(one.title for one in card.disputes),
    )


@dataclass(frozen=True)
class MinutesPage:
    """The minutes as those who write and approve them see them, with the moves that are theirs to make now."""

    meeting: Meeting
    minutes: Minutes
    state: MinutesState
    next_words: str
    clock: Lateness
    due_on: date
    quorum: tuple[str, ...]
    present: tuple[FrozenPerson, ...]
    absent: tuple[FrozenPerson, ...]
    approved: str
    cards: tuple[EntryCard, ...]
    carried: Carried
    events: tuple[MinutesEvent, ...]
    moves: tuple[MinutesMove, ...]
    writes: bool
    may_ask: bool
    asked: str
    versions: tuple[VersionLine, ...]


def minutes_page(meeting: Meeting, minutes: Minutes, user: User, today: date) -> MinutesPage:
    """The page of minutes that were begun, for somebody who prepares the meeting."""
    state, day = MinutesState(minutes.state), local_date(meeting.starts_at)
    attendees = in_order(attendees_of(meeting))
    versions = versions_of(meeting)
    first = meeting.circulations.filter(what=Circulated.MINUTES).order_by("number").first()
    moves = [move for move in moves_from(state) if any(may(user, one, meeting.group) for one in MINUTES_RIGHTS[move])]
    due, runs = due_on(meeting), may(user, Permission.RUN_MEETING, meeting.group)
    return MinutesPage(
        meeting=meeting,
        minutes=minutes,
        state=state,
        next_words=NEXT_WORDS[state],
        clock=lateness(due, today, local_date(first.at) if first else None),
        due_on=due,
        quorum=quorum_words(meeting, attendees),
        present=tuple(_person(one, day) for one in attendees if one.presence == Presence.PRESENT),
        absent=tuple(_person(one, day) for one in attendees if one.presence == Presence.ABSENT),
        approved=approved_words(meeting),
        cards=cards(meeting),
        carried=carried_to(meeting),
        events=tuple(minutes.events.select_related("by")),
        moves=tuple(moves),
        writes=state == MinutesState.DRAFT and runs,
        may_ask=state == MinutesState.DRAFT and runs and not may(user, Permission.CHAIR_MEETING, meeting.group),
        asked=asked_words(minutes) if state == MinutesState.DRAFT else "",
        versions=versions,
    )


def asked_words(minutes: Minutes) -> str:
    """When the chair was last asked to approve this draft; blank when nobody has asked since it was opened."""
    opened = minutes.events.exclude(move=MinutesMove.APPROVE).last()
    asked = ActivityEntry.objects.filter(action=ASKED, subject_id=str(minutes.pk)).order_by("sequence").last()
    if asked is None or (opened and asked.at < opened.at):
        return ""
    return f"The chair was asked to approve them on {date_time_words(asked.at)}."


def versions_of(meeting: Meeting) -> tuple[VersionLine, ...]:
    """Every version of the minutes that was circulated, the newest first."""
    found = meeting.circulations.filter(what=Circulated.MINUTES).order_by("-number")
    return tuple(_version(one, meeting) for one in found)


def _version(one: Circulation, meeting: Meeting) -> VersionLine:
    how = lateness(one.due_on, one.due_on, local_date(one.at))
    url = reverse("assurance:minutes_version", args=[meeting.key, one.number])
    # Only the first is held against the clock: a correction goes out when it is made.
    late = f" ({how.words})" if one.number == 1 else ""
    return VersionLine(one.number, f"Circulated {date_words(one.at)}{late}", how.is_late and one.number == 1, url)


def circulation_of(meeting: Meeting, number: int) -> Circulation | None:
    """One circulated version, or None."""
    sent = meeting.circulations.filter(what=Circulated.MINUTES, number=number)
    return sent.select_related("by", "meeting__group", "meeting__minutes").first()
