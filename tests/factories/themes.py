"""Factories of themes: one in any stage, brought there by the services; the Executive Board's decisions."""

from datetime import UTC, datetime, timedelta

from django.utils.timezone import localdate

from assurance.models import Decision, Meeting, Theme
from assurance.permissions import sync_grants
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Role
from assurance.rules.themes import Domain, ThemeMove, ThemeReportKind, ThemeState
from assurance.services.themes import move_theme, plan_theme, record_theme_report
from tests.factories.assurance import TopicFactory, UserFactory, partnership, person_with
from tests.factories.meetings import a_group, a_meeting

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
BOARD_AT = datetime(2026, 9, 17, 10, 0, tzinfo=UTC)
ANALYSIS, PROPOSAL, OUTCOMES = ThemeReportKind
# What each move is told, enough for it to be made; the decision is made where it is needed.
WORDS = {
    ThemeMove.BEGIN: {},
    ThemeMove.PROPOSE: {},
    ThemeMove.AGREE: {"activity": "One named worker for each child who goes missing three times"},
    ThemeMove.IMPLEMENT: {},
    ThemeMove.EVALUATE: {},
    ThemeMove.REPORT: {},
    ThemeMove.CLOSE: {"difference": "Fewer children go missing a third time, and they say that one person knows them"},
    ThemeMove.DROP: {"text": "Another theme covers it"},
    ThemeMove.TAKE_UP: {"text": "It has come up again"},
}
# Moves, and reports before them, in the order of a theme's life.
WAY = (
    ThemeMove.BEGIN,
    ANALYSIS,
    ThemeMove.PROPOSE,
    PROPOSAL,
    ThemeMove.AGREE,
    ThemeMove.IMPLEMENT,
    ThemeMove.EVALUATE,
    OUTCOMES,
    ThemeMove.REPORT,
    ThemeMove.CLOSE,
)
WAY_TO = {
    ThemeState.PLANNED: (),
    ThemeState.GATHERING: WAY[:1],
    ThemeState.PROPOSING: WAY[:3],
    ThemeState.AGREED: WAY[:5],
    ThemeState.IMPLEMENTING: WAY[:6],
    ThemeState.EVALUATING: WAY[:7],
    ThemeState.REPORTING: WAY[:9],
    ThemeState.CLOSED: WAY,
    ThemeState.DROPPED: (ThemeMove.DROP,),
}


def a_keeper(role=Role.BUSINESS_TEAM):
    """Somebody who keeps themes, with the rights of today on every group."""
    partnership()
    a_group("board")
    keeper = person_with(role)
    sync_grants(keeper, today=localdate())
    return keeper


def a_board_meeting(starts_at=BOARD_AT, state=MeetingState.HELD, **fields):
    """A meeting of the Executive Board, held unless said otherwise; at one time there is one."""
    there = Meeting.objects.filter(group__slug="executive-board", starts_at=starts_at).first()
    return there or a_meeting(state, group="board", starts_at=starts_at, **fields)


def a_decision(meeting=None, *, text="The proposed activity is agreed", by=None, **fields):
    """A decision of the Executive Board."""
    meeting = meeting or a_board_meeting()
    by = by or UserFactory()
    return Decision.objects.create(meeting=meeting, text=text, recorded_by=by, recorded_at=NOW, **fields)


def plan(by=None, now=NOW, **details):
    """A theme that has not begun, informed by a topic unless told otherwise."""
    partnership()
    details = {
        "title": "Children who go missing three times or more",
        "why": "More of them go missing again within a month",
        "outcome": "Fewer children go missing a third time",
        "domain": Domain.PROTECTING,
        "lead": "Head of Missing and Exploitation",
    } | details
    details.setdefault("group", a_group("saas"))
    details.setdefault("topics", [TopicFactory()])
    return plan_theme(by=by or a_keeper(), now=now, **details)


def a_theme(state=ThemeState.PLANNED, *, team=None, now=NOW, **details):
    """A theme in this state, brought there by the Business Team."""
    team = team or a_keeper()
    theme = plan(by=team, now=now, **details)
    for number, step in enumerate(WAY_TO[state], start=1):
        at = now + timedelta(minutes=number)
        if isinstance(step, ThemeMove):
            make(step, theme, team, now=at)
        else:
            report(step, theme, team, now=at)
    return theme


def make(move, theme, by, *, now=NOW + timedelta(hours=1), **words):
    """Make a move with words that are enough for it, and read the theme again."""
    words = {**WORDS[move], **words}
    if move == ThemeMove.AGREE:
        words.setdefault("decision", a_decision())
    state = ThemeState(Theme.objects.get(pk=theme.pk).state)
    move_theme(theme=theme, move=move, seen=state, by=by, now=now, **words)
    theme.refresh_from_db()
    return theme


def report(kind, theme, by, *, now=NOW + timedelta(hours=1), **details):
    """One of the three reports, to a Board meeting that was held unless told otherwise."""
    details = {"findings": "Most of them were known to one agency only", "recommendations": "Name one worker"} | details
    details.setdefault("meeting", a_board_meeting())
    return record_theme_report(theme=theme, kind=kind, by=by, now=now, **details)
