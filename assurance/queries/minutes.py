"""Reading minutes: how far they are for the meeting's page, drafting them, and as they were circulated."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from assurance.models import Circulation, Meeting, Minutes, MinutesComment, User
from assurance.permissions import groups_where, may
from assurance.queries.meetings import comments_at, prepares
from assurance.rules.clocks import lateness, minutes_clock
from assurance.rules.meetings import MINUTES_STATE_WORDS, Circulated, MeetingState, MinutesState
from assurance.rules.minutes import problem_of_begin, problem_of_comment
from assurance.rules.roles import Permission
from assurance.rules.tracker import due_in_words
from assurance.rules.wording import date_words, local_date


@dataclass(frozen=True)
class MinutesSummary:
    """How far the minutes are, for the meeting's page: state and due date in words, and where to read or write them."""

    words: str
    due_words: str
    is_late: bool
    tag: str
    colour: str
    url: str
    link: str
    is_circulated: bool = False


def minutes_summary(meeting: Meeting, user: User, now: datetime) -> MinutesSummary:
    """How far the minutes are, as far as `user` may know: a draft is for those who write and approve."""
    url, due = reverse("assurance:minutes_detail", args=[meeting.key]), due_on(meeting)
    latest = latest_circulation(meeting)
    if latest is not None:
        words = f"Version {latest.number} was circulated on {date_words(latest.at)}."
        # Only the first is held against the clock: a correction goes out when it is made.
        first = Circulation.objects.filter(meeting=meeting, what=Circulated.MINUTES).earliest("number")
        how = lateness(due, due, local_date(first.at))
        due_words = f"They were due {date_words(due)}: {how.words}."
        return MinutesSummary(words, due_words, how.is_late, "Circulated", "green", url, "Read the minutes", True)
    if meeting.state == MeetingState.CANCELLED:
        return MinutesSummary("The meeting was cancelled: there are no minutes.", "", False, "None", "grey", url, "")
    today = local_date(now)
    how = lateness(due, today, None)
    due_words = f"Due {date_words(due)}." if now < meeting.starts_at else f"{due_in_words(due, today)}."
    state = draft_state(meeting) if prepares(user, meeting) else None
    if state is None:
        link = "Write the minutes" if may_begin(meeting, user, now) else ""
        words = "The minutes have not been circulated yet."
        return MinutesSummary(words, due_words, how.is_late, "Not circulated", "grey", url, link)
    words = "They have not been circulated yet."
    return MinutesSummary(words, due_words, how.is_late, MINUTES_STATE_WORDS[state], "blue", url, "Go to the minutes")


def may_begin(meeting: Meeting, user: User, now: datetime) -> bool:
    """Whether `user` may begin the minutes of the meeting now: from its start on, for those who run it."""
    problem = problem_of_begin(MeetingState(meeting.state), meeting.starts_at, now)
    return not problem and may(user, Permission.RUN_MEETING, meeting.group)


def due_on(meeting: Meeting) -> date:
    """The day by which the minutes of a meeting are to be circulated (SAAS ToR 3.2, R26)."""
    return minutes_clock(local_date(meeting.starts_at)).due_on


def draft_state(meeting: Meeting) -> MinutesState | None:
    """The state of the minutes, or None while nobody has begun them."""
    state = Minutes.objects.filter(meeting=meeting).values_list("state", flat=True).first()
    return MinutesState(state) if state else None


def latest_circulation(meeting: Meeting) -> Circulation | None:
    """The minutes as they were last circulated, or None."""
    sent = Circulation.objects.filter(meeting=meeting, what=Circulated.MINUTES)
    return sent.select_related("by", "meeting__group", "meeting__minutes").order_by("number").last()


@dataclass(frozen=True)
class Comments:
    """What members and observers have written to one circulated version, and where the reader may write (R13)."""

    number: int
    rows: tuple[MinutesComment, ...]
    url: str


def comments_on(circulation: Circulation | None, user: User) -> Comments | None:
    """What was written to a circulated version, for somebody who reads the meeting; None where there is nothing."""
    if circulation is None:
        return None
    url = reverse("assurance:minutes_comment", args=[circulation.meeting.key, circulation.number])
    may_write = comments_at(user, circulation.meeting) and not problem_of_comments(circulation)
    rows = tuple(circulation.comments.select_related("by"))
    return Comments(circulation.number, rows, url if may_write else "") if rows or may_write else None


def problem_of_comments(circulation: Circulation) -> str:
    """Why nobody can write to this version of the minutes, as a sentence; blank while it is the one that stands."""
    newest = latest_circulation(circulation.meeting)
    is_newest = newest is not None and newest.number == circulation.number
    return problem_of_comment(MinutesState(circulation.meeting.minutes.state), is_newest=is_newest)


def uncirculated(user: User) -> list[Meeting]:
    """The meetings that were held, whose minutes `user` has to see to and which have not been circulated."""
    held = Meeting.objects.filter(state=MeetingState.HELD, group__in=groups_where(user, Permission.RUN_MEETING))
    done = Circulation.objects.filter(what=Circulated.MINUTES).values("meeting")
    return list(held.exclude(pk__in=done).select_related("group").order_by("starts_at"))
