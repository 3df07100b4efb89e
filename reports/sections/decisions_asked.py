"""What the Executive Board is asked to decide: whatever of the pack waits for it, in one list (R74, R94, R101)."""

from collections.abc import Iterator

from assurance.queries.commissions import commissions_visible_to
from assurance.queries.escalations import escalations_visible_to
from assurance.queries.escalations import rows as escalation_rows
from assurance.queries.themes import themes_visible_to
from assurance.rules.escalations import EscalationState
from assurance.rules.group_work import CommissionState
from assurance.rules.themes import ThemeState
from assurance.rules.warnings import WarningState
from assurance.rules.wording import date_words
from reports.queries.packs import PackContext
from reports.rules.blocks import Blocks, Cell, Lead, Table, columns

Asked = tuple[Cell, Cell, Cell]


def build(context: PackContext) -> Blocks:
    """Each thing that waits for the Board, what it is asked to decide, and since when or by when."""
    rows = (*_warnings(context), *_themes(context), *_commissions(context), *_escalations(context))
    table = Table(
        caption="What waits for the Executive Board",
        columns=columns("What it is about", "What the Board is asked", "Since, or by when"),
        rows=rows,
    )
    return Blocks((Lead(_lead(len(rows))), table))


def to_decide(context: PackContext) -> tuple[str, ...]:
    """What the front sheet names beside the escalated early warnings: themes and commissions, by their titles."""
    themes = [f"on the activity of the theme “{what.text}”" for what, *_ in _themes(context)]
    return (*themes, *(f"whether to ratify “{what.text}”" for what, *_ in _commissions(context)))


def _lead(waiting: int) -> str:
    if not waiting:
        return "Nothing in the portal waits for a decision of the Executive Board."
    asked = "One decision is" if waiting == 1 else f"{waiting} decisions are"
    return f"{asked} asked of the Executive Board."


def _warnings(context: PackContext) -> Iterator[Asked]:
    for story in context.warnings.open:
        if story.warning.state == WarningState.ESCALATED and story.escalated_on:
            asked = Cell("To answer the early warning", story.asked)
            yield Cell(story.warning.title, "Early warning"), asked, Cell(f"Since {date_words(story.escalated_on)}")


def _themes(context: PackContext) -> Iterator[Asked]:
    for theme in themes_visible_to(context.reader).filter(state=ThemeState.PROPOSING):
        asked = Cell("To decide on the activity proposed", theme.activity)
        yield Cell(theme.title, "Theme"), asked, Cell("With the second report of the theme")


def _commissions(context: PackContext) -> Iterator[Asked]:
    for one in commissions_visible_to(context.reader).filter(state=CommissionState.AWAITING):
        asked = Cell(f"To ratify what {one.from_group.name} asks of {one.to_group.name}", one.what)
        yield Cell(one.title, "Commission"), asked, Cell(f"Work due {date_words(one.due_on)}")


def _escalations(context: PackContext) -> Iterator[Asked]:
    found = escalations_visible_to(context.reader).filter(state=EscalationState.OPEN)
    for row in escalation_rows(found, context.today):
        asked = Cell("To note the dispute, and where it lies", f"{row.stage}. {row.due_words}")
        yield (
            Cell(row.escalation.title, f"Dispute between {row.parties}"),
            asked,
            Cell(f"Since {date_words(row.escalation.opened_at)}"),
        )
