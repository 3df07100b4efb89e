"""
Plans: the strategic plan, a group's work plan, an improvement plan; their priorities and how each stands.

Source: Scrutiny and Assurance Framework, section 8 and Appendix 1, Domain 1; SAAS ToR 1.4(a), 3.7; KSCB (2011), Project
Management and Actions taken in response (R96, R97, R107, R108).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from assurance.rules.roles import Permission
from assurance.rules.wording import date_words


class PlanKind(StrEnum):
    """What a plan is for."""

    STRATEGIC = "strategic"
    WORK = "work"
    IMPROVEMENT = "improvement"


class PlanState(StrEnum):
    """Where a plan stands. The Board agrees the strategic plan; the others are agreed by whoever leads the group."""

    DRAFT = "draft"
    AGREED = "agreed"
    CLOSED = "closed"


class PlanMove(StrEnum):
    """One step in a plan's life."""

    DRAW_UP = "draw_up"
    AGREE = "agree"
    CLOSE = "close"
    REOPEN = "reopen"


class Progress(StrEnum):
    """How a priority of a plan stands at a review."""

    NOT_STARTED = "not_started"
    ON_COURSE = "on_course"
    AT_RISK = "at_risk"
    OFF_COURSE = "off_course"
    ACHIEVED = "achieved"


KIND_WORDS = MappingProxyType(
    {
        PlanKind.STRATEGIC: "Strategic plan",
        PlanKind.WORK: "Work plan",
        PlanKind.IMPROVEMENT: "Improvement plan",
    }
)
DRAW_UP_WORDS = MappingProxyType(
    {
        PlanKind.STRATEGIC: "Draw up a strategic plan",
        PlanKind.WORK: "Draw up a work plan",
        PlanKind.IMPROVEMENT: "Draw up an improvement plan",
    }
)
STATE_WORDS = MappingProxyType(
    {PlanState.DRAFT: "Being drawn up", PlanState.AGREED: "Agreed", PlanState.CLOSED: "Closed"}
)
MOVE_WORDS = MappingProxyType(
    {
        PlanMove.DRAW_UP: "Drawn up",
        PlanMove.AGREE: "Agreed",
        PlanMove.CLOSE: "Closed",
        PlanMove.REOPEN: "Opened for changes",
    }
)
PROGRESS_WORDS = MappingProxyType(
    {
        Progress.NOT_STARTED: "Not started",
        Progress.ON_COURSE: "On course",
        Progress.AT_RISK: "At risk",
        Progress.OFF_COURSE: "Off course",
        Progress.ACHIEVED: "Achieved",
    }
)
MOVES = MappingProxyType(
    {
        (PlanState.DRAFT, PlanMove.AGREE): PlanState.AGREED,
        (PlanState.AGREED, PlanMove.REOPEN): PlanState.DRAFT,
        (PlanState.AGREED, PlanMove.CLOSE): PlanState.CLOSED,
        (PlanState.CLOSED, PlanMove.REOPEN): PlanState.DRAFT,
    }
)
# What happens next, for those who wait for it.
NEXT_WORDS = MappingProxyType(
    {
        PlanState.DRAFT: "Its keepers write its priorities, each with its outcome for children; then it is agreed.",
        PlanState.AGREED: "How each priority stands is reviewed, with what changed for children.",
        PlanState.CLOSED: "Nothing, unless it has to be taken up again.",
    }
)
# A move as a button, to those who may make it.
MOVE_ASKS = MappingProxyType(
    {
        PlanMove.DRAW_UP: "Draw up a plan",
        PlanMove.AGREE: "Record that it is agreed",
        PlanMove.CLOSE: "Close this plan",
        PlanMove.REOPEN: "Open it for changes",
    }
)
# What has to be said with a move, and what a person reads who has left it out.
NEEDS = MappingProxyType(
    {
        PlanMove.AGREE: MappingProxyType({}),
        PlanMove.CLOSE: MappingProxyType({"text": "Say what came of it, and what changed for children"}),
        PlanMove.REOPEN: MappingProxyType({"text": "Say why it is opened for changes"}),
    }
)
# Who keeps a plan, on the group that owns it; and who may besides report against the strategic plan (SAAS ToR 3.7).
KEEPS = Permission.MANAGE_PLAN
REPORTS_ON_STRATEGY = Permission.MANAGE_THEME


def after(state: PlanState, move: PlanMove) -> PlanState | None:
    """The state a move leads to, or None when the plan may not make that move now."""
    return MOVES.get((state, move))


def moves_from(state: PlanState) -> list[PlanMove]:
    """The moves a plan in this state may make, in the order of its life."""
    return [move for move in PlanMove if (state, move) in MOVES]


@dataclass(frozen=True)
class Span:
    """A plan by its title and the days it holds, both included."""

    title: str
    starts_on: date
    ends_on: date

    @property
    def words(self) -> str:
        """Its days: "1 April 2026 to 31 March 2029"."""
        return f"{date_words(self.starts_on)} to {date_words(self.ends_on)}"

    def meets(self, other: "Span") -> bool:
        """Whether there is a day on which both hold."""
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on


