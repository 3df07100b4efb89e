"""
Themes: six stages, three reports to the Executive Board, its decision, and the rolling programme.

Source: Scrutiny and Assurance Framework, section 7; Six Steps, section 3 (R92 to R95, R98; C11).
"""

from enum import StrEnum
from types import MappingProxyType

from assurance.rules.roles import Permission


class ThemeState(StrEnum):
    """Where a theme stands: planned, in one of the six stages of SAF 7, closed, or dropped."""

    PLANNED = "planned"
    GATHERING = "gathering"
    PROPOSING = "proposing"
    AGREED = "agreed"
    IMPLEMENTING = "implementing"
    EVALUATING = "evaluating"
    REPORTING = "reporting"
    CLOSED = "closed"
    DROPPED = "dropped"


class ThemeMove(StrEnum):
    """One step in a theme's life."""

    PLAN = "plan"
    BEGIN = "begin"
    PROPOSE = "propose"
    AGREE = "agree"
    IMPLEMENT = "implement"
    EVALUATE = "evaluate"
    REPORT = "report"
    CLOSE = "close"
    DROP = "drop"
    TAKE_UP = "take_up"


class ThemeReportKind(StrEnum):
    """The three reports of a theme to the Executive Board (SAF 7, C11)."""

    ANALYSIS = "analysis"
    PROPOSAL = "proposal"
    OUTCOMES = "outcomes"


class Domain(StrEnum):
    """The three domains of Appendix 1 within which a theme is explored."""

    LEADERSHIP = "leadership"
    PROTECTING = "protecting"
    INNOVATION = "innovation"


STATE_WORDS = MappingProxyType(
    {
        ThemeState.PLANNED: "Planned",
        ThemeState.GATHERING: "Information gathering and analysis",
        ThemeState.PROPOSING: "Propose activity",
        ThemeState.AGREED: "Activity agreed",
        ThemeState.IMPLEMENTING: "Implement activity",
        ThemeState.EVALUATING: "Evaluate and review",
        ThemeState.REPORTING: "Report outcomes",
        ThemeState.CLOSED: "Closed with what changed",
        ThemeState.DROPPED: "Dropped",
    }
)
MOVE_WORDS = MappingProxyType(
    {
        ThemeMove.PLAN: "Planned",
        ThemeMove.BEGIN: "Information gathering begun",
        ThemeMove.PROPOSE: "Activity being proposed",
        ThemeMove.AGREE: "Activity agreed by the Executive Board",
        ThemeMove.IMPLEMENT: "Implementation begun",
        ThemeMove.EVALUATE: "Evaluation begun",
        ThemeMove.REPORT: "Outcomes being reported",
        ThemeMove.CLOSE: "Closed with what changed for children",
        ThemeMove.DROP: "Dropped",
        ThemeMove.TAKE_UP: "Taken up again",
    }
)
REPORT_WORDS = MappingProxyType(
    {
        ThemeReportKind.ANALYSIS: "After information gathering and analysis",
        ThemeReportKind.PROPOSAL: "After the proposal of activity",
        ThemeReportKind.OUTCOMES: "After evaluation and review",
    }
)
DOMAIN_WORDS = MappingProxyType(
    {
        Domain.LEADERSHIP: "Leadership and Governance",
        Domain.PROTECTING: "Helping and Protecting Children",
        Domain.INNOVATION: "Innovation and Improvement",
    }
)
MOVES = MappingProxyType(
    {
        (ThemeState.PLANNED, ThemeMove.BEGIN): ThemeState.GATHERING,
        (ThemeState.PLANNED, ThemeMove.DROP): ThemeState.DROPPED,
        (ThemeState.GATHERING, ThemeMove.PROPOSE): ThemeState.PROPOSING,
        (ThemeState.GATHERING, ThemeMove.DROP): ThemeState.DROPPED,
        (ThemeState.PROPOSING, ThemeMove.AGREE): ThemeState.AGREED,
        (ThemeState.PROPOSING, ThemeMove.DROP): ThemeState.DROPPED,
        (ThemeState.AGREED, ThemeMove.IMPLEMENT): ThemeState.IMPLEMENTING,
        (ThemeState.IMPLEMENTING, ThemeMove.EVALUATE): ThemeState.EVALUATING,
        (ThemeState.EVALUATING, ThemeMove.REPORT): ThemeState.REPORTING,
        (ThemeState.REPORTING, ThemeMove.CLOSE): ThemeState.CLOSED,
        (ThemeState.DROPPED, ThemeMove.TAKE_UP): ThemeState.PLANNED,
    }
)

