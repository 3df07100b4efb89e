"""
The audit programme: an audit's dates and what may still change, quarters and themes left out, where findings go.

Source: KSCB (2011), Strengthening scrutiny and Securing engagement: "audit November, Executive December, full Board
February" (R110, R111, R113).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from assurance.rules.periods import Quarter
from assurance.rules.tracker import lateness_in_words
from assurance.rules.wording import date_words
from audits.rules.audits import AuditMove, AuditState

# A theme or a priority is left out when no audit of it was begun for so many years.
YEARS_WITHOUT = 2


@dataclass(frozen=True)
class Stage:
    """One date of an audit: its field, what falls on it, the state that waits for it, the move by which it is over."""

    name: str
    falls: str
    waits: AuditState
    over: AuditMove


STAGES = (
    Stage("starts_on", "Launch", AuditState.PLANNED, AuditMove.LAUNCH),
    Stage("answers_due_on", "Answers due", AuditState.COLLECTING, AuditMove.MODERATE),
    Stage("moderation_on", "Moderation meeting", AuditState.MODERATING, AuditMove.SETTLE),
    Stage("report_due_on", "Report due", AuditState.REPORTING, AuditMove.PUBLISH),
)
NAMES = tuple(stage.name for stage in STAGES)
# Which dates may still be moved: what has come to pass stays as it was planned.
DATES_OPEN = MappingProxyType({stage.waits: NAMES[place:] for place, stage in enumerate(STAGES)})
PLAN_NEEDS = MappingProxyType(
    {
        "title": "Say in a few words what is audited",
        "why": "Say why this is audited, and why now",
        "outcome": "Say what should be different for children",
        "lead": "Say who leads it, by post",
    }
)
STANDS = "What was asked, of whom and about which cases stands once an audit is launched. Only its dates can move."


@dataclass(frozen=True)
class DateLine:
    """One date of an audit as its page shows it: how it stands in words, and whether it has passed undone."""

    words: str
    on: date
    stands: str
    is_late: bool = False


def date_lines(
    dates: Mapping[str, date], state: AuditState, done: Mapping[AuditMove, date], today: date
) -> list[DateLine]:
    """
    The four dates and how each stands; `done` is the day on which each move was last made.

    What is over says when; what is waited for and what is to come, how many working days are left.
    """
    waits = next((place for place, stage in enumerate(STAGES) if stage.waits == state), len(STAGES))
    lines = []
    for place, stage in enumerate(STAGES):
        on = dates[stage.name]
        if state == AuditState.CANCELLED:
            lines.append(DateLine(stage.falls, on, ""))
        elif place < waits:
            when = f" {date_words(done[stage.over])}" if stage.over in done else ""
            lines.append(DateLine(stage.falls, on, f"Done{when}"))
        else:
            lines.append(DateLine(stage.falls, on, lateness_in_words(on, today, None), today > on))
    return lines


def next_stage(state: AuditState) -> Stage | None:
    """The date an audit in this state waits for; None once it is final or cancelled."""
    return next((stage for stage in STAGES if stage.waits == state), None)


def problems_of_dates(dates: Mapping[str, date]) -> list[str]:
    """Every reason, a sentence each, why these dates do not follow each other; empty when they do."""
    problems = []
    if dates["answers_due_on"] < dates["starts_on"]:
        problems.append("The answers cannot be due before the audit is launched.")
    if dates["moderation_on"] < dates["answers_due_on"]:
        problems.append("The moderation meeting cannot be before the answers are due.")
    if dates["report_due_on"] < dates["moderation_on"]:
        problems.append("The report cannot be due before the moderation meeting.")
    return problems


def problems_of_plan(words: Mapping[str, str], dates: Mapping[str, date]) -> list[str]:
    """Every reason, a sentence each, why an audit cannot be planned so; empty when it can."""
    missing = [f"{sentence}." for name, sentence in PLAN_NEEDS.items() if not words[name].strip()]
    return missing + problems_of_dates(dates)


def problems_of_moving_dates(state: AuditState, before: Mapping[str, date], after: Mapping[str, date]) -> list[str]:
    """Every reason, a sentence each, why the dates of an audit in this state cannot move so; empty when they can."""
    open_now = DATES_OPEN.get(state, ())
    fixed = [stage for stage in STAGES if stage.name not in open_now and before[stage.name] != after[stage.name]]
    return [f"“{stage.falls}” has come to pass, so its date stays." for stage in fixed] + problems_of_dates(after)


# Where findings go


@dataclass(frozen=True)
class RoutedMeeting:
    """The meeting a routing names, as the calendar has it: its day, and whether it was cancelled."""

    on: date
    is_cancelled: bool


def routing_warnings(on: date, report_due_on: date, meeting: RoutedMeeting | None) -> list[str]:
    """What those who run the audit think twice about in a routing, a sentence each (R113)."""
    found = []
    if on < report_due_on:
        found.append(f"That is before the report is due, {date_words(report_due_on)}.")
    if meeting is None:
        found.append("No meeting of this group is in the calendar for that day yet.")
    return found + routing_changes(on, meeting)


def routing_changes(on: date, meeting: RoutedMeeting | None) -> list[str]:
    """What has become of the meeting since the findings were sent to it, a sentence each."""
    if meeting and meeting.is_cancelled:
        return ["That meeting has been cancelled."]
    return [f"That meeting is now on {date_words(meeting.on)}."] if meeting and meeting.on != on else []


# What the programme leaves out


@dataclass(frozen=True)
class Span:
    """The days through which an audit is under way: from its launch to the day its report is due."""

    starts_on: date
    ends_on: date

    def touches(self, quarter: Quarter) -> bool:
        """Whether it is under way on any day of the quarter."""
        return self.starts_on <= quarter.ends_on and self.ends_on >= quarter.starts_on


def quarters_without(spans: Collection[Span], quarters: Iterable[Quarter]) -> tuple[Quarter, ...]:
    """The quarters in which no audit is under way."""
    return tuple(quarter for quarter in quarters if not any(span.touches(quarter) for span in spans))


def gap_words(quarter: Quarter, today: date) -> str:
    """A quarter without an audit in words: what is past was missed, what is to come can still be planned."""
    return "No audit was under way" if quarter.ends_on < today else "No audit is planned"


def is_left_out(last: date | None, today: date) -> bool:
    """Whether what was last audited then, or never, has been left out for two years."""
    return last is None or last < _years_before(today, YEARS_WITHOUT)


def left_out_words(last: date | None, planned: date | None) -> str:
    """How long something has been left out, and whether that is about to end."""
    words = f"Last audited {date_words(last)}" if last else "Never audited"
    return f"{words}. An audit is planned for {date_words(planned)}" if planned else words


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def may_change_plan(state: AuditState) -> bool:
    """Whether what is asked, of whom and about what may still change."""
    return state == AuditState.PLANNED


def may_change_team(state: AuditState) -> bool:
    """Whether people join and leave its team, and its findings can be routed: until it is cancelled."""
    return state != AuditState.CANCELLED


def may_be_reminded(state: AuditState) -> bool:
    """Whether agencies are asked for answers now."""
    return state == AuditState.COLLECTING