def problems_of_plan(kind: PlanKind, span: Span, *, of_partnership: bool, agreed: Sequence[Span] = ()) -> list[str]:
    """
    Every reason, a sentence each, why a plan with these days cannot be this group's; empty when it can.

    The strategic plan is the Partnership's own (SAF section 8), a work plan a group's. `agreed` are the other strategic
    plans that have been agreed and not closed: two may not overlap, for the priorities of a day are one plan's.
    """
    problems = [] if span.title.strip() else ["Say what the plan is called."]
    if span.ends_on <= span.starts_on:
        problems.append("The last day must be after the first day.")
    if kind == PlanKind.STRATEGIC and not of_partnership:
        problems.append("The strategic plan is the Partnership’s own: a group has a work plan.")
    if kind == PlanKind.WORK and of_partnership:
        problems.append("A work plan belongs to a group: the Partnership’s own is the strategic plan.")
    if kind == PlanKind.STRATEGIC:
        problems += [
            f"“{other.title}” is agreed for {other.words}: two strategic plans may not overlap in time. Choose other "
            "days, or close that plan first."
            for other in agreed
            if span.meets(other)
        ]
    return problems


@dataclass(frozen=True)
class Agreeing:
    """What is known when a plan is to be agreed. `board_decided` is None where no decision is named."""

    kind: PlanKind
    priorities: int
    lead: str = ""
    board_decided: bool | None = None


def problems_of_agreeing(facts: Agreeing) -> list[str]:
    """
    Every reason, a sentence each, why the plan cannot be agreed; empty when it can.

    The Executive Board agrees the priorities of a period (SAF section 8: "priorities and risks for the period … will be
    agreed"); the chair of a group is "held responsible for delivery" of its work plan (KSCB 2011).
    """
    problems = [] if facts.priorities else ["Add a priority first, with what is to be different for children."]
    if facts.kind == PlanKind.WORK and not facts.lead.strip():
        problems.append("Name who is responsible for its delivery: the chair of the group, by post.")
    if facts.kind == PlanKind.STRATEGIC and facts.board_decided is None:
        problems.append("Choose the decision with which the Executive Board agreed it.")
    if facts.board_decided is False:
        problems.append("Choose a decision of a meeting of the Executive Board that has been held.")
    return problems


def problems_of_words(move: PlanMove, text: str) -> list[str]:
    """Every reason, a sentence each, why a move with this text is refused; empty when it is not."""
    return [f"{sentence}." for sentence in NEEDS[move].values() if not text.strip()]


def problems_of_review(
    span: Span, *, month: date, progress: Progress, done: str, difference: str, today: date
) -> list[str]:
    """
    Every reason, a sentence each, why a review of `month` is refused; empty when it is not.

    A priority is achieved only with what changed for children (Six Steps, section 3; R98).
    """
    problems = [] if done.strip() else ["Say what was done."]
    if progress == Progress.ACHIEVED and not difference.strip():
        problems.append("A priority is achieved only with what changed for children: say what did, and how you know.")
    if month not in months_told(span.starts_on, span.ends_on, today):
        problems.append("Choose a month in which the plan has run.")
    return problems


def month_of(day: date) -> date:
    """The first day of the month of a day."""
    return day.replace(day=1)


def month_words(month: date) -> str:
    """A month in words: "October 2026"."""
    return f"{month:%B %Y}"


def months_told(starts_on: date, ends_on: date, today: date) -> list[date]:
    """The months that can be told of, the newest first: from the plan's first to this one or its last."""
    return list(reversed(_months(month_of(starts_on), month_of(min(ends_on, today)))))


def months_asked(begins_on: date, ends_on: date, today: date) -> list[date]:
    """
    The months of which an improvement plan is to be reviewed by `today`, each once it is over (KSCB 2011: "scrutinised
    by the Board at a monthly meeting"). The month in which it begins is asked for only as a whole one.
    """
    first = begins_on if begins_on.day == 1 else _next_month(begins_on)
    return [month for month in _months(month_of(first), month_of(ends_on)) if _next_month(month) <= today]


def missing_months(asked: Iterable[date], reviewed: Iterable[date]) -> list[date]:
    """The months asked for of which there is no review."""
    told = set(reviewed)
    return [month for month in asked if month not in told]


def months_in_words(months: Sequence[date]) -> str:
    """Months in a sentence: "August 2026, September 2026 and October 2026"."""
    words = [month_words(month) for month in months]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def progress_in_words(standings: Sequence[Progress | None]) -> str:
    """How the priorities of a plan stand: "2 on course, 1 at risk, 1 not yet reviewed"; blank without any."""
    counts = [(PROGRESS_WORDS[each].lower(), standings.count(each)) for each in Progress]
    counts.append(("not yet reviewed", standings.count(None)))
    return ", ".join(f"{number} {words}" for words, number in counts if number)


def standing_in_words(state: PlanState, span: Span, today: date) -> str:
    """Where a plan stands on a day: "In force until 31 March 2029", "Agreed, begins 1 April 2027", "Closed"."""
    if state != PlanState.AGREED:
        return STATE_WORDS[state]
    if today < span.starts_on:
        return f"Agreed, begins {date_words(span.starts_on)}"
    if today > span.ends_on:
        return f"Ended {date_words(span.ends_on)}, not yet closed"
    return f"In force until {date_words(span.ends_on)}"


def _months(first: date, last: date) -> list[date]:
    months = []
    while first <= last:
        months.append(first)
        first = _next_month(first)
    return months


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