# What a theme is waited on for, in the words of SAF 7.
NEXT_WORDS = MappingProxyType(
    {
        ThemeState.PLANNED: (
            "It begins once the theme before it is being implemented, informed by the indicators and risks chosen."
        ),
        ThemeState.GATHERING: "Information is gathered and analysed, and the Executive Board has the first report.",
        ThemeState.PROPOSING: "Activity is proposed, and the Executive Board decides on it with the second report.",
        ThemeState.AGREED: "The agreed activity is put into practice. From then on the next theme can begin.",
        ThemeState.IMPLEMENTING: "The activity is carried out, and then evaluated.",
        ThemeState.EVALUATING: "What was done is evaluated, and what changed for children is looked for.",
        ThemeState.REPORTING: "The Executive Board has the third report, and the theme is closed with what changed.",
        ThemeState.CLOSED: "Nothing more: what changed for children is recorded.",
        ThemeState.DROPPED: "Nothing, unless it is taken up again.",
    }
)
# A move as a button, to those who may make it.
MOVE_ASKS = MappingProxyType(
    {
        ThemeMove.BEGIN: "Begin this theme",
        ThemeMove.PROPOSE: "Go on to propose activity",
        ThemeMove.AGREE: "Record that the activity is agreed",
        ThemeMove.IMPLEMENT: "Begin implementation",
        ThemeMove.EVALUATE: "Begin to evaluate and review",
        ThemeMove.REPORT: "Go on to report outcomes",
        ThemeMove.CLOSE: "Close with what changed for children",
        ThemeMove.DROP: "Drop this theme",
        ThemeMove.TAKE_UP: "Take this theme up again",
    }
)
RIGHTS = MappingProxyType(dict.fromkeys(ThemeMove, Permission.MANAGE_THEME))
# What has to be said with a move, and what a person reads who has left it out.
NEEDS: MappingProxyType[ThemeMove, MappingProxyType[str, str]] = MappingProxyType(
    {
        ThemeMove.AGREE: MappingProxyType(
            {
                "activity": "Say what activity is agreed",
                "decision": "Choose the Executive Board’s decision",
            }
        ),
        ThemeMove.CLOSE: MappingProxyType({"difference": "Say what changed for children, and how you know"}),
        ThemeMove.DROP: MappingProxyType({"text": "Say why it is dropped"}),
        ThemeMove.TAKE_UP: MappingProxyType({"text": "Say why it is taken up again"}),
    }
)
# The six stages of SAF 7 in their order, and the move that leads into each.
STAGES = MappingProxyType(
    {
        ThemeState.GATHERING: ThemeMove.BEGIN,
        ThemeState.PROPOSING: ThemeMove.PROPOSE,
        ThemeState.AGREED: ThemeMove.AGREE,
        ThemeState.IMPLEMENTING: ThemeMove.IMPLEMENT,
        ThemeState.EVALUATING: ThemeMove.EVALUATE,
        ThemeState.REPORTING: ThemeMove.REPORT,
    }
)
ENDED = (ThemeState.CLOSED, ThemeState.DROPPED)
# Begun, and not yet so far that another may begin (SAF 7, R95).
BEFORE_IMPLEMENTATION = (ThemeState.GATHERING, ThemeState.PROPOSING, ThemeState.AGREED)
# From which stage on a report may be recorded: there is nothing to say before.
REPORTED_FROM = MappingProxyType(
    {
        ThemeReportKind.ANALYSIS: ThemeState.GATHERING,
        ThemeReportKind.PROPOSAL: ThemeState.PROPOSING,
        ThemeReportKind.OUTCOMES: ThemeState.EVALUATING,
    }
)
REPORT_NAMES = MappingProxyType(
    {
        ThemeReportKind.ANALYSIS: "The first report to the Executive Board",
        ThemeReportKind.PROPOSAL: "The second report to the Executive Board",
        ThemeReportKind.OUTCOMES: "The third report to the Executive Board",
    }
)
# Which move each report comes before: the first of each is C11's, and a theme may have the other.
GATES = MappingProxyType(
    {
        ThemeReportKind.ANALYSIS: (ThemeMove.PROPOSE, ThemeMove.AGREE),
        ThemeReportKind.PROPOSAL: (ThemeMove.AGREE, ThemeMove.IMPLEMENT),
        ThemeReportKind.OUTCOMES: (ThemeMove.CLOSE, ThemeMove.REPORT),
    }
)
GATE_WORDS = MappingProxyType(
    {
        ThemeMove.PROPOSE: "Before activity is proposed",
        ThemeMove.AGREE: "Before the activity is agreed",
        ThemeMove.IMPLEMENT: "Before implementation begins",
        ThemeMove.REPORT: "Before outcomes are reported",
        ThemeMove.CLOSE: "Before the theme is closed",
    }
)


def after(state: ThemeState, move: ThemeMove) -> ThemeState | None:
    """The state a move leads to, or None when the theme may not make that move now."""
    return MOVES.get((state, move))


def moves_from(state: ThemeState) -> list[ThemeMove]:
    """The moves a theme in this state may make, in the order of its life."""
    return [move for move in ThemeMove if (state, move) in MOVES]


def may_be_reported(kind: ThemeReportKind, state: ThemeState) -> bool:
    """Whether a report of this kind may be recorded in this state: its stage is reached, and the theme not ended."""
    stages = list(STAGES)
    return state in stages and stages.index(state) >= stages.index(REPORTED_FROM[kind])
